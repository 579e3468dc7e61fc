import { foldSpelling } from '../../names/fold-spelling.js';
import { splitLegalForms, withoutAttachedForm } from './legal-forms.js';

/** A name taken apart, so that two can be compared. */
export interface NameForm {
  /** The words without punctuation, with accents. */
  words: string;
  /** Without accents, as `words`; equal for names that differ only in punctuation, marks and accents. */
  plain: string;
  /** Without accents and without the legal forms. */
  stem: string[];
  /** Canonical legal forms, sorted. */
  forms: string[];
  /** Those of the legal forms that could be something else, such as a state. */
  weakForms: string[];
  /** The numbers of the name in their order: names with different numbers are different names. */
  numbers: string;
}

const APOSTROPHES = /(?<=\p{L})['’ʼ`´](?=\p{L})/gu;
/** `A.B.C.`, `S.p.A.`: single letters with points are one word. */
const ACRONYM = /(?<![\p{L}\p{N}.])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}])/gu;
/** Numbers keep the marks between their digits: 1.5 is not 15. Some symbols mean something: C and C++, Disney and Disney+. */
const WORDS = /\d+(?:[.,:/–-]\d+)*|[\p{L}\p{M}]+(?:\d+[\p{L}\p{M}]*)*|\p{N}+|[&+#%$€£¥<>=@°]/gu;
const NUMBERS = /\p{N}+(?:[.,:/–-]\p{N}+)*/gu;
const ASCII = /^[ -~]*$/;
const PLAIN_WORDS = /^[a-z ]*$/;
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}])\p{Mn}+|(?<=[её])\u0308/gu;
const LETTERS = /[øæœßłđðþı]/g;
const PLAIN_LETTERS: Record<string, string> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const AND = new Set(['and', 'und', 'et', 'en', 'og', 'och', 've']);
const MIN_LETTERS = 2;

/** Null for names of fewer than two letters: numbers, marks and single letters are unchanged. */
export function formOfName(name: string): NameForm | null {
  const folded = foldSpelling(name);
  const { rest, form: attached } = ASCII.test(folded) ? notAttached(folded) : withoutAttachedForm(folded);
  const words = wordsOf(rest);
  const letters = words.reduce((count, word) => count + (word >= 'a' ? word.length : 0), 0);
  if (letters < MIN_LETTERS) return null;
  const withAccents = words.join(' ');
  const plainWords = ASCII.test(withAccents) ? words : words.map(withoutAccents);
  const { stem, forms, weakForms } = splitLegalForms(plainWords);
  return {
    words: attached === null ? withAccents : `${withAccents} ${attached}`,
    plain: attached === null ? plainWords.join(' ') : `${plainWords.join(' ')} ${attached}`,
    stem,
    forms: attached === null ? forms : [...forms, attached],
    weakForms,
    numbers: /\p{N}/u.test(rest) ? (rest.match(NUMBERS) ?? []).join(' ') : '',
  };
}

function notAttached(folded: string): ReturnType<typeof withoutAttachedForm> {
  return { rest: folded, form: null };
}

function wordsOf(folded: string): string[] {
  if (PLAIN_WORDS.test(folded)) {
    return folded.split(' ').map((word) => (AND.has(word) ? '&' : word));
  }
  const text = folded.replaceAll(APOSTROPHES, '').replaceAll(ACRONYM, (letters) => letters.replaceAll('.', ''));
  return (text.match(WORDS) ?? []).map((word) => (AND.has(word) ? '&' : word));
}

function withoutAccents(word: string): string {
  return word
    .normalize('NFD')
    .replaceAll(ACCENTS, '')
    .normalize('NFC')
    .replaceAll(LETTERS, (letter) => PLAIN_LETTERS[letter]!);
}

/** As German writes umlauts without them; null where there are none. */
export function withWrittenUmlauts({ words }: NameForm): string | null {
  if (!/[äöü]/.test(words)) return null;
  return words
    .split(' ')
    .map((word) => withoutAccents(word.replaceAll(/[äöü]/g, (letter) => `${{ ä: 'a', ö: 'o', ü: 'u' }[letter]}e`)))
    .join(' ');
}

/**
 * Equal for names that differ in punctuation, accents, the spelling of the legal form and the order of their words: the
 * fingerprint of OpenRefine (https://openrefine.org/docs/technical-reference/clustering-in-depth), but with repeated
 * words, with legal forms in canonical form, and with numbers in their order.
 */
export function fingerprint({ stem, forms, numbers }: NameForm): string {
  return `${[...stem].sort().join(' ')}|${forms.join(' ')}|${numbers}`;
}

/** Equal for names that differ in where their words break. */
export function withoutBreaks({ stem, forms, numbers }: NameForm): string {
  return `${stem.join('')}|${forms.join(' ')}|${numbers}`;
}
