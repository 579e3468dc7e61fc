import { open } from 'node:fs/promises';
import { ConcentricError } from '../../../model/errors.js';
import { MAX_RECORD_BYTES } from './records.js';

/** The first bytes of a file; `final` is true if they are the whole file. */
export interface TextHead {
  bytes: Buffer;
  final: boolean;
}

/** Head size of nearly all files; small enough to parse on the main thread. */
export const HEAD_BYTES = 256 * 1024;

const LINE_FEED = 0x0a;

/** A head with this many lines is large enough. */
const MIN_LINES = 20;

/**
 * Reads the head of a UTF-8 file from `offset` on. The head grows until it has MIN_LINES lines or MAX_RECORD_BYTES.
 *
 * @throws UNREADABLE_FILE if the first line is longer than MAX_RECORD_BYTES.
 */
export async function readTextHead(path: string, offset: number): Promise<TextHead> {
  const file = await open(path);
  try {
    for (let size = HEAD_BYTES; ; size *= 4) {
      const bytes = Buffer.allocUnsafe(Math.min(size, MAX_RECORD_BYTES));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      const head = { bytes: bytes.subarray(0, bytesRead), final: bytesRead < bytes.length };
      const lines = countLines(head.bytes);
      if (head.final || lines >= MIN_LINES) return head;
      if (size < MAX_RECORD_BYTES) continue;
      if (lines === 0) throw lineTooLong(1);
      return head;
    }
  } finally {
    await file.close();
  }
}

const SAMPLES = 16;
const SAMPLE_BYTES = 64 * 1024;

/** Size of a file in bytes, and its estimated number of lines from equally spaced samples. */
export async function estimateLines(path: string): Promise<{ size: number; lines: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const distance = Math.max(SAMPLE_BYTES, Math.floor(size / SAMPLES));
    const bytes = Buffer.allocUnsafe(SAMPLE_BYTES);
    let [sampled, ends] = [0, 0];
    for (let at = 0; at < size; at += distance) {
      const { bytesRead } = await file.read(bytes, 0, SAMPLE_BYTES, at);
      sampled += bytesRead;
      for (let index = 0; index < bytesRead; index++) if (bytes[index] === LINE_FEED) ends++;
    }
    return { size, lines: sampled === 0 ? 0 : Math.ceil((ends / sampled) * size) };
  } finally {
    await file.close();
  }
}

export function lineTooLong(row: number): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    `Row ${row} is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MB, the maximum. The file may not be a table, or it has no line ends. Export it again with one line per row.`,
    { row },
  );
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (const end of ['\n', '\r']) {
    for (let at = bytes.indexOf(end); at !== -1 && lines < MIN_LINES; at = bytes.indexOf(end, at + 1)) lines++;
  }
  return lines;
}
