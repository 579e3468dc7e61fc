import type { DateKind } from './number-format.js';

export type DateSystem = 1900 | 1904;

const MS_PER_DAY = 86_400_000;
/** Serial number of 9999-12-31, the last valid day. */
const MAX_SERIAL: Readonly<Record<DateSystem, number>> = { 1900: 2_958_465, 1904: 2_957_003 };
const EPOCH_MS: Readonly<Record<DateSystem, number>> = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };

/**
 * Prints a serial number as the date, time or duration that its cell shows: `2024-03-31`, `2024-03-31 09:30:00`,
 * `09:30:00`, `27:30:00`; with `.mmm` if the milliseconds are not zero. Invalid days of the 1900 system are printed as in
 * Excel: 60 is `1900-02-29` (Lotus treated 1900 as a leap year), 0 is `1900-01-00`.
 *
 * @returns null if there is no such date: a negative serial number, or one after the year 9999
 */
export function serialText(serial: number, kind: DateKind, system: DateSystem): string | null {
  if (kind === 'DURATION') return durationText(serial);
  const rounded = Math.round(serial * MS_PER_DAY);
  const day = Math.floor(rounded / MS_PER_DAY);
  const msOfDay = rounded - day * MS_PER_DAY;
  if (serial < 0 || day > MAX_SERIAL[system]) return null;
  if (day === 0 && (msOfDay > 0 || kind === 'TIME')) return timeText(msOfDay);
  return msOfDay === 0 ? dayText(day, system) : `${dayText(day, system)} ${timeText(msOfDay)}`;
}

function dayText(day: number, system: DateSystem): string {
  if (system === 1900 && day === 60) return '1900-02-29';
  if (system === 1900 && day === 0) return '1900-01-00';
  return calendarDay(EPOCH_MS[system] + (system === 1900 && day < 60 ? day + 1 : day) * MS_PER_DAY);
}

/** Cache of printed days: a column has few distinct dates, and printing one takes longer than reading ten cells. */
const printedDays = new Map<number, string>();
const MAX_PRINTED_DAYS = 100_000;

function calendarDay(ms: number): string {
  const known = printedDays.get(ms);
  if (known !== undefined) return known;
  const text = new Date(ms).toISOString().slice(0, 10);
  if (printedDays.size === MAX_PRINTED_DAYS) printedDays.clear();
  printedDays.set(ms, text);
  return text;
}

function durationText(serial: number): string {
  return (serial < 0 ? '-' : '') + timeText(Math.round(Math.abs(serial) * MS_PER_DAY));
}

/** Hours are not wrapped at 24. */
function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return ms % 1000 === 0 ? text : `${text}.${String(ms % 1000).padStart(3, '0')}`;
}
