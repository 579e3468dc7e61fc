import type { DateOrder } from '../../../model/dataset.js';
import { inEachColumn } from './warning-kind.js';

const ORDER_NAMES = { DMY: 'day first', MDY: 'month first', YMD: 'year first' } satisfies Record<DateOrder, string>;

/** Columns in which some dates can only have the day first and others only the month. */
export const mixedDateFormats = inEachColumn(({ name }, reading) => {
  if (reading.kind !== 'DATE') return null;
  const { dayFirst, monthFirst, ambiguous } = reading.evidence;
  if (dayFirst === 0 || monthFirst === 0) return null;
  const message = `"${name}" mixes dates with the day first (${dayFirst}) and the month first (${monthFirst}). Dates that could be either (${ambiguous}) are read ${ORDER_NAMES[reading.order]}.`;
  return { message, count: ambiguous };
});
