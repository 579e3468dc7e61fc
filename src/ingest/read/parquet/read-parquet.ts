import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../../duckdb/connection.js';
import { firstRow, numbersOf } from '../../../duckdb/first-row.js';
import { isOutOfMemory } from '../../../duckdb/out-of-memory.js';
import { quotePath } from '../../../duckdb/quote.js';
import type { NormalizationOptions } from '../../../model/dataset.js';
import { ConcentricError } from '../../../model/errors.js';
import { isStorageError } from '../../../storage/storage-errors.js';
import type { RawTable } from '../raw-table.js';
import { leaveOutRows } from '../text/leave-out-rows.js';
import { folderForRows, materializeRows, rowsOfFile, type TextTable } from '../text-table.js';
import { tooLargeForMemory } from '../too-large.js';
import { runConversion } from './run-conversion.js';
import { unreadableParquet } from './unreadable-parquet.js';

/** Memory limit of the conversion process, which reads the file in row groups. */
const MAX_CONVERSION_BYTES = 256_000_000;
/** Estimated size of a table in memory relative to its Parquet file. */
const COMPRESSION_RATIO = 4;

/**
 * Reads a Parquet file into a table of text, the input of all later steps. Column names are the headers; values are
 * printed as text (parquet-cell.ts).
 *
 * @throws UNREADABLE_FILE if the file is damaged or encrypted, NO_TABLE if it has no rows, TOO_MANY_COLUMNS, FILE_TOO_LARGE
 */
export async function readParquet(
  connection: Connection,
  input: { path: string; options: NormalizationOptions; workFolder: string },
): Promise<RawTable> {
  const name = `parquet_${randomBytes(8).toString('hex')}`;
  const { headers, types, ...loaded } = await load(connection, name, input);
  const { table, file, sourceRow, rowsLeftOut } = await leaveOutRows(connection, {
    ...loaded,
    columns: types.length,
    sourceRow: '(rowid + 1)',
    headerCells: null,
  });
  const [rowCount] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
  if (!rowCount) {
    throw new ConcentricError(
      'NO_TABLE',
      `The Parquet file has ${types.length} columns but no rows. Upload a file with at least one row.`,
    );
  }
  return {
    table,
    file,
    headers,
    rowCount,
    sourceRow,
    reading: {
      encoding: null,
      delimiter: null,
      sheet: null,
      sheets: null,
      headerRow: null,
      titleRows: [],
      evidence: [`types: ${types.map((type, index) => `c${index + 1} ${type}`).join(', ')}`],
    },
    warnings: [],
    rowsLeftOut,
  };
}

async function load(
  connection: Connection,
  table: string,
  { path, workFolder }: { path: string; workFolder: string },
): Promise<TextTable & { headers: string[]; types: string[] }> {
  const target = join(workFolder, `${table}_converted.parquet`);
  const [threads, memoryLimit] = await firstRow(
    connection,
    "SELECT current_setting('threads')::INTEGER, parse_formatted_bytes(current_setting('memory_limit'))::DOUBLE",
  );
  const { headers, types } = await runConversion({
    path,
    target,
    threads: threads as number,
    tempDirectory: workFolder,
    memoryLimitBytes: Math.min(memoryLimit as number, MAX_CONVERSION_BYTES),
  }).catch((error: unknown) => {
    throw conversionError(error);
  });
  const folder = await folderForRows(connection, (await stat(target)).size * COMPRESSION_RATIO, workFolder);
  if (folder !== null) return { headers, types, ...(await rowsOfFile(connection, table, target)) };
  const rows = `FROM read_parquet(${quotePath(target)})`;
  const loaded = await materializeRows(connection, { table, rows, columns: types.length, folder });
  await rm(target);
  return { headers, types, ...loaded };
}

/** DuckDB's message contains local paths, so it goes only into `cause`. */
function conversionError(cause: unknown): unknown {
  if (cause instanceof ConcentricError || isStorageError(cause)) return cause;
  if (isOutOfMemory(cause)) return tooLargeForMemory(cause);
  const isEncrypted = /encrypt/i.test(String((cause as Error).message));
  return unreadableParquet(isEncrypted ? 'it is encrypted' : 'it is damaged, incomplete or not a Parquet file', {
    cause,
  });
}
