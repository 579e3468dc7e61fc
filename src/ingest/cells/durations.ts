import { quoteText } from '../../duckdb/quote.js';

/**
 * Durations, which become hours (docs/semantics.md §2, "Durations"): `8:30`, `38:30:00`, `1h30`, `2 h 15 min`, `4m 12s`. In
 * JavaScript and in SQL alike.
 */

/** `1h30`, `1h 30m`, `2 hrs 15 mins`: minutes and seconds may be missing. */
const IN_HOURS =
  '^(-?)([0-9]{1,6}) ?h(?:rs?|ours?)?[.]?(?: ?([0-9]{1,2}) ?(?:m|mn|mins?|minutes?)?[.]?)?(?: ?([0-9]{1,2}) ?s(?:ecs?)?[.]?)?$';
/** `4m 12s`, `90 min 30 sec`. */
const IN_MINUTES = '^(-?)([0-9]{1,6}) ?m(?:ins?)?[.]? ?([0-9]{1,2}) ?s(?:ecs?)?[.]?$';
/** Hours, minutes and perhaps seconds, of which 60 are one of the next. */
const CLOCK = '^-?(?:[0-9]{1,6}:[0-5]?[0-9]?|0:[0-9]{1,6})(?::[0-5]?[0-9]?)?$';
/** As programs and people write them. */
const WRITTEN_CLOCK = /^-?\d{1,6}:[0-5]\d(?::[0-5]\d)?$/;
const LETTERED = [new RegExp(IN_HOURS, 'i'), new RegExp(IN_MINUTES, 'i')];
const MAX_LENGTH = 30;
const HOURS_PER_DAY = 24;

/** Whether the letters of a cell say that it is a duration: `1h30`, `4m 12s`; but not `12 h`, which is a number with a unit. */
export function isLetteredDuration(cell: string): boolean {
  return cell.length <= MAX_LENGTH && /\d\D+\d/.test(cell) && LETTERED.some((pattern) => pattern.test(cell));
}

/** Whether a cell is a duration or a time of day. */
export function isClock(cell: string): boolean {
  return cell.length <= MAX_LENGTH && WRITTEN_CLOCK.test(cell);
}

/** Whether a cell is no time of day: `38:30:00`. Two parts can be a score, `102:54`. */
export function isBeyondDay(cell: string): boolean {
  return isClock(cell) && Number(cell.split(':')[0]) >= HOURS_PER_DAY && cell.split(':').length === 3;
}

/** The hours of a duration as a number; other cells unchanged. */
export function hoursOf(cell: string): string {
  const clock = cell.replace(LETTERED[0]!, '$1$2:$3:$4').replace(LETTERED[1]!, '$10:$2:$3');
  if (!new RegExp(CLOCK).test(clock)) return cell;
  const [hours = 0, minutes = 0, seconds = 0] = clock.replace('-', '').split(':').map(Number);
  // One division, so that 8:30:36 is 8.51.
  return String(((clock.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds)) / 3600);
}

/** SQL: as hoursOf. DuckDB computes the repeated expression once. */
export function hoursSql(cell: string): string {
  const clock = `regexp_replace(regexp_replace(${cell}, ${quoteText(IN_HOURS)}, '\\1\\2:\\3:\\4', 'i'), ${quoteText(IN_MINUTES)}, '\\10:\\2:\\3', 'i')`;
  const part = (at: number) => `coalesce(try_cast(ltrim(split_part(${clock}, ':', ${at}), '-') AS BIGINT), 0)`;
  const sign = `CASE WHEN starts_with(${clock}, '-') THEN -1 ELSE 1 END`;
  const hours = `(${sign} * (${part(1)} * 3600 + ${part(2)} * 60 + ${part(3)}) / 3600)::DOUBLE::VARCHAR`;
  const isDuration = `regexp_full_match(${clock}, ${quoteText(CLOCK)})`;
  return `CASE WHEN ${isDuration} THEN regexp_replace(${hours}, '[.]0$', '') ELSE ${cell} END`;
}
