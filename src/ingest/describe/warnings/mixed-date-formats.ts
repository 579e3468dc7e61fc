import type { DateOrder } from '../../../model/dataset.js';
import { inEachColumn } from './warning-kind.js';

const ORDER_NAMES = { DMY: 'day first', MDY: 'month first', YMD: 'year first' } satisfies Record<DateOrder, string>;

/** Columns in which some dates can only have the day first and others only the month; and dates that were swapped. */
export const mixedDateFormats = inEachColumn(({ name }, reading) => {
  if (reading.kind !== 'DATE') return null;
  const { dayFirst, monthFirst, ambiguous } = reading.evidence;
  // Pasting 13/05/2024 and 06/05/2024 into an American Excel leaves the first as text and makes the second June 5.
  if (reading.iso > 0 && reading.isoAbove12 === 0 && dayFirst > 0 && monthFirst + ambiguous === 0) {
    const message = `In "${name}" ${reading.iso} dates have no day above 12, and ${dayFirst} texts have the day first and above 12. A spreadsheet program probably swapped day and month of the ${reading.iso}; correct them in the source.`;
    return { message, count: reading.iso };
  }
  if (dayFirst === 0 || monthFirst === 0) return null;
  const message = `"${name}" mixes dates with the day first (${dayFirst}) and the month first (${monthFirst}). Dates that could be either (${ambiguous}) are read ${ORDER_NAMES[reading.order]}.`;
  return { message, count: ambiguous };
});
