import type { Connection } from '../../duckdb/connection.js';
import { quoteIdentifier } from '../../duckdb/quote.js';
import type { Column, PeriodGrain } from '../../model/schema.js';
import { monthsWithin } from '../../period/fiscal-year.js';
import { grainCandidates } from '../../period/grains.js';
import { firstDayOf, monthOfDay, type PeriodOrdinal, periodSql } from '../../period/period.js';
import { firstCovered, type PeriodScheme } from '../../period/period-scheme.js';
import { UNKNOWN } from './period-groups.js';

/** How far the rows of a file reach, and how far apart their dates usually are (docs/semantics.md §3). */
export interface DateSpan {
  /** What it is counted in. */
  grain: Exclude<PeriodGrain, 'NONE'>;
  first: PeriodOrdinal;
  last: PeriodOrdinal;
  usualGap: number;
}

/** Fewer gaps do not say on which days there are rows. */
const MIN_GAPS_BY_DAYS = 10;
const DAYS_OF_SHORTEST_MONTH = 28;
/** A weekend and a holiday. */
const MAX_IDLE_DAYS = 3;
const MAX_MISSING_SHARE = 1 / 20;
/** In so many gaps one is not usual: a hole in the data, a year that was mistyped. */
const GAPS_WITH_ONE_EXCEPTION = 100;

/**
 * Of all rows of the version with a value: a filter that selects none in some months does not make them missing. Null where
 * there is no period, and where all rows have one date, which does not show how long their period is.
 * @param number SQL of a row's value, NULL where it has none
 */
export async function dateSpan(
  connection: Connection,
  rows: string,
  timeColumns: readonly Column[],
  number: string,
): Promise<DateSpan | null> {
  const [finest = 'NONE'] = grainCandidates(timeColumns);
  if (finest === 'NONE') return null;
  // A period is read from each distinct date once: half the time of reading it from each row.
  const dates = timeColumns.map(({ name, timePart }) => {
    const column = quoteIdentifier(name);
    return timePart === 'DATE' ? `${column}::DATE AS ${column}` : column;
  });
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT ${periodSql(timeColumns, finest)} AS period
     FROM (SELECT DISTINCT ${dates.join(', ')} FROM ${rows} WHERE ${number} IS NOT NULL)
     WHERE period IS NOT NULL ORDER BY period`,
  );
  return spanOf(
    finest,
    found.getRowsJS().map(([period]) => period as number),
  );
}

/** @param ordinals distinct, ascending */
function spanOf(grain: DateSpan['grain'], ordinals: readonly number[]): DateSpan | null {
  const [first, last] = [ordinals[0], ordinals.at(-1)];
  if (first === undefined || last === undefined) return null;
  const usualGap = usualGapOf(ordinals);
  if (grain !== 'DATE') return { grain, first, last, usualGap: usualGap ?? 1 };
  if (usualGap === null) return null;
  const isByDays = ordinals.length > MIN_GAPS_BY_DAYS && usualGap < DAYS_OF_SHORTEST_MONTH;
  if (isByDays) return { grain, first, last, usualGap };
  return spanOf('YEAR_MONTH', [...new Set(ordinals.map(monthOfDay))]);
}

/** Null where there is none. The longest is not usual where there is another. */
function usualGapOf(ordinals: readonly number[]): number | null {
  const gaps = ordinals.slice(1).map((each, index) => each - ordinals[index]!);
  gaps.sort((a, b) => a - b);
  const longest = gaps.length - 1;
  return gaps[longest - Math.ceil(longest / GAPS_WITH_ONE_EXCEPTION)] ?? null;
}

/** Whether rows that were to be expected are missing at the start or at the end of a period, because the file is not of then. */
export function isPartial(scheme: PeriodScheme | null, period: PeriodOrdinal, span: DateSpan | null): boolean {
  if (scheme === null || scheme.grain === 'DATE' || span === null || period >= UNKNOWN) return false;
  const { grain, first, last, usualGap } = span;
  const start = monthsWithin(firstCovered(scheme, period), scheme.grain, scheme.yearStart).first;
  const end = monthsWithin(period, scheme.grain, scheme.yearStart).last;
  if (grain === 'DATE') {
    const [from, to] = [firstDayOf(start), firstDayOf(end + 1) - 1];
    return [first - from, to - last].some((missing) => missing >= usualGap && areMissed(missing, to - from + 1));
  }
  const months = monthsWithin(0, grain, 0).last + 1;
  const missing = [monthsWithin(first, grain, 0).first - start, end - monthsWithin(last, grain, 0).last];
  return missing.some((each) => each > 0 && each >= usualGap * months);
}

/** Days without rows that make a difference. A whole month always does. */
function areMissed(missing: number, days: number): boolean {
  return missing > MAX_IDLE_DAYS && missing >= Math.min(days * MAX_MISSING_SHARE, DAYS_OF_SHORTEST_MONTH);
}
