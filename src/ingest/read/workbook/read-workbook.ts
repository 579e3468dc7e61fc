import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../../duckdb/connection.js';
import { quotePath } from '../../../duckdb/quote.js';
import type { NormalizationOptions } from '../../../model/dataset.js';
import { ConcentricError } from '../../../model/errors.js';
import { isStorageError } from '../../../storage/storage-errors.js';
import { runInThread } from '../../../worker/run-in-thread.js';
import type { RawTable } from '../raw-table.js';
import { notesBelow } from '../text/leave-out-rows.js';
import { folderForRows, materializeRows, type TextTable, withoutRows } from '../text-table.js';
import type { Extraction, ExtractionRequest } from './extract-table.js';
import { unreadable } from './unreadable.js';

/** Heap limit of the worker. The reader's buffers are outside the heap and have their own limits. */
const WORKER_HEAP_MB = 128;
/** DuckDB's default limit for a record; raised if the file has longer records. */
const DEFAULT_RECORD_BYTES = 2_000_000;

/**
 * Reads the tables of an .xlsx or .xlsm file into tables of text (docs/semantics.md §1): one, or those of the option `sheets`. A
 * worker thread with a heap limit unzips and parses the file and writes CSV into `workFolder`. DuckDB then loads the CSV
 * with all its threads.
 *
 * @throws UNREADABLE_FILE, FILE_TOO_LARGE, SHEET_NOT_FOUND, NO_TABLE, TOO_MANY_COLUMNS
 */
export async function readWorkbook(
  connection: Connection,
  input: { path: string; options: NormalizationOptions; workFolder: string },
): Promise<RawTable[]> {
  const name = `workbook_${randomBytes(8).toString('hex')}`;
  const { sheet, sheets, headerRow } = input.options;
  const csvPath = join(input.workFolder, `${name}.csv`);
  const tables: RawTable[] = [];
  for (const extraction of await extractInWorker({ path: input.path, csvPath, sheet, sheets, headerRow })) {
    const folder = await folderForRows(connection, (await stat(extraction.csvPath)).size, input.workFolder);
    const table = `${name}_${tables.length + 1}`;
    const raw = toRawTable(await load(connection, { table, folder }, extraction), extraction);
    tables.push(await leaveOutNotes(connection, raw));
    await rm(extraction.csvPath);
  }
  return tables;
}

/** Other errors, such as ERR_WORKER_OUT_OF_MEMORY, are caused by the file and become UNREADABLE_FILE. */
async function extractInWorker(input: ExtractionRequest): Promise<Extraction[]> {
  try {
    return await runInThread('./extract-worker.js', import.meta.url, {
      input,
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    });
  } catch (cause) {
    if (cause instanceof ConcentricError || isStorageError(cause)) throw cause;
    throw unreadable('the file', 'caused the reader to fail or run out of memory', { cause });
  }
}

async function load(
  connection: Connection,
  target: { table: string; folder: string | null },
  { csvPath, headers, csv }: Extraction,
): Promise<TextTable> {
  const columns = headers.map((_, index) => `'c${index + 1}': 'VARCHAR'`);
  const recordBytes = Math.max(DEFAULT_RECORD_BYTES, csv.longestRecordBytes);
  // A thread that starts in the middle of the file may mistake a line end within a text for the end of a record.
  const rows = `FROM read_csv(${quotePath(csvPath)}, auto_detect = false, compression = 'none',
       header = false, delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\\n', parallel = ${!csv.holdsLineEnds},
       max_line_size = ${recordBytes}, buffer_size = ${4 * recordBytes},
       columns = {'source_row': 'INTEGER', ${columns.join(', ')}})`;
  return materializeRows(connection, { ...target, rows, columns: columns.length + 1 });
}

/** Leaves out the notes below the table: "Source: …". */
async function leaveOutNotes(connection: Connection, raw: RawTable): Promise<RawTable> {
  const below = await notesBelow(
    connection,
    raw,
    raw.headers.map((_, index) => `c${index + 1}`),
  );
  // Only from the end, so that the rowids stay without gaps.
  const notes = below.filter(({ rowId }, index) => rowId === raw.rowCount - below.length + index);
  if (notes.length === 0) return raw;
  const rows = notes.map(({ row }) => row);
  const rowIds = notes.map(({ rowId }) => rowId);
  return {
    ...(await withoutRows(connection, raw, rowIds)),
    rowCount: raw.rowCount - notes.length,
    rowsLeftOut: [...raw.rowsLeftOut, { reason: 'FOOTER', count: notes.length, rows }],
  };
}

function toRawTable(table: TextTable, extraction: Extraction): RawTable {
  return {
    ...table,
    headers: extraction.headers,
    rowCount: extraction.rowCount,
    sourceRow: 'source_row',
    reading: {
      encoding: null,
      delimiter: null,
      sheet: extraction.sheet,
      sheets: extraction.sheets,
      headerRow: extraction.headerRow,
      titleRows: extraction.titleRows,
      evidence: extraction.evidence,
    },
    warnings: extraction.warnings,
    rowsLeftOut: extraction.rowsLeftOut,
    sumFormulas: extraction.sumFormulas,
    origins: [extraction.sheetColumns],
    mergedCells: extraction.mergedCells,
  };
}
