import { open } from 'node:fs/promises';
import { ConcentricError } from '../../../model/errors.js';
import { MAX_COLUMNS } from '../raw-table.js';
import { BINARY, I32, I64, LIST, MAX_DEPTH, STRUCT, ThriftReader } from './thrift-reader.js';
import { damaged, encrypted, unreadableParquet } from './unreadable-parquet.js';

/** The part of a Parquet footer that is checked before DuckDB opens the file. */
export interface ParquetFooter {
  /** Names of the top-level columns as in the file, including repeated ones. */
  headers: string[];
  chunks: ColumnChunk[];
}

/** The pages of a column in a row group, as the footer describes them. Nothing is checked. */
export interface ColumnChunk {
  /** Path of the column, joined by points. */
  column: string;
  /** Number in parquet.thrift (CompressionCodec). */
  codec: number;
  /** Offset of the first page, and the bytes of all pages with their headers. */
  offset: number;
  bytes: number;
}

/** The footer of a file with 2,048 columns and thousands of row groups takes tens of megabytes. */
const MAX_FOOTER_BYTES = 64 * 1024 * 1024;
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
  const { elements, chunks } = metadata(await footerBytes(path));
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
  return { headers, chunks };
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
const ROW_GROUPS = 4;
const COLUMNS = 1;
const COLUMN_METADATA = 3;
const PATH = 3;
const CODEC = 4;
const COMPRESSED_BYTES = 7;
const DATA_PAGE = 9;
const DICTIONARY_PAGE = 11;
const ENCRYPTION = 8;

function metadata(footer: Buffer): { elements: SchemaElement[]; chunks: ColumnChunk[] } {
  const elements: SchemaElement[] = [];
  const chunks: ColumnChunk[] = [];
  new ThriftReader(footer).struct((reader, field, type) => {
    if (field === ENCRYPTION) throw encrypted();
    if (field === ROW_GROUPS && type === LIST) {
      reader.list(() => readRowGroup(reader, chunks));
      return true;
    }
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
  return { elements, chunks };
}

function readRowGroup(reader: ThriftReader, chunks: ColumnChunk[]): void {
  reader.struct((_, field, type) => {
    if (field !== COLUMNS || type !== LIST) return false;
    reader.list(() => {
      reader.struct((_reader, part, partType) => {
        if (part !== COLUMN_METADATA || partType !== STRUCT) return false;
        chunks.push(readChunk(reader));
        return true;
      });
    });
    return true;
  });
}

function readChunk(reader: ThriftReader): ColumnChunk {
  const path: string[] = [];
  const chunk = { codec: 0, bytes: 0 };
  const pages: number[] = [];
  reader.struct((_, field, type) => {
    if (field === PATH && type === LIST) reader.list(() => path.push(reader.text()));
    else if (field === CODEC && type === I32) chunk.codec = reader.integer();
    else if (field === COMPRESSED_BYTES && type === I64) chunk.bytes = reader.integer();
    else if ((field === DATA_PAGE || field === DICTIONARY_PAGE) && type === I64) pages.push(reader.integer());
    else return false;
    return true;
  });
  // Old writers state 0 for a dictionary that there is none of.
  const offset = Math.min(...pages.filter((at) => at > 0));
  return { ...chunk, column: path.join('.'), offset: Number.isFinite(offset) ? offset : 0 };
}

function tooManyColumns(columns: number): ConcentricError {
  return new ConcentricError(
    'TOO_MANY_COLUMNS',
    `The table has ${columns} columns; the maximum is ${MAX_COLUMNS}. Remove columns you do not need, or turn columns into rows.`,
    { columns, limit: MAX_COLUMNS },
  );
}
