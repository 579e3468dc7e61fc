import type { PeriodGrain } from '../../../clients/typescript/generated/graphql.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const TOTAL = 'TOTAL';
export const UNKNOWN = 'UNKNOWN';

/** The name of a period by its key: `2019-Q1` → Q1 2019. */
export function periodName(key: string): string {
  if (key === TOTAL) return 'All periods';
  if (key === UNKNOWN) return 'No period';
  const [, window, end] = /^([A-Z0-9]+) (.+)$/.exec(key) ?? [];
  if (window && end) return windowName(window, periodName(end));
  const [, year, unit, number] = /^((?:FY)?\d{4})-([QM])(\d{1,2})$/.exec(key) ?? [];
  if (unit === 'Q') return `Q${number} ${year}`;
  if (unit === 'M') return `${MONTHS[Number(number) - 1]} ${year}`;
  const [, dateYear, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(key) ?? [];
  if (day) return `${Number(day)} ${MONTHS[Number(month) - 1]} ${dateYear}`;
  return key;
}

/** `LTM`, `L3M`, `YTD` and `FYTD` with the period in which they end. */
function windowName(window: string, end: string): string {
  const months = window === 'LTM' ? '12' : /^L(\d+)M$/.exec(window)?.[1];
  return months ? `${months} months to ${end}` : `${window} ${end}`;
}

/** The period as part of a sentence: in Q1 2019. */
export function inPeriod(key: string, hasPeriods = true): string {
  if (key === TOTAL) return hasPeriods ? 'over all periods' : '';
  if (key === UNKNOWN) return 'in rows without a period';
  if (/^L\w+ /.test(key)) return `in the ${periodName(key)}`;
  return `${/^\d{4}-\d{2}-\d{2}$/.test(key) ? 'on' : 'in'} ${periodName(key)}`;
}

/** The first day of a period, UTC; undefined for TOTAL and UNKNOWN. */
export function periodStart(key: string): Date | undefined {
  const end = key.replace(/^[A-Z0-9]+ /, '');
  const [, year, unit, number] = /^(?:FY)?(\d{4})(?:-([QM])(\d{1,2}))?$/.exec(end) ?? [];
  if (year) {
    const month = unit === 'Q' ? (Number(number) - 1) * 3 : unit === 'M' ? Number(number) - 1 : 0;
    return new Date(Date.UTC(Number(year), month));
  }
  return /^\d{4}-\d{2}-\d{2}$/.test(end) ? new Date(`${end}T00:00:00Z`) : undefined;
}

export const grainNames: Record<PeriodGrain, string> = {
  DATE: 'day',
  YEAR_MONTH: 'month',
  YEAR_QUARTER: 'quarter',
  YEAR: 'year',
  NONE: 'no periods',
};
