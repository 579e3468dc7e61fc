import { closeSync, openSync, writeSync } from 'node:fs';
import type { ByteRange } from './byte-text.js';

const FLUSH_BYTES = 1024 * 1024;
const ZERO = 0x30;
const COMMA = 0x2c;
const QUOTE = 0x22;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Writes CSV directly from bytes, without intermediate strings. */
export class CsvFile {
  longestRecordBytes = 0;
  /** True if a text contains a line end. */
  holdsLineEnds = false;
  /** Size of all complete records. */
  writtenBytes = 0;

  private readonly file: number;
  private bytes = Buffer.allocUnsafe(FLUSH_BYTES * 2);
  private end = 0;
  private recordStart = 0;
  private fieldsStart = 0;

  constructor(path: string) {
    this.file = openSync(path, 'wx');
  }

  /** Begins a record with its row number, of at most seven digits. */
  beginRecord(row: number): void {
    this.reserve(7);
    let digits = 1;
    for (let power = 10; power <= row; power *= 10) digits++;
    for (let at = this.end + digits - 1, rest = row; at >= this.end; at--, rest = Math.floor(rest / 10)) {
      this.bytes[at] = ZERO + (rest % 10);
    }
    this.end += digits;
    this.fieldsStart = this.end;
  }

  writeSeparators(count: number): void {
    this.reserve(count);
    for (let i = 0; i < count; i++) this.bytes[this.end++] = COMMA;
  }

  /** Writes text without commas, quotes and line ends. */
  writeBare({ bytes: source, start, end }: ByteRange): void {
    this.reserve(end - start);
    const { bytes } = this;
    let to = this.end;
    for (let at = start; at < end; at++) bytes[to++] = source[at]!;
    this.end = to;
  }

  writeQuoted({ bytes: source, start, end }: ByteRange): void {
    this.reserve((end - start) * 2 + 2);
    const { bytes } = this;
    let to = this.end;
    bytes[to++] = QUOTE;
    for (let at = start; at < end; at++) {
      const byte = source[at]!;
      if (byte === QUOTE) bytes[to++] = QUOTE;
      else if (byte === NEWLINE || byte === CARRIAGE_RETURN) this.holdsLineEnds = true;
      bytes[to++] = byte;
    }
    bytes[to++] = QUOTE;
    this.end = to;
  }

  /** Discards the current record and returns its fields. */
  discardRecord(): Buffer {
    const fields = Buffer.from(this.bytes.subarray(this.fieldsStart, this.end));
    this.end = this.recordStart;
    return fields;
  }

  /** Whether the fields of the current record equal `fields`. */
  hasFields(fields: Buffer): boolean {
    return (
      this.end - this.fieldsStart === fields.length && fields.compare(this.bytes, this.fieldsStart, this.end) === 0
    );
  }

  /** Size of the current record so far. */
  get recordBytes(): number {
    return this.end - this.recordStart;
  }

  endRecord(): void {
    this.reserve(1);
    this.bytes[this.end++] = NEWLINE;
    this.longestRecordBytes = Math.max(this.longestRecordBytes, this.recordBytes);
    this.writtenBytes += this.recordBytes;
    if (this.end >= FLUSH_BYTES) this.flush();
    this.recordStart = this.end;
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    for (let from = 0; from < this.end; ) from += writeSync(this.file, this.bytes, from, this.end - from);
    this.end = 0;
    this.recordStart = 0;
  }

  private reserve(size: number): void {
    if (this.end + size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe((this.end + size) * 2);
    this.bytes.copy(grown, 0, 0, this.end);
    this.bytes = grown;
  }
}
