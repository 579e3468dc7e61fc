import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteIdentifier, quoteText } from '../../duckdb/quote.js';
import { type JoinedValue, joinReadings, type PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import { ROW_GROUP_ROWS, rowGroupRows } from '../read/text-table.js';

/**
 * Groups of fewer rows than these become one; as large as a group, by some two thousand rows, one is left as it is.
 * A group more than 2048 rows smaller is filled up with rows of the next.
 */
const ONE_GROUP_ROWS = ROW_GROUP_ROWS - 2048;

/** More readings than these take memory that DuckDB does not count, where they are looked up. */
const LOOKED_UP_ROWS = 100_000;

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
  connection: Connection,
  raw: RawTable,
  columns: readonly PlannedColumn[],
  path: string,
): Promise<WrittenColumn[]> {
  const sources: JoinedValue[] = [];
  for (const column of columns) {
    const { sql, join } = await prepareValue(connection, raw, column);
    sources.push({ sql: `${sql} AS ${quoteIdentifier(column.name)}`, join });
  }
  const slices = inSlices(sources);
  const written = await connection.runAndReadAll(
    `COPY (${slices.length === 1 ? valuesOf(raw, sources) : await putBySlices(connection, raw, slices)})
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupRows(columns.length)}, RETURN_STATS)`,
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
function valuesOf(raw: RawTable, sources: readonly JoinedValue[]): string {
  const joins = sources.flatMap(({ join }) => (join ? [join] : []));
  return (
    `SELECT ${sources.map(({ sql }) => sql).join(', ')} FROM ${raw.table} ${joins.join(' ')}` +
    `${isInOrder(raw, joins.length > 0) ? '' : ` ORDER BY ${raw.table}.rowid`}`
  );
}

/**
 * Whether the rows come in the order of the file, and in the same groups whatever the number of threads. A join keeps no
 * order among what several threads probe, and the groups of a table in memory are as large as the threads that filled it
 * happened to be fast; those of a file are not.
 */
function isInOrder({ file, rowCount }: RawTable, isJoined: boolean): boolean {
  return !isJoined && (file !== null || rowCount <= ONE_GROUP_ROWS);
}

/** SQL: the same rows of all columns, once each slice of them stands in a temporary table. */
async function putBySlices(connection: Connection, raw: RawTable, slices: JoinedValue[][]): Promise<string> {
  const tables: string[] = [];
  for (const [at, slice] of slices.entries()) {
    const table = `${raw.table}_part${at}`;
    await connection.run(`CREATE TEMP TABLE ${table} AS ${valuesOf(raw, slice)}`);
    tables.push(table);
  }
  return `SELECT * FROM ${tables.join(' POSITIONAL JOIN ')}`;
}

function inSlices(sources: readonly JoinedValue[]): JoinedValue[][] {
  const slices: JoinedValue[][] = [[]];
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

/** Creates the temporary tables and lists that the value is taken from. */
async function prepareValue(
  connection: Connection,
  raw: RawTable,
  { reading, dataType, value, distinctValues }: PlannedColumn,
): Promise<JoinedValue> {
  if (value.from === 'readings') {
    return valueByReading(connection, raw, reading.raw, { table: value.table, cell: reading.cell, sql: value.sql });
  }
  if (distinctValues === null) return { join: null, sql: value.sql };
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${distinctValues} AS
     SELECT ${reading.raw} AS cell, n, ${value.sql} AS reading FROM ${reading.distinct}`,
  );
  // Looking a text up copies the list for every two thousand rows; from a file, functions run once per distinct cell.
  if (raw.file !== null && dataType === 'STRING') return { join: null, sql: value.sql };
  const sql = (found: string) => found;
  return valueByReading(connection, raw, reading.raw, { table: distinctValues, cell: reading.raw, sql });
}

/**
 * The value by a table `(cell, reading)`. A join costs less than a look-up, but the rows must then be sorted again, which
 * is too expensive for rows in a file.
 */
async function valueByReading(
  connection: Connection,
  raw: RawTable,
  column: string,
  source: { table: string; cell: string; sql: (reading: string) => string },
): Promise<JoinedValue> {
  const { table, cell, sql } = source;
  const [rows] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
  if (raw.file === null || rows! > LOOKED_UP_ROWS) return joinReadings(column, source);
  return { join: null, sql: sql(await lookUp(connection, table, cell)) };
}

/** SQL of the reading of a cell: its place among all cells, by the hashes of an ENUM, is that of its reading in a list. */
async function lookUp(connection: Connection, table: string, cell: string): Promise<string> {
  const [cells, readings] = [`${table}_cells`, `${table}_list`];
  await connection.run(
    `CREATE TEMP TYPE ${cells} AS ENUM (SELECT cell FROM ${table} WHERE cell IS NOT NULL ORDER BY cell);
     SET VARIABLE ${readings} = (SELECT list(reading ORDER BY cell) FROM ${table} WHERE cell IS NOT NULL)`,
  );
  return `getvariable('${readings}')[enum_code(try_cast(${cell} AS ${cells})) + 1]`;
}
