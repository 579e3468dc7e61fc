import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../columns/first-row.js';
import type { RawTable } from '../read/raw-table.js';

/** Row numbers that a reason for leaving rows out keeps. */
const ROWS_KEPT = 100;

/**
 * Rows of the source = rows of the data + rows left out, each with its reason; the sum. Every reader numbers the rows of
 * its source from 1, so that the highest number there is says how many there must be.
 * @throws where rows are unaccounted for: a fault of ours that must not become a number
 */
export async function accountForRows(connection: Connection, raw: RawTable): Promise<number> {
  const { table, sourceRow, rowCount, rowsLeftOut } = raw;
  const accounted = rowsLeftOut.reduce((sum, { count }) => sum + count, rowCount);
  const [lastOfData = 0] = await numbersOf(connection, `SELECT coalesce(max(${sourceRow}), 0) FROM ${table}`);
  const last = Math.max(lastOfData, ...rowsLeftOut.flatMap(({ rows }) => rows));
  const listsAll = rowsLeftOut.every(({ count }) => count <= ROWS_KEPT);
  if (accounted < last || (listsAll && accounted > last)) {
    throw new Error(`${rowCount} rows and ${accounted - rowCount} left out, but the last is number ${last}`);
  }
  return accounted;
}
