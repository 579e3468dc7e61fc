import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Connection } from '../../../duckdb/connection.js';
import { isOutOfMemory } from '../../../duckdb/out-of-memory.js';
import type { NormalizationOptions } from '../../../model/dataset.js';
import { ConcentricError } from '../../../model/errors.js';
import type { RowsLeftOut } from '../../../model/schema.js';
import { withStorage } from '../../../storage/storage-errors.js';
import type { RawTable } from '../raw-table.js';
import { dropRows, folderForRows, type TextTable, tableBytes } from '../text-table.js';
import { byteOrderMark, detectEncoding, type Oddities, type TextEncoding } from './encoding.js';
import { leaveOutRows, withoutFirstColumn } from './leave-out-rows.js';
import { loadRecords } from './load-records.js';
import type { OtherTable } from './other-tables.js';
import type { Dialect } from './record-dialect.js';
import { type Irregularities, regularDialect } from './regular-file.js';
import { runTextTask, unreadableText } from './run-text-task.js';
import { type SniffedText, type SniffRequest, sniffText } from './sniff-text.js';
import { tableExtent } from './table-extent.js';
import { estimateLines, HEAD_BYTES, readTextHead } from './text-head.js';
import { irregularEvidence, textWarnings } from './text-warnings.js';
import { type Neighbours, transcode } from './transcode.js';

/**
 * Reads delimited text into a table of text (docs/semantics.md §1). DuckDB loads a regular file directly. If it rejects the file,
 * writeRegularFile rewrites the file first; both readers give the same result for regular records.
 *
 * @throws EMPTY_FILE, NO_TABLE, TOO_MANY_COLUMNS, UNREADABLE_FILE, INVALID_OPTION
 */
export async function readText(connection: Connection, input: TextInput): Promise<RawTable> {
  const name = `text_${randomBytes(8).toString('hex')}`;
  const tableTarget: TableTarget = { table: name, workFolder: input.workFolder };
  const scratch = { utf8: join(input.workFolder, `${name}.utf8`), regular: join(input.workFolder, `${name}.csv`) };
  try {
    const loading = loadByHead(connection, tableTarget, input);
    // Also await loading on errors: the connection is busy until then.
    const encoding = await detectEncoding(input.path, input.options.encoding).finally(() => loading);
    const byHead = await loading;
    if (byHead?.loaded && confirmsHead(encoding, byHead)) {
      const direct = { encoding, replaced: 0, neighbours: null, ...byHead, ...directRecords(byHead.loaded, byHead) };
      const found = await toRawTable(connection, direct);
      return await chosenTable(connection, { ...input, bomBytes: encoding.bomBytes }, byHead, found);
    }
    if (byHead?.loaded) await dropRows(connection, byHead.loaded);
    const text = await utf8Text(input.path, encoding, scratch.utf8);
    // A clean file was already sniffed and tried with DuckDB.
    const known = encoding.clean ? byHead : null;
    const sniffed = known ?? (await sniff({ path: text.path, offset: text.bomBytes, options: input.options }));
    const loaded = await load(connection, tableTarget, text, sniffed, {
      target: scratch.regular,
      mayBeRegular: known === null,
    });
    const { replaced } = text;
    const neighbours = input.options.encoding === undefined ? text.neighbours : null;
    const found = await toRawTable(connection, { encoding, replaced, neighbours, ...sniffed, ...loaded });
    return await chosenTable(connection, { ...input, path: text.path, bomBytes: text.bomBytes }, sniffed, found);
  } finally {
    await Promise.all(Object.values(scratch).map((path) => rm(path, { force: true })));
  }
}

interface TextInput {
  path: string;
  options: NormalizationOptions;
  workFolder: string;
}

/** The table to create, and the folder for its rows if they do not fit in memory. */
interface TableTarget {
  table: string;
  workFolder: string;
}

/** A text sniffed from `offset` on, and its table if DuckDB loaded the file directly; otherwise null. */
type HeadReading = SniffedText & { offset: number; loaded: TextTable | null };

/**
 * Loads a file by its head while detectEncoding still scans all bytes, because most files are regular UTF-8 throughout.
 * Returns null if the head is in another encoding or unreadable; the full reading that follows reports the error.
 */
async function loadByHead(
  connection: Connection,
  tableTarget: TableTarget,
  { path, options }: { path: string; options: NormalizationOptions },
): Promise<HeadReading | null> {
  if (options.encoding !== undefined) return null;
  try {
    const mark = byteOrderMark((await readTextHead(path, 0)).bytes);
    if (mark && mark.name !== 'UTF-8') return null;
    const offset = mark?.bytes ?? 0;
    const sniffed = await sniff({ path, offset, options });
    const loaded = isRegular(sniffed) ? await loadDirectly(connection, tableTarget, path, sniffed) : null;
    return { ...sniffed, offset, loaded };
  } catch {
    return null;
  }
}

/** Whether the scan of all bytes confirms the table that was loaded by its head. */
function confirmsHead({ clean, bomBytes, oddities }: TextEncoding, { offset, detected, layout }: HeadReading): boolean {
  return clean && bomBytes === offset && readsAlike(oddities, detected.dialect, offset + layout.dataOffset);
}

/** A UTF-8 file; the text begins after `bomBytes`. */
interface Utf8Text {
  path: string;
  bomBytes: number;
  oddities: Oddities;
  replaced: number;
  neighbours: Neighbours | null;
}

async function utf8Text(path: string, encoding: TextEncoding, target: string): Promise<Utf8Text> {
  const { bomBytes, oddities } = encoding;
  if (encoding.clean) return { path, bomBytes, oddities, replaced: 0, neighbours: null };
  const { replaced, neighbours } = await transcode({ source: path, target, encoding: encoding.name, bomBytes });
  const transcoded = await detectEncoding(target, 'UTF-8');
  return { path: target, bomBytes: 0, oddities: transcoded.oddities, replaced, neighbours };
}

/** Sniffs a long head (of long lines) in a worker thread. */
async function sniff({ path, offset, options: { delimiter, headerRow } }: SniffRequest): Promise<SniffedText> {
  const request = { path, offset, options: { delimiter, headerRow } };
  const { bytes } = await readTextHead(path, offset);
  return bytes.length > HEAD_BYTES ? runTextTask('sniffText', request) : sniffText(request);
}

interface LoadedRecords extends TextTable {
  /** SQL expression: the 1-based record number of a row. */
  sourceRow: string;
  /** Null if the file was regular. */
  irregularities: Irregularities | null;
}

async function load(
  connection: Connection,
  tableTarget: TableTarget,
  text: Utf8Text,
  sniffed: SniffedText,
  { target, mayBeRegular }: { target: string; mayBeRegular: boolean },
): Promise<LoadedRecords> {
  const { dialect } = sniffed.detected;
  const { layout } = sniffed;
  const columns = layout.headers.length;
  const offset = text.bomBytes + layout.dataOffset;
  const firstRow = layout.skippedRecords + 1;
  if (mayBeRegular && isRegular(sniffed) && readsAlike(text.oddities, dialect, offset)) {
    const loaded = await loadDirectly(connection, tableTarget, text.path, sniffed);
    if (loaded) return directRecords(loaded, sniffed);
  }
  const request = { source: text.path, target, dialect, columns, offset, firstRow };
  const irregularities = await runTextTask('writeRegularFile', request);
  const size = tableBytes({ textBytes: (await stat(text.path)).size, rows: irregularities.written, columns });
  const folder = await folderForRows(connection, size, tableTarget.workFolder);
  const rewritten = {
    path: target,
    table: tableTarget.table,
    folder,
    dialect: regularDialect(dialect),
    columns,
    numbered: true,
    skip: 0,
    parallel: false,
  };
  try {
    const loaded = await withStorage('Reading the file', () => loadRecords(connection, rewritten));
    return { ...loaded, sourceRow: 'source_row', irregularities };
  } catch (cause) {
    throw cause instanceof ConcentricError || isOutOfMemory(cause) ? cause : unreadableText(cause);
  }
}

/** Whether DuckDB may read the file directly, by its head. */
function isRegular({ detected: { dialect }, layout }: SniffedText): boolean {
  return (
    layout.regular &&
    dialect.newline !== '\r' &&
    dialect.quote === '"' &&
    dialect.lineTail === undefined &&
    regularDialect(dialect).delimiter === dialect.delimiter
  );
}

/** Loads a file with DuckDB's reader; null if DuckDB rejects it. */
async function loadDirectly(
  connection: Connection,
  tableTarget: TableTarget,
  path: string,
  { detected: { dialect }, layout }: SniffedText,
): Promise<TextTable | null> {
  const { headers, skippedRecords: skip } = layout;
  const columns = headers.length;
  const { size, lines } = await estimateLines(path);
  const bytes = tableBytes({ textBytes: size, rows: lines, columns });
  const folder = await folderForRows(connection, bytes, tableTarget.workFolder);
  const whole = { path, table: tableTarget.table, folder, dialect, columns, numbered: false, skip, parallel: true };
  return loadRecords(connection, whole).catch(() => null);
}

function directRecords(table: TextTable, { layout }: SniffedText): LoadedRecords {
  return { ...table, sourceRow: `(rowid + ${layout.skippedRecords + 1})`, irregularities: null };
}

/**
 * Whether DuckDB reads the text from `offset` on like RecordScanner, if it reports no error. It differs in five cases:
 *
 * - It skips empty lines silently, which would shift row numbers.
 * - It sometimes ends a line at a `\r`.
 * - It accepts at most one space before a quoted cell.
 * - It drops lines that are too long for it.
 * - It keeps a byte order mark in front of a record.
 */
function readsAlike(oddities: Oddities, { newline }: Dialect, offset: number): boolean {
  const carriageReturn = newline === '\n' ? oddities.carriageReturn : oddities.loneCarriageReturn;
  const { emptyLine, paddedQuote, longLine, innerMark } = oddities;
  const last = Math.max(emptyLine, carriageReturn, paddedQuote, longLine, innerMark);
  return last < offset;
}

interface FoundTables {
  raw: RawTable;
  otherTables: OtherTable[];
}

/** The first table, or the one that the option `table` names, read from a file of its own. */
async function chosenTable(
  connection: Connection,
  { path, bomBytes, options, workFolder }: TextInput & { bomBytes: number },
  { detected, layout }: SniffedText,
  { raw, otherTables }: FoundTables,
): Promise<RawTable> {
  const { table = 1 } = options;
  if (table === 1) return raw;
  const wanted = otherTables[table - 2];
  if (!wanted) {
    throw new ConcentricError(
      'INVALID_OPTION',
      `The option table is ${table}; the file has ${otherTables.length + 1}. Use a whole number from 1 to ${otherTables.length + 1}, or omit it to read the first.`,
      { option: 'table', tables: otherTables.length + 1 },
    );
  }
  await dropRows(connection, raw);
  const request = { source: path, dialect: detected.dialect, columns: layout.headers.length, offset: bomBytes };
  const rows = [wanted.row, ...(wanted.toRow === null ? [] : [wanted.toRow])];
  const [start = 0, end] = await runTextTask('recordOffsets', { ...request, rows });
  const part = join(workFolder, `text_${randomBytes(8).toString('hex')}.part`);
  try {
    const bytes = createReadStream(path, { start, end: end === undefined ? undefined : end - 1 });
    await pipeline(bytes, createWriteStream(part));
    const own = { ...options, table: undefined, headerRow: undefined, encoding: 'UTF-8' };
    return shifted(await readText(connection, { path: part, options: own, workFolder }), wanted.row - 1, raw);
  } finally {
    await rm(part, { force: true });
  }
}

/** A table of a part of the file, with the row numbers and the encoding of the whole. */
function shifted(part: RawTable, by: number, { reading: { encoding } }: RawTable): RawTable {
  const { headerRow } = part.reading;
  const leftOut = part.rowsLeftOut.map((reason) => ({ ...reason, rows: reason.rows.map((row) => row + by) }));
  const above = Array.from({ length: Math.min(by, 100) }, (_, index) => index + 1);
  return {
    ...part,
    sourceRow: `(${part.sourceRow} + ${by})`,
    reading: { ...part.reading, encoding, headerRow: headerRow === null ? null : headerRow + by },
    rowsLeftOut: [{ reason: 'OTHER_TABLE', count: by, rows: above }, ...leftOut],
  };
}

async function toRawTable(
  connection: Connection,
  read: SniffedText & LoadedRecords & Pick<Utf8Text, 'replaced' | 'neighbours'> & { encoding: TextEncoding },
): Promise<FoundTables> {
  const { encoding, detected, layout, irregularities, table, file, sourceRow } = read;
  const { headerWidth, headerCells, headerRow, titleRows } = layout;
  const columns = layout.headers.length;
  const blankRows = irregularities?.blank.rows ?? [];
  const surplus = new Map(irregularities?.long.rows.map(({ row, surplus: cells }) => [row, cells]));
  const records = { table, file, columns, sourceRow, headerCells, text: { blankRows, surplus } };
  const kept = await leaveOutRows(connection, records);
  const { otherTables } = kept;
  const extent = await tableExtent(connection, kept.table, layout);
  if (extent.rows === 0 && layout.headers.length === 1) {
    throw new ConcentricError(
      'NO_TABLE',
      'The file has a single column and no rows below its first line. If its cells are separated by another character, choose the separator; otherwise upload a file with a header and rows.',
      { headerRow },
    );
  }
  // Without a header, only the cells say how many columns there are.
  const named = headerRow === null ? layout.headers : layout.headers.slice(0, columns - extent.emptyAtEnd);
  // Delimiters around the rows (`| a | b |`) make a blank column on either side.
  const isBoxed = extent.isFirstEmpty && named.length < columns && named.length > 1;
  const boxed = { ...kept, columns: named.length };
  const { table: rows, file: rowsFile } = isBoxed ? await withoutFirstColumn(connection, boxed) : kept;
  const raw: RawTable = {
    table: rows,
    file: rowsFile,
    headers: isBoxed ? named.slice(1) : named,
    rowCount: extent.rows,
    sourceRow: kept.sourceRow,
    reading: {
      encoding: encoding.name,
      delimiter: detected.delimiter,
      sheet: null,
      sheets: null,
      headerRow,
      titleRows,
      evidence: [encoding.evidence, ...detected.evidence, ...layout.evidence, ...irregularEvidence(irregularities)],
    },
    warnings: textWarnings({
      replaced: read.replaced,
      neighbours: read.neighbours,
      irregularities: irregularities && withoutRowsLeftOut(irregularities, kept.rowsLeftOut, otherTables),
      otherTables,
      headerWidth,
      rowsBeyondHeader: extent.rowsBeyondHeader,
      rows: extent.rows,
      possible: detected.possible,
    }),
    rowsLeftOut: mergedByReason([...layout.rowsLeftOut, ...blankLines(irregularities), ...kept.rowsLeftOut]),
  };
  if (isBoxed) raw.origins = [raw.headers.map((_, index) => index + 1)];
  return { raw, otherTables };
}

/** Rows that are no data are not reported as short or long. With other tables, only the listed rows are known. */
function withoutRowsLeftOut(
  irregularities: Irregularities,
  leftOut: readonly RowsLeftOut[],
  otherTables: readonly OtherTable[],
): Irregularities {
  const { short, long } = irregularities;
  const rows = new Set(leftOut.flatMap((reason) => reason.rows));
  const isOther = (row: number) =>
    otherTables.some((other) => row >= other.row && (other.toRow === null || row < other.toRow));
  const isKept = (row: number) => !rows.has(row) && !isOther(row);
  const shortRows = short.rows.filter(isKept);
  const longRows = long.rows.filter(({ row }) => isKept(row));
  const count = (all: { count: number; rows: readonly unknown[] }, listed: number) =>
    otherTables.length > 0 ? listed : all.count - (all.rows.length - listed);
  return {
    ...irregularities,
    short: { count: count(short, shortRows.length), rows: shortRows },
    long: { count: count(long, longRows.length), rows: longRows },
  };
}

function blankLines(irregularities: Irregularities | null): RowsLeftOut[] {
  if (irregularities === null || irregularities.blank.count === 0) return [];
  return [{ reason: 'BLANK', ...irregularities.blank }];
}

function mergedByReason(parts: readonly RowsLeftOut[]): RowsLeftOut[] {
  const merged = new Map<RowsLeftOut['reason'], RowsLeftOut>();
  for (const { reason, count, rows } of parts) {
    const before = merged.get(reason) ?? { reason, count: 0, rows: [] };
    const numbers = [...before.rows, ...rows].sort((a, b) => a - b);
    merged.set(reason, { reason, count: before.count + count, rows: numbers.slice(0, 100) });
  }
  return [...merged.values()];
}
