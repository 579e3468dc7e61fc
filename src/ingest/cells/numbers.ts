import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark } from '../../model/dataset.js';

/**
 * The grammar of numbers in spreadsheets (docs/semantics.md §2, "Numbers") as regular expressions with the same meaning in RE2
 * (DuckDB) and JavaScript, and the SQL that converts a cell of the grammar into a decimal.
 */

/** Symbols and names of currencies with their ISO codes. */
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

/** Characters allowed between groups of digits besides the thousands mark. Spaces are also allowed next to a sign. */
const SPACES = [' ', '\t', '\u00a0', '\u2007', '\u2009', '\u202f'];
const APOSTROPHES = ["'", '\u2019'];
const UNDERSCORES = ['_'];
export const GAPS = [...SPACES, ...APOSTROPHES, ...UNDERSCORES];

const SPACE = `[${SPACES.join('')}]`;
const MINUS = '[-\u2212]';
export const CURRENCY = `(?:${[...Object.keys(CURRENCY_SIGNS), ...CURRENCY_CODES]
  .sort((a, b) => b.length - a.length)
  .map((sign) => `${sign.replace('$', '\\$')}${/^[A-Za-z]+$/.test(sign) && sign.length < 3 ? '\\.?' : ''}`)
  .join('|')})`;
/** The currency signs of a single character that is not a letter. */
export const CURRENCY_SYMBOLS = Object.keys(CURRENCY_SIGNS).filter(isSymbol);
/** Suffixes that always scale. Lone letters need the evidence of a column: they are also units and flags (annotated-numbers.ts). */
const SCALE = '(?:k|mn|mio|mill|bn|mrd|tsd|tn)';

/** Powers of ten by suffix, in lower case. */
const SCALE_EXPONENTS: Readonly<Record<string, number>> = {
  k: 3,
  tsd: 3,
  mn: 6,
  mio: 6,
  mill: 6,
  bn: 9,
  mrd: 9,
  tn: 12,
};

/** `500 TEUR`, `500 T€`: thousands of euros where German is spoken. An English trillion is separated from its currency. */
const GERMAN_THOUSANDS = 't(?:eur|€|chf|usd|us\\$|\\$|gbp|£)';

const INDIAN_GROUPS = '|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}';

/** Digits with thousands and decimal marks. The first group does not begin with 0, so `0.123` proves a decimal point. */
const BODY: Readonly<Record<DecimalMark, string>> = {
  POINT: body(',', '\\.', INDIAN_GROUPS),
  COMMA: body('\\.', ',', ''),
};

function body(thousands: string, decimal: string, more: string, fraction = `${decimal}[0-9]*`): string {
  const groups = [thousands, SPACE, "['\u2019]", '_'].map((mark) => `[1-9][0-9]{0,2}(?:${mark}[0-9]{3})+`).join('|');
  return `(?:(?:[0-9]+|${groups}${more})(?:${fraction})?|${decimal}[0-9]+)`;
}

/** As BODY, but not with a mark at the end: a dash directly behind it means "no cents", not minus. */
const ENDING_IN_DIGIT: Readonly<Record<DecimalMark, string>> = {
  POINT: body(',', '\\.', INDIAN_GROUPS, '\\.[0-9]+'),
  COMMA: body('\\.', ',', '', ',[0-9]+'),
};

/**
 * One expression with few alternatives: RE2 would leave its fast automaton if many alternatives contained the currencies.
 * The sign comes before or after the currency or after the number, or is a pair of parentheses.
 */
function grammar(mark: DecimalMark): string {
  const s = `${SPACE}*`;
  const behind = `(?:${s}${GERMAN_THOUSANDS}|(?:${s}${SCALE}\\.?)?(?:${s}(?:${CURRENCY}|%))?)`;
  const number = `${BODY[mark]}${behind}`;
  return [
    `(?:[-+\u2212]${s}(?:${CURRENCY}${s})?|${CURRENCY}${s}(?:${MINUS}${s})?)?${number}`,
    `(?:${CURRENCY}${s})?(?:${ENDING_IN_DIGIT[mark]}${behind}${s}${MINUS}(?:${s}${CURRENCY})?|\\(${s}(?:${CURRENCY}${s})?${number}${s}\\)(?:${s}${CURRENCY})?)`,
    `[-+\u2212]?${BODY[mark]}[eE][-+]?[0-9]{1,2}`,
  ].join('|');
}

const GRAMMAR: Readonly<Record<DecimalMark, string>> = { POINT: grammar('POINT'), COMMA: grammar('COMMA') };
const IN_JAVASCRIPT: Readonly<Record<DecimalMark, RegExp>> = {
  POINT: new RegExp(`^(?:${GRAMMAR.POINT})$`, 'i'),
  COMMA: new RegExp(`^(?:${GRAMMAR.COMMA})$`, 'i'),
};

/** Whether a trimmed cell is a number with the given decimal mark. */
export function isNumber(cell: string, mark: DecimalMark): boolean {
  return IN_JAVASCRIPT[mark].test(cell);
}

export function isNumberSql(cell: string, mark: DecimalMark): string {
  return `regexp_full_match(${cell}, ${quoteText(GRAMMAR[mark])}, 'i')`;
}

/** SQL: whether a cell can be cast without conversion, as most cells can. */
export function isPlainNumberSql(cell: string): string {
  return `regexp_full_match(${cell}, '-?[0-9]+(?:[.][0-9]+)?')`;
}

/** Values of up to this number of digits fit an 8-byte integer. */
export const MAX_BIGINT_DIGITS = 18;

export type NumberFeature = keyof typeof numberFeatures;

/**
 * SQL conditions for the conversions that a cell of the grammar needs. Gaps and letters are tested only if the column has
 * them.
 */
export const numberFeatures = {
  thousands: (cell: string, mark: DecimalMark, { gaps }: Pick<NumberForm, 'gaps' | 'hasLetters'>) => {
    const ownMark = `contains(${cell}, '${mark === 'POINT' ? ',' : '.'}')`;
    return gaps.length > 0
      ? `(${ownMark} OR regexp_matches(${cell}, ${quoteText(`[0-9]${characterClass(gaps)}[0-9]`)}))`
      : ownMark;
  },
  parentheses: (cell: string) => `contains(${cell}, '(')`,
  scale: (cell: string, _mark: DecimalMark, { hasLetters }: Pick<NumberForm, 'gaps' | 'hasLetters'>) =>
    hasLetters
      ? `regexp_matches(${cell}, ${quoteText(`[0-9.,]${SPACE}*(?:${SCALE}(?:\\P{L}|$|${CURRENCY})|${GERMAN_THOUSANDS}$)`)}, 'i')`
      : 'false',
  percent: (cell: string) => `contains(${cell}, '%')`,
  decimalComma: (cell: string, mark: DecimalMark) => (mark === 'COMMA' ? `contains(${cell}, ',')` : 'false'),
};

/** SQL: whether the minus of a cell is not a leading ASCII hyphen, the only form that casts accept. */
export function hasIrregularSignSql(cell: string): string {
  return `(regexp_matches(${cell}, '[0-9][^0-9]*-') OR contains(${cell}, '\u2212'))`;
}

/** SQL: the first currency in a cell, as written; '' if there is none. */
export function currencySql(cell: string): string {
  return `regexp_extract(${cell}, ${quoteText(CURRENCY)}, 0, 'i')`;
}

/** The ISO code of a currency as written in a cell. */
export function currencyCode(sign: string): string {
  const bare = sign.replace(/\.$/, '');
  const known = Object.keys(CURRENCY_SIGNS).find((key) => key.toLowerCase() === bare.toLowerCase());
  return known ? CURRENCY_SIGNS[known]! : bare.toUpperCase();
}

/** SQL: whether a cell contains letters, so that removing signs and marks is not enough. */
export function hasLettersSql(cell: string): string {
  return `regexp_matches(${cell}, '\\p{L}')`;
}

/** The characters next to and between the digits of numbers without letters other than a currency. */
export interface Decoration {
  /** Currencies, as written in the cells. */
  symbols: readonly string[];
  /** The elements of GAPS that occur. */
  gaps: readonly string[];
  parentheses: boolean;
  percent: boolean;
}

/** The forms that occur in the cells of a column, so that only these are searched for. */
export interface NumberForm extends Decoration {
  mark: DecimalMark;
  /** Whether numbers without a `%` are percentages too. */
  allPercent: boolean;
  /** Whether any cell contains letters. */
  hasLetters: boolean;
  /** Whether any minus is not a leading ASCII hyphen. */
  hasIrregularSigns: boolean;
  /** Whether every number is one of commonNumberGrammar, with its currency at most once. */
  areCommon: boolean;
}

/** The form that allows everything, for cells that have not been examined. */
export function anyForm(mark: DecimalMark): NumberForm {
  const decoration = { symbols: CURRENCY_SYMBOLS, gaps: GAPS, parentheses: true, percent: true };
  return { mark, allPercent: false, hasLetters: true, hasIrregularSigns: true, areCommon: false, ...decoration };
}

/**
 * The part of the grammar with only this decoration, each element at most once. It is several times as fast to match. Most
 * numbers of a column match it, with the decoration found in a sample; the others are matched by the whole grammar.
 */
export function commonNumberGrammar(mark: DecimalMark, { symbols, gaps, parentheses, percent }: Decoration): string {
  const spaces = gaps.filter((gap) => SPACES.includes(gap));
  const s = spaces.length > 0 ? `${characterClass(spaces)}*` : '';
  const [thousands, decimal] = mark === 'POINT' ? [',', '[.]'] : ['[.]', ','];
  const between = [SPACES, APOSTROPHES, UNDERSCORES]
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

export function isCommonNumberSql(cell: string, mark: DecimalMark, decoration: Decoration): string {
  return `regexp_full_match(${cell}, ${quoteText(commonNumberGrammar(mark, decoration))})`;
}

function characterClass(characters: readonly string[]): string {
  return `[${characters.join('')}]`;
}

/** The currency of a cell, as written; undefined if there is none or the cell has other letters. */
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

/** Whether a currency sign is a single character that is not a letter. */
export function isSymbol(sign: string): boolean {
  return /^\P{L}$/u.test(sign);
}

/**
 * SQL: a cell of the grammar as text that casts to DECIMAL and DOUBLE read exactly, such as `-1234.5e-2` for `(1,234.5 %)`.
 * The scale becomes an exponent, so that nothing is rounded before the cast.
 */
export function plainTextSql(cell: string, form: NumberForm): string {
  const bare = bareTextSql(cell, form);
  if (!form.hasLetters) return bare;
  const isCommon = form.symbols.some((symbol) => !isSymbol(symbol))
    ? isCommonNumberSql(cell, form.mark, form)
    : 'false';
  return `CASE WHEN ${isCommon} THEN ${bare} WHEN ${hasLettersSql(cell)} THEN ${lettersTextSql(cell, form)} ELSE ${bare} END`;
}

/** For cells without letters: plain replacements are the fastest way to remove signs and marks. */
function bareTextSql(
  cell: string,
  { mark, symbols, gaps, parentheses, hasIrregularSigns, percent, allPercent, areCommon }: NumberForm,
): string {
  // "US$" before "$".
  const signs = [...[...symbols].sort((a, b) => b.length - a.length), ...gaps];
  const withoutSigns = (from: string) => signs.reduce((rest, sign) => replaced(rest, sign, ''), from);
  let text = withoutSigns(cell);
  const replace = (from: string, to: string) => {
    text = replaced(text, from, to);
  };
  if (areCommon && symbols.length === 1 && gaps.length === 0) {
    // Most currencies are in front of the number. Cutting off takes half the time of searching.
    const [symbol] = symbols as [string];
    text = `CASE WHEN prefix(${cell}, ${quoteText(symbol)}) THEN substring(${cell}, ${[...symbol].length + 1}) ELSE ${text} END`;
  }
  // CASE, because few cells are negative. A common number begins and ends with its parentheses.
  if (parentheses && areCommon) {
    text = `CASE WHEN ${cell} >= '(' AND ${cell} < ')' THEN concat('-', ${withoutSigns(`${cell}[2:-2]`)}) ELSE ${text} END`;
  } else if (parentheses) {
    text = `CASE WHEN contains(${cell}, '(') THEN replace(replace(${text}, '(', '-'), ')', '') ELSE ${text} END`;
  }
  if (hasIrregularSigns) {
    replace('\u2212', '-');
    text = `CASE WHEN suffix(${text}, '-') THEN concat('-', rtrim(${text}, '-')) ELSE ${text} END`;
  }
  text = withDecimalPoint(text, mark);
  if (allPercent) return `concat(replace(${text}, '%', ''), 'e-2')`;
  if (percent) replace('%', 'e-2');
  return text;
}

function replaced(text: string, from: string, to: string): string {
  return `replace(${text}, ${quoteText(from)}, ${quoteText(to)})`;
}

/** Digits with the decimal point and no thousands mark. */
function withDecimalPoint(digits: string, mark: DecimalMark): string {
  return mark === 'POINT' ? `replace(${digits}, ',', '')` : `replace(replace(${digits}, '.', ''), ',', '.')`;
}

function lettersTextSql(cell: string, { mark, allPercent }: NumberForm): string {
  const negative = `CASE WHEN regexp_matches(${cell}, ${quoteText(`^[^0-9]*[-\u2212(]|${MINUS}(?:${SPACE}*${CURRENCY})?$`)}, 'i') THEN '-' ELSE '' END`;
  const written = `regexp_extract(${cell}, ${quoteText(`(?:[0-9.,'\u2019_]|${SPACE})*[0-9]`)})`;
  // A dot before the first digit is a decimal mark (".5") unless it ends a word ("kr. 5").
  const digits = withDecimalPoint(`regexp_replace(ltrim(${written}, '. '), '[^0-9.,]', '', 'g')`, mark);
  const leading = `CASE WHEN regexp_matches(${cell}, '(?:^|[^A-Za-z])[.,][0-9]') AND NOT regexp_matches(${cell}, '[0-9][.,]') THEN '0.' ELSE '' END`;
  const suffix = `lower(regexp_extract(${cell}, ${quoteText(`[0-9.,]${SPACE}*(${SCALE})(?:\\P{L}|$|${CURRENCY})`)}, 1, 'i'))`;
  const suffixes = Object.keys(SCALE_EXPONENTS).map(quoteText).join(', ');
  const exponents = Object.values(SCALE_EXPONENTS).join(', ');
  const inThousands = `regexp_matches(${cell}, ${quoteText(`[0-9.,]${SPACE}*${GERMAN_THOUSANDS}$`)}, 'i')`;
  const scale = `CASE WHEN ${inThousands} THEN 3 ELSE coalesce([${exponents}][list_position([${suffixes}], ${suffix})], 0) END`;
  const percent = allPercent ? '2' : `CASE WHEN contains(${cell}, '%') THEN 2 ELSE 0 END`;
  const scientific = `regexp_matches(${cell}, '[0-9.,][eE][-+]?[0-9]{1,2}$')`;
  const asWritten = `replace(replace(${withDecimalPoint(cell, mark)}, '\u2212', '-'), '+', '')`;
  return `CASE WHEN ${scientific} THEN ${asWritten} ELSE concat(${negative}, ${leading}, ${digits}, 'e', (${scale} - ${percent})::VARCHAR) END`;
}
