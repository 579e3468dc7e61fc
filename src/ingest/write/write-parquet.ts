import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteIdentifier, quoteText } from '../../duckdb/quote.js';
import { type JoinedValue, joinReadings, type PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import { ROW_GROUP_ROWS, rowGroupRows } from '../read/text-table.js';

/**
 * Tables of at most this number of rows become a single row group. DuckDB keeps a group that is at most 2048 rows smaller
 * than ROW_GROUP_ROWS and fills a smaller one with rows of the next group.
 */
const MAX_SINGLE_GROUP_ROWS = ROW_GROUP_ROWS - 2048;

/** Lists of more readings would take too much memory, which DuckDB does not count. */
const MAX_LOOKUP_ROWS = 100_000;

/** Each join takes some megabytes, even a small one. With more joins, the values are first stored in temporary tables. */
const MAX_JOINS_PER_QUERY = 16;

/** The statistics of a column in the Parquet file, from its writer. */
export interface WrittenColumn {
  /** Number of values that are not null. */
  typed: number;
  /** Null if there is no value, and for DOUBLE columns with NaN. Texts longer than 255 bytes are only bounds. */
  min: string | null;
  max: string | null;
}

/** Writes the typed rows as Parquet with zstd compression, in the order of the file. */
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
  const slices = slicesOf(sources);
  const written = await connection.runAndReadAll(
    `COPY (${slices.length === 1 ? valuesOf(raw, sources) : await materializeSlices(connection, raw, slices)})
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

/** Result of COPY … (RETURN_STATS), by quoted column name. */
type ColumnStatistics = { key: string; value: { key: string; value: string }[] }[];

/** SQL: the typed rows, with the given columns. */
function valuesOf(raw: RawTable, sources: readonly JoinedValue[]): string {
  const joins = sources.flatMap(({ join }) => (join ? [join] : []));
  return (
    `SELECT ${sources.map(({ sql }) => sql).join(', ')} FROM ${raw.table} ${joins.join(' ')}` +
    `${isInOrder(raw, joins.length > 0) ? '' : ` ORDER BY ${raw.table}.rowid`}`
  );
}

/**
 * Whether the rows come in the order of the file, and in the same groups for any number of threads. A join does not keep
 * the order of rows that several threads probe. The groups of a table in memory depend on the speed of the threads that
 * filled it; those of a file do not.
 */
function isInOrder({ file, rowCount }: RawTable, isJoined: boolean): boolean {
  return !isJoined && (file !== null || rowCount <= MAX_SINGLE_GROUP_ROWS);
}

/** Stores each slice of the columns in a temporary table. Returns the SQL of the rows with all columns. */
async function materializeSlices(connection: Connection, raw: RawTable, slices: JoinedValue[][]): Promise<string> {
  const tables: string[] = [];
  for (const [at, slice] of slices.entries()) {
    const table = `${raw.table}_part${at}`;
    await connection.run(`CREATE TEMP TABLE ${table} AS ${valuesOf(raw, slice)}`);
    tables.push(table);
  }
  return `SELECT * FROM ${tables.join(' POSITIONAL JOIN ')}`;
}

function slicesOf(sources: readonly JoinedValue[]): JoinedValue[][] {
  const slices: JoinedValue[][] = [[]];
  let joins = 0;
  for (const source of sources) {
    if (source.join && joins++ === MAX_JOINS_PER_QUERY) {
      slices.push([]);
      joins = 1;
    }
    slices.at(-1)!.push(source);
  }
  return slices;
}

/** Creates the temporary tables and lists that the value is read from. */
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
  // A lookup of texts copies the list for every 2048 rows. Over a file, functions run once per distinct cell anyway.
  if (raw.file !== null && dataType === 'STRING') return { join: null, sql: value.sql };
  const sql = (found: string) => found;
  return valueByReading(connection, raw, reading.raw, { table: distinctValues, cell: reading.raw, sql });
}

/**
 * Reads the value from a table `(cell, reading)`. A join is cheaper than a lookup, but requires sorting the rows again,
 * which is too expensive for rows in a file.
 */
async function valueByReading(
  connection: Connection,
  raw: RawTable,
  column: string,
  source: { table: string; cell: string; sql: (reading: string) => string },
): Promise<JoinedValue> {
  const { table, cell, sql } = source;
  const [rows] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
  if (raw.file === null || rows! > MAX_LOOKUP_ROWS) return joinReadings(column, source);
  return { join: null, sql: sql(await lookUp(connection, table, cell)) };
}

/** SQL of the reading of a cell: its index in an ENUM of all cells, found by hash, is the index of its reading in a list. */
async function lookUp(connection: Connection, table: string, cell: string): Promise<string> {
  const [cells, readings] = [`${table}_cells`, `${table}_list`];
  await connection.run(
    `CREATE TEMP TYPE ${cells} AS ENUM (SELECT cell FROM ${table} WHERE cell IS NOT NULL ORDER BY cell);
     SET VARIABLE ${readings} = (SELECT list(reading ORDER BY cell) FROM ${table} WHERE cell IS NOT NULL)`,
  );
  return `getvariable('${readings}')[enum_code(try_cast(${cell} AS ${cells})) + 1]`;
}
