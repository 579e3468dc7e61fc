import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection, JS } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark, NormalizationOptions } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import { cellSql, cellText } from '../columns/cell.js';
import { numbersOf } from '../columns/first-row.js';
import { isNumber } from '../columns/numbers.js';
import type { RawTable } from '../read/raw-table.js';
import { dropRows, folderOf, keepRows } from '../read/text-table.js';
import { agree, amountSql } from './sums.js';
import { BEGINS_WITH_SUM, NAMES_SUM } from './total-words.js';

/** With `*` to `*****` SAP marks the levels of its sums. */
const SURE = `${NAMES_SUM}|[*]{1,5}`;
/** `Total North`; `Total Energies` is a company, and may sell as much as the one row above it. */
const LIKELY = `${SURE}|${BEGINS_WITH_SUM}`;
/** Cells of rows named as sums: they are held in JavaScript. 20,000 subtotals of ten columns. */
const MOST_CELLS = 200_000;
/** Cells that one reading adds up: enough for all those, not for as many that are no sums. */
const MOST_ADDED = 40_000_000;
/** A few milliseconds of the event loop. */
const ADDED_A_TURN = 500_000;
const CELLS_A_TURN = 10_000;

/**
 * Leaves subtotals and the totals of them out of the data, where the user asks for it (SEMANTICS.md §1, "subtotals"): rows
 * that are named as sums and of which every number is the sum of the rows directly above, or directly below, sums
 * themselves not counted. What no sum proves stays a row.
 */
export async function leaveOutSubtotals(
  connection: Connection,
  raw: RawTable,
  { leaveOutSubtotals: wanted, decimalMark }: NormalizationOptions,
): Promise<RawTable> {
  if (!wanted) return raw;
  const named = await namedRows(connection, raw);
  if (named.length === 0) return raw;
  let proven: NamedRow[] = [];
  for (const mark of decimalMark ? [decimalMark] : (['POINT', 'COMMA'] as const)) {
    const found = await provenSums(connection, raw, named, mark);
    if (found.length > proven.length) proven = found;
    if (proven.length === named.length) break;
  }
  if (proven.length === 0) return raw;
  const columns = raw.headers.map((_, at) => `c${at + 1}`);
  const details = await keepRows(connection, {
    table: `${raw.table}_details`,
    rows: `SELECT ${columns.join(', ')}, ${raw.sourceRow} AS source_row FROM ${raw.table}
           WHERE rowid NOT IN (${proven.map(({ rowId }) => rowId).join(', ')}) ORDER BY rowid`,
    columns: columns.length + 1,
    folder: folderOf(raw),
  });
  await dropRows(connection, raw);
  const count = proven.length;
  const rows = proven.slice(0, 100).map(({ sourceRow }) => sourceRow);
  const message = `${count} ${count === 1 ? 'row holds' : 'rows hold'} the sums of other rows, such as row ${rows[0]} ("${proven[0]!.name}"), and ${count === 1 ? 'is' : 'are'} left out of the data, as the option leaveOutSubtotals says.`;
  return {
    ...raw,
    ...details,
    sourceRow: 'source_row',
    rowCount: raw.rowCount - count,
    rowsLeftOut: [...raw.rowsLeftOut, { reason: 'SUBTOTAL', count, rows }],
    warnings: [...raw.warnings, { code: 'SUBTOTAL_ROWS', message, column: null, count }],
  };
}

interface NamedRow {
  rowId: number;
  /** 1-based, in the source. */
  sourceRow: number;
  name: string;
  isSure: boolean;
  /** Trimmed; undefined where blank. */
  cells: (string | undefined)[];
  /** The cells of the row above. */
  above: (string | undefined)[];
}

/** Longer cells are neither numbers nor names of sums; a cell may have megabytes. */
const CHARACTERS = 200;

/**
 * The rows that are named as sums, in the order of the file.
 * @throws INVALID_OPTION where they are too many
 */
async function namedRows(connection: Connection, raw: RawTable): Promise<NamedRow[]> {
  const columns = raw.headers.map((_, at) => `c${at + 1}`);
  const isNamed = columns.map(
    (column) =>
      `CASE WHEN strlen(${column}) <= ${CHARACTERS} THEN coalesce(regexp_full_match(${cellSql(column)}, ${quoteText(LIKELY)}, 'i'), false) ELSE false END`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE named_rows AS SELECT rowid AS line FROM ${raw.table} WHERE ${isNamed.join(' OR ')}`,
  );
  const [count] = await numbersOf(connection, 'SELECT count(*) FROM named_rows');
  if (count! * columns.length > MOST_CELLS) {
    throw new ConcentricError(
      'INVALID_OPTION',
      `leaveOutSubtotals: ${count} rows are named as sums. At most ${MOST_CELLS.toLocaleString('en')} cells of such rows are held against the rows around them, here of ${columns.length} columns: leave them, or columns you do not need, out of the file, or read it without the option.`,
      { rows: count!, columns: columns.length },
    );
  }
  const cells = columns.map((column) => `${column}[:${CHARACTERS}]`);
  const rows = inTurns(
    connection,
    `SELECT rowid::DOUBLE, (${raw.sourceRow})::DOUBLE, rowid IN (FROM named_rows), [${cells.join(', ')}] FROM ${raw.table}
     WHERE rowid IN (FROM named_rows) OR rowid IN (SELECT line - 1 FROM named_rows) ORDER BY rowid`,
    columns.length,
  );
  const named: NamedRow[] = [];
  let above: (string | undefined)[] = [];
  const [isSure, isLikely] = [SURE, LIKELY].map((names) => new RegExp(`^(?:${names})$`, 'iu'));
  for await (const [rowId, sourceRow, isSum, raws] of rows as AsyncIterable<
    [number, number, boolean, (string | null)[]]
  >) {
    const read = raws.map(cellText);
    if (isSum) {
      const sure = read.find((cell) => cell !== undefined && isSure!.test(cell));
      const name = sure ?? read.find((cell) => cell !== undefined && isLikely!.test(cell)) ?? '';
      named.push({ rowId, sourceRow, name, isSure: sure !== undefined, cells: read, above });
    }
    above = read;
  }
  return named;
}

/**
 * A stretch of the file between rows that are known to be sums: the sums of its columns, and how many rows. What a sum
 * covers is one stretch from then on, for the sums of sums.
 */
interface Stretch {
  sums: number[];
  rows: number;
}

/** Sums above their rows are found from below; a total below them only then: up and down, until nothing more is proven. */
async function provenSums(
  connection: Connection,
  raw: RawTable,
  named: readonly NamedRow[],
  mark: DecimalMark,
): Promise<NamedRow[]> {
  const columns = raw.headers.flatMap((_, at) => (named.some(({ cells }) => isAmount(cells[at], mark)) ? [at] : []));
  if (columns.length === 0) return [];
  const amounts = await amountsOf(connection, raw, named, columns, mark);
  const claims = named.map((row, at) => claimOf(row, columns, amounts.named[at]!, mark));
  const proven = new Set<number>();
  let likelyAreSums = false;
  let added = 0;
  let nextPause = ADDED_A_TURN;
  const pass = async (order: readonly number[], before: (at: number) => Stretch) => {
    const covered: Stretch[] = [];
    for (const at of order) {
      covered.push(before(at));
      if (proven.has(at)) {
        covered.push({ sums: columns.map(() => 0), rows: 0 });
        continue;
      }
      const stretch: Stretch = { sums: columns.map(() => 0), rows: 0 };
      for (let from = covered.length - 1; from >= 0 && added < MOST_ADDED; from--) {
        added += columns.length;
        add(stretch, covered[from]!);
        if (stretch.rows < (named[at]!.isSure || likelyAreSums ? 1 : 2) || !holds(claims[at]!, stretch)) continue;
        proven.add(at);
        likelyAreSums ||= !named[at]!.isSure;
        covered.splice(from, covered.length - from, stretch);
        break;
      }
      if (added > nextPause) {
        await nextTurn();
        nextPause = added + ADDED_A_TURN;
      }
      if (!proven.has(at)) covered.push({ sums: amounts.named[at]!.map((amount) => amount ?? 0), rows: 1 });
    }
  };
  const forwards = named.map((_, at) => at);
  for (let known = -1; known < proven.size; ) {
    known = proven.size;
    await pass(forwards, (at) => amounts.between[at]!);
    await pass(forwards.toReversed(), (at) => amounts.between[at + 1]!);
  }
  return named.filter((_, at) => proven.has(at));
}

function add(stretch: Stretch, { sums, rows }: Stretch): void {
  for (const [at, sum] of sums.entries()) stretch.sums[at]! += sum;
  stretch.rows += rows;
}

/** What a row says it is the sum of, by column; NaN where it says nothing. `mayRepeat`: also a label, such as a year. */
type Claim = { total: number; mayRepeat: boolean }[];

function claimOf(
  { cells, above }: NamedRow,
  columns: readonly number[],
  amounts: readonly (number | null)[],
  mark: DecimalMark,
): Claim {
  return columns.map((column, at) => {
    const cell = cells[column];
    const isClaim = isAmount(cell, mark) && amounts[at] !== null;
    return { total: isClaim ? amounts[at]! : Number.NaN, mayRepeat: cell === above[column] };
  });
}

/** Whether a stretch has the sums of a claim, and one of them is not zero. */
function holds(claim: Claim, { sums }: Stretch): boolean {
  let anyAmount = false;
  for (const [at, { total, mayRepeat }] of claim.entries()) {
    if (Number.isNaN(total)) continue;
    if (agree(total, sums[at]!)) anyAmount ||= total !== 0;
    else if (!mayRepeat) return false;
  }
  return anyAmount;
}

/** Percentages of a sum are no sums. */
function isAmount(cell: string | undefined, mark: DecimalMark): boolean {
  return cell !== undefined && !cell.includes('%') && isNumber(cell, mark);
}

/** The amounts of the named rows, and the stretches before, between and after them. */
async function amountsOf(
  connection: Connection,
  raw: RawTable,
  named: readonly NamedRow[],
  columns: readonly number[],
  mark: DecimalMark,
): Promise<{ named: (number | null)[][]; between: Stretch[] }> {
  const places = columns.map((_, place) => place).join(', ');
  const cells = columns.map((at) => `c${at + 1}`).join(', ');
  // One expression for the cells of all columns, as in leave-out-total-row.ts.
  const groups = inTurns(
    connection,
    `WITH numbered AS (SELECT rowid AS row, rowid IN (FROM named_rows) AS is_named,
                          count(*) FILTER (rowid IN (FROM named_rows)) OVER (ORDER BY rowid) AS passed, ${cells} FROM ${raw.table}),
          cells AS (SELECT is_named, passed, unnest([${places}]) AS place, unnest([${cells}]) AS cell FROM numbered)
     SELECT is_named, passed::INTEGER, place, sum(${amountSql('cell', mark)}), count(*)::INTEGER FROM cells
     GROUP BY ALL`,
    1,
  );
  const amounts = named.map(() => columns.map((): number | null => null));
  const between = [...named, null].map((): Stretch => ({ sums: columns.map(() => 0), rows: 0 }));
  for await (const [isNamed, passed, place, sum, rows] of groups as AsyncIterable<
    [boolean, number, number, number | null, number]
  >) {
    if (isNamed) amounts[passed - 1]![place] = sum;
    else {
      between[passed]!.sums[place] = sum ?? 0;
      between[passed]!.rows = rows;
    }
  }
  return { named: amounts, between };
}

/** The rows of an answer, some of them at a time; `width`: cells of one. */
async function* inTurns(connection: Connection, sql: string, width: number): AsyncGenerator<JS[]> {
  const table = 'in_turns';
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sql}`);
  const many = Math.ceil(CELLS_A_TURN / width);
  for (let start = 0; ; start += many) {
    const batch = await connection.runAndReadAll(`FROM ${table} WHERE rowid >= ${start} AND rowid < ${start + many}`);
    const rows = batch.getRowsJS();
    yield* rows;
    if (rows.length < many) break;
  }
  await connection.run(`DROP TABLE ${table}`);
}
