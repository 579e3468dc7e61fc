import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import type { RawTable } from '../read/raw-table.js';

/** Row numbers stored for each reason to leave rows out. */
const MAX_LISTED_ROWS = 100;

/**
 * Checks that rows of the source = rows of the data + rows left out, and returns that sum and the last row of the data. Every reader numbers the rows
 * of its source from 1, so the highest number present is the number of rows expected.
 * @throws an internal error if rows are unaccounted for, because the result would be a wrong number
 */
export async function accountForRows(
  connection: Connection,
  raw: RawTable,
): Promise<{ sourceRows: number; lastRow: number }> {
  const { table, sourceRow, rowCount, rowsLeftOut } = raw;
  const accounted = rowsLeftOut.reduce((sum, { count }) => sum + count, rowCount);
  const [lastRow = 0] = await numbersOf(connection, `SELECT coalesce(max(${sourceRow}), 0) FROM ${table}`);
  const last = Math.max(lastRow, ...rowsLeftOut.flatMap(({ rows }) => rows));
  const listsAll = rowsLeftOut.every(({ count }) => count <= MAX_LISTED_ROWS);
  if (accounted < last || (listsAll && accounted > last)) {
    throw new Error(`${rowCount} rows and ${accounted - rowCount} left out, but the last is number ${last}`);
  }
  return { sourceRows: accounted, lastRow };
}
