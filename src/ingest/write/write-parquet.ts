import type { Connection } from '../../duckdb/connection.js';
import { quoteIdentifier, quoteText } from '../../duckdb/quote.js';
import { idColumn } from '../../names/names.js';
import type { PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import { COMPACT_PARQUET, ROW_GROUP_ROWS, rowGroupRows } from '../read/text-table.js';
import { collectNames, type TextNames } from './collect-names.js';
import { prepareText, prepareValue, readDistinctValues } from './prepare-values.js';

/**
 * Tables of at most this number of rows become a single row group. DuckDB keeps a group that is at most 2048 rows smaller
 * than ROW_GROUP_ROWS and fills a smaller one with rows of the next group.
 */
const MAX_SINGLE_GROUP_ROWS = ROW_GROUP_ROWS - 2048;

/** Without it, DuckDB writes row groups in another order when memory is short. */
const IN_ORDER = 'PRESERVE_ORDER true';

/** Each join takes some megabytes, even a small one. With more joins, the values are first stored in temporary tables. */
const MAX_JOINS_PER_QUERY = 16;

/** The statistics of a column in the Parquet file, from its writer. */
export interface WrittenColumn {
  /** Number of values that are not null. */
  typed: number;
  /** Null if there is no value, and for DOUBLE columns with NaN. Texts longer than 255 bytes may be only bounds. */
  min: string | null;
  max: string | null;
  /** The number of distinct values; null if they were not counted. */
  distinct: number | null;
  /** The distinct values; null if the column has no ids. */
  names: TextNames | null;
}

/**
 * Writes the typed rows as Parquet with zstd compression, in the order of the file. The columns of ids (names/names.ts) come
 * after all others.
 */
export async function writeParquet(
  connection: Connection,
  raw: RawTable,
  columns: readonly PlannedColumn[],
  path: string,
): Promise<WrittenColumn[]> {
  for (const column of columns) await readDistinctValues(connection, column);
  const { names, distinct } = await collectNames(connection, raw, columns);
  const sources: Source[] = [];
  const ids: string[] = [];
  for (const column of columns) {
    const found = names.get(column);
    if (found === undefined) {
      const { sql, join } = await prepareValue(connection, raw, column);
      sources.push({ join, values: [{ name: column.name, sql }] });
    } else {
      const { sql, id, join } = await prepareText(connection, raw, column, found);
      const idName = idColumn(column.name);
      const values = [{ name: column.name, sql }];
      if (id !== null) values.push({ name: idName, sql: id });
      sources.push({ join, values });
      const value = quoteIdentifier(id === null ? column.name : idName);
      ids.push(`${id === null ? `enum_code(${value})::INTEGER` : value} AS ${quoteIdentifier(idName)}`);
    }
  }
  const slices = slicesOf(sources);
  const rows = slices.length === 1 ? valuesOf(raw, sources) : await materializeSlices(connection, raw, slices);
  const inOrder = [...columns.map(({ name }) => quoteIdentifier(name)), ...ids];
  const written = await connection.runAndReadAll(
    `COPY (SELECT ${inOrder.join(', ')} FROM (${rows}))
     TO ${quoteText(path)} (${COMPACT_PARQUET}, ${IN_ORDER}, ROW_GROUP_SIZE ${rowGroupRows(inOrder.length)}, RETURN_STATS)`,
  );
  // The one row of RETURN_STATS, which DuckDB types as any value of its own.
  const [{ column_statistics }] = written.getRowObjectsJson() as unknown as [{ column_statistics: ColumnStatistics }];
  const statistics = new Map(column_statistics.map(({ key, value }) => [key, value]));
  return columns.map((column) => {
    const figures = new Map(statistics.get(quoteIdentifier(column.name))?.map(({ key, value }) => [key, value]));
    const found = names.get(column) ?? null;
    return {
      typed: Number(figures.get('num_values')) - Number(figures.get('null_count')),
      // The writer returns none for an ENUM.
      min: found?.first ?? figures.get('min') ?? null,
      max: found?.last ?? figures.get('max') ?? null,
      distinct: distinct.get(column) ?? null,
      names: found,
    };
  });
}

/** Result of COPY … (RETURN_STATS), by quoted column name. */
type ColumnStatistics = { key: string; value: { key: string; value: string }[] }[];

/** Columns of the Parquet that are read from one row of the raw table and, where it is not null, of one join. */
interface Source {
  join: string | null;
  values: { name: string; sql: string }[];
}

/**
 * SQL: the typed rows, with the given columns. Values without a join are computed before the joins, which then carry values
 * in place of texts.
 */
function valuesOf(raw: RawTable, sources: readonly Source[]): string {
  const joins = sources.flatMap(({ join }) => (join ? [join] : []));
  const cells = joins.length === 0 ? [] : sources.filter(({ join }) => !join).flatMap(({ values }) => values);
  const from = ['*', 'rowid AS line', ...cells.map(({ sql }, at) => `${sql} AS value${at}`)].join(', ');
  const values = sources
    .flatMap((source) => source.values)
    .map(
      (value) =>
        `${cells.includes(value) ? `value${cells.indexOf(value)}` : value.sql} AS ${quoteIdentifier(value.name)}`,
    );
  return (
    `SELECT ${values.join(', ')} FROM (SELECT ${from} FROM ${raw.table}) ${joins.join(' ')}` +
    `${isInOrder(raw, joins.length > 0) ? '' : ' ORDER BY line'}`
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
async function materializeSlices(connection: Connection, raw: RawTable, slices: Source[][]): Promise<string> {
  const tables: string[] = [];
  for (const [at, slice] of slices.entries()) {
    const table = `${raw.table}_part${at}`;
    await connection.run(`CREATE TEMP TABLE ${table} AS ${valuesOf(raw, slice)}`);
    tables.push(table);
  }
  return `SELECT * FROM ${tables.join(' POSITIONAL JOIN ')}`;
}

function slicesOf(sources: readonly Source[]): Source[][] {
  const slices: Source[][] = [[]];
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
