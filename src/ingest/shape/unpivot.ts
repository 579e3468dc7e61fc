import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DateOrder, NormalizationOptions } from '../../model/dataset.js';
import { mayBeFiscal, provesFiscal, readPeriod, withoutYearSuffix } from '../../period/read-period.js';
import { addEvidence, dateText, decideOrder, NO_EVIDENCE, type OrderEvidence, readDate } from '../cells/dates.js';
import type { ColumnCache } from '../columns/column-cache.js';
import { originsOf, type RawTable } from '../read/raw-table.js';
import { dropRows, folderForRows, materializeRows } from '../read/text-table.js';
import { withPlainNumbers } from './plain-numbers.js';
import { agreeSql, amountSql } from './sums.js';
import { namesSum } from './total-words.js';

/** With fewer period columns a table is not wide (docs/semantics.md §1, "wide tables"). */
const MIN_PERIODS = 3;
/** Columns compared with their parts, one query each. Reports have fewer; a hostile file can have thousands. */
const MAX_SUM_COLUMNS = 20;
/** An estimate. */
const BYTES_PER_CELL = 8;

/**
 * Turns a wide table, with three or more numeric columns headed by periods (`2019`, `Q1_2024`, `Jan-24`, `2024-03`,
 * `31.01.2024`, `2024E`), into a long one: the other columns, then `period` and `value`. Rows keep the order of the file,
 * periods within a row keep the order of the columns. A blank cell becomes a row with a blank value, so that no cell is
 * lost. Columns that would count twice are left out and reported: the sums of the periods, and a period that overlaps
 * others (a year beside its quarters). A table with the same period above two columns is not unpivoted, because something
 * else distinguishes these columns.
 */
export async function unpivot(
  connection: Connection,
  raw: RawTable,
  {
    options: { dateOrder },
    workFolder,
    cache,
  }: { options: Pick<NormalizationOptions, 'dateOrder'>; workFolder: string; cache: ColumnCache },
): Promise<RawTable> {
  const headed = await periodColumns(raw, dateOrder, cache);
  const hasRepeatedPeriod = new Set(headed.map(({ key }) => key)).size < headed.length;
  if (headed.length < MIN_PERIODS || hasRepeatedPeriod) return raw;
  const overlapping = await overlappingColumns(connection, raw, headed);
  const periods = headed.filter((column) => !overlapping.includes(column));
  if (periods.length < MIN_PERIODS) return raw;
  const others = raw.headers.flatMap((header, index) =>
    headed.some((each) => each.index === index) ? [] : [{ header, index }],
  );
  const sums = await sumColumns(connection, raw, others, periods);
  const kept = others.filter((column) => !sums.includes(column));
  const rowCount = raw.rowCount * periods.length;
  const columnCount = kept.length + 2;
  const long = await materializeRows(connection, {
    table: `${raw.table}_long`,
    rows: longRowsSql(raw, kept, periods),
    columns: columnCount + 1,
    folder: await folderForRows(connection, rowCount * columnCount * BYTES_PER_CELL, workFolder),
  });
  await dropRows(connection, raw);
  const message = [
    `${periods.length} columns headed by periods (${periods[0]!.key} to ${periods.at(-1)!.key}) became rows with the columns "period" and "value".`,
    ...sums.map(({ header }) => `"${header.trim()}" holds their sums and is left out.`),
    ...overlapping.map(
      ({ header }) => `"${header.trim()}" overlaps other periods and is left out, since it would count twice.`,
    ),
  ].join(' ');
  return {
    ...raw,
    ...long,
    headers: [...kept.map(({ header }) => header), 'period', 'value'],
    rowCount,
    sourceRow: 'source_row',
    blocks: undefined,
    origins: originsOf(raw).map((origins) => [
      ...kept.map(({ index }) => origins[index] ?? null),
      null,
      periods.map(({ index }) => origins[index] as number | null),
    ]),
    sourceIndex: raw.sourceIndex === undefined ? undefined : kept.findIndex(({ index }) => index === raw.sourceIndex),
    warnings: [...raw.warnings, { code: 'UNPIVOTED', message, column: 'period', count: periods.length }],
  };
}

function longRowsSql(raw: RawTable, kept: readonly Column[], periods: readonly PeriodColumn[]): string {
  const columns = [
    ...kept.map(({ index }, position) => `c${index + 1} AS c${position + 1}`),
    `unnest([${periods.map(({ key }) => quoteText(key)).join(', ')}]) AS c${kept.length + 1}`,
    `unnest([${periods.map(({ index }) => `c${index + 1}`).join(', ')}]) AS c${kept.length + 2}`,
    `${raw.sourceRow} AS source_row`,
  ];
  return `SELECT ${columns.join(', ')} FROM ${raw.table}`;
}

/** The columns named as sums that hold the sums of the periods. */
async function sumColumns(
  connection: Connection,
  raw: RawTable,
  others: readonly Column[],
  periods: readonly PeriodColumn[],
): Promise<Column[]> {
  const named = others.filter(({ header }) => namesSum(header.trim())).slice(0, MAX_SUM_COLUMNS);
  if (named.length === 0) return [];
  return withPlainNumbers(connection, raw, async (plain) => {
    const sums: Column[] = [];
    for (const column of named) if (await holdsSums(connection, plain, column, periods)) sums.push(column);
    return sums;
  });
}

interface Column {
  header: string;
  /** Index in the raw table. */
  index: number;
}

interface PeriodColumn extends Column {
  /** Of the period (read-period.ts), or an ISO date. */
  key: string;
}

async function periodColumns(
  raw: RawTable,
  dateOrder: DateOrder | undefined,
  cache: ColumnCache,
): Promise<PeriodColumn[]> {
  const keys = periodsOf(raw.headers, dateOrder);
  const headed = raw.headers.flatMap((header, index) =>
    keys[index] === undefined ? [] : [{ header, index, key: keys[index] }],
  );
  if (headed.length < MIN_PERIODS) return [];
  const samples = await cache.samples(raw);
  // A year without any value yet (the last of an export) is a period too, if others have numbers.
  const fits = ({ index }: { index: number }) => samples[index]!.mostlyNumbers || samples[index]!.first.length === 0;
  const numeric = headed.filter(({ index }) => samples[index]!.mostlyNumbers);
  return numeric.length < MIN_PERIODS ? [] : headed.filter(fits);
}

/** The period key or ISO date of each header; undefined for other headers. */
function periodsOf(headers: readonly string[], dateOrder: DateOrder | undefined): (string | undefined)[] {
  const texts = headers.map((header) => header.trim().replaceAll('_', '-'));
  const dates = texts.map((text) => readDate(text, { named: false, yearFirst: dateOrder === 'YMD' }));
  const evidence: OrderEvidence = { ...NO_EVIDENCE };
  for (const date of dates) if (date) addEvidence(evidence, date, 1);
  const order = decideOrder(evidence, dateOrder);
  const hints = { bareYear: true, compact: true, fiscal: areFiscalYears(texts.map(withoutYearSuffix)) };
  return texts.map((text, index) => {
    const date = dates[index];
    return (
      readPeriod(text, hints) ??
      (date ? dateText(date, order)?.slice(0, 10) : readPeriod(withoutYearSuffix(text), hints))
    );
  });
}

/**
 * Whether headers such as `2010-11` are fiscal years, not months: if one of them can only be a fiscal year (`2014-15`), or
 * if all of them name a year and the next one, which months do not.
 */
function areFiscalYears(headers: readonly string[]): boolean {
  const run = headers.filter((header) => YEAR_AND_DIGITS.test(header));
  return run.some(provesFiscal) || (run.length >= MIN_PERIODS && run.every(mayBeFiscal));
}

/** `2010-11`: a month or a fiscal year. */
const YEAR_AND_DIGITS = /^\d{4}[-/.]\d{2}$/;

/**
 * Columns whose period overlaps others. A year beside its quarters overlaps if the quarters fill it or if it has their
 * sums; otherwise the parts overlap, such as one quarter beside three years.
 */
async function overlappingColumns(
  connection: Connection,
  raw: RawTable,
  headed: readonly PeriodColumn[],
): Promise<PeriodColumn[]> {
  const spans = headed.map((column) => ({ column, ...monthsOf(column.key) }));
  const overlapping = new Set<PeriodColumn>();
  let compared = 0;
  for (const outer of spans.filter(({ length }) => length > 1)) {
    const within = spans.filter((inner) => contains(outer, inner));
    if (within.length === 0) continue;
    const parts = within.filter((part) => !within.some((inner) => contains(part, inner)));
    const filled = parts.reduce((months, { length }) => months + length, 0);
    const columns = parts.map(({ column }) => column);
    const isWhole =
      filled === outer.length ||
      (compared++ < MAX_SUM_COLUMNS && (await holdsSums(connection, raw, outer.column, columns)));
    for (const each of isWhole ? [outer] : within) overlapping.add(each.column);
  }
  return [...overlapping];
}

/** In months: `first` counted from the year 0. */
interface Span {
  first: number;
  length: number;
}

function contains({ first, length }: Span, inner: Span): boolean {
  return inner.length < length && inner.first >= first && inner.first < first + length;
}

const WEEKS_PER_MONTH = 53 / 12;

/** A day counts as 1/32 of a month. */
function monthsOf(key: string): Span {
  const january = Number(key.slice(0, 4)) * 12;
  if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return { first: january + Number(key.slice(5, 7)) - 1, length: 1 / 32 };
  const part = Number(key.slice(6));
  switch (key[5]) {
    case 'M':
      return { first: january + part - 1, length: 1 };
    case 'Q':
      return { first: january + 3 * (part - 1), length: 3 };
    case 'H':
      return { first: january + 6 * (part - 1), length: 6 };
    case 'W':
      return { first: january + Math.min(11, Math.floor((part - 1) / WEEKS_PER_MONTH)), length: 1 / WEEKS_PER_MONTH };
    default:
      return { first: january, length: 12 };
  }
}

/** Whether a column holds the sum of others in every row. */
async function holdsSums(
  connection: Connection,
  { table }: RawTable,
  column: Column,
  parts: readonly Column[],
): Promise<boolean> {
  const cells = parts.map(({ index }) => `c${index + 1}`).join(', ');
  for (const mark of ['POINT', 'COMMA'] as const) {
    // One expression for the cells of all columns, as in leave-out-total-row.ts.
    const [deviating, amounts] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (NOT ${agreeSql('total', 'sum')}), count(*) FILTER (total <> 0)
       FROM (SELECT rowid AS row, ${amountSql(`c${column.index + 1}`, mark)} AS total FROM ${table})
       JOIN (SELECT row, sum(${amountSql('cell', mark)}) AS sum
             FROM (SELECT rowid AS row, unnest([${cells}]) AS cell FROM ${table}) GROUP BY row) USING (row)`,
    );
    if (deviating === 0 && amounts! > 0) return true;
  }
  return false;
}
