import type { FiscalYearNamedBy, PeriodGrain } from '../../../clients/typescript/generated/graphql.js';

/** Years that begin in another month than January. */
export interface YearRules {
  /** 1 to 12; 1 is the calendar year. */
  fiscalYearStart: number;
  fiscalYearNamedBy: FiscalYearNamedBy;
}

/** Months counted from year 0, both included. */
export type MonthSpan = readonly [first: number, last: number];

/** The keys of all periods of a span, by time: `2024-M03`, `2024-Q1`, `FY2025-Q1`, `FY2025`. None for days. */
export function periodKeys(grain: PeriodGrain, [first, last]: MonthSpan, rules: YearRules): string[] {
  const length = MONTHS_OF[grain];
  if (length === undefined) return [];
  // Months are the same in every year; years and quarters begin with the fiscal year.
  const offset = grain === 'YEAR_MONTH' ? 0 : rules.fiscalYearStart - 1;
  const from = Math.floor((first - offset) / length);
  const to = Math.floor((last - offset) / length);
  return Array.from({ length: to - from + 1 }, (_, at) => keyOf(grain, from + at, rules));
}

const MONTHS_OF: Partial<Record<PeriodGrain, number>> = { YEAR: 12, YEAR_QUARTER: 3, YEAR_MONTH: 1 };

function keyOf(grain: PeriodGrain, ordinal: number, { fiscalYearStart, fiscalYearNamedBy }: YearRules): string {
  if (grain === 'YEAR_MONTH') {
    return `${yearText(Math.floor(ordinal / 12))}-M${String((ordinal % 12) + 1).padStart(2, '0')}`;
  }
  const isFiscal = fiscalYearStart > 1;
  const perYear = grain === 'YEAR' ? 1 : 4;
  const year = Math.floor(ordinal / perYear) + (isFiscal && fiscalYearNamedBy === 'END' ? 1 : 0);
  const name = `${isFiscal ? 'FY' : ''}${yearText(year)}`;
  return grain === 'YEAR' ? name : `${name}-Q${(ordinal % 4) + 1}`;
}

function yearText(year: number): string {
  return String(year).padStart(4, '0');
}

/** The key of the month in which a span ends. */
export function lastMonthKey([, last]: MonthSpan): string {
  return keyOf('YEAR_MONTH', last, { fiscalYearStart: 1, fiscalYearNamedBy: 'END' });
}
