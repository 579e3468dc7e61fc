import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Connection } from '../../duckdb/connection.js';
import { firstRow } from '../../duckdb/first-row.js';
import { quotePath, quoteText } from '../../duckdb/quote.js';

/** Where the rows of a table of text (raw-table.ts) stand: DuckDB holds them, or reads them from a file of ours. */
export interface TextTable {
  /** SQL name, of a temporary table or view. Either has a `rowid`, from 0 in order of the file. */
  table: string;
  /** The Parquet that the rows are in; null where they are in memory. */
  file: string | null;
}

/**
 * A table takes up to twice its text. One that would leave the queries about it too little of DuckDB's memory, and other
 * files that are read at the same time, goes into a file: to spill it piece by piece takes longer, and a column whose cells
 * repeat is looked through faster there.
 */
const MEMORY_SHARE = 1 / 4;

/** What DuckDB takes per cell beside its text, in the table and where rows are sorted: half of it, as text counts twice. */
const CELL_BYTES = 8;

/** Size of a table for folderForRows: short cells take more than their text. Each row has its number beside its cells. */
export function tableBytes({ textBytes, rows, columns }: { textBytes: number; rows: number; columns: number }): number {
  return Math.max(textBytes, rows * (columns + 1) * CELL_BYTES);
}

/** The folder for the rows of a source of so many bytes (text, or tableBytes); null where they may stay in memory. */
export async function folderForRows(connection: Connection, bytes: number, workFolder: string): Promise<string | null> {
  const [limit] = await firstRow(connection, "SELECT parse_formatted_bytes(current_setting('memory_limit'))::DOUBLE");
  return bytes > (limit as number) * MEMORY_SHARE ? workFolder : null;
}

export interface NewTable {
  table: string;
  /** SQL of the rows. */
  rows: string;
  columns: number;
  folder: string | null;
  /**
   * The rows come from one thread. They are then in order by themselves; to keep the order of several threads, DuckDB
   * holds what comes from one until the others are done, which for a single one is all of it.
   */
  isSingleThreaded?: boolean;
}

/** Materializes rows in a table, in memory or in a file of `folder`. */
export async function materializeRows(
  connection: Connection,
  { table, rows, columns, folder, isSingleThreaded = false }: NewTable,
): Promise<TextTable> {
  if (folder === null) {
    await connection.run(`CREATE TEMP TABLE ${table} AS ${rows}`);
    return { table, file: null };
  }
  const file = join(folder, `${table}.parquet`);
  await connection.run(
    `COPY (${rows}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE ${rowGroupRows(columns)}, PRESERVE_ORDER ${!isSingleThreaded})`,
  );
  return rowsOfFile(connection, table, file);
}

/** The rows of a Parquet of ours, left where they are. */
export async function rowsOfFile(connection: Connection, table: string, file: string): Promise<TextTable> {
  await connection.run(
    `CREATE TEMP VIEW ${table} AS SELECT * RENAME (file_row_number AS rowid)
     FROM read_parquet(${quotePath(file)}, hive_partitioning = false, file_row_number = true)`,
  );
  return { table, file };
}

/** The table without a few of its rows; the others keep their `rowid`. */
export async function withoutRows<T extends TextTable>(
  connection: Connection,
  from: T,
  rowIds: readonly number[],
): Promise<T> {
  const { table, file } = from;
  if (file === null) {
    await connection.run(`DELETE FROM ${table} WHERE rowid IN (${rowIds.join(', ')})`);
    return from;
  }
  const without = `${table}_without`;
  // One by one: DuckDB makes a join of a list, and joins keep no order.
  const isOther = rowIds.map((rowId) => `rowid <> ${rowId}`).join(' AND ');
  await connection.run(`CREATE TEMP VIEW ${without} AS FROM ${table} WHERE ${isOther}`);
  return { ...from, table: without };
}

export async function dropRows(connection: Connection, { table, file }: TextTable): Promise<void> {
  await connection.run(`DROP ${file === null ? 'TABLE' : 'VIEW'} ${table}`);
  if (file !== null) await rm(file);
}

/** The folder of a table's file, for what is made from it. */
export function folderOf({ file }: TextTable): string | null {
  return file && dirname(file);
}

/** Of a Parquet, and of DuckDB's own tables. */
export const ROW_GROUP_ROWS = 122_880;
const ROW_GROUP_CELLS = 64 * ROW_GROUP_ROWS;
const FEWEST_ROWS = 2048;

/** The writer of a Parquet holds a group of rows for each of its threads: of many columns it may have fewer rows. */
export function rowGroupRows(columns: number): number {
  return Math.max(FEWEST_ROWS, Math.min(ROW_GROUP_ROWS, Math.floor(ROW_GROUP_CELLS / columns)));
}
