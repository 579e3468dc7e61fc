import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteText } from '../duckdb/quote.js';
import { numbersOf } from './columns/first-row.js';
import type { PlannedColumn } from './columns/plan-columns.js';
import type { RawTable } from './raw-table.js';

/** Above this many rows on its other side a join may no longer keep the order of the rows by itself: it may spill. */
const ORDERED_JOIN_ROWS = 100_000;

/** Each join takes some megabytes, whatever its size: of more than these at a time the values are put by first. */
const JOINS_AT_A_TIME = 16;

/** A column in the Parquet, as its writer saw it. */
export interface WrittenColumn {
  /** Values that are not null. */
  typed: number;
  /** Null where there is none, and for DOUBLE that is not a number; of text longer than 255 bytes only bounds. */
  min: string | null;
  max: string | null;
}

/** Writes the typed rows in the order of the file as zstd Parquet. */
export async function writeParquet(
  connection: DuckDBConnection,
  raw: RawTable,
  columns: readonly PlannedColumn[],
  path: string,
): Promise<WrittenColumn[]> {
  const sources: ValueSource[] = [];
  for (const column of columns) {
    const { value, join } = await valueSource(connection, column);
    sources.push({ value: `${value} AS ${quoteIdentifier(column.name)}`, join });
  }
  const slices = inSlices(sources);
  const written = await connection.runAndReadAll(
    `COPY (${slices.length === 1 ? valuesOf(raw, sources) : await putBySlices(connection, raw, slices)})
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, RETURN_STATS)`,
  );
  const [{ column_statistics }] = written.getRowObjectsJson() as unknown as [{ column_statistics: ColumnStatistics }];
  const statistics = new Map(column_statistics.map(({ key, value }) => [key, value]));
  return columns.map(({ name }) => {
    const figures = new Map(statistics.get(quoteIdentifier(name))?.map(({ key, value }) => [key, value]));
    return {
      typed: Number(figures.get('num_values')) - Number(figures.get('null_count')),
      min: figures.get('min') ?? null,
      max: figures.get('max') ?? null,
    };
  });
}

/** Of COPY … (RETURN_STATS), by quoted name. */
type ColumnStatistics = { key: string; value: { key: string; value: string }[] }[];

/** SQL: the typed rows of some columns. */
function valuesOf(raw: RawTable, sources: readonly ValueSource[]): string {
  const joins = sources.flatMap(({ join }) => (join ? [join] : []));
  const spills = joins.some(({ rows }) => rows > ORDERED_JOIN_ROWS);
  return (
    `SELECT ${sources.map(({ value }) => value).join(', ')} FROM ${raw.table} ${joins.map(({ sql }) => sql).join(' ')}` +
    `${spills ? ` ORDER BY ${raw.table}.rowid` : ''}`
  );
}

/** SQL: the same rows of all columns, once each slice of them stands in a temporary table. */
async function putBySlices(connection: DuckDBConnection, raw: RawTable, slices: ValueSource[][]): Promise<string> {
  const tables: string[] = [];
  for (const [at, slice] of slices.entries()) {
    const table = `${raw.table}_part${at}`;
    await connection.run(`CREATE TEMP TABLE ${table} AS ${valuesOf(raw, slice)}`);
    tables.push(table);
  }
  return `SELECT * FROM ${tables.join(' POSITIONAL JOIN ')}`;
}

function inSlices(sources: readonly ValueSource[]): ValueSource[][] {
  const slices: ValueSource[][] = [[]];
  let joins = 0;
  for (const source of sources) {
    if (source.join && joins++ === JOINS_AT_A_TIME) {
      slices.push([]);
      joins = 1;
    }
    slices.at(-1)!.push(source);
  }
  return slices;
}

/** Where a column's values come from: the row itself, or a table of readings that is joined. */
interface ValueSource {
  value: string;
  join: { sql: string; rows: number } | null;
}

async function valueSource(
  connection: DuckDBConnection,
  { reading, readings, value, values }: PlannedColumn,
): Promise<ValueSource> {
  const alias = `${reading.raw}_reading`;
  const joined = async (table: string, cell: string) => {
    const [rows] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
    return { sql: `LEFT JOIN ${table} AS ${alias} ON ${alias}.cell = ${cell}`, rows: rows! };
  };
  if (readings) return { value, join: await joined(readings, reading.cell) };
  if (values === null) return { value, join: null };
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${values} AS
     SELECT ${reading.raw} AS cell, n, ${value} AS reading FROM ${reading.distinct}`,
  );
  return { value: `${alias}.reading`, join: await joined(values, reading.raw) };
}
