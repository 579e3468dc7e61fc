import type { PeriodRules } from '../model/period-rules.js';
import type { PeriodGrain } from '../model/schema.js';

const GRAIN_WORDS = {
  DATE: 'by day',
  YEAR_MONTH: 'by month',
  YEAR_QUARTER: 'by quarter',
  YEAR: 'by year',
  NONE: 'all rows together',
} satisfies Record<PeriodGrain, string>;
const ENDS = {
  DATE: 'day',
  YEAR_MONTH: 'month',
  YEAR_QUARTER: 'quarter',
  YEAR: 'year',
  NONE: '',
} satisfies Record<PeriodGrain, string>;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** How rows were divided into periods, in words: `last 12 months at the end of each month, from 2024-M01 to 2024-M12`. */
export function periodsText(grain: PeriodGrain, rules: PeriodRules = {}): string {
  const { from, to, window, yearToDate, fiscalYearStart, fiscalYearNamedBy } = rules;
  const end = `at the end of each ${fiscalYearNamedBy === undefined ? '' : 'fiscal '}${ENDS[grain]}`;
  const isFiscal = fiscalYearStart !== undefined;
  const what =
    window !== undefined
      ? `last ${window.months} months ${end}`
      : yearToDate
        ? `${isFiscal ? 'fiscal ' : ''}year to date ${end}`
        : isFiscal
          ? GRAIN_WORDS[grain].replace('by ', 'by fiscal ')
          : GRAIN_WORDS[grain];
  const start = isFiscal
    ? `, fiscal years from ${MONTHS[fiscalYearStart - 1]}${fiscalYearNamedBy === undefined ? '' : `, named by the year in which they ${fiscalYearNamedBy === 'END' ? 'end' : 'start'}`}`
    : '';
  return `${what}${start}${limitsText(from, to)}`;
}

function limitsText(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined) return from === to ? `, ${from} only` : `, from ${from} to ${to}`;
  if (from !== undefined) return `, from ${from}`;
  return to === undefined ? '' : `, to ${to}`;
}
