import type { PeriodGrain } from '../model/schema.js';
import { CALENDAR_YEAR, periodsOfYear, type YearStart } from './fiscal-year.js';

/** The ordinals of a grain that a key names: one, or all those of a longer period. */
export interface OrdinalRange {
  first: number;
  last: number;
}

/**
 * Reads a key of the grain, or of a longer period: `2024` is all months of 2024, `FY2025-Q1` the three of that quarter.
 * Months may be written `2024-03`, too. Null for anything else: also for a key of the calendar where years and quarters are
 * fiscal, and the other way round.
 */
export function readPeriodKey(
  key: string,
  grain: Exclude<PeriodGrain, 'NONE'>,
  start: YearStart = CALENDAR_YEAR,
): OrdinalRange | null {
  if (grain === 'DATE') return readDay(key) ?? daysOf(readPeriodKey(key, 'YEAR_MONTH', start));
  const [, fiscal, digits, kind, number] = KEY.exec(key) ?? [];
  if (digits === undefined) return null;
  const year = Number(digits);
  const isMonth = kind === '' || kind?.toUpperCase() === 'M';
  const part = number === undefined ? 'YEAR' : isMonth ? 'YEAR_MONTH' : 'YEAR_QUARTER';
  const parts = periodsOfYear(part)!;
  const nth = number === undefined ? 1 : Number(number);
  if (nth < 1 || nth > parts || (isMonth && number?.length === 1)) return null;
  const isFiscal = fiscal !== '';
  // Months have no fiscal names. Fiscal quarters and years are not made of those of the calendar; months are.
  const isKnown = isFiscal
    ? start !== CALENDAR_YEAR && part !== 'YEAR_MONTH'
    : start === CALENDAR_YEAR || grain === 'YEAR_MONTH';
  if (!isKnown) return null;
  const length = periodsOfYear(grain)! / parts;
  if (length < 1) return null;
  const offset = isFiscal && grain === 'YEAR_MONTH' ? start : 0;
  const first = (year * parts + nth - 1) * length + offset;
  return { first, last: first + length - 1 };
}

const KEY = /^(FY|)(\d{4})(?:-(M|Q|)(\d{1,2}))?$/i;
const DAY_MS = 86_400_000;

function readDay(key: string): OrdinalRange | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(key) ? Date.parse(`${key}T00:00:00Z`) : Number.NaN;
  // 2023-02-30 is read as 2 March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== key) return null;
  return { first: time / DAY_MS, last: time / DAY_MS };
}

function daysOf(months: OrdinalRange | null): OrdinalRange | null {
  if (months === null) return null;
  const firstDay = (month: number) => {
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    return date.getTime() / DAY_MS;
  };
  return { first: firstDay(months.first), last: firstDay(months.last + 1) - 1 };
}
