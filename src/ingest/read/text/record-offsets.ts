import { closeSync, openSync, readSync } from 'node:fs';
import type { Dialect } from './record-dialect.js';
import { RecordReader } from './record-reader.js';

export interface RecordOffsetsRequest {
  source: string;
  dialect: Dialect;
  columns: number;
  /** Byte offset of the first record. */
  offset: number;
  /** 1-based numbers of records, ascending. */
  rows: readonly number[];
}

const CHUNK_BYTES = 1024 * 1024;

/** Byte offsets of records. Runs synchronously; call it in a worker thread. */
export function recordOffsets({ source, dialect, columns, offset, rows }: RecordOffsetsRequest): number[] {
  const file = openSync(source, 'r');
  const reader = new RecordReader(dialect, columns);
  const found: number[] = [];
  let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let [filled, start, row] = [0, offset, 1];
  try {
    for (let final = false; !final && found.length < rows.length; ) {
      const bytesRead = readSync(file, buffer, filled, buffer.length - filled, start + filled);
      filled += bytesRead;
      final = bytesRead === 0;
      let at = 0;
      while (at < filled && reader.read(buffer, at, filled, final)) {
        if (row++ === rows[found.length]) found.push(start + at);
        at = reader.next;
      }
      buffer.copyWithin(0, at, filled);
      filled -= at;
      start += at;
      if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
    return found;
  } finally {
    closeSync(file);
  }
}
