/** A word shorter than this is another word when a letter changes: Son and Sons, Iran and Iraq. */
const MIN_WORD_LETTERS = 5;
/** For a letter that is missing or replaced. */
const MIN_LONG_WORD_LETTERS = 6;
/** For a letter replaced by one that is not beside it on the keyboard: the rest of the name must be long enough to be evidence. */
const MIN_NAME_LETTERS = 12;
const MIN_ROWS_RATIO = 10;
/** Names that differ at the same place and are more than two are a series. */
const MAX_NAMES_A_KEY = 2;

/** A name as typos are looked for: its text, and how many rows it has. */
export interface TypoCandidate {
  /** Words separated by spaces, without accents. */
  text: string;
  rows: number;
}

/**
 * Pairs of candidates that are one name but for one typo, as indexes. Compared are names one edit apart in the sense of
 * Damerau and Levenshtein, found by their deletion neighbourhoods (as SymSpell does): texts that are equal after one
 * letter is taken out of each, or out of one of them.
 *
 * Most words one letter apart are different words (Iceland, Ireland; Hamburg, Homburg; Smith, Smyth), so an edit must look
 * like a slip: two letters exchanged, a letter doubled or missing inside a word, or one replaced by its neighbour on the
 * keyboard; never the first letter, the last one, or a digit. One of the two words must occur in one name only.
 */
export function findTypos(candidates: readonly TypoCandidate[]): [number, number][] {
  const counts = countWords(candidates);
  const pairs: [number, number][] = [];
  for (const block of blocksOf(candidates)) {
    for (let i = 0; i < block.length; i++) {
      for (let j = i + 1; j < block.length; j++) {
        const [a, b] = [block[i]!, block[j]!];
        if (isTypo(candidates[a]!, candidates[b]!, counts)) pairs.push(a < b ? [a, b] : [b, a]);
      }
    }
  }
  return unique(pairs);
}

/** Names in which each word occurs. */
function countWords(candidates: readonly TypoCandidate[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of candidates) {
    for (const word of new Set(text.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const NAME_BITS = 2 ** 21;
const HASH_FACTOR = 0x01000193;
const LETTER = /\p{L}/u;

/** Groups of at most MAX_NAMES_A_KEY candidates that share a text of their deletion neighbourhoods. */
function* blocksOf(candidates: readonly TypoCandidate[]): Generator<number[]> {
  const hashes = deletionHashes(candidates);
  for (let start = 0; start < hashes.length; ) {
    const hash = Math.floor(hashes[start]! / NAME_BITS);
    let end = start + 1;
    while (end < hashes.length && Math.floor(hashes[end]! / NAME_BITS) === hash) end++;
    if (end - start > 1) {
      const names = new Set(Array.from(hashes.subarray(start, end), (packed) => packed % NAME_BITS));
      if (names.size > 1 && names.size <= MAX_NAMES_A_KEY) yield [...names];
    }
    start = end;
  }
}

/**
 * A hash of each text with each letter left out that may be part of a typo, and of the whole text, beside the index of its
 * name; sorted.
 */
function deletionHashes(candidates: readonly TypoCandidate[]): Float64Array {
  let packed = new Float64Array(1 << 16);
  let length = 0;
  const push = (hash: number, index: number) => {
    if (length === packed.length) {
      const larger = new Float64Array(packed.length * 2);
      larger.set(packed);
      packed = larger;
    }
    packed[length++] = (hash >>> 0) * NAME_BITS + index;
  };
  const longest = candidates.reduce((most, { text }) => Math.max(most, text.length), 0);
  const after = new Int32Array(longest + 1);
  const before = new Int32Array(longest + 1);
  const powers = new Int32Array(longest + 1);
  powers[0] = 1;
  for (let at = 1; at <= longest; at++) powers[at] = Math.imul(powers[at - 1]!, HASH_FACTOR);
  for (const [index, { text }] of candidates.entries()) {
    // Polynomials, so that the hash without a letter follows from those of what stands before and after it.
    const size = text.length;
    after[size] = 0;
    for (let at = size - 1; at >= 0; at--) {
      after[at] = (after[at + 1]! + Math.imul(text.charCodeAt(at), powers[size - 1 - at]!)) | 0;
    }
    for (let at = 0; at < size; at++) before[at + 1] = (Math.imul(before[at]!, HASH_FACTOR) + text.charCodeAt(at)) | 0;
    push(after[0]!, index);
    for (let start = 0; start < size; ) {
      const space = text.indexOf(' ', start);
      const end = space === -1 ? size : space;
      const first = end - start < MIN_WORD_LETTERS ? end : start + 1;
      for (let at = first; at < end; at++) {
        const isSameAsLast = text.charCodeAt(at) === text.charCodeAt(at - 1);
        if (!isSameAsLast) push((Math.imul(before[at]!, powers[size - 1 - at]!) + after[at + 1]!) | 0, index);
      }
      start = end + 1;
    }
  }
  return packed.subarray(0, length).sort();
}

function isTypo(a: TypoCandidate, b: TypoCandidate, counts: ReadonlyMap<string, number>): boolean {
  const [longer, shorter] = a.text.length >= b.text.length ? [a, b] : [b, a];
  const words = differingWords(longer.text, shorter.text);
  if (words === null || Math.min(words.longer.length, words.shorter.length) < MIN_WORD_LETTERS) return false;
  if (/\p{N}/u.test(words.longer) || /\p{N}/u.test(words.shorter)) return false;
  if (Math.min(counts.get(words.longer) ?? 1, counts.get(words.shorter) ?? 1) > 1) return false;
  if (isPlaceName(words.longer) && isPlaceName(words.shorter)) return false;
  const edit = singleEdit(words.longer, words.shorter);
  if (edit === null || edit.at === 0) return false;
  const isLong = words.longer.length >= MIN_LONG_WORD_LETTERS;
  switch (edit.kind) {
    case 'exchanged':
    case 'doubled':
      return true;
    case 'missing':
      return isLong && edit.at < words.longer.length - 1;
    case 'replaced': {
      if (!isLong || edit.at === words.longer.length - 1) return false;
      if (areNeighbours(words.longer[edit.at]!, words.shorter[edit.at]!)) return true;
      const letters = longer.text.replaceAll(' ', '').length;
      const ratio = Math.max(a.rows, b.rows) / Math.max(1, Math.min(a.rows, b.rows));
      return letters >= MIN_NAME_LETTERS && longer.text.includes(' ') && ratio >= MIN_ROWS_RATIO;
    }
  }
}

/** The one word in which two texts of equally many words differ; null where there are none or several. */
function differingWords(longer: string, shorter: string): { longer: string; shorter: string } | null {
  const others = shorter.split(' ');
  let found: { longer: string; shorter: string } | null = null;
  const words = longer.split(' ');
  if (words.length !== others.length) return null;
  for (const [at, word] of words.entries()) {
    if (word === others[at]) continue;
    if (found !== null || !LETTER.test(word)) return null;
    found = { longer: word, shorter: others[at]! };
  }
  return found && found.shorter.length > found.longer.length ? { longer: found.shorter, shorter: found.longer } : found;
}

/** The one edit between two words, at its place in the longer one; null where it takes more. */
function singleEdit(
  longer: string,
  shorter: string,
): { kind: 'exchanged' | 'doubled' | 'missing' | 'replaced'; at: number } | null {
  let at = 0;
  while (at < shorter.length && longer[at] === shorter[at]) at++;
  if (longer.length === shorter.length) {
    if (longer.slice(at + 1) === shorter.slice(at + 1)) return { kind: 'replaced', at };
    const isExchanged =
      longer[at] === shorter[at + 1] &&
      longer[at + 1] === shorter[at] &&
      longer.slice(at + 2) === shorter.slice(at + 2);
    return isExchanged ? { kind: 'exchanged', at } : null;
  }
  if (longer.slice(at + 1) !== shorter.slice(at)) return null;
  return { kind: longer[at] === longer[at - 1] ? 'doubled' : 'missing', at };
}

const KEYBOARDS = [
  ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ['qwertzuiop', 'asdfghjkl', 'yxcvbnm'],
  ['azertyuiop', 'qsdfghjklm', 'wxcvbn'],
  ['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'],
];
const NEIGHBOURS = new Set(KEYBOARDS.flatMap(neighboursOn));

/** Keys beside each other, and those of the next row half a key to the right. */
function neighboursOn(rows: readonly string[]): string[] {
  const pairs = rows.flatMap((row, at) =>
    [...row].flatMap((key, nth) => {
      const below = rows[at + 1] ?? '';
      return [row[nth + 1], below[nth], below[nth - 1]].flatMap((other) => (other ? [key + other, other + key] : []));
    }),
  );
  return pairs;
}

/** As scanners and handwriting confuse them. */
const LOOKALIKES = new Set(['il', 'li', 'uv', 'vu', 'nm', 'mn', 'ce', 'ec']);

function areNeighbours(one: string, other: string): boolean {
  return NEIGHBOURS.has(one + other) || LOOKALIKES.has(one + other);
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];
let placeNames: Set<string> | null = null;

/** Whether a word is the name of a country or a continent in one of some languages. */
function isPlaceName(word: string): boolean {
  placeNames ??= new Set(LANGUAGES.flatMap(regionNames));
  return placeNames.has(word);
}

function regionNames(language: string): string[] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters.flatMap((first) =>
    letters.flatMap((second) => {
      const name = names.of(first + second)?.toLowerCase();
      return name === undefined ? [] : [name.normalize('NFD').replaceAll(/\p{Mn}/gu, '')];
    }),
  );
}

function unique(pairs: readonly [number, number][]): [number, number][] {
  return [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
}
