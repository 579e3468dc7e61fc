import { open } from 'node:fs/promises';
import { ConcentricError } from '../../../model/errors.js';
import { type EastAsianEncoding, eastAsianEncoding } from './east-asian.js';
import { unfinishedUtf8 } from './encoding.js';

const CHUNK_BYTES = 256 * 1024;
/** The beginning of a file that is searched for characters of two bytes. */
const MAX_SAMPLE_BYTES = 64 * 1024;
const REPLACEMENT = '\uFFFD';
const REPLACEMENT_UTF8 = Buffer.from(REPLACEMENT);

/** A file with a larger share of NUL characters is not text. */
const MAX_NUL_SHARE = 0.1;

/**
 * Converts the text in `source` from `encoding` to UTF-8 without a byte order mark and writes it to `target`, in chunks. The
 * text begins after `bomBytes`. Bytes that do not decode and NUL characters become U+FFFD; `replaced` counts them.
 * `neighbours` is counted only for Windows-1252.
 *
 * @throws UNREADABLE_FILE if more than a tenth of the characters are NUL.
 */
export async function transcode(request: {
  source: string;
  target: string;
  encoding: string;
  bomBytes: number;
}): Promise<{ replaced: number; neighbours: Neighbours }> {
  const decoder = decoderOf(request.encoding);
  const source = await open(request.source);
  const target = await open(request.target, 'wx');
  const counts = { characters: 0, nuls: 0 };
  const letters = new Map<string, number>();
  let eastAsian: EastAsianEncoding | null = null;
  const neighbours: Neighbours = { letters: 0, sideBySide: 0, example: null, signs: 0, sign: null, likely: null };
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let position = request.bomBytes; ; ) {
      const { bytesRead } = await source.read(chunk, 0, chunk.length, position);
      position += bytesRead;
      const text = decoder.decode(chunk.subarray(0, bytesRead), bytesRead === 0);
      counts.characters += text.length;
      counts.nuls += count(text, '\0');
      if (request.encoding === 'Windows-1252') {
        if (position === request.bomBytes + bytesRead) eastAsian = eastAsianEncoding(wholeLines(chunk, bytesRead));
        countNeighbours(chunk.toString('latin1', 0, bytesRead), text, neighbours, letters);
      }
      await target.writeFile(text.replaceAll('\0', REPLACEMENT));
      if (bytesRead === 0) break;
    }
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
  if (counts.nuls > counts.characters * MAX_NUL_SHARE) {
    throw new ConcentricError(
      'UNREADABLE_FILE',
      `The file is not text: ${counts.nuls} of its ${counts.characters} characters are NUL. Export it again as CSV in UTF-8, or save it as .xlsx.`,
    );
  }
  neighbours.likely = eastAsian ?? likelyEncoding(neighbours, letters);
  return { replaced: decoder.replaced + counts.nuls, neighbours };
}

/** Number of non-ASCII letters, number of those next to another non-ASCII character, and the first such sequence. */
export interface Neighbours {
  letters: number;
  sideBySide: number;
  example: string | null;
  /** Number of signs between letters, as letters of other code pages look (`Wroc³aw`), and the first such word. */
  signs: number;
  sign: string | null;
  /** The code page of such signs or letters, or an encoding with two bytes for a character; null if nothing points to one. */
  likely: 'Windows-1250' | 'Windows-1254' | 'Windows-1257' | EastAsianEncoding | null;
}

/** The lines of a sample of `length` bytes that are whole; all of it if it has no line end. */
function wholeLines(chunk: Buffer, length: number): Buffer {
  const sample = chunk.subarray(0, Math.min(length, MAX_SAMPLE_BYTES));
  const end = sample.lastIndexOf('\n');
  return end === -1 ? sample : sample.subarray(0, end);
}

/**
 * No word of a Western language has these signs between its letters; `25 m³` and `¿qué?` have them at an end. `z³` behind a
 * number is the Polish `zł`, and a word that begins with a macron one with `Ż`.
 */
const SIGNS_IN_WORDS = /\p{L}+[³¹¿£¥¼¾ºª]\p{Ll}[\p{L}³¹¿£¥¼¾]*|¯\p{L}{2,}|(?<=\d[ \u00a0]?)z³(?!\p{L})/gu;

/** `ð`, `ý` and `þ` are Icelandic, beside vowels with accents. Without those they are Turkish or Baltic letters. */
const MIN_FOREIGN_LETTERS = 3;

function likelyEncoding({ signs }: Neighbours, letters: ReadonlyMap<string, number>): Neighbours['likely'] {
  const count = (texts: string): number => [...texts].reduce((sum, letter) => sum + (letters.get(letter) ?? 0), 0);
  if (signs > 0 || isCentralEuropean(count)) return 'Windows-1250';
  const foreign = count('ðýþÐÝÞ');
  // Icelandic has more vowels with accents than these letters.
  if (foreign < MIN_FOREIGN_LETTERS || count('áíóúæÁÍÓÚÆ') * 2 > foreign) return null;
  if (count('ëèûøËÈÛØ') > 0) return 'Windows-1257';
  return 'Windows-1254';
}

/** Pairs of letters that no Western language has both of, and Czech (`ř ě ů`), Croatian (`č ć`) and Hungarian (`ő`) do. */
function isCentralEuropean(count: (letters: string) => number): boolean {
  const has = (letters: string) => count(letters) > 0;
  // Lists of several countries have these.
  if (has('àåçãÀÅÇÃ')) return false;
  const isCzech = has('øØ') && has('ìòùÌÒÙ') && !has('æÆ');
  const isCroatian = has('èÈ') && has('æÆ') && has('šžŠŽðÐ');
  const isHungarian = has('õÕ') && has('öüÖÜ') && has('áéíÁÉÍ') && !has('êâÊÂäÄ');
  return isCzech || isCroatian || isHungarian;
}

/** Bytes from 0xC0 on are letters. Quotes, the euro sign and the no-break space do not count as neighbours. */
const LETTERS = /[\xc0-\xff]/g;
const SIDE_BY_SIDE = /[\x81-\x90\x95-\x9f\xa1-\xff]{2,}/g;

function countNeighbours(bytes: string, text: string, neighbours: Neighbours, letters: Map<string, number>): void {
  for (const [word] of text.matchAll(SIGNS_IN_WORDS)) {
    neighbours.signs++;
    neighbours.sign ??= word;
  }
  for (const [letter] of text.matchAll(/[à-ÿÀ-ßšžŠŽ]/g)) letters.set(letter, (letters.get(letter) ?? 0) + 1);
  neighbours.letters += bytes.match(LETTERS)?.length ?? 0;
  for (const { 0: run, index } of bytes.matchAll(SIDE_BY_SIDE)) {
    const letters = run.match(LETTERS)?.length ?? 0;
    neighbours.sideBySide += letters;
    if (letters > 0) neighbours.example ??= text.slice(index, index + Math.min(run.length, 20));
  }
}

/** Decodes chunks cut at any byte. `replaced` counts U+FFFD that are not in the source. */
interface Decoder {
  decode(chunk: Buffer, final: boolean): string;
  readonly replaced: number;
}

function decoderOf(encoding: string): Decoder {
  if (encoding === 'Windows-1252') return new Windows1252Decoder();
  if (encoding === 'UTF-8') return new Utf8Decoder();
  return new StandardDecoder(encoding);
}

/** All encodings except Windows-1252 and UTF-8. */
class StandardDecoder implements Decoder {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  replaced = 0;

  constructor(encoding: string) {
    this.decoder = new TextDecoder(encoding);
  }

  decode(chunk: Buffer, final: boolean): string {
    const text = this.decoder.decode(chunk, { stream: !final });
    this.replaced += count(text, REPLACEMENT);
    return text;
  }
}

/** Splits its input at character boundaries, so that a U+FFFD in the source is complete and not counted. */
class Utf8Decoder implements Decoder {
  private rest: Buffer = Buffer.alloc(0);
  replaced = 0;

  decode(chunk: Buffer, final: boolean): string {
    const bytes = Buffer.concat([this.rest, chunk]);
    const end = final ? bytes.length : bytes.length - unfinishedUtf8(bytes);
    this.rest = bytes.subarray(end);
    const text = bytes.toString('utf8', 0, end);
    this.replaced += count(text, REPLACEMENT) - count(bytes.subarray(0, end), REPLACEMENT_UTF8);
    return text;
  }
}

/** 0x80 to 0x9F of Windows-1252; undefined bytes do not decode. */
const WINDOWS_1252 = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

/** Own decoder, because several releases of Node decode these bytes as Latin-1 and lose € (nodejs/node#56542). */
class Windows1252Decoder implements Decoder {
  replaced = 0;

  decode(chunk: Buffer): string {
    const text = chunk.toString('latin1');
    if (!/[\x80-\x9f]/.test(text)) return text;
    const decoded = text.replace(/[\x80-\x9f]/g, (letter: string) => WINDOWS_1252[letter.charCodeAt(0) - 0x80]!);
    this.replaced += count(decoded, REPLACEMENT);
    return decoded;
  }
}

function count<T extends string | Buffer>(text: T, part: T): number {
  let found = 0;
  // Both types have this method, but TypeScript cannot call the union of their overloads.
  const within: { indexOf(part: T, from: number): number } = text as never;
  for (let at = within.indexOf(part, 0); at !== -1; at = within.indexOf(part, at + 1)) found++;
  return found;
}
