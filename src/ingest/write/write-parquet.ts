import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteText } from '../../duckdb/quote.js';
import { numbersOf } from '../columns/first-row.js';
import type { PlannedColumn } from '../columns/plan-columns.js';
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
  connection: DuckDBConnection,
  raw: RawTable,
  columns: readonly PlannedColumn[],
  path: string,
): Promise<WrittenColumn[]> {
  const sources: ValueSource[] = [];
  for (const column of columns) {
    const { value, join } = await valueSource(connection, raw, column);
    sources.push({ value: `${value} AS ${quoteIdentifier(column.name)}`, join });
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
function valuesOf(raw: RawTable, sources: readonly ValueSource[]): string {
  const joins = sources.flatMap(({ join }) => (join ? [join] : []));
  return (
    `SELECT ${sources.map(({ value }) => value).join(', ')} FROM ${raw.table} ${joins.join(' ')}` +
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
  join: string | null;
}

async function valueSource(
  connection: DuckDBConnection,
  raw: RawTable,
  { reading, readings, dataType, value, values }: PlannedColumn,
): Promise<ValueSource> {
  if (readings) return readFrom(connection, raw, { table: readings, cell: reading.cell, column: reading.raw });
  if (values === null) return { value, join: null };
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${values} AS
     SELECT ${reading.raw} AS cell, n, ${value} AS reading FROM ${reading.distinct}`,
  );
  // To look a text up copies the list for every two thousand rows; from a file, functions run once for cells that repeat.
  if (raw.file !== null && dataType === 'STRING') return { value, join: null };
  return readFrom(connection, raw, { table: values, cell: reading.raw, column: reading.raw });
}

/**
 * The readings `(cell, reading)` of a column's cells. A join costs less than to look them up, but the rows must then be
 * put in order again; those of a file are too many for that.
 */
async function readFrom(
  connection: DuckDBConnection,
  raw: RawTable,
  { table, cell, column }: { table: string; cell: string; column: string },
): Promise<ValueSource> {
  const [rows] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
  if (raw.file !== null && rows! <= LOOKED_UP_ROWS) return { value: await lookUp(connection, table, cell), join: null };
  const alias = `${column}_reading`;
  return { value: `${alias}.reading`, join: `LEFT JOIN ${table} AS ${alias} ON ${alias}.cell = ${cell}` };
}

/** SQL of the reading of a cell: its place among all cells, by the hashes of an ENUM, is that of its reading in a list. */
async function lookUp(connection: DuckDBConnection, table: string, cell: string): Promise<string> {
  const [cells, readings] = [`${table}_cells`, `${table}_list`];
  await connection.run(
    `CREATE TEMP TYPE ${cells} AS ENUM (SELECT cell FROM ${table} WHERE cell IS NOT NULL ORDER BY cell);
     SET VARIABLE ${readings} = (SELECT list(reading ORDER BY cell) FROM ${table} WHERE cell IS NOT NULL)`,
  );
  return `getvariable('${readings}')[enum_code(try_cast(${cell} AS ${cells})) + 1]`;
}
