import { ConcentricError } from '../../../model/errors.js';
import { MAX_COLUMNS } from '../raw-table.js';

/** Maximum number of consecutive empty columns within a table. A wider gap separates the table from stray cells. */
const MAX_GAP = 20;

/**
 * The sheet columns (0-based, ascending) of the table: columns with a header or data, and empty columns between two headers
 * (between two columns with data if there is no header), unless the gap exceeds MAX_GAP. Empty outer columns are left out.
 *
 * @throws TOO_MANY_COLUMNS
 */
export function planColumns(headerColumns: readonly number[], dataColumns: readonly number[]): number[] {
  const columns = new Set([...headerColumns, ...dataColumns]);
  const bounds = headerColumns.length > 0 ? headerColumns : dataColumns;
  for (let i = 1; i < bounds.length; i++) {
    const left = bounds[i - 1]!;
    const right = bounds[i]!;
    if (right - left <= MAX_GAP + 1) for (let column = left + 1; column < right; column++) columns.add(column);
  }
  if (columns.size > MAX_COLUMNS) {
    throw new ConcentricError(
      'TOO_MANY_COLUMNS',
      `The table has ${columns.size} columns; the maximum is ${MAX_COLUMNS}. Remove columns you do not need, or turn columns into rows.`,
      { columns: columns.size, maxColumns: MAX_COLUMNS },
    );
  }
  return [...columns].sort((a, b) => a - b);
}
