import type { FiscalYearNamedBy } from '../model/period-rules.js';
import type { PeriodGrain } from '../model/schema.js';

/**
 * Months between 1 January of a year and the first day of the fiscal year that is named after it: 0 for the calendar year,
 * 3 for April and named by its start, -9 for April and named by its end.
 */
export type YearStart = number;

export const CALENDAR_YEAR: YearStart = 0;

/** @param month 1 to 12 */
export function yearStart(month: number, namedBy: FiscalYearNamedBy): YearStart {
  return month === 1 || namedBy === 'START' ? month - 1 : month - 13;
}

const PARTS = { YEAR_MONTH: 12, YEAR_QUARTER: 4, YEAR: 1 };

/** Periods of a year; undefined where that differs from year to year. */
export function periodsOfYear(grain: PeriodGrain): number | undefined {
  return (PARTS as Partial<Record<PeriodGrain, number>>)[grain];
}

/** Months of a period; undefined for days. */
export function monthsOf(grain: PeriodGrain): number | undefined {
  const parts = periodsOfYear(grain);
  return parts === undefined ? undefined : 12 / parts;
}

/**
 * SQL: the ordinal of a quarter or year, from that of a month or quarter of the calendar.
 * @param start a multiple of 3 where `from` is a quarter
 */
export function fiscalSql(
  ordinal: string,
  from: 'YEAR_MONTH' | 'YEAR_QUARTER',
  to: 'YEAR_QUARTER' | 'YEAR',
  start: YearStart,
): string {
  const shift = start / (12 / PARTS[from]);
  return `((${ordinal} - ${shift}) // ${PARTS[from] / PARTS[to]})::INTEGER`;
}

/** The first and the last month of a period as ordinals of YEAR_MONTH. */
export function monthsWithin(
  ordinal: number,
  grain: 'YEAR_MONTH' | 'YEAR_QUARTER' | 'YEAR',
  start: YearStart,
): { first: number; last: number } {
  if (grain === 'YEAR_MONTH') return { first: ordinal, last: ordinal };
  const length = 12 / PARTS[grain];
  const first = ordinal * length + start;
  return { first, last: first + length - 1 };
}
