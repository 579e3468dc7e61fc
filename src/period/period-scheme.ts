import type { PeriodRules } from '../model/period-rules.js';
import type { PeriodGrain } from '../model/schema.js';
import { monthsOf, periodsOfYear, type YearStart, yearStart } from './fiscal-year.js';
import { type PeriodOrdinal, periodKey } from './period.js';
import { readPeriodKey } from './period-key.js';

/**
 * Which rows make up a period, and how it is named. Rows have the ordinals of `grain`; a period is named by its last one,
 * and several periods can cover a row.
 */
export interface PeriodScheme {
  grain: Exclude<PeriodGrain, 'NONE'>;
  yearStart: YearStart;
  /** The number of ordinals that a rolling window covers; null where periods are no windows. */
  windowLength: number | null;
  isYearToDate: boolean;
  /** The first and the last period of the answer; null where it is not limited. */
  from: PeriodOrdinal | null;
  to: PeriodOrdinal | null;
  /** Before the key of a period: `LTM `, `YTD `. */
  prefix: string;
}

/** Null where all rows are analysed together. `rules` are checked (analysis/parameters/period-parameters.ts). */
export function periodScheme(grain: PeriodGrain, rules: PeriodRules = {}): PeriodScheme | null {
  if (grain === 'NONE') return null;
  const { from, to, window, fiscalYearStart = 1, fiscalYearNamedBy = 'END', yearToDate: isYearToDate = false } = rules;
  const start = yearStart(fiscalYearStart, fiscalYearNamedBy);
  const ordinalOf = (key: string | undefined) => (key === undefined ? null : readPeriodKey(key, grain, start));
  return {
    grain,
    yearStart: start,
    windowLength: window === undefined ? null : window.months / monthsOf(grain)!,
    isYearToDate,
    from: ordinalOf(from)?.first ?? null,
    to: ordinalOf(to)?.last ?? null,
    prefix: prefixOf(rules),
  };
}

/** `LTM ` (last twelve months), `L3M `, `YTD `, `FYTD ` (fiscal year to date); empty where a period is one of the grain. */
export function prefixOf({ window, yearToDate, fiscalYearStart = 1 }: PeriodRules): string {
  if (window !== undefined) return window.months === 12 ? 'LTM ' : `L${window.months}M `;
  if (!yearToDate) return '';
  return fiscalYearStart === 1 ? 'YTD ' : 'FYTD ';
}

export function periodName({ grain, yearStart: start, prefix }: PeriodScheme, ordinal: PeriodOrdinal): string {
  return `${prefix}${periodKey(ordinal, grain, start)}`;
}

/** Whether a row can count in several periods. */
export function hasOverlaps({ windowLength, isYearToDate }: PeriodScheme): boolean {
  return windowLength !== null || isYearToDate;
}

/** The first ordinal that a period covers; the last is the period's own. */
export function firstCovered(
  { grain, yearStart: start, windowLength, isYearToDate }: PeriodScheme,
  period: PeriodOrdinal,
): PeriodOrdinal {
  if (windowLength !== null) return period - windowLength + 1;
  if (!isYearToDate) return period;
  const length = periodsOfYear(grain)!;
  // Fiscal quarters are counted from the start of their year, months from January.
  const offset = grain === 'YEAR_MONTH' ? start : 0;
  return Math.floor((period - offset) / length) * length + offset;
}

/**
 * The period that a period is compared with: the window before that shares no row with it, or the same span of the year
 * before. Undefined where it is the period before it in the list.
 */
export function comparedPeriod(
  { grain, windowLength, isYearToDate }: PeriodScheme,
  period: PeriodOrdinal,
): PeriodOrdinal | undefined {
  if (windowLength !== null) return period - windowLength;
  return isYearToDate ? period - periodsOfYear(grain)! : undefined;
}

/** The ordinals that rows of the answer have: of all periods from `from` to `to`. Null where they are not limited. */
export function coveredRange(scheme: PeriodScheme): { first: PeriodOrdinal | null; last: PeriodOrdinal | null } | null {
  const { from, to } = scheme;
  if (from === null && to === null) return null;
  return { first: from === null ? null : firstCovered(scheme, from), last: to };
}
