import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { parquetSql } from '../../duckdb/quote.js';
import type { DatasetSchema, DataType, PeriodGrain, TimePart, Warning } from '../../model/schema.js';
import { defaultGrain, grainCandidates } from '../../period/grains.js';
import { monthSql, quarterSql, shortYearSql, yearSql } from '../../period/period.js';
import type { PlannedColumn } from './plan-columns.js';

/** The columns that periods can be read from, and the ones that are used (docs/semantics.md §3). */
export interface TimeDimension
  extends Pick<DatasetSchema, 'periodGrain' | 'periodGrainCandidates' | 'timeCandidates' | 'timeColumns'> {
  /** By column name; only columns that hold a date, a period or a part of one. */
  parts: ReadonlyMap<string, { timePart: TimePart; periodGrain: PeriodGrain | null }>;
  warnings: Warning[];
}

/** Minimum share of valid values among the non-blank cells of a year, month or quarter column. */
const MIN_CONFIRMED_SHARE = 0.7;

export async function findTime(
  connection: Connection,
  parquetPath: string,
  columns: readonly PlannedColumn[],
): Promise<TimeDimension> {
  const parts = new Map<string, TimeColumn>();
  for (const column of columns) {
    const part = await timePartOf(connection, parquetPath, column);
    if (part) parts.set(column.name, { name: column.name, dataType: column.dataType, ...part });
  }
  await addShortYear(connection, parquetPath, columns, parts);
  const withPart = (part: TimePart) => [...parts.values()].filter((column) => column.timePart === part);
  const isNamedDate = new Map(columns.map((column) => [column.name, column.reading.meaning.date]));
  // Columns named as dates come first; otherwise the order of the file.
  const dates = withPart('DATE').sort((a, b) => Number(isNamedDate.get(b.name)) - Number(isNamedDate.get(a.name)));
  const [year] = withPart('YEAR');
  const [month] = withPart('MONTH');
  const [quarter] = withPart('QUARTER');
  const [period] = withPart('PERIOD');
  const choices = [
    ...dates.map((date) => [date]),
    ...(year && month ? [[year, month]] : []),
    ...(year && quarter ? [[year, quarter]] : []),
    ...(period ? [[period]] : []),
    ...(year ? [[year]] : []),
  ];
  const chosen = choices[0] ?? [];
  const periodGrainCandidates = grainCandidates(chosen);
  const candidates = [
    ...dates,
    ...withPart('YEAR'),
    ...withPart('MONTH'),
    ...withPart('QUARTER'),
    ...withPart('PERIOD'),
  ];
  return {
    periodGrain: defaultGrain(periodGrainCandidates),
    periodGrainCandidates,
    timeCandidates: candidates.map((column) => column.name),
    timeColumns: chosen.map((column) => column.name),
    parts,
    warnings: [
      ...noTimeWarnings(chosen),
      ...severalDatesWarnings(dates),
      ...(year && month && quarter ? await periodMismatchWarnings(connection, parquetPath, month, quarter) : []),
    ],
  };
}

/** The year itself: not "years of service", "year group". */
const NAMES_YEAR = /^(?:(?:fiscal|financial|calendar|tax|budget)_)?(?!years$|yrs$)[^_]+$/;

/** Years of two digits, which only a column of months or quarters beside them proves. */
async function addShortYear(
  connection: Connection,
  parquetPath: string,
  columns: readonly PlannedColumn[],
  parts: Map<string, TimeColumn>,
): Promise<void> {
  const found = [...parts.values()].map(({ timePart }) => timePart);
  if (found.includes('YEAR') || !(found.includes('MONTH') || found.includes('QUARTER'))) return;
  const year = columns.find(({ name, reading }) => reading.meaning.year && NAMES_YEAR.test(name) && !parts.has(name));
  if (year === undefined || (year.dataType !== 'INTEGER' && year.dataType !== 'STRING')) return;
  const { name, dataType, reading } = year;
  const [valid] = await numbersOf(
    connection,
    `SELECT count(${shortYearSql({ name, dataType, timePart: null })}) FROM ${parquetSql(parquetPath)}`,
  );
  const filled = reading.filled - reading.nullMarkers;
  if (filled > 0 && valid === filled) parts.set(name, { name, dataType, timePart: 'YEAR', periodGrain: null });
}

interface TimeColumn {
  name: string;
  dataType: DataType;
  timePart: TimePart;
  periodGrain: PeriodGrain | null;
}

async function timePartOf(
  connection: Connection,
  parquetPath: string,
  { name, dataType, reading }: PlannedColumn,
): Promise<Pick<TimeColumn, 'timePart' | 'periodGrain'> | undefined> {
  if (reading.kind === 'DATE') return { timePart: 'DATE', periodGrain: null };
  if (reading.kind === 'PERIOD') {
    const { year, quarter } = reading.grains;
    return { timePart: 'PERIOD', periodGrain: year ? 'YEAR' : quarter ? 'YEAR_QUARTER' : 'YEAR_MONTH' };
  }
  if (dataType === 'BOOLEAN' || reading.filled === reading.nullMarkers) return undefined;
  const { meaning } = reading;
  type Part = (column: { name: string; dataType: DataType; timePart: null }) => string;
  const tests: [boolean, TimePart, Part, minShare: number][] = [
    [meaning.year, 'YEAR', yearSql, MIN_CONFIRMED_SHARE],
    [meaning.month, 'MONTH', monthSql, MIN_CONFIRMED_SHARE],
    [meaning.quarter, 'QUARTER', quarterSql, MIN_CONFIRMED_SHARE],
    // "Release date" over whole years.
    [meaning.date && dataType === 'INTEGER', 'YEAR', yearSql, 1],
  ];
  for (const [isNamed, timePart, sql, minShare] of tests) {
    if (!isNamed) continue;
    const [valid] = await numbersOf(
      connection,
      `SELECT count(${sql({ name, dataType, timePart: null })}) FROM ${parquetSql(parquetPath)}`,
    );
    const isConfirmed = valid! >= (reading.filled - reading.nullMarkers) * minShare;
    if (isConfirmed) return { timePart, periodGrain: null };
  }
  return undefined;
}

function noTimeWarnings(chosen: readonly TimeColumn[]): Warning[] {
  if (chosen.length > 0) return [];
  const message = 'No date, period or year column was found: analyses treat all rows as one period.';
  return [{ code: 'NO_TIME_DIMENSION', message, column: null, count: null }];
}

function severalDatesWarnings(dates: readonly TimeColumn[]): Warning[] {
  if (dates.length < 2) return [];
  const [first, ...others] = dates.map((date) => date.name);
  const message = `Periods are taken from "${first}"; ${others.map((name) => `"${name}"`).join(', ')} could be used instead (saveSchema).`;
  return [{ code: 'MULTIPLE_TIME_CANDIDATES', message, column: first!, count: dates.length }];
}

/** Warns of rows whose month is not in their quarter. The month is used. */
async function periodMismatchWarnings(
  connection: Connection,
  parquetPath: string,
  month: TimeColumn,
  quarter: TimeColumn,
): Promise<Warning[]> {
  const [count] = await numbersOf(
    connection,
    `SELECT count(*) FROM ${parquetSql(parquetPath)} WHERE (${monthSql(month)} + 2) // 3 <> ${quarterSql(quarter)}`,
  );
  if (count === 0) return [];
  const message = `In ${count} rows "${month.name}" is not in the quarter of "${quarter.name}"; the month is used.`;
  return [{ code: 'PERIOD_MISMATCH', message, column: month.name, count: count! }];
}
