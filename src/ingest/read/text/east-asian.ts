/** Encodings with two bytes for a character, by language. */
export type EastAsianEncoding = 'Shift_JIS' | 'GB18030' | 'Big5' | 'EUC-KR';

/** Characters beyond ASCII; fewer may decode by chance. */
const MIN_CHARACTERS = 10;
/** Of the characters beyond ASCII. What is left are digits, brackets and signs in their wide forms. */
const MIN_SHARE = 0.85;
/** Japanese without kana can be any of these encodings. */
const MIN_KANA_SHARE = 0.1;
/** Chinese has a third of its characters behind the rows in which EUC-KR has Hangul. */
const MIN_SHARE_BEHIND_HANGUL = 0.05;

const KANA = /[\u3041-\u30ff]/g;
const HANGUL = /[\uac00-\ud7a3]/g;
const HAN = /[\u4e00-\u9fff]/g;
const BEYOND_ASCII = /[^\0-\x7f]/g;

/**
 * The encoding of a text that is no UTF-8 and that only Chinese, Japanese or Korean could be: each of its bytes decodes, and
 * nearly all characters are those that the language uses most. Null for every text of single bytes: `é,` and `ä ` are no
 * characters of these encodings, and its letters would be rare ones.
 * @param bytes the beginning of the file, up to the end of a line
 */
export function eastAsianEncoding(bytes: Buffer): EastAsianEncoding | null {
  const japanese = shares(bytes, 'Shift_JIS');
  if (japanese && japanese.kana >= MIN_KANA_SHARE && japanese.kana + japanese.han >= MIN_SHARE) return 'Shift_JIS';
  const pairs = leadBytes(bytes);
  if (pairs !== null) {
    const behindHangul = shareOf(pairs, 0xc9, 0xd7);
    const korean = shares(bytes, 'EUC-KR');
    if (korean && korean.hangul >= MIN_SHARE && behindHangul < MIN_SHARE_BEHIND_HANGUL) return 'EUC-KR';
    const chinese = shares(bytes, 'GB18030');
    if (chinese && chinese.han >= MIN_SHARE && shareOf(pairs, 0xb0, 0xd7) >= MIN_SHARE) return 'GB18030';
  }
  const traditional = shares(bytes, 'Big5');
  if (traditional && traditional.han >= MIN_SHARE && traditional.frequent >= MIN_SHARE) return 'Big5';
  return null;
}

interface Shares {
  kana: number;
  hangul: number;
  han: number;
  /** Of the level 1 of Big5: characters in use. */
  frequent: number;
}

/** Of the characters beyond ASCII; null if the bytes do not decode. */
function shares(bytes: Buffer, encoding: EastAsianEncoding): Shares | null {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const characters = count(BEYOND_ASCII);
  if (characters < MIN_CHARACTERS) return null;
  const share = (pattern: RegExp) => count(pattern) / characters;
  const frequent = encoding === 'Big5' ? frequentInBig5(bytes) / characters : 0;
  return { kana: share(KANA), hangul: share(HANGUL), han: share(HAN), frequent };
}

/** How often each byte begins a pair of bytes from 0xA1 on; null if other bytes beyond ASCII are there. */
function leadBytes(bytes: Buffer): number[] | null {
  const counts = Array<number>(256).fill(0);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte < 0x80) continue;
    if (byte < 0xa1 || (bytes[at + 1] ?? 0) < 0xa1) return null;
    counts[byte]!++;
    at++;
  }
  return counts;
}

/** Share of the pairs that begin with a byte of a range, of those that are no signs (0xA1 to 0xA3). */
function shareOf(counts: readonly number[], from: number, to: number): number {
  const sum = (first: number, last: number) => counts.slice(first, last + 1).reduce((total, count) => total + count, 0);
  return sum(from, to) / Math.max(1, sum(0xa4, 0xfe));
}

/** Number of characters of level 1. */
function frequentInBig5(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte < 0x80) continue;
    if (byte >= 0xa4 && byte <= 0xc6) count++;
    at++;
  }
  return count;
}
