import { isOrderOfPoints } from '../../cells/dates.js';
import { inEachColumn } from './warning-kind.js';

/** Columns in which every date could have the day or the month first. */
export const ambiguousDateOrder = inEachColumn(({ name }, reading) => {
  if (reading.kind !== 'DATE' || reading.orderGiven) return null;
  const { dayFirst, monthFirst, ambiguous } = reading.evidence;
  if (ambiguous === 0 || dayFirst > 0 || monthFirst > 0 || isOrderOfPoints(reading.evidence)) return null;
  const message = `Nothing in "${name}" shows whether the day or the month comes first. Dates such as "${reading.parsed.example}" are read month first.`;
  return { message, count: ambiguous };
});
