import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteText } from '../duckdb/quote.js';
import type { PlannedColumn } from './columns/plan-columns.js';
import type { RawTable } from './raw-table.js';

/** Above this many readings a join may no longer keep the order of the rows by itself: it may spill. */
const ORDERED_JOIN_READINGS = 100_000;

/** Writes the typed rows in the order of the file as zstd Parquet. */
export async function writeParquet(
  connection: DuckDBConnection,
  raw: RawTable,
  columns: readonly PlannedColumn[],
  path: string,
): Promise<void> {
  const joined = columns.filter((column) => column.readings !== null);
  const values = columns.map(({ value, name }) => `${value} AS ${quoteIdentifier(name)}`);
  const joins = joined.map(({ reading, readings }) => {
    const alias = `${reading.raw}_reading`;
    return `LEFT JOIN ${readings} AS ${alias} ON ${alias}.cell = ${reading.cell}`;
  });
  const order = (await anyLargerThan(connection, joined, ORDERED_JOIN_READINGS)) ? `ORDER BY ${raw.table}.rowid` : '';
  await connection.run(
    `COPY (SELECT ${values.join(', ')} FROM ${raw.table} ${joins.join(' ')} ${order})
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
  );
}

async function anyLargerThan(connection: DuckDBConnection, columns: readonly PlannedColumn[], limit: number) {
  for (const { readings } of columns) {
    const reader = await connection.runAndReadAll(`SELECT count(*) > ${limit} FROM ${readings}`);
    if (reader.getRows()[0]?.[0]) return true;
  }
  return false;
}
