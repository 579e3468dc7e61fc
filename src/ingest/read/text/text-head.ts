import { open } from 'node:fs/promises';
import { ConcentricError } from '../../../model/errors.js';
import { MAX_RECORD_BYTES } from './records.js';

/** The beginning of a file; `final` where it is the whole of it. */
export interface TextHead {
  bytes: Buffer;
  final: boolean;
}

/** The head of all but unusual files; small enough to be looked at between two requests. */
export const HEAD_BYTES = 256 * 1024;

const LINE_FEED = 0x0a;

/** Lines from which on a head says enough about a file. */
const ENOUGH_LINES = 20;

/**
 * Reads so much of a UTF-8 file from `offset` on that it holds some lines, however long they are.
 *
 * @throws UNREADABLE_FILE where its first line is longer than any record may be.
 */
export async function readTextHead(path: string, offset: number): Promise<TextHead> {
  const file = await open(path);
  try {
    for (let size = HEAD_BYTES; ; size *= 4) {
      const bytes = Buffer.allocUnsafe(Math.min(size, MAX_RECORD_BYTES));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      const head = { bytes: bytes.subarray(0, bytesRead), final: bytesRead < bytes.length };
      const lines = countLines(head.bytes);
      if (head.final || lines >= ENOUGH_LINES) return head;
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

/** Size of a file in bytes, and about how many lines it has, from samples at equal distances. */
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
    `Row ${row} is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MB, which no row of a table is: the file is not a table, or its lines do not end. Export it again with one line a row.`,
    { row },
  );
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (const end of ['\n', '\r']) {
    for (let at = bytes.indexOf(end); at !== -1 && lines < ENOUGH_LINES; at = bytes.indexOf(end, at + 1)) lines++;
  }
  return lines;
}
