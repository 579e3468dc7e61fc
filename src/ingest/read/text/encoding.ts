import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { ConcentricError } from '../../../model/errors.js';

/** What the bytes of a text file are, found by reading all of them. */
export interface TextEncoding {
  /** `UTF-8`, `Windows-1252`, `UTF-16LE`, `UTF-16BE`, or another name the Encoding Standard knows, as it writes it. */
  name: string;
  /** Bytes of the byte order mark. */
  bomBytes: number;
  /** True where the file can be read as it is: UTF-8 throughout, no NUL bytes. */
  clean: boolean;
  /** Meaningful where the file is clean. */
  oddities: Oddities;
  evidence: string;
}

/** Offsets of the last places that readers of CSV take differently, −1 where there is none; within quotes they count too. */
export interface Oddities {
  emptyLine: number;
  /** `\r`. */
  carriageReturn: number;
  /** `\r` that no `\n` follows. */
  loneCarriageReturn: number;
  /** A quote after two spaces or more. */
  paddedQuote: number;
  /** A megabyte without a line's end: of longer lines than it takes DuckDB loses some without a word. */
  longLine: number;
}

const NONE: Oddities = { emptyLine: -1, carriageReturn: -1, loneCarriageReturn: -1, paddedQuote: -1, longLine: -1 };
const CHUNK_BYTES = 1024 * 1024;
const HEAD_BYTES = 4096;

/**
 * Byte order mark, else UTF-8 if it decodes, else Windows-1252 (SEMANTICS.md §1, "encoding"). A file is UTF-8 with
 * broken places, not Windows-1252, where its characters beyond ASCII decode as UTF-8 ten times as often as not: one
 * name cut in the middle of a letter must not garble all others.
 *
 * @throws INVALID_OPTION where `wanted` names no known encoding, UNREADABLE_FILE for UTF-32.
 */
export async function detectEncoding(path: string, wanted?: string): Promise<TextEncoding> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const mark = byteOrderMark(head.subarray(0, bytesRead));
    const name = wanted === undefined ? mark?.name : encodingName(wanted);
    const bomBytes = mark !== null && mark.name === (name ?? mark.name) ? mark.bytes : 0;
    const said = wanted !== undefined ? 'as the options say' : 'by its byte order mark';
    if (name !== undefined && name !== 'UTF-8') {
      return { name, bomBytes, clean: false, oddities: NONE, evidence: `encoding ${name}: ${said}` };
    }
    const scan = await scanUtf8(file);
    const found = { bomBytes, clean: scan.valid && !scan.holdsNul, oddities: scan.oddities };
    if (name !== undefined) return { ...found, name, evidence: `encoding UTF-8: ${said}` };
    if (scan.valid) return { ...found, name: 'UTF-8', evidence: 'encoding UTF-8: every byte of the file decodes' };
    const { characters, broken } = await countUtf8(file);
    const counts = `${characters} characters beyond ASCII decode as UTF-8, ${broken} bytes do not`;
    const guess = characters >= 10 * broken ? 'UTF-8' : 'Windows-1252';
    return { ...found, name: guess, evidence: `encoding ${guess}: ${counts}` };
  } finally {
    await file.close();
  }
}

/** The encoding that a file's first bytes announce; UTF-16 without a mark is known by the NULs beside its letters. */
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

/** Bytes at the end of `chunk` that begin a character which the next chunk must finish. */
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
      `The option encoding names "${wanted.slice(0, 50)}", which is not known. Known are, for example, UTF-8, Windows-1252, ISO-8859-2, UTF-16LE, Shift_JIS, GB18030; leave it out to have it detected.`,
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
    noteOddities(scan.oddities, chunk, position, final);
  }
  return scan;
}

function noteOddities(found: Oddities, chunk: Buffer, position: number, final: boolean): void {
  const carriageReturn = chunk.lastIndexOf('\r');
  let emptyLine = chunk.lastIndexOf('\n\n');
  if (carriageReturn !== -1) {
    found.carriageReturn = position + carriageReturn;
    emptyLine = Math.max(emptyLine, chunk.lastIndexOf('\n\r\n'));
    // The last byte is seen again in the next chunk, beside what follows it.
    let at = final ? carriageReturn : Math.min(carriageReturn, chunk.length - 2);
    while (at >= 0 && !(chunk[at] === 0x0d && chunk[at + 1] !== 0x0a)) at--;
    if (at >= 0) found.loneCarriageReturn = position + at;
  }
  if (emptyLine !== -1) found.emptyLine = position + emptyLine;
  const paddedQuote = chunk.lastIndexOf('  "');
  if (paddedQuote !== -1) found.paddedQuote = position + paddedQuote;
  if (chunk.length === CHUNK_BYTES && !chunk.includes('\n')) found.longLine = position;
}

async function countUtf8(file: FileHandle): Promise<{ characters: number; broken: number }> {
  let characters = 0;
  let broken = 0;
  /** Continuation bytes the character at hand still lacks. */
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
 * The file in chunks of about 1 MB. Each begins with the last bytes of the one before, and at a character's first byte:
 * what spans a border is seen whole. `position` is the offset of the chunk's first byte.
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
  return new ConcentricError('UNREADABLE_FILE', 'The file is UTF-32 text, which is not read. Save it as UTF-8.');
}
