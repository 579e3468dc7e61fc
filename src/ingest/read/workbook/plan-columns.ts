import { ConcentricError } from '../../../model/errors.js';
import { MAX_COLUMNS } from '../raw-table.js';

/** Empty columns in a row that still are layout within a table; a wider gap lies between a table and a stray cell. */
const MAX_GAP = 20;

/**
 * The sheet columns (0-based, ascending) that make the table: those with a header or with data, and the empty ones
 * between two headers (of a table without, between two with data) unless the gap is wide. Empty columns at the edges are nobody's.
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
      `The table has ${columns.size} columns; at most ${MAX_COLUMNS} can be read. Leave out the columns you do not analyse.`,
      { columns: columns.size, maxColumns: MAX_COLUMNS },
    );
  }
  return [...columns].sort((a, b) => a - b);
}
