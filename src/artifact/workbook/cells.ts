import type { Analysis } from '../../model/analysis.js';

/** A formula with the result that is shown before a spreadsheet computes it. */
export interface Formula {
  /** Without the leading `=`; of cell references and operators alone, never of texts from a file. */
  formula: string;
  result: number;
}

export type Cell = string | number | boolean | Date | Formula | null;

export const PERCENT = '0.0%';
export const COUNT = '#,##0';
export const DAY = 'yyyy-mm-dd';
const MONTH = 'mmm yyyy';

/** A day and a month are dates and a year is a number, so that spreadsheets sort, filter and chart them as such. */
export function periodCell(period: string): Cell {
  if (period === 'TOTAL') return 'Total';
  if (period === 'UNKNOWN') return 'No period';
  if (/^\d{4}$/.test(period)) return Number(period);
  const [, year, month, day = '01'] = /^(\d{4})-M?(\d\d)(?:-(\d\d))?$/.exec(period) ?? [];
  return year === undefined ? period : new Date(`${year}-${month}-${day}T00:00:00Z`);
}

/** The number format of what periodCell returns. */
export function periodFormat(period: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(period)) return DAY;
  return /^\d{4}-M\d\d$/.test(period) ? MONTH : '0';
}

/** Percent as the API gives it, as the fraction that a percent format shows. */
export function fraction(percent: number | null | undefined): number | null {
  return percent == null ? null : percent / 100;
}

/** `A`, …, `Z`, `AA`, … of a 1-based column. */
export function columnLetters(number: number): string {
  const rest = (number - 1) % 26;
  const last = String.fromCharCode(65 + rest);
  return number > 26 ? columnLetters((number - 1 - rest) / 26) + last : last;
}

/** How the amounts of the workbook are shown, all alike. */
export interface Amount {
  format: string;
  /** Of their columns, in characters. */
  width: number;
}

const MIN_AMOUNT_WIDTH = 16;
/** From here on cents do not matter, and make the number too long to read. */
const MIN_WITHOUT_CENTS = 1e11;
/** Bold digits, a minus, and room at both sides. */
const WIDTH_OF_DIGIT = 1.25;
const SIDES = 3;

/** Wide enough for the largest: a number that does not fit is shown as ###. */
export function amountOf(numbers: readonly number[]): Amount {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const format = largest >= MIN_WITHOUT_CENTS ? '#,##0' : wholeOrCents(numbers);
  const decimals = format === '#,##0' ? 0 : 2;
  const text = largest.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return { format, width: Math.max(MIN_AMOUNT_WIDTH, Math.ceil(text.length * WIDTH_OF_DIGIT) + SIDES) };
}

/** The format of numbers: without decimals where none of them has any. */
function wholeOrCents(numbers: readonly number[]): string {
  return numbers.every(Number.isInteger) ? '#,##0' : '#,##0.00';
}

/** The format of the sums of further columns. */
export function alsoFormat({ total, byPeriod }: Pick<Analysis, 'total' | 'byPeriod'>): string {
  const sums = [total, ...byPeriod].flatMap(({ also = [], head }) => [
    also,
    ...head.map((entity) => entity.also ?? []),
  ]);
  return wholeOrCents(sums.flat().map(({ value }) => value));
}
