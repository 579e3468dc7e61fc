import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { ConcentricError } from '../../../model/errors.js';

/** Encoding of a text file, detected from all of its bytes. */
export interface TextEncoding {
  /** `UTF-8`, `Windows-1252`, `UTF-16LE`, `UTF-16BE`, or another encoding name of the Encoding Standard. */
  name: string;
  /** Length of the byte order mark. */
  bomBytes: number;
  /** True if the file is valid UTF-8 without NUL bytes and can be read without transcoding. */
  clean: boolean;
  /** Valid only if `clean` is true. */
  oddities: Oddities;
  evidence: string;
}

/** Last offset of each byte sequence that CSV readers interpret differently; −1 if none. Includes quoted cells. */
export interface Oddities {
  emptyLine: number;
  /** `\r`. */
  carriageReturn: number;
  /** `\r` without a following `\n`. */
  loneCarriageReturn: number;
  /** A quote after two or more spaces. */
  paddedQuote: number;
  /** 1 MB without a line end. DuckDB silently drops some lines that are too long for it. */
  longLine: number;
  /** A byte order mark after the first one. */
  innerMark: number;
}

const NONE: Oddities = {
  emptyLine: -1,
  carriageReturn: -1,
  loneCarriageReturn: -1,
  paddedQuote: -1,
  longLine: -1,
  innerMark: -1,
};
const CHUNK_BYTES = 1024 * 1024;
const HEAD_BYTES = 4096;

/**
 * Detects the encoding (docs/semantics.md §1, "encoding"): by byte order mark, otherwise UTF-8 if the file decodes, otherwise
 * Windows-1252. If at least ten times as many non-ASCII characters decode as UTF-8 as bytes do not, the file is damaged
 * UTF-8: one name cut in the middle of a character must not garble all others.
 *
 * @throws INVALID_OPTION if `wanted` is not a known encoding, UNREADABLE_FILE for UTF-32.
 */
export async function detectEncoding(path: string, wanted?: string): Promise<TextEncoding> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const mark = byteOrderMark(head.subarray(0, bytesRead));
    const name = wanted === undefined ? mark?.name : encodingName(wanted);
    const bomBytes = mark !== null && mark.name === (name ?? mark.name) ? mark.bytes : 0;
    const source = wanted !== undefined ? 'set by the option encoding' : 'by its byte order mark';
    if (name !== undefined && name !== 'UTF-8') {
      return { name, bomBytes, clean: false, oddities: NONE, evidence: `encoding ${name}: ${source}` };
    }
    const scan = await scanUtf8(file);
    const found = { bomBytes, clean: scan.valid && !scan.holdsNul, oddities: scan.oddities };
    if (name !== undefined) return { ...found, name, evidence: `encoding UTF-8: ${source}` };
    if (scan.valid) return { ...found, name: 'UTF-8', evidence: 'encoding UTF-8: every byte of the file decodes' };
    const { characters, broken } = await countUtf8(file);
    const counts = `${characters} non-ASCII characters decode as UTF-8, ${broken} bytes do not`;
    const guess = characters >= 10 * broken ? 'UTF-8' : 'Windows-1252';
    return { ...found, name: guess, evidence: `encoding ${guess}: ${counts}` };
  } finally {
    await file.close();
  }
}

/** Encoding by the first bytes of a file. UTF-16 without a byte order mark is detected by its alternating NUL bytes. */
export function byteOrderMark(head: Buffer): { name: string; bytes: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: 'UTF-8', bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) {
    if (head.length >= 4 && head[2] === 0 && head[3] === 0) throw utf32();
    return { name: 'UTF-16LE', bytes: 2 };
  }
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'UTF-16BE', bytes: 2 };
  const nuls = [0, 0];
  const looked = Math.min(head.length, HEAD_BYTES);
  for (let index = 0; index < looked; index++) if (head[index] === 0) nuls[index % 2]!++;
  const [even, odd] = nuls as [number, number];
  const many = looked * 0.2;
  if (odd > many && even === 0) return { name: 'UTF-16LE', bytes: 0 };
  if (even > many && odd === 0) return { name: 'UTF-16BE', bytes: 0 };
  return null;
}

/** Number of bytes of an incomplete character at the end of `chunk`. */
export function unfinishedUtf8(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function encodingName(wanted: string): string {
  try {
    const name = new TextDecoder(wanted.trim()).encoding;
    return name === 'utf-8' || name.startsWith('utf-16') ? name.toUpperCase() : capitalized(name);
  } catch (cause) {
    throw new ConcentricError(
      'INVALID_OPTION',
      `The option encoding names "${wanted.slice(0, 50)}", which is not a known encoding. Use a name such as UTF-8, Windows-1252, ISO-8859-2, UTF-16LE, Shift_JIS or GB18030, or omit the option to detect the encoding.`,
      { option: 'encoding' },
      { cause },
    );
  }
}

function capitalized(name: string): string {
  return name.replace(/^windows/, 'Windows').replace(/^iso/, 'ISO');
}

interface Utf8Scan {
  valid: boolean;
  holdsNul: boolean;
  oddities: Oddities;
}

async function scanUtf8(file: FileHandle): Promise<Utf8Scan> {
  const scan: Utf8Scan = { valid: true, holdsNul: false, oddities: { ...NONE } };
  for await (const { chunk, position, final } of overlappingChunks(file)) {
    if (!isUtf8(final ? chunk : chunk.subarray(0, chunk.length - unfinishedUtf8(chunk)))) {
      return { ...scan, valid: false };
    }
    scan.holdsNul ||= chunk.includes(0);
    recordOddities(scan.oddities, chunk, position, final);
  }
  return scan;
}

function recordOddities(found: Oddities, chunk: Buffer, position: number, final: boolean): void {
  const carriageReturn = chunk.lastIndexOf('\r');
  let emptyLine = chunk.lastIndexOf('\n\n');
  if (carriageReturn !== -1) {
    found.carriageReturn = position + carriageReturn;
    emptyLine = Math.max(emptyLine, chunk.lastIndexOf('\n\r\n'));
    // The next chunk contains the last byte again, with the byte after it.
    let at = final ? carriageReturn : Math.min(carriageReturn, chunk.length - 2);
    while (at >= 0 && !(chunk[at] === 0x0d && chunk[at + 1] !== 0x0a)) at--;
    if (at >= 0) found.loneCarriageReturn = position + at;
  }
  if (emptyLine !== -1) found.emptyLine = position + emptyLine;
  const paddedQuote = chunk.lastIndexOf('  "');
  if (paddedQuote !== -1) found.paddedQuote = position + paddedQuote;
  if (chunk.length === CHUNK_BYTES && !chunk.includes('\n')) found.longLine = position;
  const mark = chunk.lastIndexOf('\uFEFF');
  if (mark !== -1 && position + mark > 0) found.innerMark = position + mark;
}

async function countUtf8(file: FileHandle): Promise<{ characters: number; broken: number }> {
  let characters = 0;
  let broken = 0;
  /** Continuation bytes missing from the current character. */
  let missing = 0;
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES / 4);
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    position += bytesRead;
    for (let at = 0; at < bytesRead; at++) {
      const byte = chunk[at]!;
      const continues = (byte & 0xc0) === 0x80;
      if (missing > 0 && continues) {
        if (--missing === 0) characters++;
        continue;
      }
      if (missing > 0) broken++;
      missing = byte >= 0xc2 && byte <= 0xf4 ? (byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1) : 0;
      if (missing === 0 && byte >= 0x80) broken++;
    }
    if (bytesRead === 0) return { characters, broken: broken + (missing > 0 ? 1 : 0) };
  }
}

/**
 * Reads the file in chunks of about 1 MB. Each chunk begins with the last bytes of the previous one, at the first byte of a
 * character, so sequences across a chunk boundary are complete. `position` is the offset of the chunk's first byte.
 */
async function* overlappingChunks(
  file: FileHandle,
): AsyncGenerator<{ chunk: Buffer; position: number; final: boolean }> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let kept = 0;
  let position = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, position + kept);
    const filled = kept + bytesRead;
    const final = bytesRead === 0;
    yield { chunk: buffer.subarray(0, filled), position, final };
    if (final) return;
    kept = Math.min(4, filled);
    while (kept < Math.min(8, filled) && (buffer[filled - kept]! & 0xc0) === 0x80) kept++;
    buffer.copyWithin(0, filled - kept, filled);
    position += filled - kept;
  }
}

function utf32(): ConcentricError {
  return new ConcentricError('UNREADABLE_FILE', 'The file is UTF-32 text, which is not supported. Save it as UTF-8.');
}
