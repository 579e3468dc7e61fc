import { numbersOf } from '../../../duckdb/first-row.js';
import { quantity } from '../../../model/text.js';
import type { FindWarnings } from './warning-kind.js';

/** Rows that repeat an earlier row cell for cell. */
export const duplicateRows: FindWarnings = async ({ connection, raw, columns }) => {
  const hasUniqueColumn = columns.some(({ cardinality }) => cardinality === raw.rowCount);
  if (hasUniqueColumn) return [];
  const cells = raw.headers.map((_, index) => `c${index + 1}`).join(', ');
  // 64 bits: two different rows of 10 million share a hash with a chance of 3 in a million.
  const [count] = await numbersOf(connection, `SELECT count(*) - count(DISTINCT hash(${cells})) FROM ${raw.table}`);
  if (count === 0) return [];
  const message = `${quantity(count!, 'row repeats', 'rows repeat')} an earlier row exactly. Such rows are kept and counted.`;
  return [{ message, column: null, count: count! }];
};
