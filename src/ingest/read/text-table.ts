import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Connection } from '../../duckdb/connection.js';
import { firstRow } from '../../duckdb/first-row.js';
import { quotePath, quoteText } from '../../duckdb/quote.js';

/** Storage of a table of text (raw-table.ts): in DuckDB's memory, or in a Parquet file in the work folder. */
export interface TextTable {
  /** SQL name of a temporary table or view. `rowid` starts at 0, in file order. */
  table: string;
  /** Path of the Parquet file with the rows; null if they are in memory. */
  file: string | null;
}

/**
 * Largest share of DuckDB's memory for one table; larger tables go into a file. A table takes up to twice the size of its
 * text, and queries and other files being read need memory too. Writing a file is faster than spilling, and columns with
 * repeated values are scanned faster there.
 */
const MAX_MEMORY_SHARE = 1 / 4;

/** Half of DuckDB's overhead per cell, in the table and in sorts. Half, because text counts twice. */
const CELL_OVERHEAD_BYTES = 8;

/** Estimated table size for folderForRows. Short cells take more than their text; each row also stores its number. */
export function tableBytes({ textBytes, rows, columns }: { textBytes: number; rows: number; columns: number }): number {
  return Math.max(textBytes, rows * (columns + 1) * CELL_OVERHEAD_BYTES);
}

/** The folder for a table of `bytes` (text size or tableBytes); null if it fits in memory. */
export async function folderForRows(connection: Connection, bytes: number, workFolder: string): Promise<string | null> {
  const [limit] = await firstRow(connection, "SELECT parse_formatted_bytes(current_setting('memory_limit'))::DOUBLE");
  return bytes > (limit as number) * MAX_MEMORY_SHARE ? workFolder : null;
}

export interface NewTable {
  table: string;
  /** SQL query that returns the rows. */
  rows: string;
  columns: number;
  folder: string | null;
  /**
   * True if one thread produces the rows, which are then already in order. To preserve the order of several threads, DuckDB
   * buffers the rows of a thread until the others are done; with a single thread it would buffer all of them.
   */
  isSingleThreaded?: boolean;
}

/** Materializes rows in a table, in memory or in a Parquet file in `folder`. */
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

/** A view of the rows of a Parquet file that the service wrote. */
export async function rowsOfFile(connection: Connection, table: string, file: string): Promise<TextTable> {
  await connection.run(
    `CREATE TEMP VIEW ${table} AS SELECT * RENAME (file_row_number AS rowid)
     FROM read_parquet(${quotePath(file)}, hive_partitioning = false, file_row_number = true)`,
  );
  return { table, file };
}

/** Removes a few rows. The other rows keep their `rowid`. */
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
  // One condition for each row: DuckDB turns IN (…) into a join, which does not preserve the order.
  const isOther = rowIds.map((rowId) => `rowid <> ${rowId}`).join(' AND ');
  await connection.run(`CREATE TEMP VIEW ${without} AS FROM ${table} WHERE ${isOther}`);
  return { ...from, table: without };
}

export async function dropRows(connection: Connection, { table, file }: TextTable): Promise<void> {
  await connection.run(`DROP ${file === null ? 'TABLE' : 'VIEW'} ${table}`);
  if (file !== null) await rm(file);
}

/** The folder of a table's file, for tables derived from it; null if the table is in memory. */
export function folderOf({ file }: TextTable): string | null {
  return file && dirname(file);
}

/**
 * The format of Parquet files that are stored. The encodings of Parquet 2 make them smaller, and are read and written faster.
 * Level 3, the default, takes a fifth more time to write for files 2 % smaller.
 */
export const COMPACT_PARQUET = 'FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 1';

/** Row group size of Parquet files and of DuckDB's own tables. */
export const ROW_GROUP_ROWS = 122_880;
const MAX_ROW_GROUP_CELLS = 64 * ROW_GROUP_ROWS;
const MIN_ROW_GROUP_ROWS = 2048;

/** A Parquet writer buffers one row group for each thread, so tables with many columns get smaller row groups. */
export function rowGroupRows(columns: number): number {
  return Math.max(MIN_ROW_GROUP_ROWS, Math.min(ROW_GROUP_ROWS, Math.floor(MAX_ROW_GROUP_CELLS / columns)));
}
