import { periodName } from '../format/periods.js';

/** Room for the label of a tick, in pixels. */
const LABEL_WIDTH = 64;
/** With more periods than this, dates are easier to read than every nth period. */
const MAX_NAMED_PERIODS = 16;

interface Dated {
  period: string;
  date: Date;
}

/**
 * Ticks named as the periods, for years and for few periods: an axis of years never shows months. Undefined where the
 * axis is better labelled with dates.
 */
export function periodTicks(
  dated: readonly Dated[],
  width: number,
): { ticks: Date[]; tickFormat: (date: Date) => string } | undefined {
  const periods = new Map(dated.map(({ period, date }) => [date.getTime(), period]));
  const areYears = [...periods.values()].every((period) => !period.includes('-'));
  if (periods.size === 0 || (!areYears && periods.size > MAX_NAMED_PERIODS)) return undefined;
  const times = [...periods.keys()].sort((a, b) => a - b);
  const every = Math.ceil((times.length * LABEL_WIDTH) / Math.max(1, width));
  return {
    // From the last one backwards, since the newest period is the one that is looked for.
    ticks: times.filter((_, at) => (times.length - 1 - at) % every === 0).map((time) => new Date(time)),
    tickFormat: (date) => periodName(periods.get(date.getTime()) ?? ''),
  };
}

/** At most about six ticks at whole numbers: there is no half customer. */
export function wholeTicks(bottom: number, top: number): number[] {
  const rough = (top - bottom) / 6;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? 1);
  const first = Math.ceil(bottom / step);
  return Array.from({ length: Math.floor(top / step) - first + 1 }, (_, at) => (first + at) * step);
}
