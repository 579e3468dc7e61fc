import { ConcentricError } from '../../model/errors.js';
import { MAX_COLUMNS } from '../raw-table.js';

/** Empty columns in a row that still are layout within a table; a wider gap lies between a table and a stray cell. */
const MAX_GAP = 20;

/**
 * The sheet columns (0-based, ascending) that make the table: those with a header or with data, and the empty ones
 * between two headers unless the gap is wide. Empty columns at the edges are nobody's.
 *
 * @throws TOO_MANY_COLUMNS
 */
export function planColumns(headerColumns: readonly number[], dataColumns: readonly number[]): number[] {
  const columns = new Set([...headerColumns, ...dataColumns]);
  headerColumns.reduce((left, right) => {
    if (right - left <= MAX_GAP + 1) for (let between = left + 1; between < right; between++) columns.add(between);
    return right;
  });
  if (columns.size > MAX_COLUMNS) {
    throw new ConcentricError(
      'TOO_MANY_COLUMNS',
      `The table has ${columns.size} columns; at most ${MAX_COLUMNS} can be read. Leave out the columns you do not analyse.`,
      { columns: columns.size, maxColumns: MAX_COLUMNS },
    );
  }
  return [...columns].sort((a, b) => a - b);
}
