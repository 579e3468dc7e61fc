import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../../duckdb/connection.js';
import type { DecimalMark } from '../../model/dataset.js';
import { isNumber } from '../cells/numbers.js';
import type { RawTable } from '../read/raw-table.js';
import { rowsInBatches } from './rows-in-batches.js';
import type { NamedRow } from './rows-named-as-sums.js';
import { agree, amountSql } from './sums.js';

/** Additions per file: enough for 200,000 cells of real sums; files in which nothing is a sum stop here. */
const MAX_ADDITIONS = 40_000_000;
/** Each a few milliseconds of the event loop. */
const ADDITIONS_PER_TURN = 500_000;

/**
 * Consecutive rows between rows that are known to be sums: the sums of their columns, and their number. The rows that a
 * sum covers become one section, for the sums of sums.
 */
interface Section {
  sums: number[];
  rows: number;
}

/**
 * Sums below their rows are found going down, sums above their rows going up, and totals of those only afterwards: the
 * passes alternate until neither proves another row.
 */
export async function provenSums(
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
  let nextPause = ADDITIONS_PER_TURN;
  const pass = async (order: readonly number[], before: (at: number) => Section) => {
    const covered: Section[] = [];
    for (const at of order) {
      covered.push(before(at));
      if (proven.has(at)) {
        covered.push({ sums: columns.map(() => 0), rows: 0 });
        continue;
      }
      const section: Section = { sums: columns.map(() => 0), rows: 0 };
      for (let from = covered.length - 1; from >= 0 && added < MAX_ADDITIONS; from--) {
        added += columns.length;
        add(section, covered[from]!);
        if (section.rows < (named[at]!.isSure || likelyAreSums ? 1 : 2) || !holds(claims[at]!, section)) continue;
        proven.add(at);
        likelyAreSums ||= !named[at]!.isSure;
        covered.splice(from, covered.length - from, section);
        break;
      }
      if (added > nextPause) {
        await nextTurn();
        nextPause = added + ADDITIONS_PER_TURN;
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

function add(section: Section, { sums, rows }: Section): void {
  for (const [at, sum] of sums.entries()) section.sums[at]! += sum;
  section.rows += rows;
}

/** The total that a row states in each column; NaN where it states none. `mayRepeat`: can be a label instead, such as a year. */
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

/** Whether the section has the stated sums, one of them other than zero. */
function holds(claim: Claim, { sums }: Section): boolean {
  let anyAmount = false;
  for (const [at, { total, mayRepeat }] of claim.entries()) {
    if (Number.isNaN(total)) continue;
    if (agree(total, sums[at]!)) anyAmount ||= total !== 0;
    else if (!mayRepeat) return false;
  }
  return anyAmount;
}

/** A percentage of a sum is not a sum. */
function isAmount(cell: string | undefined, mark: DecimalMark): boolean {
  return cell !== undefined && !cell.includes('%') && isNumber(cell, mark);
}

/** The amounts of the named rows, and the sections before, between and after them. */
async function amountsOf(
  connection: Connection,
  raw: RawTable,
  named: readonly NamedRow[],
  columns: readonly number[],
  mark: DecimalMark,
): Promise<{ named: (number | null)[][]; between: Section[] }> {
  const positions = columns.map((_, position) => position).join(', ');
  const cells = columns.map((at) => `c${at + 1}`).join(', ');
  // One expression for the cells of all columns, as in leave-out-total-row.ts.
  const groups = rowsInBatches(
    connection,
    `WITH numbered AS (SELECT rowid AS row, rowid IN (FROM named_rows) AS is_named,
                          count(*) FILTER (rowid IN (FROM named_rows)) OVER (ORDER BY rowid) AS passed, ${cells} FROM ${raw.table}),
          cells AS (SELECT is_named, passed, unnest([${positions}]) AS position, unnest([${cells}]) AS cell FROM numbered)
     SELECT is_named, passed::INTEGER, position, sum(${amountSql('cell', mark)}), count(*)::INTEGER FROM cells
     GROUP BY ALL`,
    1,
  );
  const amounts = named.map(() => columns.map((): number | null => null));
  const between = [...named, null].map((): Section => ({ sums: columns.map(() => 0), rows: 0 }));
  for await (const [isNamed, passed, position, sum, rows] of groups as AsyncIterable<
    [boolean, number, number, number | null, number]
  >) {
    if (isNamed) amounts[passed - 1]![position] = sum;
    else {
      between[passed]!.sums[position] = sum ?? 0;
      between[passed]!.rows = rows;
    }
  }
  return { named: amounts, between };
}
