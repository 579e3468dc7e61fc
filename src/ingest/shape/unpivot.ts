import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DateOrder, NormalizationOptions } from '../../model/dataset.js';
import { readPeriod } from '../../period/read-period.js';
import { dateText, decideOrder, type OrderEvidence, orderProof, readDate } from '../columns/dates.js';
import { numbersOf } from '../columns/first-row.js';
import { sampleColumns } from '../columns/sample.js';
import type { RawTable } from '../read/raw-table.js';
import { dropRows, folderForRows, keepRows } from '../read/text-table.js';
import { agreeSql, amountSql } from './sums.js';
import { namesSum } from './total-words.js';

/** Fewer period columns than this are columns, not a wide table (SEMANTICS.md §1, "wide tables"). */
const FEWEST_PERIODS = 3;
/** Each is held against its parts by a query: no report has more columns of sums, and a file made to hurt has thousands. */
const MOST_SUMS = 20;
/** Of a cell's text, as a guess. */
const CELL_BYTES = 8;

/**
 * A wide table, three or more numeric columns headed by periods (`2019`, `Q1_2024`, `Jan-24`, `2024-03`, `31.01.2024`, `2024E`),
 * as rows: the other columns, then `period` and `value`. Row order is that of the file, periods within a row by column. A cell
 * that is blank stays a row with a blank value, so that cells in equal cells out. What would count twice among the rows
 * is left out and said: a column that holds the sums of the periods, and a period that overlaps with others (the year
 * beside its quarters). Where one period heads two columns, they tell apart something else as well, and stay columns.
 */
export async function unpivot(
  connection: Connection,
  raw: RawTable,
  { options: { dateOrder }, workFolder }: { options: Pick<NormalizationOptions, 'dateOrder'>; workFolder: string },
): Promise<RawTable> {
  const headed = await periodColumns(connection, raw, dateOrder);
  const isTwice = new Set(headed.map(({ key }) => key)).size < headed.length;
  if (headed.length < FEWEST_PERIODS || isTwice) return raw;
  const twice = await countedTwice(connection, raw, headed);
  const periods = headed.filter((column) => !twice.includes(column));
  if (periods.length < FEWEST_PERIODS) return raw;
  const others = raw.headers.flatMap((header, at) => (headed.some((each) => each.at === at) ? [] : [{ header, at }]));
  const sums: Column[] = [];
  for (const column of others.filter(({ header }) => namesSum(header.trim())).slice(0, MOST_SUMS)) {
    if (await holdsSums(connection, raw, column, periods)) sums.push(column);
  }
  const kept = others.filter((column) => !sums.includes(column));
  const columns = kept.map(({ at }, index) => `c${at + 1} AS c${index + 1}`);
  const keys = periods.map(({ key }) => quoteText(key)).join(', ');
  const values = periods.map(({ at }) => `c${at + 1}`).join(', ');
  const unnested = [`unnest([${keys}]) AS c${kept.length + 1}`, `unnest([${values}]) AS c${kept.length + 2}`];
  const rowCount = raw.rowCount * periods.length;
  const long = await keepRows(connection, {
    table: 'long',
    rows: `SELECT ${[...columns, ...unnested, `${raw.sourceRow} AS source_row`].join(', ')} FROM ${raw.table}`,
    columns: kept.length + 3,
    folder: await folderForRows(connection, rowCount * (kept.length + 2) * CELL_BYTES, workFolder),
  });
  await dropRows(connection, raw);
  const message = [
    `${periods.length} columns headed by periods (${periods[0]!.key} to ${periods.at(-1)!.key}) became the rows of "period" and "value".`,
    ...sums.map(({ header }) => `"${header.trim()}" holds their sums and is left out.`),
    ...twice.map(
      ({ header }) => `"${header.trim()}" is left out, since it overlaps with others of them and would count twice.`,
    ),
    'Say unpivot: false to keep them as columns.',
  ].join(' ');
  return {
    ...raw,
    ...long,
    headers: [...kept.map(({ header }) => header), 'period', 'value'],
    rowCount,
    sourceRow: 'source_row',
    warnings: [...raw.warnings, { code: 'UNPIVOTED', message, column: 'period', count: periods.length }],
  };
}

interface Column {
  header: string;
  /** Index in the raw table. */
  at: number;
}

interface PeriodColumn extends Column {
  /** Of the period, as read-period.ts writes it, or an ISO date. */
  key: string;
}

async function periodColumns(
  connection: Connection,
  raw: RawTable,
  dateOrder: DateOrder | undefined,
): Promise<PeriodColumn[]> {
  const keys = periodsOf(raw.headers, dateOrder);
  const headed = raw.headers.flatMap((header, at) => (keys[at] === undefined ? [] : [{ header, at, key: keys[at] }]));
  if (headed.length < FEWEST_PERIODS) return [];
  const samples = await sampleColumns(connection, raw);
  // A year without a single value yet (the last of an export) is a period as well, if others have numbers.
  const fits = ({ at }: { at: number }) => samples[at]!.mostlyNumbers || samples[at]!.first.length === 0;
  const numeric = headed.filter(({ at }) => samples[at]!.mostlyNumbers);
  return numeric.length < FEWEST_PERIODS ? [] : headed.filter(fits);
}

/** What analysts add to a year: actual, budget, estimate, forecast, plan; or that it is the whole of it. */
const BESIDE_A_YEAR = /(?<=\d) ?(?:[ABEFP]|FY|full year|total|gesamt)$/i;

/** The key of the period that heads each column, or an ISO date; undefined where it is neither. */
function periodsOf(headers: readonly string[], dateOrder: DateOrder | undefined): (string | undefined)[] {
  const texts = headers.map((header) => header.trim().replaceAll('_', '-'));
  const dates = texts.map((text) => readDate(text, { named: false, yearFirst: dateOrder === 'YMD' }));
  const evidence: OrderEvidence = { dayFirst: 0, monthFirst: 0, ambiguous: 0 };
  for (const date of dates) {
    const proof = date && orderProof(date);
    if (proof) evidence[proof]++;
  }
  const order = decideOrder(evidence, dateOrder);
  return texts.map((text, at) => {
    const hints = { bareYear: true, compact: true, fiscal: false };
    const date = dates[at];
    return (
      readPeriod(text, hints) ??
      (date ? dateText(date, order)?.slice(0, 10) : readPeriod(text.replace(BESIDE_A_YEAR, ''), hints))
    );
  });
}

/**
 * Columns whose period overlaps with that of others: the year beside its quarters where these fill it or where it holds
 * their sums; else those in it, such as one quarter beside three years.
 */
async function countedTwice(
  connection: Connection,
  raw: RawTable,
  headed: readonly PeriodColumn[],
): Promise<PeriodColumn[]> {
  const spans = headed.map((column) => ({ column, ...monthsOf(column.key) }));
  const twice = new Set<PeriodColumn>();
  let asked = 0;
  for (const outer of spans.filter(({ length }) => length > 1)) {
    const within = spans.filter((inner) => contains(outer, inner));
    if (within.length === 0) continue;
    const parts = within.filter((part) => !within.some((inner) => contains(part, inner)));
    const filled = parts.reduce((months, { length }) => months + length, 0);
    const columns = parts.map(({ column }) => column);
    const isWhole =
      filled === outer.length || (asked++ < MOST_SUMS && (await holdsSums(connection, raw, outer.column, columns)));
    for (const each of isWhole ? [outer] : within) twice.add(each.column);
  }
  return [...twice];
}

/** In months: `first` counted from the year 0. */
interface Span {
  first: number;
  length: number;
}

function contains({ first, length }: Span, inner: Span): boolean {
  return inner.length < length && inner.first >= first && inner.first < first + length;
}

/** A day is less than a month. */
function monthsOf(key: string): Span {
  const january = Number(key.slice(0, 4)) * 12;
  if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return { first: january + Number(key.slice(5, 7)) - 1, length: 1 / 32 };
  const part = Number(key.slice(6));
  switch (key[5]) {
    case 'M':
      return { first: january + part - 1, length: 1 };
    case 'Q':
      return { first: january + 3 * (part - 1), length: 3 };
    default:
      return { first: january, length: 12 };
  }
}

/** Whether a column holds in every row the sum of others. */
async function holdsSums(
  connection: Connection,
  { table }: RawTable,
  column: Column,
  parts: readonly Column[],
): Promise<boolean> {
  const cells = parts.map(({ at }) => `c${at + 1}`).join(', ');
  for (const mark of ['POINT', 'COMMA'] as const) {
    // One expression for the cells of all columns, as in leave-out-total-row.ts.
    const [apart, amounts] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (NOT ${agreeSql('total', 'sum')}), count(*) FILTER (total <> 0)
       FROM (SELECT rowid AS row, ${amountSql(`c${column.at + 1}`, mark)} AS total FROM ${table})
       JOIN (SELECT row, sum(${amountSql('cell', mark)}) AS sum
             FROM (SELECT rowid AS row, unnest([${cells}]) AS cell FROM ${table}) GROUP BY row) USING (row)`,
    );
    if (apart === 0 && amounts! > 0) return true;
  }
  return false;
}
