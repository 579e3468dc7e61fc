import type { Connection } from '../../duckdb/connection.js';
import { quoteIdentifier } from '../../duckdb/quote.js';
import type { Column } from '../../model/schema.js';
import { idColumn, namesSql } from '../../names/names.js';

/** The id of a blank cell among the ids of names. */
export const BLANK_ID = -1;

/** Temporary tables of the connection, for the column at `index` of `groupBy`. */
export const namesTable = (index: number) => `concentration_names_${index}`;
export const textColumn = (index: number) => `text_${index}`;
export const idOfColumn = (index: number) => `id_${index}`;
export const partColumn = (index: number) => `part_${index}`;

/** The files of a version that an analysis reads. */
export interface VersionRows {
  parquetPath: string;
  /** Null where the version has no names.parquet. */
  namesPath: string | null;
}

/** The rows of a version, wherever they are read from. */
export interface RowSource {
  /** SQL, as in FROM: at least the columns that the analysis reads (columns-of-file.ts). */
  source: string;
  /** Null where the version has no names.parquet. */
  namesPath: string | null;
}

/**
 * The names of those of the columns whose texts have ids in the Parquet (names/names.ts), as SQL of a relation; null for
 * the others.
 * @param source SQL of the rows, as in FROM
 */
export async function namesOfColumns(
  connection: Connection,
  { source, namesPath }: RowSource,
  columns: readonly Pick<Column, 'name'>[],
): Promise<(string | null)[]> {
  if (namesPath === null) return columns.map(() => null);
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const found = new Set(described.getRowsJS().map(([name]) => name));
  return columns.map(({ name }) => (found.has(idColumn(name)) ? namesSql(namesPath, name) : null));
}

/**
 * Makes the table `namesTable(index)(id INTEGER, text VARCHAR, …)`: a row for each distinct value of `concentration_spelled`.
 * Where the groups have its ids, it is a view of all names of the column.
 */
export async function createNames(connection: Connection, index: number, names: string | null): Promise<void> {
  if (names !== null) return connection.run(`CREATE OR REPLACE TEMP VIEW ${namesTable(index)} AS FROM ${names}`);
  const text = textColumn(index);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${namesTable(index)} AS
     SELECT (row_number() OVER () - 1)::INTEGER AS id, text
     FROM (SELECT DISTINCT ${text} AS text FROM concentration_spelled WHERE ${text} IS NOT NULL)`,
  );
}

/** SQL of a cell's name: keys that are not text are named by their shortest text: 5, 0.25, 2024-03-31, true. */
export function nameSql({ name, dataType }: Pick<Column, 'name' | 'dataType'>): string {
  const column = quoteIdentifier(name);
  switch (dataType) {
    case 'STRING':
      return column;
    case 'DECIMAL':
      return shortest(`${column}::VARCHAR`);
    case 'DOUBLE':
      // -0 + 0 is 0: the two zeros are one key to DuckDB, which would otherwise show whichever came first.
      return shortest(`(${column} + 0)::VARCHAR`);
    default:
      return `${column}::VARCHAR`;
  }
}

function shortest(decimal: string): string {
  return `regexp_replace(${decimal}, '(\\.\\d*?[1-9])0+$|\\.0+$', '\\1')`;
}
