import { open } from 'node:fs/promises';
import { ConcentricError } from '../../../model/errors.js';
import { MAX_COLUMNS } from '../raw-table.js';

/** The part of a Parquet footer that is checked before DuckDB opens the file. */
export interface ParquetFooter {
  /** Names of the top-level columns as in the file, including repeated ones. */
  headers: string[];
}

/** The footer of a file with 2,048 columns and thousands of row groups takes tens of megabytes. */
const MAX_FOOTER_BYTES = 64 * 1024 * 1024;
/** No writer nests deeper. Readers recurse, and some do not terminate on deeper files. */
const MAX_DEPTH = 64;
/** Maximum number of schema elements. An element takes one byte of the file, but about 100 bytes of memory. */
const MAX_ELEMENTS = 65_536;
const TAIL_BYTES = 8;

/**
 * Reads the footer without trusting it (parquet.thrift, FileMetaData, in Thrift's compact protocol). Every length is
 * checked against the remaining bytes, so a small file cannot claim a large size or nest without end.
 *
 * @throws UNREADABLE_FILE, TOO_MANY_COLUMNS
 */
export async function readFooter(path: string): Promise<ParquetFooter> {
  const elements = schemaElements(await footerBytes(path));
  const headers: string[] = [];
  let at = 1;
  const skipTree = (depth: number): void => {
    const element = elements[at++];
    if (element === undefined || depth > MAX_DEPTH) throw damaged();
    for (let child = 0; child < element.children; child++) skipTree(depth + 1);
  };
  const columns = elements[0]?.children ?? 0;
  for (let column = 0; column < columns; column++) {
    headers.push(elements[at]?.name ?? '');
    skipTree(1);
  }
  return { headers };
}

async function footerBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(TAIL_BYTES);
    await file.read(tail, 0, TAIL_BYTES, Math.max(0, size - TAIL_BYTES));
    const magic = tail.toString('latin1', 4);
    if (magic === 'PARE') throw encrypted();
    const length = tail.readUInt32LE(0);
    if (magic !== 'PAR1' || length > Math.min(MAX_FOOTER_BYTES, size - TAIL_BYTES)) throw damaged();
    const footer = Buffer.alloc(length);
    await file.read(footer, 0, length, size - TAIL_BYTES - length);
    return footer;
  } finally {
    await file.close();
  }
}

interface SchemaElement {
  name: string;
  children: number;
}

/** Field numbers of parquet.thrift. */
const SCHEMA = 2;
const NAME = 4;
const CHILDREN = 5;
const ENCRYPTION = 8;

function schemaElements(footer: Buffer): SchemaElement[] {
  const elements: SchemaElement[] = [];
  new ThriftReader(footer).struct((reader, field, type) => {
    if (field === ENCRYPTION) throw encrypted();
    if (field !== SCHEMA || type !== LIST) return false;
    reader.list(() => {
      const element = { name: '', children: 0 };
      elements.push(element);
      reader.struct((_, part, partType) => {
        if (part === NAME && partType === BINARY) element.name = reader.text();
        else if (part === CHILDREN && partType === I32) element.children = reader.integer();
        else return false;
        return true;
      });
      if (element.children < 0) throw damaged();
      if (elements.length === 1 && element.children > MAX_COLUMNS) throw tooManyColumns(element.children);
      if (elements.length > MAX_ELEMENTS) {
        throw unreadableParquet(`its columns contain more than ${MAX_ELEMENTS} nested fields`);
      }
    });
    return true;
  });
  return elements;
}

/** Types of Thrift's compact protocol. */
const I8 = 3;
const I16 = 4;
const I32 = 5;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const MAP = 11;
const STRUCT = 12;

/** Returns false if the field was not read and must be skipped. */
type VisitField = (reader: ThriftReader, field: number, type: number) => boolean;

class ThriftReader {
  private at = 0;
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

function tooManyColumns(columns: number): ConcentricError {
  return new ConcentricError(
    'TOO_MANY_COLUMNS',
    `The table has ${columns} columns; the maximum is ${MAX_COLUMNS}. Remove columns you do not need, or turn columns into rows.`,
    { columns, limit: MAX_COLUMNS },
  );
}

function encrypted(): ConcentricError {
  return unreadableParquet('it is encrypted');
}

function damaged(): ConcentricError {
  return unreadableParquet('it is damaged, incomplete or not a Parquet file');
}

export function unreadableParquet(problem: string, options?: ErrorOptions): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    `The file cannot be read as Parquet: ${problem}. Export it again without encryption, or as CSV.`,
    {},
    options,
  );
}
