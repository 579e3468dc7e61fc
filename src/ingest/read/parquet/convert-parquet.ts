import type { Connection } from '../../../duckdb/connection.js';
import { Engine } from '../../../duckdb/engine.js';
import { firstRow } from '../../../duckdb/first-row.js';
import { quoteIdentifier, quotePath, quoteText } from '../../../duckdb/quote.js';
import { tooLargeForMemory } from '../too-large.js';
import { checkCodecs, checkPages } from './check-pages.js';
import { type ParquetColumn, parquetCellSql, TIMESTAMPS, utcSql } from './parquet-cell.js';
import { readFooter } from './parquet-footer.js';

export interface ConversionRequest {
  path: string;
  /** Path of the Parquet file to write: VARCHAR columns c1 … cN. */
  target: string;
  threads: number;
  memoryLimitBytes: number;
  tempDirectory: string;
}

/** Column names as in the file, and DuckDB type names, in column order. */
export interface Conversion {
  headers: string[];
  types: string[];
}

/**
 * Reads an untrusted Parquet file and writes its rows as text.
 *
 * @throws UNREADABLE_FILE, TOO_MANY_COLUMNS (from the footer), FILE_TOO_LARGE, and errors of DuckDB and the file system
 */
export async function convertParquet(request: ConversionRequest): Promise<Conversion> {
  const { headers, chunks } = await readFooter(request.path);
  checkCodecs(chunks);
  await checkPages(request.path, chunks);
  return convert(request, headers);
}

async function convert(request: ConversionRequest, headers: string[]): Promise<Conversion> {
  const { path, target, threads, memoryLimitBytes, tempDirectory } = request;
  const engine = await Engine.open({ threads, memoryLimitBytes, tempDirectory });
  try {
    return await engine.withConnection((connection) => convertWith(connection, path, target, headers));
  } finally {
    engine.close();
  }
}

async function convertWith(
  connection: Connection,
  path: string,
  target: string,
  headers: string[],
): Promise<Conversion> {
  const source = `read_parquet(${quotePath(path)}, hive_partitioning = false)`;
  const columns = await readColumns(connection, source);
  const cells = columns.map((column, index) => `${parquetCellSql(column)} AS c${index + 1}`);
  await connection.run(
    `COPY (SELECT ${cells.join(', ')} FROM ${source}) TO ${quoteText(target)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 20480)`,
  );
  const textBytes = await maxVectorTextBytes(connection, target, columns.length);
  if (textBytes > MAX_VECTOR_BYTES) {
    throw tooLargeForMemory(new Error(`${VECTOR_ROWS} rows hold ${textBytes} bytes`));
  }
  return { headers, types: columns.map(({ type }) => type) };
}

/** DuckDB holds this many rows at a time and does not count their text against its memory limit. */
const VECTOR_ROWS = 2048;
const MAX_VECTOR_BYTES = 128 * 1024 ** 2;

async function maxVectorTextBytes(connection: Connection, target: string, columns: number): Promise<number> {
  const bytes = Array.from({ length: columns }, (_, index) => `coalesce(strlen(c${index + 1}), 0)`).join(' + ');
  const [textBytes] = await firstRow(
    connection,
    `SELECT coalesce(max(bytes), 0)::DOUBLE FROM (SELECT sum(${bytes}) AS bytes
     FROM read_parquet(${quotePath(target)}, file_row_number = true) GROUP BY file_row_number // ${VECTOR_ROWS})`,
  );
  return textBytes as number;
}

async function readColumns(connection: Connection, source: string): Promise<ParquetColumn[]> {
  const empty = await connection.runAndReadAll(`FROM ${source} LIMIT 0`);
  const types = empty.columnTypes();
  const columns = empty.columnNames().map((name, index) => {
    const type = types[index]!;
    return { name, typeId: type.typeId, type: String(type), isMidnight: false };
  });
  return markMidnight(connection, source, columns);
}

async function markMidnight(
  connection: Connection,
  source: string,
  columns: ParquetColumn[],
): Promise<ParquetColumn[]> {
  const timestamps = columns.filter(({ typeId }) => TIMESTAMPS.has(typeId));
  if (timestamps.length === 0) return columns;
  const tests = timestamps.map(({ name, typeId }) => {
    const value = utcSql(quoteIdentifier(name), typeId);
    return `coalesce(bool_and(${value} = date_trunc('day', ${value})), false)`;
  });
  const results = await firstRow(connection, `SELECT ${tests.join(', ')} FROM ${source}`);
  const midnight = new Set(timestamps.filter((_, index) => results[index] === true));
  return columns.map((column) => ({ ...column, isMidnight: midnight.has(column) }));
}
