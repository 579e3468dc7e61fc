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

const SPACE = '[ \\t\u00a0\u2007\u2009\u202f]';
const MINUS = '[-\u2212]';
const CURRENCY = `(?:${[...Object.keys(CURRENCY_SIGNS), ...CURRENCY_CODES]
  .sort((a, b) => b.length - a.length)
  .map((sign) => `${sign.replace('$', '\\$')}${/^[A-Za-z]+$/.test(sign) && sign.length < 3 ? '\\.?' : ''}`)
  .join('|')})`;
const SCALE = '(?:k|mm|mn|m|bn|b|t)';

/** Powers of ten by suffix, in lower case. */
const SCALE_EXPONENTS: Readonly<Record<string, number>> = { k: 3, m: 6, mm: 6, mn: 6, b: 9, bn: 9, t: 12 };

/** Digits with thousands and decimal marks; a group of thousands does not begin with 0, so `0.123` proves a point. */
const BODY: Readonly<Record<DecimalMark, string>> = {
  POINT: body(',', '\\.', '|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}'),
  COMMA: body('\\.', ',', ''),
};

function body(thousands: string, decimal: string, more: string): string {
  const groups = [thousands, SPACE, "['\u2019]", '_'].map((mark) => `[1-9][0-9]{0,2}(?:${mark}[0-9]{3})+`).join('|');
  return `(?:(?:[0-9]+|${groups}${more})(?:${decimal}[0-9]*)?|${decimal}[0-9]+)`;
}

function grammar(mark: DecimalMark): string {
  const number = BODY[mark];
  const s = `${SPACE}*`;
  const tail = `(?:${s}${SCALE})?(?:${s}(?:${CURRENCY}|%))?`;
  return [
    `[-+\u2212]?${s}${number}[eE][-+]?[0-9]{1,2}`,
    `[-+\u2212]?${s}(?:${CURRENCY})?${s}${number}${tail}`,
    `${CURRENCY}${s}${MINUS}${s}${number}${tail}`,
    `(?:${CURRENCY})?${s}${number}${tail}${s}${MINUS}`,
    `\\(${s}(?:${CURRENCY})?${s}${number}${tail}${s}\\)`,
    `${CURRENCY}${s}\\(${s}${number}${tail}${s}\\)`,
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

/** SQL conditions for what has to be removed from, or done to, a cell of the grammar. */
export const numberFeatures = {
  currency: (cell: string) => `regexp_matches(${cell}, ${quoteText(CURRENCY)}, 'i')`,
  thousands: (cell: string, mark: DecimalMark) =>
    `regexp_matches(${cell}, ${quoteText(`[0-9](?:${mark === 'POINT' ? ',' : '\\.'}|${SPACE}|['\u2019_])[0-9]`)})`,
  parentheses: (cell: string) => `contains(${cell}, '(')`,
  scale: (cell: string) =>
    `regexp_matches(${cell}, ${quoteText(`[0-9.,]${SPACE}*${SCALE}(?:[^a-z]|$|${CURRENCY})`)}, 'i')`,
  percent: (cell: string) => `contains(${cell}, '%')`,
  decimalComma: (cell: string, mark: DecimalMark) => (mark === 'COMMA' ? `contains(${cell}, ',')` : 'false'),
};

/** SQL: the first currency named in a cell, as it is written. */
export function currencySql(cell: string): string {
  return `regexp_extract(${cell}, ${quoteText(CURRENCY)}, 0, 'i')`;
}

/** ISO code of a currency as written in a cell. */
export function currencyCode(sign: string): string {
  const bare = sign.replace(/\.$/, '');
  const known = Object.keys(CURRENCY_SIGNS).find((key) => key.toLowerCase() === bare.toLowerCase());
  return known ? CURRENCY_SIGNS[known]! : bare.toUpperCase();
}

/**
 * SQL: a cell of the grammar as text that DECIMAL and DOUBLE casts read exactly, such as `-1234.5e-2` for `(1,234.5 %)`:
 * sign, digits, and the scaling as an exponent, so that nothing is rounded on the way. With `allPercent` a number
 * without a sign is a percentage too.
 */
export function plainTextSql(cell: string, mark: DecimalMark, allPercent: boolean): string {
  const keep = mark === 'POINT' ? '0-9.' : '0-9,';
  // A dot that closes an abbreviated currency ("kr.", "Rs.") is no decimal mark: it has no digit on either side.
  const digits = `rtrim(regexp_replace(regexp_replace(${cell}, '[A-Za-z][.]', '', 'g'), '[^${keep}]', '', 'g'), '.')`;
  const pointed = mark === 'POINT' ? digits : `replace(${digits}, ',', '.')`;
  const negative = `(contains(${cell}, '-') OR contains(${cell}, '\u2212') OR contains(${cell}, '('))`;
  const suffix = `lower(regexp_extract(${cell}, ${quoteText(`[0-9.,]${SPACE}*(${SCALE})(?:[^a-z]|$|${CURRENCY})`)}, 1, 'i'))`;
  const scales = Object.entries(SCALE_EXPONENTS).map(([name, exponent]) => `WHEN '${name}' THEN ${exponent}`);
  const exponent = `CASE ${suffix} ${scales.join(' ')} ELSE 0 END - ${allPercent ? '2' : `CASE WHEN contains(${cell}, '%') THEN 2 ELSE 0 END`}`;
  const scientific = `regexp_matches(${cell}, '[0-9.,][eE][-+]?[0-9]{1,2}$')`;
  const asWritten =
    mark === 'POINT'
      ? `replace(${cell}, '\u2212', '-')`
      : `replace(replace(replace(${cell}, '\u2212', '-'), '.', ''), ',', '.')`;
  return (
    `CASE WHEN ${scientific} THEN replace(replace(replace(${asWritten}, ' ', ''), '\u00a0', ''), '+', '') ` +
    `ELSE concat(CASE WHEN ${negative} THEN '-' ELSE '' END, ${pointed}, 'e', (${exponent})::VARCHAR) END`
  );
}
