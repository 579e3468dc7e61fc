import { quoteText } from '../../duckdb/quote.js';
import { ASCII_DIGITS, asciiDigits, FOREIGN_DIGITS } from '../../period/digits.js';
import { currencyOfWord } from './currency-words.js';
import { hoursOf, hoursSql } from './durations.js';
import { CURRENCY, isNumber } from './numbers.js';
import { isFlag, isNumberedFootnote, isUnit, scaleOfLetter, WITH_NUMBERED_FOOTNOTE } from './units.js';

/**
 * Numbers in forms beyond the grammar (docs/semantics.md §2, "Numbers"): digits of other scripts, △ for minus, a dash for no
 * cents, currency words, units, flags, sides of a ledger. They are stripped: rewritten into cells of the grammar, with
 * what the column as a whole proves about them. JavaScript and SQL rewrite alike.
 */

/** What is rewritten in the cells of a column. */
export interface Annotations {
  /** Words next to the number that are removed, as written, without a closing point. */
  removed: readonly string[];
  /** Letters behind the number that scale it, and the suffix of the grammar that says the same. */
  scales: Readonly<Record<string, string>>;
  /** The side of a ledger whose numbers are negative: `CR` or `DR`; null if the cells name none. */
  negativeSide: Side | null;
  /** Whether a point is a decimal mark before a scale: `7.5k` beside decimal commas. */
  pointBeforeScale: boolean;
  /** Whether cells that no program prints as numbers have a decimal comma: texts in a workbook. */
  commaInTexts: boolean;
  /** Whether the cells are durations, which become hours. */
  durations: boolean;
}

export type Side = 'CR' | 'DR';

export const NO_ANNOTATIONS: Annotations = {
  removed: [],
  scales: {},
  negativeSide: null,
  pointBeforeScale: false,
  commaInTexts: false,
  durations: false,
};

/** Full-width and Arabic marks, and the signs that mean a minus. */
const FOREIGN_MARKS = '，．－（）％￥￡＄＋\u066b\u066c\u066a△▲▼▽';
const ASCII_MARKS = ',.-()%¥£$+.,%----';
/** Bidirectional marks, which right-to-left texts carry. */
const INVISIBLE = /[\u200e\u200f\u202a-\u202c\u2066-\u2069]/g;
/** A dash directly after a decimal mark means "no cents": `950,-`, `950.—`, `950:-`. The mark stays, because it proves itself. */
const PRICE_DASH = '([0-9][.,]|[0-9]:)[-\u2010-\u2015\u2212]{1,2}([^0-9]*)$';
const COLON_OF_DASH = '([0-9]):([^0-9]*)$';
const FORMULA = '^="(.*)"$';
const SPACES = '[ \\t\u00a0\u2007\u2009\u202f]*';
const CANONICAL = '-?(?:0|[1-9][0-9]*)(?:[.][0-9]*[1-9])?';
const SCALED_POINT = `^([^0-9]*[0-9]+)[.]([0-9]{1,2}${SPACES}[A-Za-z])`;

/** A cell without the annotations, as a cell of the grammar where it is a number. */
export function stripAnnotations(cell: string, annotations: Annotations): string {
  if (annotations.durations) return hoursOf(cell);
  let text = withAsciiMarks(cell);
  if (annotations.removed.length > 0) {
    const words = alternation(annotations.removed);
    text = text.replace(new RegExp(wordBefore(words), 'u'), '$1$2').replace(new RegExp(wordBehind(words), 'u'), '$1$2');
  }
  for (const [letter, suffix] of Object.entries(annotations.scales))
    text = text.replace(new RegExp(scaleLetter(letter), 'u'), `$1${suffix}$2`);
  if (annotations.negativeSide !== null) {
    text = text
      .replace(new RegExp(side(annotations.negativeSide), 'iu'), '-$1')
      .replace(new RegExp(side('[CD]R'), 'iu'), '$1');
  }
  if (annotations.pointBeforeScale) text = text.replace(new RegExp(SCALED_POINT), '$1,$2');
  const isText = annotations.commaInTexts && !new RegExp(`^${CANONICAL}$`).test(text) && isNumber(text, 'COMMA');
  return isText ? swapMarks(text) : text;
}

function withAsciiMarks(cell: string): string {
  let text = ASCII.test(cell) ? cell : asciiDigits(cell);
  text = text.replace(WHOLE_FORMULA, '$1');
  if (!ASCII.test(text)) {
    text = text.replace(INVISIBLE, '').replace(FOREIGN_MARK, (mark) => ASCII_MARKS[FOREIGN_MARKS.indexOf(mark)]!);
  }
  return text.replace(CLOSING_DASH, (_, number: string, behind: string) => number.replace(':', '') + behind);
}

const ASCII = /^[\0-\x7f]*$/;
const WHOLE_FORMULA = new RegExp(FORMULA, 's');
const FOREIGN_MARK = new RegExp(`[${FOREIGN_MARKS}]`, 'g');
const CLOSING_DASH = new RegExp(PRICE_DASH);

function swapMarks(text: string): string {
  return text.replaceAll(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'));
}

/** SQL: a cell with the digits and marks of the grammar, without the word beside it being touched. */
export function asciiMarksSql(cell: string): string {
  let text = `regexp_replace(translate(${cell}, ${quoteText(FOREIGN_DIGITS + FOREIGN_MARKS)}, ${quoteText(ASCII_DIGITS + ASCII_MARKS)}), ${quoteText(FORMULA)}, '\\1', 's')`;
  text = `regexp_replace(${text}, ${quoteText(INVISIBLE.source.replaceAll(/\\u(\w{4})/g, '\\x{$1}'))}, '', 'g')`;
  text = `regexp_replace(${text}, ${quoteText(PRICE_DASH)}, '\\1\\2')`;
  return `regexp_replace(${text}, ${quoteText(COLON_OF_DASH)}, '\\1\\2')`;
}

/** SQL: as stripAnnotations. */
export function stripAnnotationsSql(cell: string, annotations: Annotations): string {
  if (annotations.durations) return hoursSql(cell);
  let text = asciiMarksSql(cell);
  const replace = (pattern: string, to: string, flags = '') => {
    text = `regexp_replace(${text}, ${quoteText(pattern)}, ${quoteText(to)}${flags && `, '${flags}'`})`;
  };
  if (annotations.removed.length > 0) {
    const words = alternation(annotations.removed);
    replace(wordBefore(words), '\\1\\2');
    replace(wordBehind(words), '\\1\\2');
  }
  for (const [letter, suffix] of Object.entries(annotations.scales)) replace(scaleLetter(letter), `\\1${suffix}\\2`);
  if (annotations.negativeSide !== null) {
    replace(side(annotations.negativeSide), '-\\1', 'i');
    replace(side('[CD]R'), '\\1', 'i');
  }
  if (annotations.pointBeforeScale) replace(SCALED_POINT, '\\1,\\2');
  return annotations.commaInTexts ? swappedTextSql(text) : text;
}

/** SQL: whether a cell is a number as programs print it. Number cells of a workbook are read as such. */
export function isCanonicalNumberSql(cell: string): string {
  return `regexp_full_match(${cell}, ${quoteText(CANONICAL)})`;
}

function swappedTextSql(text: string): string {
  return `CASE WHEN ${isCanonicalNumberSql(text)} THEN ${text} ELSE translate(${text}, '.,', ',.') END`;
}

function wordBefore(words: string): string {
  return `^([-+\u2212(]?${SPACES})(?:${words})[.]?${SPACES}([-+\u2212(]?${SPACES}[0-9.,])`;
}

function wordBehind(words: string): string {
  return `([0-9.,)%\u2212-])${SPACES}(?:${words})[.]?(${SPACES}[)]?)$`;
}

function scaleLetter(letter: string): string {
  return `([0-9.,])${SPACES}${letter}[.]?(${SPACES}(?:${CURRENCY})?${SPACES}[)\u2212-]?)$`;
}

function side(name: string): string {
  return `^(.*[0-9.,])${SPACES}${name}[.]?$`;
}

function alternation(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll('\\/', '/'))
    .join('|');
}

/** A number taken out of its cell, and the word beside it. */
export interface TakenApart {
  /** The word before the number or behind it, without a closing point; '' if there is none. */
  word: string;
  isBehind: boolean;
  /** Whether the cell also has a currency of the grammar. */
  hasCurrency: boolean;
  /** The number, with marks. */
  number: string;
}

const APART = new RegExp(
  `^[-+\u2212(]?${SPACES}([^0-9]*?)${SPACES}[-+\u2212(]?${SPACES}((?:[.,]?[0-9])(?:[0-9.,'\u2019_ \u00a0\u2009\u202f]*[0-9])?[.,]?)${SPACES}[-\u2212%)]*${SPACES}([^0-9]*?(?:[cdk]?m[23])?)[.]?[-\u2212)]*$`,
  'u',
);

/** Takes a cell apart; undefined if it is not one number with at most one word beside it and a currency. */
export function takeApart(cell: string): TakenApart | undefined {
  const text = withAsciiMarks(cell);
  const [, noted = '', footnote] = WITH_NUMBERED_FOOTNOTE.exec(text) ?? [];
  if (footnote !== undefined && (isNumber(noted, 'POINT') || isNumber(noted, 'COMMA'))) {
    return { word: footnote, isBehind: true, hasCurrency: false, number: noted };
  }
  const match = APART.exec(text);
  if (!match) return undefined;
  const [before, number] = [match[1]!, match[2]!];
  // The expression takes the closing bracket of "(p)" for that of a negative number.
  const behind = match[3]!.startsWith('(') && cell.endsWith(')') ? `${match[3]!})` : match[3]!;
  const [ownBefore, ownBehind] = [withoutCurrency(before), withoutCurrency(behind)];
  if (ownBefore !== '' && ownBehind !== '') return undefined;
  const isBehind = ownBehind !== '';
  const word = (isBehind ? ownBehind : ownBefore).replace(/[.]$/, '');
  return { word, isBehind, hasCurrency: ownBefore !== before.trim() || ownBehind !== behind.trim(), number };
}

const ONLY_CURRENCY = new RegExp(`^(?:${CURRENCY})[.]?$`, 'iu');
const CURRENCY_BESIDE = new RegExp(`(?:^(?:${CURRENCY})[.]?\\s+|\\s*(?:${CURRENCY})[.]?$)`, 'iu');

function withoutCurrency(text: string): string {
  const trimmed = text.trim();
  // "yrs" ends as rupees do.
  if (trimmed === '' || currencyOfWord(trimmed) || isUnit(trimmed.replace(/[.]$/, ''))) return trimmed;
  if (ONLY_CURRENCY.test(trimmed)) return '';
  const rest = trimmed.replace(CURRENCY_BESIDE, '').trim();
  // "m €" and "€ m" hold a currency, "other" does not.
  return rest.length <= 3 ? rest : trimmed;
}

/** Whether a cell may be a number, in whatever form: of the grammar, or one that the evidence of its column can make one. */
export function mayBeNumber(cell: string): boolean {
  return isNumber(cell, 'POINT') || isNumber(cell, 'COMMA') || knownNumberApart(cell) !== undefined;
}

/** Whether a cell alone looks like a number: as mayBeNumber, but `R 100` may be the name of a room. */
export function looksLikeNumber(cell: string): boolean {
  if (isNumber(cell, 'POINT') || isNumber(cell, 'COMMA')) return true;
  const apart = knownNumberApart(cell);
  // `2023 (1)` may name a column.
  if (apart === undefined || (isNumberedFootnote(apart.word) && /^(19|20)[0-9]{2}$/.test(apart.number))) return false;
  return !currencyOfWord(apart.word)?.isMistakable || /[0-9][.,][0-9]/.test(apart.number);
}

/** A cell with one number and a word beside it that numbers have; undefined for other cells. */
export function knownNumberApart(cell: string): TakenApart | undefined {
  if (cell.length > MAX_ANNOTATED_LENGTH || !/\p{Nd}/u.test(cell)) return undefined;
  const apart = takeApart(cell);
  if (!apart || !(isNumber(apart.number, 'POINT') || isNumber(apart.number, 'COMMA'))) return undefined;
  const { word, isBehind } = apart;
  const isKnown =
    word === '' ||
    currencyOfWord(word) !== undefined ||
    (isBehind && (isUnit(word) || isFlag(word) || scaleOfLetter(word) !== undefined || /^[CD]R$/i.test(word)));
  return isKnown ? apart : undefined;
}

const MAX_ANNOTATED_LENGTH = 60;
