import type { PaddedCode } from './number-format.js';

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

/** The shortest decimal that parses to the same double, without exponent: 1e21 → `1000000000000000000000`. */
export function plainNumber(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign, first, rest = '', exponent] = match;
  return sign + movePoint(`${first}.${rest}`, Number(exponent));
}

/** A plain number as a percentage: `0.055` → `5.5%`. Exact, because it moves the decimal point. */
export function percentText(plain: string): string {
  const sign = plain.startsWith('-') ? '-' : '';
  return `${sign}${movePoint(plain.slice(sign.length), 2)}%`;
}

/** A whole number with leading zeros: `1067` → `01067`. Other numbers are unchanged. */
export function paddedText(plain: string, { digits }: PaddedCode): string {
  return /^\d+$/.test(plain) ? plain.padStart(digits, '0') : plain;
}

/**
 * Whether bytes [start, end) equal the output of `plainNumber`: a decimal of at most 15 significant digits, which a double
 * represents uniquely, without surplus zeros. True for most cells, and much cheaper than printing.
 */
export function isPlainDecimal(bytes: Uint8Array, start: number, end: number): boolean {
  let at = bytes[start] === MINUS ? start + 1 : start;
  const first = at;
  while (at < end && isDigit(bytes[at]!)) at++;
  const wholeDigits = at - first;
  if (wholeDigits === 0 || (bytes[first] === ZERO && wholeDigits > 1)) return false;
  if (at === end) return wholeDigits <= 15 && !(bytes[first] === ZERO && first > start);
  if (bytes[at] !== POINT) return false;
  const fraction = ++at;
  while (at < end && isDigit(bytes[at]!)) at++;
  // JavaScript prints digits after `0.000000` with an exponent; without it they are the same.
  return at === end && at > fraction && bytes[at - 1] !== ZERO && wholeDigits + at - fraction <= 15;
}

/** Parses bytes [start, end) as a whole number of at most 15 digits; NaN if they are not one. */
export function parseDigits(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > 15) return Number.NaN;
  let number = 0;
  for (let at = start; at < end; at++) {
    if (!isDigit(bytes[at]!)) return Number.NaN;
    number = number * 10 + bytes[at]! - ZERO;
  }
  return number;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

/** `1.5` moved by 2 → `150`, by -2 → `0.015`; without surplus zeros. */
function movePoint(digits: string, places: number): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const all = whole + fraction;
  const point = whole.length + places;
  const integer =
    all
      .slice(0, Math.max(point, 0))
      .padEnd(point, '0')
      .replace(/^0+(?=\d)/, '') || '0';
  const decimals = (point < 0 ? '0'.repeat(-point) + all : all.slice(point)).replace(/0+$/, '');
  return decimals ? `${integer}.${decimals}` : integer;
}
