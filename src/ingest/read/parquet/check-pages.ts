import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { ConcentricError } from '../../../model/errors.js';
import type { ColumnChunk } from './parquet-footer.js';
import { I32, ThriftReader } from './thrift-reader.js';
import { unreadableParquet } from './unreadable-parquet.js';

/** Codecs that DuckDB does not read, by their number in parquet.thrift. */
const UNREAD_CODECS: Readonly<Record<number, string>> = { 3: 'LZO', 5: 'LZ4 in the framing of Hadoop' };

/** Field numbers of PageHeader in parquet.thrift. */
const COMPRESSED_BYTES = 3;
const CHECKSUM = 4;

/** A header has a minimum and a maximum of its page, which may be long texts. */
const HEADER_BYTES = 4096;
const MAX_HEADER_BYTES = 1024 * 1024;
const READ_BYTES = 1024 * 1024;

/** @throws UNREADABLE_FILE for a codec that DuckDB does not read, with its name and the way out */
export function checkCodecs(chunks: readonly ColumnChunk[]): void {
  const chunk = chunks.find(({ codec }) => codec in UNREAD_CODECS);
  if (!chunk) return;
  const codec = UNREAD_CODECS[chunk.codec]!;
  throw unreadableParquet(`column "${chunk.column}" is compressed with ${codec}, which is not supported`, {
    remedy: 'Write it again with Snappy, Zstandard, GZIP or LZ4_RAW, or export it as CSV.',
    data: { column: chunk.column, codec },
  });
}

/**
 * Compares the pages with their checksums, which DuckDB does not. Most writers store none: if the first page of the file has
 * none, no other is read.
 *
 * @throws UNREADABLE_FILE with the column and the page whose checksum is wrong
 */
export async function checkPages(path: string, chunks: readonly ColumnChunk[]): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for (const chunk of chunks) if (!(await checkChunk(file, size, chunk))) return;
  } finally {
    await file.close();
  }
}

/** Whether the pages have checksums. */
async function checkChunk(file: FileHandle, size: number, { column, offset, bytes }: ColumnChunk): Promise<boolean> {
  const end = Math.min(size, offset + bytes);
  let page = 0;
  for (let at = offset; at < end; ) {
    page++;
    const header = await readPageHeader(file, at, end);
    // DuckDB reports a header that cannot be read.
    if (header === null || header.checksum === undefined || header.compressedBytes < 0) return false;
    const from = at + header.bytes;
    at = from + header.compressedBytes;
    if (at > end) return true;
    if ((await checksumOf(file, from, at)) !== header.checksum >>> 0) throw wrongChecksum(column, page);
  }
  return true;
}

interface PageHeader {
  bytes: number;
  compressedBytes: number;
  checksum: number | undefined;
}

async function readPageHeader(file: FileHandle, at: number, end: number): Promise<PageHeader | null> {
  for (let size = HEADER_BYTES; size <= MAX_HEADER_BYTES; size *= 16) {
    const length = Math.min(size, end - at);
    const buffer = Buffer.alloc(length);
    await file.read(buffer, 0, length, at);
    const header: PageHeader = { bytes: 0, compressedBytes: -1, checksum: undefined };
    const reader = new ThriftReader(buffer);
    try {
      reader.struct((_, field, type) => {
        if (type !== I32) return false;
        if (field === COMPRESSED_BYTES) header.compressedBytes = reader.integer();
        else if (field === CHECKSUM) header.checksum = reader.integer();
        else return false;
        return true;
      });
      return { ...header, bytes: reader.at };
    } catch {
      // It may be longer.
      if (length < size) return null;
    }
  }
  return null;
}

async function checksumOf(file: FileHandle, from: number, to: number): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, to - from));
  let checksum = 0;
  for (let at = from; at < to; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) break;
    checksum = crc32(buffer.subarray(0, bytesRead), checksum);
    at += bytesRead;
  }
  return checksum;
}

function wrongChecksum(column: string, page: number): ConcentricError {
  return unreadableParquet(`page ${page} of column "${column}" is damaged: its checksum is wrong`, {
    remedy: 'Its values may have changed since it was written. Get the file again from its source.',
    data: { column, page },
  });
}
