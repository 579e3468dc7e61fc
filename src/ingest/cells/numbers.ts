import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark } from '../../model/dataset.js';

/**
 * The grammar of numbers in spreadsheets (SEMANTICS.md §2, "Numbers"), as regular expressions that RE2 (DuckDB) and
 * JavaScript read alike, and the SQL that turns a cell of that grammar into a decimal.
 */

/** Symbols and words of currencies, each under the ISO code it stands for when alone in a column. */
const CURRENCY_SIGNS: Readonly<Record<string, string>> = {
  US$: 'USD',
  R$: 'BRL',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  '₩': 'KRW',
  '₺': 'TRY',
  '₪': 'ILS',
  '฿': 'THB',
  '₫': 'VND',
  '₴': 'UAH',
  '₦': 'NGN',
  '₱': 'PHP',
  '₡': 'CRC',
  '₲': 'PYG',
  '₸': 'KZT',
  '₵': 'GHS',
  '₼': 'AZN',
  '₾': 'GEL',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  lei: 'RON',
  kr: 'SEK',
  Rs: 'INR',
  Fr: 'CHF',
  лв: 'BGN',
  руб: 'RUB',
}; // prettier-ignore

const CURRENCY_CODES = (
  'AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GEL GHS HKD HRK HUF IDR ILS INR ISK JOD JPY ' +
  'KES KRW KWD KZT LBP LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RMB RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS ' +
  'UAH UGX USD UYU VND XAF XOF ZAR'
).split(' ');

export function isCurrencyCode(text: string): boolean {
  return CURRENCY_CODES.includes(text);
}

/** What may stand between groups of digits, apart from the mark; spaces also beside a sign. */
const SPACES = [' ', '\t', '\u00a0', '\u2007', '\u2009', '\u202f'];
const APOSTROPHES = ["'", '\u2019'];
const LOW_LINES = ['_'];
export const GAPS = [...SPACES, ...APOSTROPHES, ...LOW_LINES];

const SPACE = `[${SPACES.join('')}]`;
const MINUS = '[-\u2212]';
const CURRENCY = `(?:${[...Object.keys(CURRENCY_SIGNS), ...CURRENCY_CODES]
  .sort((a, b) => b.length - a.length)
  .map((sign) => `${sign.replace('$', '\\$')}${/^[A-Za-z]+$/.test(sign) && sign.length < 3 ? '\\.?' : ''}`)
  .join('|')})`;
/** Those of one character that is no letter. */
export const CURRENCY_SYMBOLS = Object.keys(CURRENCY_SIGNS).filter(isSymbol);
const SCALE = '(?:k|mm|mn|mio|m|bn|b|mrd|tsd|tn|t)';

/** Powers of ten by suffix, in lower case. */
const SCALE_EXPONENTS: Readonly<Record<string, number>> = {
  ...{ k: 3, tsd: 3 },
  ...{ m: 6, mm: 6, mn: 6, mio: 6 },
  ...{ b: 9, bn: 9, mrd: 9 },
  ...{ t: 12, tn: 12 },
};

/** `500 TEUR`, `500 T€`: thousands of euros where German is spoken. An English trillion stands apart from its currency. */
const GERMAN_THOUSANDS = 't(?:eur|€|chf|usd|us\\$|\\$|gbp|£)';

/** Digits with thousands and decimal marks; a group of thousands does not begin with 0, so `0.123` proves a point. */
const BODY: Readonly<Record<DecimalMark, string>> = {
  POINT: body(',', '\\.', '|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}'),
  COMMA: body('\\.', ',', ''),
};

function body(thousands: string, decimal: string, more: string): string {
  const groups = [thousands, SPACE, "['\u2019]", '_'].map((mark) => `[1-9][0-9]{0,2}(?:${mark}[0-9]{3})+`).join('|');
  return `(?:(?:[0-9]+|${groups}${more})(?:${decimal}[0-9]*)?|${decimal}[0-9]+)`;
}

/**
 * One expression, in few alternatives: with a currency list in each of many, RE2 leaves its fast automaton. Signs come
 * before or after the currency, or behind the number, or as parentheses.
 */
function grammar(mark: DecimalMark): string {
  const s = `${SPACE}*`;
  const number = `${BODY[mark]}(?:${s}${SCALE}\\.?)?(?:${s}(?:${CURRENCY}|%))?`;
  return [
    `(?:[-+\u2212]${s}(?:${CURRENCY}${s})?|${CURRENCY}${s}(?:${MINUS}${s})?)?${number}`,
    `(?:${CURRENCY}${s})?(?:${number}${s}${MINUS}|\\(${s}(?:${CURRENCY}${s})?${number}${s}\\))`,
    `[-+\u2212]?${BODY[mark]}[eE][-+]?[0-9]{1,2}`,
  ].join('|');
}

const GRAMMAR: Readonly<Record<DecimalMark, string>> = { POINT: grammar('POINT'), COMMA: grammar('COMMA') };
const IN_JAVASCRIPT: Readonly<Record<DecimalMark, RegExp>> = {
  POINT: new RegExp(`^(?:${GRAMMAR.POINT})$`, 'i'),
  COMMA: new RegExp(`^(?:${GRAMMAR.COMMA})$`, 'i'),
};

/** Whether a trimmed cell reads as a number under a decimal mark. */
export function isNumber(cell: string, mark: DecimalMark): boolean {
  return IN_JAVASCRIPT[mark].test(cell);
}

export function isNumberSql(cell: string, mark: DecimalMark): string {
  return `regexp_full_match(${cell}, ${quoteText(GRAMMAR[mark])}, 'i')`;
}

/** Cells that need nothing done to them: what most cells are, and what the cheap path is for. */
export function isPlainNumberSql(cell: string): string {
  return `regexp_full_match(${cell}, '-?[0-9]+(?:[.][0-9]+)?')`;
}

/** Up to this many digits a value fits an 8-byte integer. */
export const NARROW_DIGITS = 18;

export type NumberFeature = keyof typeof numberFeatures;

/**
 * SQL conditions for what is to be done to a cell of the grammar; what no cell of the column has is not looked for.
 */
export const numberFeatures = {
  thousands: (cell: string, mark: DecimalMark, { gaps }: Pick<NumberForm, 'gaps' | 'wordy'>) => {
    const ownMark = `contains(${cell}, '${mark === 'POINT' ? ',' : '.'}')`;
    return gaps.length > 0
      ? `(${ownMark} OR regexp_matches(${cell}, ${quoteText(`[0-9]${characterClass(gaps)}[0-9]`)}))`
      : ownMark;
  },
  parentheses: (cell: string) => `contains(${cell}, '(')`,
  scale: (cell: string, _mark: DecimalMark, { wordy }: Pick<NumberForm, 'gaps' | 'wordy'>) =>
    wordy ? `regexp_matches(${cell}, ${quoteText(`[0-9.,]${SPACE}*${SCALE}(?:\\P{L}|$|${CURRENCY})`)}, 'i')` : 'false',
  percent: (cell: string) => `contains(${cell}, '%')`,
  decimalComma: (cell: string, mark: DecimalMark) => (mark === 'COMMA' ? `contains(${cell}, ',')` : 'false'),
};

/** SQL: cells whose minus is not the ASCII one in front, which casts read by themselves. */
export function isOddlySignedSql(cell: string): string {
  return `(suffix(${cell}, '-') OR contains(${cell}, '\u2212'))`;
}

/** SQL: the first currency named in a cell, as it is written; '' where there is none. */
export function currencySql(cell: string): string {
  return `regexp_extract(${cell}, ${quoteText(CURRENCY)}, 0, 'i')`;
}

/** ISO code of a currency as written in a cell. */
export function currencyCode(sign: string): string {
  const bare = sign.replace(/\.$/, '');
  const known = Object.keys(CURRENCY_SIGNS).find((key) => key.toLowerCase() === bare.toLowerCase());
  return known ? CURRENCY_SIGNS[known]! : bare.toUpperCase();
}

/** SQL: whether a cell has letters in it, so that more is to be done than dropping signs and marks. */
export function isWordySql(cell: string): string {
  return `regexp_matches(${cell}, '\\p{L}')`;
}

/** What stands beside and between the digits of numbers without a word but their currency. */
export interface Decoration {
  /** Currencies as they are written. */
  symbols: readonly string[];
  /** Those of GAPS that occur. */
  gaps: readonly string[];
  parentheses: boolean;
  percent: boolean;
}

/** What the cells of a column are known to hold, so that only that is looked for. */
export interface NumberForm extends Decoration {
  mark: DecimalMark;
  /** A number without a sign is a percentage too. */
  allPercent: boolean;
  /** Some cell has letters in it. */
  wordy: boolean;
  /** Some minus is not the ASCII one in front. */
  oddlySigned: boolean;
}

/** The form of cells of which nothing is known yet. */
export function anyForm(mark: DecimalMark): NumberForm {
  const decoration = { symbols: CURRENCY_SYMBOLS, gaps: GAPS, parentheses: true, percent: true };
  return { mark, allPercent: false, wordy: true, oddlySigned: true, ...decoration };
}

/**
 * The part of the grammar that has no decoration but this, and each at most once: several times as fast to tell. A
 * column's usual numbers are of it, by a sample; the odd ones are left to the whole grammar.
 */
export function familiarGrammar(mark: DecimalMark, { symbols, gaps, parentheses, percent }: Decoration): string {
  const spaces = gaps.filter((gap) => SPACES.includes(gap));
  const s = spaces.length > 0 ? `${characterClass(spaces)}*` : '';
  const [thousands, decimal] = mark === 'POINT' ? [',', '[.]'] : ['[.]', ','];
  const between = [SPACES, APOSTROPHES, LOW_LINES]
    .map((kind) => kind.filter((gap) => gaps.includes(gap)))
    .filter((kind) => kind.length > 0)
    .map(characterClass);
  const groups = [thousands, ...between].map((gap) => `[1-9][0-9]{0,2}(?:${gap}[0-9]{3})+`).join('|');
  const digits = `(?:[0-9]+|${groups})(?:${decimal}[0-9]+)?`;
  const number = percent ? `${digits}(?:${s}%)?` : digits;
  const forms = [`(?:[-+]${s})?${number}`];
  if (parentheses) forms.push(`[(]${s}${number}${s}[)]`);
  if (symbols.length > 0) {
    const symbol = `(?:${symbols.map((sign) => sign.replace('$', '[$]')).join('|')})`;
    forms.push(`(?:[-+]${s})?${symbol}${s}${digits}`, `${symbol}${s}-${s}${digits}`, `[-+]?${digits}${s}${symbol}`);
    if (parentheses) forms.push(`[(]${s}${symbol}${s}${digits}${s}[)]`, `[(]${s}${digits}${s}${symbol}${s}[)]`);
  }
  return forms.join('|');
}

export function isFamiliarNumberSql(cell: string, mark: DecimalMark, decoration: Decoration): string {
  return `regexp_full_match(${cell}, ${quoteText(familiarGrammar(mark, decoration))})`;
}

function characterClass(characters: readonly string[]): string {
  return `[${characters.join('')}]`;
}

/** The currency in a cell that has no other letters, as it is written; undefined where it has others or none. */
export function onlyCurrency(cell: string): string | undefined {
  const sign = WRITTEN_CURRENCY.exec(cell)?.[0];
  return sign && !/\p{L}/u.test(cell.replace(sign, '')) ? sign : undefined;
}

const WRITTEN_CURRENCY = new RegExp(
  [...Object.keys(CURRENCY_SIGNS), ...CURRENCY_CODES]
    .sort((a, b) => b.length - a.length)
    .map((sign) => sign.replace('$', '\\$'))
    .join('|'),
);

/** A currency sign of one character that is no letter. */
export function isSymbol(sign: string): boolean {
  return /^\P{L}$/u.test(sign);
}

/**
 * SQL: a cell of the grammar as text that DECIMAL and DOUBLE casts read exactly, such as `-1234.5e-2` for `(1,234.5 %)`:
 * sign, digits, and the scaling as an exponent, so that nothing is rounded on the way.
 */
export function plainTextSql(cell: string, form: NumberForm): string {
  const bare = bareTextSql(cell, form);
  if (!form.wordy) return bare;
  const isFamiliar = form.symbols.some((symbol) => !isSymbol(symbol))
    ? isFamiliarNumberSql(cell, form.mark, form)
    : 'false';
  return `CASE WHEN ${isFamiliar} THEN ${bare} WHEN ${isWordySql(cell)} THEN ${wordyTextSql(cell, form)} ELSE ${bare} END`;
}

/** Without words there is little to take away, and plain replacements are the fastest way to do it. */
function bareTextSql(
  cell: string,
  { mark, symbols, gaps, parentheses, oddlySigned, percent, allPercent }: NumberForm,
): string {
  let text = cell;
  const replace = (from: string, to: string) => {
    text = `replace(${text}, ${quoteText(from)}, ${quoteText(to)})`;
  };
  // "US$" before "$".
  const longestFirst = [...symbols].sort((a, b) => b.length - a.length);
  for (const sign of [...longestFirst, ...gaps]) replace(sign, '');
  // Few cells are negative.
  if (parentheses) {
    text = `CASE WHEN contains(${cell}, '(') THEN replace(replace(${text}, '(', '-'), ')', '') ELSE ${text} END`;
  }
  if (oddlySigned) {
    replace('\u2212', '-');
    text = `CASE WHEN suffix(${text}, '-') THEN concat('-', rtrim(${text}, '-')) ELSE ${text} END`;
  }
  text = withPoint(text, mark);
  if (allPercent) return `concat(replace(${text}, '%', ''), 'e-2')`;
  if (percent) replace('%', 'e-2');
  return text;
}

/** Digits with the decimal point and no thousands mark. */
function withPoint(digits: string, mark: DecimalMark): string {
  return mark === 'POINT' ? `replace(${digits}, ',', '')` : `replace(replace(${digits}, '.', ''), ',', '.')`;
}

function wordyTextSql(cell: string, { mark, allPercent }: NumberForm): string {
  const negative = `CASE WHEN regexp_matches(${cell}, '^[^0-9]*[-\u2212(]|[-\u2212]$') THEN '-' ELSE '' END`;
  const written = `regexp_extract(${cell}, ${quoteText(`(?:[0-9.,'\u2019_]|${SPACE})*[0-9]`)})`;
  // A dot before the first digit that closes a word ("kr. 5") is no decimal mark, one without a word (".5") is.
  const digits = withPoint(`regexp_replace(ltrim(${written}, '. '), '[^0-9.,]', '', 'g')`, mark);
  const leading = `CASE WHEN regexp_matches(${cell}, '(?:^|[^A-Za-z])[.,][0-9]') AND NOT regexp_matches(${cell}, '[0-9][.,]') THEN '0.' ELSE '' END`;
  const suffix = `lower(regexp_extract(${cell}, ${quoteText(`[0-9.,]${SPACE}*(${SCALE})(?:\\P{L}|$|${CURRENCY})`)}, 1, 'i'))`;
  const suffixes = Object.keys(SCALE_EXPONENTS).map(quoteText).join(', ');
  const exponents = Object.values(SCALE_EXPONENTS).join(', ');
  const inThousands = `regexp_matches(${cell}, ${quoteText(`[0-9.,]${SPACE}*${GERMAN_THOUSANDS}$`)}, 'i')`;
  const scale = `CASE WHEN ${inThousands} THEN 3 ELSE coalesce([${exponents}][list_position([${suffixes}], ${suffix})], 0) END`;
  const percent = allPercent ? '2' : `CASE WHEN contains(${cell}, '%') THEN 2 ELSE 0 END`;
  const scientific = `regexp_matches(${cell}, '[0-9.,][eE][-+]?[0-9]{1,2}$')`;
  const asWritten = `replace(replace(${withPoint(cell, mark)}, '\u2212', '-'), '+', '')`;
  return `CASE WHEN ${scientific} THEN ${asWritten} ELSE concat(${negative}, ${leading}, ${digits}, 'e', (${scale} - ${percent})::VARCHAR) END`;
}
