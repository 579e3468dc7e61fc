import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { ConcentricError } from '../../../model/errors.js';
import { cellText } from '../../cells/cell.js';
import type { Dialect } from './record-dialect.js';
import { type OddReading, RecordReader } from './record-reader.js';
import { type RecordScanner, RecordTooLong } from './records.js';
import { lineTooLong } from './text-head.js';

export interface RegularFileRequest {
  source: string;
  target: string;
  dialect: Dialect;
  columns: number;
  /** Byte offset in `source` of the first record to write, and its 1-based number. */
  offset: number;
  firstRow: number;
  /** Bytes per read; set only by tests. */
  chunkBytes?: number;
  /** Default MAX_FILLED_BYTES; set only by tests. */
  maxFilledBytes?: number;
}

/** Records that were left out or changed; `rows` holds the first 100. */
export interface Irregularities {
  /** Number of rows written. */
  written: number;
  blank: { count: number; rows: number[] };
  short: { count: number; rows: number[] };
  long: { count: number; rows: SurplusCells[] };
  quotes: { count: number; rows: number[] };
  /** Records that the dialect of the file does not fit (record-reader.ts). */
  odd: Record<OddReading, { count: number; rows: number[] }>;
}

export interface SurplusCells {
  row: number;
  /** Number of cells of the row, up to the last non-empty one. */
  cells: number;
  /** Texts of the surplus cells, each at most 100 characters. */
  surplus: string[];
}

/**
 * Maximum size of the regular file beyond three times the source (quotes can triple it). Only rows much shorter than the
 * table need more, because each is filled with blank cells.
 */
const MAX_FILLED_BYTES = 2 * 1024 ** 3;
const CHUNK_BYTES = 1024 * 1024;
const MAX_REPORTED_ROWS = 100;
const LINE_END = Buffer.from('\n');
/** Shorter ranges are copied in a loop, which is faster than a call. */
const MIN_COPY_BYTES = 64;

/**
 * Rewrites the records of a text so that DuckDB reads them without errors: the record's number, then `columns` cells, quoted
 * by RFC 4180, with `\n` as line end. Blank records are left out. Runs synchronously; call it in a worker thread.
 *
 * @throws UNREADABLE_FILE if a record is longer than MAX_RECORD_BYTES, FILE_TOO_LARGE if the blank cells of short rows take
 * too much space.
 */
export function writeRegularFile(request: RegularFileRequest): Irregularities {
  const source = openSync(request.source, 'r');
  const writer = new RegularWriter(openSync(request.target, 'wx'), request);
  const reader = new RecordReader(request.dialect, request.columns);
  let buffer = Buffer.allocUnsafe(request.chunkBytes ?? CHUNK_BYTES);
  let filled = 0;
  let position = request.offset;
  try {
    for (let final = false; !final; ) {
      const bytesRead = readSync(source, buffer, filled, buffer.length - filled, position);
      position += bytesRead;
      filled += bytesRead;
      final = bytesRead === 0;
      let at = 0;
      while (at < filled && reader.read(buffer, at, filled, final)) {
        writer.write(reader, buffer);
        at = reader.next;
      }
      buffer.copyWithin(0, at, filled);
      filled -= at;
      if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
    writer.flush();
    return writer.irregularities;
  } catch (error) {
    if (error instanceof RecordTooLong) throw lineTooLong(writer.row);
    throw error;
  } finally {
    closeSync(source);
    writer.close();
  }
}

/** The dialect of the rewritten file. A delimiter of several characters, or a blank, becomes a comma. */
export function regularDialect({ delimiter, quote }: Dialect): Dialect {
  const isKept = [...delimiter].length === 1 && delimiter !== ' ';
  return { delimiter: isKept ? delimiter : ',', quote, newline: '\n' };
}

function rowsTooShort(shortRows: number, columns: number): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    `The header names ${columns} columns, but at least ${shortRows} rows have fewer cells. Filled with blank cells, the table is too large to read. Check that the header row and the delimiter are right, and choose them yourself if they were detected wrongly.`,
    { columns, shortRows },
  );
}

class RegularWriter {
  readonly irregularities: Irregularities = {
    written: 0,
    blank: { count: 0, rows: [] },
    short: { count: 0, rows: [] },
    long: { count: 0, rows: [] },
    quotes: { count: 0, rows: [] },
    odd: {
      ESCAPES: { count: 0, rows: [] },
      OTHER_DELIMITER: { count: 0, rows: [] },
      QUOTED_LINE: { count: 0, rows: [] },
    },
  };
  /** 1-based number of the next record. */
  row: number;

  private readonly columns: number;
  private readonly delimiterBytes: Buffer;
  private readonly quote: string;
  /** True if a record can be copied as it is written, because the target has the same delimiter. */
  private readonly mayCopy: boolean;
  private readonly output = Buffer.allocUnsafe(CHUNK_BYTES);
  private outputEnd = 0;
  private flushedBytes = 0;
  private readonly maxBytes: number;

  constructor(
    private readonly file: number,
    request: RegularFileRequest,
  ) {
    this.row = request.firstRow;
    this.columns = request.columns;
    const { delimiter, quote } = regularDialect(request.dialect);
    this.delimiterBytes = Buffer.from(delimiter);
    this.quote = quote;
    this.mayCopy = delimiter === request.dialect.delimiter;
    this.maxBytes = 3 * statSync(request.source).size + (request.maxFilledBytes ?? MAX_FILLED_BYTES);
  }

  write({ record, odd }: RecordReader, buffer: Buffer): void {
    const row = this.row++;
    const { blank, short, long, quotes } = this.irregularities;
    if (record.cellCount < this.columns || record.start === record.end) {
      if (isBlank(record)) {
        addRow(blank, row);
        return;
      }
      if (record.cellCount < this.columns) addRow(short, row);
    }
    if (record.filledCells > this.columns) addRow(long, surplusOf(record, row, this.columns));
    if (record.repaired) addRow(quotes, row);
    if (odd !== null) addRow(this.irregularities.odd[odd], row);
    this.irregularities.written++;
    this.appendNumber(row);
    if (!this.mayCopy || odd !== null || record.repaired || record.readsOtherwise) {
      const cells = Math.min(record.keptCells, this.columns);
      for (let cell = 0; cell < cells; cell++) {
        if (cell > 0) this.append(this.delimiterBytes);
        this.appendQuoted(record, cell);
      }
    } else {
      this.append(buffer, record.start, record.cellCount > this.columns ? record.endOfCells(this.columns) : record.end);
    }
    for (let cell = record.cellCount; cell < this.columns; cell++) this.append(this.delimiterBytes);
    this.append(LINE_END);
  }

  flush(): void {
    this.flushedBytes += this.outputEnd;
    if (this.flushedBytes > this.maxBytes) throw rowsTooShort(this.irregularities.short.count, this.columns);
    for (let from = 0; from < this.outputEnd; ) from += writeSync(this.file, this.output, from, this.outputEnd - from);
    this.outputEnd = 0;
  }

  close(): void {
    closeSync(this.file);
  }

  private appendQuoted(record: RecordScanner, cell: number): void {
    const maxCellBytes = 2 * record.cellLength(cell) + 2;
    if (this.outputEnd + maxCellBytes > this.output.length) this.flush();
    if (maxCellBytes <= this.output.length) {
      this.outputEnd = record.writeQuoted(cell, this.output, this.outputEnd);
    } else {
      const long = Buffer.allocUnsafe(maxCellBytes);
      this.append(long, 0, record.writeQuoted(cell, long, 0));
    }
  }

  /** Quoted, because a digit may be the delimiter. Written in a loop, because a call would dominate the cost. */
  private appendNumber(row: number): void {
    if (this.outputEnd + 32 > this.output.length) this.flush();
    const { output } = this;
    const digits = String(row);
    let end = this.outputEnd;
    output[end++] = this.quote.charCodeAt(0);
    for (let index = 0; index < digits.length; index++) output[end++] = digits.charCodeAt(index);
    output[end++] = this.quote.charCodeAt(0);
    this.outputEnd = end;
    this.append(this.delimiterBytes);
  }

  private append(bytes: Buffer, from = 0, to = bytes.length): void {
    const { output } = this;
    if (to - from < MIN_COPY_BYTES && this.outputEnd + MIN_COPY_BYTES < output.length) {
      let end = this.outputEnd;
      for (let at = from; at < to; at++) output[end++] = bytes[at]!;
      this.outputEnd = end;
      return;
    }
    for (let at = from; at < to; ) {
      if (this.outputEnd === output.length) this.flush();
      const copied = bytes.copy(output, this.outputEnd, at, to);
      this.outputEnd += copied;
      at += copied;
    }
  }
}

function surplusOf(record: RecordScanner, row: number, columns: number): SurplusCells {
  const cells = record.filledCells;
  const surplus = Array.from({ length: cells - columns }, (_, index) => record.cell(columns + index).slice(0, 100));
  return { row, cells, surplus };
}

function addRow<T>(kind: { count: number; rows: T[] }, row: T): void {
  if (kind.count++ < MAX_REPORTED_ROWS) kind.rows.push(row);
}

function isBlank(record: RecordScanner): boolean {
  for (let index = 0; index < record.keptCells; index++) {
    if (cellText(record.cell(index)) !== undefined) return false;
  }
  return true;
}
