import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteText } from '../duckdb/quote.js';
import { numbersOf } from './columns/first-row.js';
import type { PlannedColumn } from './columns/plan-columns.js';
import type { RawTable } from './raw-table.js';

/** Above this many rows on its other side a join may no longer keep the order of the rows by itself: it may spill. */
const ORDERED_JOIN_ROWS = 100_000;

/** Writes the typed rows in the order of the file as zstd Parquet. */
export async function writeParquet(
  connection: DuckDBConnection,
  raw: RawTable,
  columns: readonly PlannedColumn[],
  path: string,
): Promise<void> {
  const sources: ValueSource[] = [];
  for (const column of columns) sources.push(await valueSource(connection, column));
  const values = sources.map(({ value }, at) => `${value} AS ${quoteIdentifier(columns[at]!.name)}`);
  const joins = sources.flatMap(({ join }) => (join ? [join] : []));
  const spills = joins.some(({ rows }) => rows > ORDERED_JOIN_ROWS);
  await connection.run(
    `COPY (SELECT ${values.join(', ')} FROM ${raw.table} ${joins.map(({ sql }) => sql).join(' ')}
           ${spills ? `ORDER BY ${raw.table}.rowid` : ''})
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
  );
}

/** Where a column's values come from: the row itself, or a table of readings that is joined. */
interface ValueSource {
  value: string;
  join: { sql: string; rows: number } | null;
}

async function valueSource(
  connection: DuckDBConnection,
  { reading, readings, value, oncePerCell }: PlannedColumn,
): Promise<ValueSource> {
  const alias = `${reading.raw}_reading`;
  const joined = async (table: string, cell: string) => {
    const [rows] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
    return { sql: `LEFT JOIN ${table} AS ${alias} ON ${alias}.cell = ${cell}`, rows: rows! };
  };
  if (readings) return { value, join: await joined(readings, reading.cell) };
  if (!oncePerCell) return { value, join: null };
  const table = `${reading.raw}_values`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${reading.raw} AS cell, ${value} AS reading FROM ${reading.distinct}`,
  );
  return { value: `${alias}.reading`, join: await joined(table, reading.raw) };
}
