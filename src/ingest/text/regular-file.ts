import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { cellText } from '../columns/cell.js';
import { type Dialect, RecordScanner, RecordTooLong } from './records.js';

export interface RegularFileRequest {
  source: string;
  target: string;
  dialect: Dialect;
  columns: number;
  /** Offset in `source` of the first record to write, and its 1-based number. */
  offset: number;
  firstRow: number;
  /** Bytes read at a time; only tests give it. */
  chunkBytes?: number;
}

/** What had to be changed; `rows` holds the first 100 row numbers. */
export interface Irregularities {
  short: { count: number; rows: number[] };
  long: { count: number; rows: SurplusCells[] };
  quotes: { count: number; rows: number[] };
}

export interface SurplusCells {
  row: number;
  /** Cells of the row, up to the last that is not empty. */
  cells: number;
  /** Text of the cells cut off, each at most 100 characters. */
  surplus: string[];
}

export type RegularFileResult = { irregularities: Irregularities } | { tooLongRow: number };

const CHUNK_BYTES = 1024 * 1024;
const MAX_EXAMPLES = 100;
const LF = 0x0a;

/**
 * Writes the records of a text as DuckDB reads them without complaint: every record `columns` cells wide on a line that
 * ends in `\n`, every quote where RFC 4180 has it. One record in, one record out, so that row numbers stay: a blank one
 * becomes a record of empty cells. What is regular is copied byte for byte. Blocks until done: for a worker thread.
 */
export function writeRegularFile(request: RegularFileRequest): RegularFileResult {
  const source = openSync(request.source, 'r');
  const writer = new RegularWriter(openSync(request.target, 'wx'), request);
  const scanner = new RecordScanner(request.dialect);
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
      while (at < filled && scanner.scan(buffer, at, filled, final)) {
        writer.write(scanner, buffer);
        at = scanner.next;
      }
      writer.flushCopied(buffer);
      buffer.copyWithin(0, at, filled);
      filled -= at;
      if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
    writer.flush();
    return { irregularities: writer.irregularities };
  } catch (error) {
    if (error instanceof RecordTooLong) return { tooLongRow: writer.row };
    throw error;
  } finally {
    closeSync(source);
    writer.close();
  }
}

class RegularWriter {
  readonly irregularities: Irregularities = {
    short: { count: 0, rows: [] },
    long: { count: 0, rows: [] },
    quotes: { count: 0, rows: [] },
  };
  /** Number of the next record. */
  row: number;

  private readonly columns: number;
  private readonly delimiter: string;
  private readonly quote: string;
  /** Regular records of the buffer that stand side by side, not yet copied. */
  private copyFrom = 0;
  private copyTo = 0;
  private readonly output = Buffer.allocUnsafe(CHUNK_BYTES);
  private outputEnd = 0;

  constructor(
    private readonly file: number,
    request: RegularFileRequest,
  ) {
    this.row = request.firstRow;
    this.columns = request.columns;
    this.delimiter = request.dialect.delimiter;
    this.quote = request.dialect.quote;
  }

  write(record: RecordScanner, buffer: Buffer): void {
    const rewritten = this.rewrite(record, buffer);
    this.row++;
    if (rewritten === undefined && record.next - record.end === 1 && buffer[record.end] === LF) {
      if (record.start !== this.copyTo) this.flushCopied(buffer);
      if (this.copyFrom === this.copyTo) this.copyFrom = record.start;
      this.copyTo = record.next;
      return;
    }
    this.flushCopied(buffer);
    if (rewritten === undefined) this.append(buffer, record.start, record.end);
    else this.appendText(rewritten);
    this.appendText('\n');
  }

  /** Copies what stands in the buffer before its bytes move. */
  flushCopied(buffer: Buffer): void {
    this.append(buffer, this.copyFrom, this.copyTo);
    this.copyFrom = 0;
    this.copyTo = 0;
  }

  flush(): void {
    for (let from = 0; from < this.outputEnd; ) from += writeSync(this.file, this.output, from, this.outputEnd - from);
    this.outputEnd = 0;
  }

  close(): void {
    closeSync(this.file);
  }

  /** The record as it must be written, undefined where its bytes can be copied. */
  private rewrite(record: RecordScanner, buffer: Buffer): string | undefined {
    const { columns } = this;
    const { short, long, quotes } = this.irregularities;
    if (record.repaired) note(quotes, this.row);
    const odd = record.repaired || record.readsOtherwise;
    if (record.cellCount === columns && !odd && (columns > 1 || record.start < record.end)) return undefined;
    if (record.cellCount < columns && !isBlank(record)) note(short, this.row);
    if (record.filledCells > columns) {
      const cells = record.filledCells;
      const surplus = record
        .cells()
        .slice(columns, cells)
        .map((text) => text.slice(0, 100));
      note(long, { row: this.row, cells, surplus });
    }
    if (!odd && record.cellCount > columns) return buffer.toString('utf8', record.start, record.endOfCells(columns));
    const missing = this.delimiter.repeat(Math.max(0, columns - record.cellCount));
    if (!odd && columns > 1) return buffer.toString('utf8', record.start, record.end) + missing;
    const cells = record
      .cells()
      .slice(0, columns)
      .map((text) => this.quoted(text));
    return cells.join(this.delimiter) + missing;
  }

  private quoted(text: string): string {
    return this.quote + text.replaceAll(this.quote, this.quote + this.quote) + this.quote;
  }

  private appendText(text: string): void {
    const bytes = Buffer.from(text);
    this.append(bytes, 0, bytes.length);
  }

  private append(bytes: Buffer, from: number, to: number): void {
    for (let at = from; at < to; ) {
      if (this.outputEnd === this.output.length) this.flush();
      const copied = bytes.copy(this.output, this.outputEnd, at, to);
      this.outputEnd += copied;
      at += copied;
    }
  }
}

function note<T>(kind: { count: number; rows: T[] }, row: T): void {
  if (kind.count++ < MAX_EXAMPLES) kind.rows.push(row);
}

function isBlank(record: RecordScanner): boolean {
  for (let index = 0; index < record.keptCells; index++) {
    if (cellText(record.cell(index)) !== undefined) return false;
  }
  return true;
}
