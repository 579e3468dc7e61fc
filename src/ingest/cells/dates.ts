import type { DateOrder } from '../../model/dataset.js';
import { EAST_ASIAN_YEAR, eastAsianYear, gregorianYear } from '../../period/calendars.js';
import { asciiDigits } from '../../period/digits.js';
import { monthByName } from '../../period/month-names.js';
import { fullYear } from '../../period/read-period.js';
import { isWeekday } from '../../period/weekday-names.js';

/** A cell read as a date: complete, or two small numbers and a year, whose order is decided for the whole column. */
export type DateReading =
  | { kind: 'settled'; date: string; time: string | null }
  | { kind: 'ordered'; first: number; second: number; year: number; dotted: boolean; time: string | null };

export interface DateHints {
  /** Whether the header names a date, so that `20240131` and Excel's day numbers may be dates. */
  named: boolean;
  /** Whether the header names a point in time, so that 10 and 13 digits may be seconds and milliseconds since 1970. */
  timed?: boolean;
  /** Whether the user chose year-first order, so that `24/03/31` is March 31, 2024. */
  yearFirst: boolean;
  /** Whether years such as 2567 are of the Buddhist era, because most dates of the column have one. */
  buddhist?: boolean;
}

const ZONES =
  'UTC GMT WET WEST BST IST CET CEST MEZ MESZ EET EEST MSK EST EDT CST CDT MST MDT PST PDT AKST AKDT HST BRT ART JST KST SGT HKT AEST AEDT ACST AWST NZST NZDT SAST';
const ZONE = String.raw`(?:Z|(?:${ZONES.split(' ').join('|')})|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)`;
/** Oracle writes `11.30.00.123456 PM`. */
const TIME = String.raw`(?:[T ,]\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?\s*(?:${ZONE}|Uhr|Std\.?|h)?)?`;
/** Hungarian dates end in a point: `2019.04.17.`; Croatian and Serbian ones too: `17.04.2019.` */
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})\.?${TIME}$`, 'i');
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})\.?${TIME}$`, 'i');
const NAMED_DAY_FIRST = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[-/. ]+(?:de )?(\p{L}+\.?)[-/., ]+(?:de )?(\d{4}|\d{2})${TIME}$`,
  'iu',
);
const NAMED_MONTH_FIRST = new RegExp(
  String.raw`^(\p{L}+\.?)[-/. ]+(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})${TIME}$`,
  'iu',
);
const WEEKDAY = /^(\p{L}{2,10}(?:-feira)?)[.,]{0,2} +/u;
const EAST_ASIAN = new RegExp(
  String.raw`^(${EAST_ASIAN_YEAR})[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일](?:\s*[(（].[)）])?$`,
);
/** Years of the Republic of China, as Taiwan writes them: `113/01/31` is 2024. */
const REPUBLIC = /^(1[0-3]\d)([-/.])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const SERIAL = /^\d{5}$/;
/** Seconds or milliseconds since 1970, from September 2001 on. */
const EPOCH = /^([12]\d{9})(\d{3})?$/;

/** Reads a trimmed cell (docs/semantics.md §2, "Dates"); undefined if it is not a valid calendar date. */
export function readDate(text: string, hints: DateHints): DateReading | undefined {
  const cell = asciiDigits(text);
  const reading = readBareDate(cell, hints);
  if (reading) return reading;
  // "Wednesday, January 31, 2024", "mer. 31 janvier 2024": the weekday is ignored.
  const [weekday = '', word = ''] = WEEKDAY.exec(cell) ?? [];
  return isWeekday(word)
    ? readBareDate(cell.slice(weekday.length), { ...hints, named: false, timed: false })
    : undefined;
}

function readBareDate(cell: string, hints: DateHints): DateReading | undefined {
  const yearOf = (digits: string) => (hints.buddhist ? gregorianYear(fullYear(digits)) : fullYear(digits));
  let match = YEAR_FIRST.exec(cell);
  if (match) return settled(yearOf(match[1]!), +match[3]!, +match[4]!, timeOf(match, 5));
  match = YEAR_LAST.exec(cell);
  if (match && hints.yearFirst && match[4]!.length === 2) {
    return settled(fullYear(match[1]!), +match[3]!, +match[4]!, timeOf(match, 5));
  }
  if (match) return ordered([+match[1]!, +match[3]!], yearOf(match[4]!), match[2] === '.', timeOf(match, 5));
  match = NAMED_DAY_FIRST.exec(cell);
  if (match) return settled(yearOf(match[3]!), monthByName(match[2]!), +match[1]!, timeOf(match, 4));
  match = NAMED_MONTH_FIRST.exec(cell);
  if (match) return settled(yearOf(match[3]!), monthByName(match[1]!), +match[2]!, timeOf(match, 4));
  match = EAST_ASIAN.exec(cell);
  if (match) return settled(eastAsianYear(match[1]!), +match[2]!, +match[3]!, null);
  match = hints.timed ? EPOCH.exec(cell) : null;
  if (match) return fromEpoch(Number(match[1]), match[2] ?? '');
  if (!hints.named) return undefined;
  match = REPUBLIC.exec(cell);
  if (match) return settled(eastAsianYear(match[1]!), +match[3]!, +match[4]!, null);
  match = COMPACT.exec(cell);
  if (match)
    return +match[1]! >= 1900 && +match[1]! <= 2100 ? settled(+match[1]!, +match[2]!, +match[3]!, null) : undefined;
  if (SERIAL.test(cell) && +cell >= 20_000 && +cell <= 80_000) return fromSerial(+cell);
  return undefined;
}

/** Counts of the `ordered` readings of a column by what they prove about the order of day and month. */
export interface OrderEvidence {
  dayFirst: number;
  monthFirst: number;
  ambiguous: number;
  /** Those of the ambiguous readings that are written with points: `03.04.2024`. */
  dotted: number;
}

export const NO_EVIDENCE: OrderEvidence = { dayFirst: 0, monthFirst: 0, ambiguous: 0, dotted: 0 };

/** Counts a reading of a cell that occurs so often. */
export function addEvidence(evidence: OrderEvidence, reading: DateReading, occurrences: number): void {
  const proof = orderProof(reading);
  if (proof === undefined) return;
  evidence[proof] += occurrences;
  if (proof === 'ambiguous' && reading.kind === 'ordered' && reading.dotted) evidence.dotted += occurrences;
}

/** Whether only the points decide: no locale of CLDR writes the month first with points. */
export function isOrderOfPoints({ dayFirst, monthFirst, ambiguous, dotted }: OrderEvidence): boolean {
  return dayFirst === 0 && monthFirst === 0 && dotted > 0 && dotted === ambiguous;
}

function orderProof(reading: DateReading): 'dayFirst' | 'monthFirst' | 'ambiguous' | undefined {
  if (reading.kind === 'settled') return undefined;
  if (reading.first > 12) return 'dayFirst';
  if (reading.second > 12) return 'monthFirst';
  return reading.first === reading.second ? undefined : 'ambiguous';
}

/**
 * Decides the order for cells that do not prove one themselves: the option, otherwise the majority of the proofs, otherwise
 * day first with points and month first without (docs/semantics.md §2). Cells that prove the other order are still read in that order.
 */
export function decideOrder(evidence: OrderEvidence, option: DateOrder | undefined): 'DMY' | 'MDY' {
  if (option === 'DMY' || option === 'MDY') return option;
  return evidence.dayFirst > evidence.monthFirst || isOrderOfPoints(evidence) ? 'DMY' : 'MDY';
}

/** `2024-03-31` or `2024-03-31 10:15:00[.123]`; undefined if the day does not exist. */
export function dateText(reading: DateReading, order: 'DMY' | 'MDY'): string | undefined {
  if (reading.kind === 'settled') return withTime(reading.date, reading.time);
  const dayFirst = orderProof(reading) === 'dayFirst' || (orderProof(reading) !== 'monthFirst' && order === 'DMY');
  const [day, month] = dayFirst ? [reading.first, reading.second] : [reading.second, reading.first];
  const date = calendarDate(reading.year, month, day);
  return date && withTime(date, reading.time);
}

export function isMidnight(time: string): boolean {
  return /^00:00:00(?:\.0+)?$/.test(time);
}

function withTime(date: string, time: string | null): string {
  return time === null || isMidnight(time) ? date : `${date} ${time}`;
}

function settled(year: number, month: number | undefined, day: number, time: string | null | undefined) {
  const date = month === undefined ? undefined : calendarDate(year, month, day);
  return date !== undefined && time !== undefined ? ({ kind: 'settled', date, time } as const) : undefined;
}

function ordered([first, second]: [number, number], year: number, dotted: boolean, time: string | null | undefined) {
  const isPossible = time !== undefined && (calendarDate(year, first, second) ?? calendarDate(year, second, first));
  return isPossible ? ({ kind: 'ordered', first, second, year, dotted, time } as const) : undefined;
}

function calendarDate(year: number, month: number, day: number): string | undefined {
  if (year < 1000 || month < 1 || month > 12 || day < 1) return undefined;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return `${year}-${pad(month)}-${pad(day)}`;
}

/** The wall-clock time as written. An offset is not applied, so that the day stays the one shown in the sheet. */
function timeOf(match: RegExpExecArray, at: number): string | null | undefined {
  const [hours, minutes, seconds, fraction, half] = match.slice(at, at + 5);
  if (hours === undefined || minutes === undefined) return null;
  let hour = +hours;
  if (half) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hour > 23 || +minutes > 59 || +(seconds ?? 0) > 59) return undefined;
  const subsecond = fraction ? `.${fraction.slice(0, 6)}` : '';
  return `${pad(hour)}:${minutes}:${seconds ?? '00'}${subsecond}`;
}

/** Excel's day number in the 1900 date system: 1 is 1900-01-01, and 60 is 1900-02-29, which does not exist. */
function fromSerial(serial: number): DateReading {
  const date = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
  return { kind: 'settled', date, time: null };
}

/** The time in UTC, since the number itself says no other. */
function fromEpoch(seconds: number, milliseconds: string): DateReading {
  const [date = '', time = ''] = new Date(seconds * 1000).toISOString().slice(0, 19).split('T');
  return { kind: 'settled', date, time: /[1-9]/.test(milliseconds) ? `${time}.${milliseconds}` : time };
}

/** The year of a date as it was read. */
export function yearRead(reading: DateReading): number {
  return reading.kind === 'settled' ? Number(reading.date.slice(0, 4)) : reading.year;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
