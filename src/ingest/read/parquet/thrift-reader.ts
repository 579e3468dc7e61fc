import { damaged } from './unreadable-parquet.js';

/** No writer nests deeper. Readers recurse, and some do not terminate on deeper files. */
export const MAX_DEPTH = 64;

/** Types of Thrift's compact protocol. */
const I8 = 3;
const I16 = 4;
export const I32 = 5;
export const I64 = 6;
const DOUBLE = 7;
export const BINARY = 8;
export const LIST = 9;
const SET = 10;
const MAP = 11;
export const STRUCT = 12;

/** Returns false if the field was not read and must be skipped. */
export type VisitField = (reader: ThriftReader, field: number, type: number) => boolean;

/** Reads Thrift's compact protocol without trusting it: every length is checked against the remaining bytes. */
export class ThriftReader {
  /** Offset of the next byte. */
  at = 0;
  private depth = 0;

  constructor(private readonly bytes: Buffer) {}

  struct(visit: VisitField): void {
    this.enter();
    let field = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      const type = head & 0x0f;
      field = head >> 4 === 0 ? this.integer() : field + (head >> 4);
      if (!visit(this, field, type)) this.skip(type);
    }
    this.depth--;
  }

  /** Reads a list. An element takes at least one byte, so a list cannot be longer than the remaining bytes. */
  list(visit: (type: number) => void): void {
    const head = this.byte();
    const size = head >> 4 === 15 ? this.unsigned() : head >> 4;
    if (size > this.bytes.length - this.at) throw damaged();
    this.enter();
    for (let element = 0; element < size; element++) visit(head & 0x0f);
    this.depth--;
  }

  text(): string {
    const length = this.unsigned();
    const from = this.at;
    this.skipBytes(length);
    return this.bytes.toString('utf8', from, this.at);
  }

  /** Reads a zigzag-encoded integer. */
  integer(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private skip(type: number): void {
    if (type === 1 || type === 2) return;
    if (type === I8) this.skipBytes(1);
    else if (type === I16 || type === I32 || type === I64) this.unsigned();
    else if (type === DOUBLE) this.skipBytes(8);
    else if (type === BINARY) this.skipBytes(this.unsigned());
    else if (type === LIST || type === SET) this.list((element) => this.skipElement(element));
    else if (type === MAP) this.skipMap();
    else if (type === STRUCT) this.struct(() => false);
    else throw damaged();
  }

  /** In lists and maps a boolean takes one byte. */
  private skipElement(type: number): void {
    if (type === 1 || type === 2) this.skipBytes(1);
    else this.skip(type);
  }

  private skipMap(): void {
    const size = this.unsigned();
    if (size > this.bytes.length - this.at) throw damaged();
    const types = size === 0 ? 0 : this.byte();
    this.enter();
    for (let entry = 0; entry < size; entry++) {
      this.skipElement(types >> 4);
      this.skipElement(types & 0x0f);
    }
    this.depth--;
  }

  private enter(): void {
    if (++this.depth > MAX_DEPTH) throw damaged();
  }

  private unsigned(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw damaged();
  }

  private skipBytes(count: number): void {
    if (count > this.bytes.length - this.at) throw damaged();
    this.at += count;
  }

  private byte(): number {
    if (this.at >= this.bytes.length) throw damaged();
    return this.bytes[this.at++]!;
  }
}
