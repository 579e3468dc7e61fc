import { quoteIdentifier, quoteText } from '../duckdb/quote.js';
import type { Column, PeriodGrain } from '../model/schema.js';
import { gregorianYearSql } from './calendars.js';
import { CALENDAR_YEAR, fiscalSql, type YearStart } from './fiscal-year.js';
import { grainCandidates } from './grains.js';
import { monthNames } from './month-names.js';

/**
 * Periods are computed as integers ("ordinals") that sort by time, and shown as keys (docs/semantics.md §3):
 * DATE days since 1970-01-01 → `2024-03-31`; YEAR_MONTH 12·year + month − 1 → `2024-M03`;
 * YEAR_QUARTER 4·year + quarter − 1 → `2024-Q1`; YEAR → `2024`. Of fiscal years: `FY2024-Q1`, `FY2024`; months and days
 * are the same in every year.
 */
export type PeriodOrdinal = number;

const MS_PER_DAY = 86_400_000;

export const UNKNOWN_PERIOD = 'UNKNOWN';
export const TOTAL_PERIOD = 'TOTAL';

export function periodKey(
  ordinal: PeriodOrdinal,
  grain: Exclude<PeriodGrain, 'NONE'>,
  yearStart: YearStart = CALENDAR_YEAR,
): string {
  const fiscal = yearStart === CALENDAR_YEAR ? '' : 'FY';
  switch (grain) {
    case 'DATE':
      return new Date(ordinal * MS_PER_DAY).toISOString().slice(0, 10);
    case 'YEAR_MONTH':
      return `${year(Math.floor(ordinal / 12))}-M${String((ordinal % 12) + 1).padStart(2, '0')}`;
    case 'YEAR_QUARTER':
      return `${fiscal}${year(Math.floor(ordinal / 4))}-Q${(ordinal % 4) + 1}`;
    case 'YEAR':
      return `${fiscal}${year(ordinal)}`;
  }
}

function year(value: number): string {
  return String(value).padStart(4, '0');
}

/** The ordinal of a month's first day. */
export function firstDayOf(month: PeriodOrdinal): PeriodOrdinal {
  // Not Date.UTC, which takes years below 100 for those of the 20th century.
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1) / MS_PER_DAY;
}

/** The ordinal of a day's month. */
export function monthOfDay(day: PeriodOrdinal): PeriodOrdinal {
  const date = new Date(day * MS_PER_DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The properties of a column that periodSql uses. */
export type TimeColumn = Pick<Column, 'name' | 'dataType' | 'timePart'>;

/** With what says how fine its periods are. */
export type PeriodColumn = TimeColumn & Pick<Column, 'periodGrain'>;

/**
 * SQL expression over the columns of the normalized Parquet file: the row's period ordinal as INTEGER, NULL if it has none.
 * `columns` are the schema's time columns in order; `grain` is one that they allow. A row with a year but no month has a
 * YEAR but no YEAR_MONTH, and no fiscal year.
 */
export function periodSql(
  columns: readonly PeriodColumn[],
  grain: Exclude<PeriodGrain, 'NONE'>,
  yearStart: YearStart = CALENDAR_YEAR,
): string {
  if (yearStart !== CALENDAR_YEAR && (grain === 'YEAR_QUARTER' || grain === 'YEAR')) {
    const part = finestPart(columns);
    return fiscalSql(calendarSql(columns, part), part, grain, yearStart);
  }
  return calendarSql(columns, grain);
}

/** The parts of a year that a fiscal one is made of. */
function finestPart(columns: readonly PeriodColumn[]): 'YEAR_MONTH' | 'YEAR_QUARTER' {
  return grainCandidates(columns).includes('YEAR_MONTH') ? 'YEAR_MONTH' : 'YEAR_QUARTER';
}

function calendarSql(columns: readonly TimeColumn[], grain: Exclude<PeriodGrain, 'NONE'>): string {
  const [first, second] = columns;
  switch (first?.timePart) {
    case 'DATE':
      return fromDate(quoteIdentifier(first.name), grain);
    case 'PERIOD':
      return fromPeriodKey(quoteIdentifier(first.name), grain);
    case 'YEAR':
      return fromParts(second ? shortYearSql(first) : yearSql(first), grain, second);
    default:
      throw new Error(`no period can be read from ${columns.map((column) => column.name).join(' + ') || 'no column'}`);
  }
}

function fromDate(date: string, grain: Exclude<PeriodGrain, 'NONE'>): string {
  switch (grain) {
    case 'DATE':
      return `date_diff('day', DATE '1970-01-01', ${date}::DATE)::INTEGER`;
    case 'YEAR_MONTH':
      return `(year(${date}) * 12 + month(${date}) - 1)::INTEGER`;
    case 'YEAR_QUARTER':
      return `(year(${date}) * 4 + quarter(${date}) - 1)::INTEGER`;
    case 'YEAR':
      return `year(${date})::INTEGER`;
  }
}

/** Reads keys as written by read-period.ts: four digits of the year, then `-M`, `-Q`, `-H` or `-W` and a number, if any. */
function fromPeriodKey(key: string, grain: Exclude<PeriodGrain, 'NONE'>): string {
  const year = `${key}[1:4]::INTEGER`;
  const month = `CASE WHEN ${key}[6] = 'M' THEN ${key}[7:8]::INTEGER END`;
  const quarter = `CASE ${key}[6] WHEN 'Q' THEN ${key}[7:7]::INTEGER WHEN 'M' THEN (${key}[7:8]::INTEGER + 2) // 3 END`;
  switch (grain) {
    case 'YEAR_MONTH':
      return `(${year} * 12 + ${month} - 1)::INTEGER`;
    case 'YEAR_QUARTER':
      return `(${year} * 4 + ${quarter} - 1)::INTEGER`;
    case 'YEAR':
      return year;
    case 'DATE':
      throw new Error('no day can be read from a period column');
  }
}

function fromParts(year: string, grain: Exclude<PeriodGrain, 'NONE'>, part: TimeColumn | undefined): string {
  if (grain === 'YEAR') return year;
  if (grain === 'YEAR_MONTH' && part?.timePart === 'MONTH') return `(${year} * 12 + ${monthSql(part)} - 1)::INTEGER`;
  if (grain === 'YEAR_QUARTER' && part?.timePart === 'MONTH') {
    return `(${year} * 4 + (${monthSql(part)} + 2) // 3 - 1)::INTEGER`;
  }
  if (grain === 'YEAR_QUARTER' && part?.timePart === 'QUARTER')
    return `(${year} * 4 + ${quarterSql(part)} - 1)::INTEGER`;
  throw new Error(`no ${grain} can be read from a year${part ? ` and ${part.name}` : ''}`);
}

/**
 * SQL: 1900 to 2100 (docs/semantics.md §3), NULL for anything else. Years of the Buddhist era become Gregorian ones; a fiscal
 * year is the one in which it ends. A span of several years (`2009-2015`, `2011/2013/2014`) is no year.
 */
export function yearSql(column: TimeColumn): string {
  const name = quoteIdentifier(column.name);
  const written = column.dataType === 'STRING' ? yearInTextSql(name) : wholeNumber(name);
  const value = gregorianYearSql(written);
  return `CASE WHEN ${value} BETWEEN 1900 AND 2100 THEN ${value} END`;
}

/** SQL: as yearSql, but two digits are a year too, as beside a column of months: 14 is 2014. */
export function shortYearSql(column: TimeColumn): string {
  const name = quoteIdentifier(column.name);
  const written =
    column.dataType === 'STRING' ? `try_cast(regexp_extract(${name}, '^[0-9]{2}$') AS INTEGER)` : wholeNumber(name);
  const short = `CASE WHEN ${written} BETWEEN 0 AND 99 THEN ${written} + CASE WHEN ${written} <= 68 THEN 2000 ELSE 1900 END END`;
  return `coalesce(${yearSql(column)}, ${short})`;
}

function yearInTextSql(text: string): string {
  const extracted = (pattern: string, group: number) =>
    `try_cast(regexp_extract(${text}, ${quoteText(pattern)}, ${group}) AS INTEGER)`;
  const fiscal = '^[^0-9]*([0-9]{4}) ?[-/–] ?([0-9]{4}|[0-9]{2})[^0-9]*$';
  const [first, second] = [extracted(fiscal, 1), extracted(fiscal, 2)];
  const following = `CASE WHEN ${second} IN (${first} + 1, (${first} + 1) % 100) THEN ${first} + 1 END`;
  // '14
  const short = extracted("^['\u2019]([0-9]{2})$", 1);
  const ofShort = `${short} + CASE WHEN ${short} <= 68 THEN 2000 ELSE 1900 END`;
  return `coalesce(${extracted('^[^0-9]*([0-9]{4})[^0-9]*$', 1)}, ${following}, ${ofShort})`;
}

/** SQL: 1 to 12 from a number, `01`, `M01` or a name in six languages; NULL for anything else. */
export function monthSql(column: TimeColumn): string {
  const name = quoteIdentifier(column.name);
  if (column.dataType !== 'STRING') return between(wholeNumber(name), 12);
  const word = `rtrim(lower(strip_accents(${name})), '.')`;
  const byName = Array.from({ length: 12 }, (_, index) => {
    const names = monthNames().filter(([, month]) => month === index + 1);
    return `WHEN ${word} IN (${names.map(([text]) => quoteText(text)).join(', ')}) THEN ${index + 1}`;
  });
  const number = between(`try_cast(ltrim(${name}, 'Mm') AS INTEGER)`, 12);
  return `CASE WHEN regexp_full_match(${name}, '[Mm]?[0-9]{1,2}') THEN ${number} ${byName.join(' ')} END`;
}

/** SQL: 1 to 4 from a number, `Q1`, `T1`, `1st quarter`; NULL for anything else. */
export function quarterSql(column: TimeColumn): string {
  const name = quoteIdentifier(column.name);
  if (column.dataType !== 'STRING') return between(wholeNumber(name), 4);
  return `try_cast(nullif(regexp_extract(${name}, '^[^0-9]*([1-4])[^0-9]*$', 1), '') AS INTEGER)`;
}

function wholeNumber(name: string): string {
  return `CASE WHEN ${name} = trunc(${name}) THEN try_cast(${name} AS INTEGER) END`;
}

function between(value: string, max: number): string {
  return `CASE WHEN ${value} BETWEEN 1 AND ${max} THEN ${value} END`;
}
