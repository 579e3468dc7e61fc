import { ConcentricError } from '../../../model/errors.js';
import type { RowsLeftOut } from '../../../model/schema.js';
import { cellText } from '../../cells/cell.js';
import { findHeader, type Header } from '../find-header.js';
import { MAX_COLUMNS } from '../raw-table.js';
import type { DetectedDialect } from './dialect.js';
import { RecordReader } from './record-reader.js';
import type { TextHead } from './text-head.js';

/** Position of header and data in a text, and the width of the table. */
export interface TextLayout {
  /** One header for each column; '' if the column has none. */
  headers: string[];
  /** Number of columns in the header; columns after them have no name. 0 if there is no header. */
  headerWidth: number;
  /** Cells of the header's last line, to detect repeated headers; null if there is no header. */
  headerCells: string[] | null;
  /** 1-based record of the header's last line; null if there is no header. */
  headerRow: number | null;
  /** Number of records before the first data row, and the byte offset of that row in the head. */
  skippedRecords: number;
  dataOffset: number;
  titleRows: string[][];
  rowsLeftOut: RowsLeftOut[];
  /** True if DuckDB can probably read the records without rewriting. */
  regular: boolean;
  evidence: string[];
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MAX_RECORDS = 1000;
const MAX_TITLE_ROWS = 20;

interface HeadRecord {
  cells: string[];
  cellCount: number;
  filledCells: number;
  end: number;
  odd: boolean;
}

/**
 * Finds header, data and width of a text from its first records (docs/semantics.md §1). The table is as wide as its header. If
 * most rows are wider, it has the most frequent width of those: unnamed columns are kept, surplus cells of single rows are
 * not.
 *
 * @throws NO_TABLE if the text has no cells, INVALID_OPTION if the header row does not exist, TOO_MANY_COLUMNS.
 */
export function layOutText(head: TextHead, detected: DetectedDialect, options: { headerRow?: number }): TextLayout {
  const records = withoutSurplusBlanks(headRecords(head, detected));
  if (records.every(isBlank)) {
    throw new ConcentricError(
      'NO_TABLE',
      'The file has no rows. Upload a file with a header and at least one row below it.',
    );
  }
  const rows = records.map(({ cells }, index) => ((index === 0 && detected.announced) || isRule(cells) ? [] : cells));
  const written = findHeader(rows, options);
  const found = written.headerIndex >= 0;
  const first = found ? written.headerIndex + 1 : 0;
  const data = records.slice(first);
  const lacksRowNumberName = found && rowNamesAreUnnamed(written.headers.length, data);
  const header = {
    ...written,
    headers: lacksRowNumberName ? ['', ...written.headers] : written.headers,
  };
  const headerWidth = header.headers.length;
  const columns = found
    ? tableWidth(
        headerWidth,
        data.filter((record) => !isBlank(record)),
      )
    : mostFrequent(data.map(({ cellCount }) => cellCount));
  if (columns > MAX_COLUMNS) throw tooManyColumns(columns);
  const above = records.slice(0, Math.max(0, first - header.headerLines));
  return {
    headers: Array.from({ length: columns }, (_, column) => cellText(header.headers[column] ?? null) ?? ''),
    headerWidth,
    headerCells: found ? records[header.headerIndex]!.cells : null,
    headerRow: found ? header.headerIndex + 1 : null,
    skippedRecords: first,
    dataOffset: records[first - 1]?.end ?? 0,
    titleRows: above
      .filter((record) => !isBlank(record))
      .slice(0, MAX_TITLE_ROWS)
      .map(({ cells }) => withoutEmptyEnd(cells)),
    rowsLeftOut: leftOutAbove(above, header),
    regular:
      beginsWithItsNewline(head, detected) &&
      records.slice(0, first).every(({ odd }) => !odd) &&
      data.every((record) => isRegular(record, columns)),
    evidence: [
      headerEvidence(header, above),
      ...(lacksRowNumberName ? ['first column: row numbers without a header'] : []),
      ...widthEvidence(headerWidth, columns),
    ],
  };
}

/** Records that do not have the most frequent number of cells are read once more, by RecordReader. */
function headRecords(head: TextHead, { dialect }: DetectedDialect): HeadRecord[] {
  const records = readRecords(head, new RecordReader(dialect));
  const columns = mostFrequent(records.filter((record) => !isBlank(record)).map(({ cellCount }) => cellCount));
  const isEven = records.every(({ cellCount, odd }) => cellCount === columns && !odd);
  return isEven ? records : readRecords(head, new RecordReader(dialect, columns));
}

function readRecords({ bytes, final }: TextHead, reader: RecordReader): HeadRecord[] {
  const records: HeadRecord[] = [];
  for (let at = 0; at < bytes.length && records.length < MAX_RECORDS; at = reader.next) {
    if (!reader.read(bytes, at, bytes.length, final)) break;
    const { cellCount, filledCells, repaired, readsOtherwise } = reader.record;
    const odd = repaired || readsOtherwise || reader.odd !== null;
    records.push({ cells: reader.record.cells(), cellCount, filledCells, end: reader.next, odd });
  }
  return records;
}

/**
 * Whether the first column holds row numbers without a header, as R's write.table produces. If the last cell of every row
 * is empty, each row has a trailing delimiter instead, and the first column has its header.
 */
function rowNamesAreUnnamed(named: number, data: readonly HeadRecord[]): boolean {
  const rows = data.filter((record) => !isBlank(record));
  if (rows.every(({ filledCells }) => filledCells <= named)) return false;
  return rows.length > 1 && rows.every(({ cells }, at) => cells.length === named + 1 && cells[0] === String(at + 1));
}

/** A rule below the header, as terminals and Markdown draw it (leave-out-rows.ts). */
function isRule(cells: readonly string[]): boolean {
  return /^[-=+_|: ]*(---|===|___)[-=+_|: ]*$/.test(cells.join(' '));
}

/**
 * A header with a delimiter too many has a blank cell that no row has a cell for. It is removed, so that the names after it
 * stand above their cells again.
 */
function withoutSurplusBlanks(records: HeadRecord[]): HeadRecord[] {
  const filled = records.flatMap((record, index) => (isBlank(record) ? [] : [index]));
  const columns = mostFrequent(filled.map((index) => records[index]!.cellCount));
  const wide = filled.findIndex((index) => records[index]!.cellCount >= columns);
  const rows = filled.slice(wide + 1);
  const [header, cells] = [records[filled[wide]!], records[filled[wide]!]?.cells ?? []];
  const names = cells.filter((cell) => cellText(cell) !== undefined);
  const isSurplus = cells.length > columns && names.length === columns && rows.length > 1;
  if (!isSurplus || rows.some((index) => records[index]!.cellCount !== columns)) return records;
  return records.map((record) =>
    record === header ? { ...record, cells: names, cellCount: columns, filledCells: columns } : record,
  );
}

function tableWidth(headerWidth: number, data: readonly HeadRecord[]): number {
  const wider = data.map(({ filledCells }) => filledCells).filter((width) => width > headerWidth);
  return wider.length * 2 > data.length ? mostFrequent(wider) : headerWidth;
}

/** The most frequent width; the largest of several; 0 if there are none. */
function mostFrequent(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && width > best)) best = width;
  }
  return best;
}

function isBlank({ cells }: HeadRecord): boolean {
  return cells.every((cell) => cellText(cell) === undefined);
}

/** DuckDB uses the first line end of a file for all records, even one inside a quoted header (load-records.ts). */
function beginsWithItsNewline({ bytes }: TextHead, { dialect }: DetectedDialect): boolean {
  const first = bytes.findIndex((byte) => byte === LINE_FEED || byte === CARRIAGE_RETURN);
  return (
    dialect.newline !== '\r\n' || first < 0 || (bytes[first] === CARRIAGE_RETURN && bytes[first + 1] === LINE_FEED)
  );
}

/** DuckDB ignores one surplus empty cell at the end of a record. */
function isRegular({ cellCount, filledCells, odd }: HeadRecord, columns: number): boolean {
  return !odd && (cellCount === columns || (cellCount === columns + 1 && filledCells <= columns));
}

function leftOutAbove(above: readonly HeadRecord[], { headerIndex, headerLines }: Header): RowsLeftOut[] {
  const numbered = above.map((record, index) => ({ row: index + 1, blank: isBlank(record) }));
  const titles = numbered.filter(({ blank }) => !blank).map(({ row }) => row);
  const blanks = numbered.filter(({ blank }) => blank).map(({ row }) => row);
  const lines = Array.from({ length: headerLines }, (_, line) => headerIndex + 2 - headerLines + line);
  const reasons = [
    { reason: 'BEFORE_HEADER' as const, rows: titles },
    { reason: 'BLANK' as const, rows: blanks },
    { reason: 'HEADER' as const, rows: lines },
  ];
  return reasons
    .filter(({ rows }) => rows.length > 0)
    .map(({ reason, rows }) => ({ reason, count: rows.length, rows: rows.slice(0, 100) }));
}

function headerEvidence({ headerIndex, headerLines }: Header, above: readonly HeadRecord[]): string {
  if (headerIndex < 0) return 'no header: the first row holds the same kinds of values as the rows below it';
  const lines =
    headerLines > 1 ? `rows ${headerIndex + 2 - headerLines} to ${headerIndex + 1}` : `row ${headerIndex + 1}`;
  return `header in ${lines}: ${above.length} rows above it`;
}

function widthEvidence(headerWidth: number, columns: number): string[] {
  if (headerWidth === 0 || columns === headerWidth) return [];
  return [`columns: ${headerWidth} in the header, ${columns} in most rows`];
}

function withoutEmptyEnd(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1);
}

function tooManyColumns(columns: number): ConcentricError {
  return new ConcentricError(
    'TOO_MANY_COLUMNS',
    `The table has ${columns} columns; the maximum is ${MAX_COLUMNS}. Remove columns you do not need, or turn columns into rows.`,
    { columns, limit: MAX_COLUMNS },
  );
}
