import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../../duckdb/connection.js';
import type { DecimalMark } from '../../model/dataset.js';
import { isNumber } from '../cells/numbers.js';
import type { RawTable } from '../read/raw-table.js';
import { rowsInBatches } from './rows-in-batches.js';
import type { NamedRow } from './rows-named-as-sums.js';
import { agree, amountSql } from './sums.js';

/** Additions per file: enough for 200,000 cells of real sums. It limits the work for files without sums. */
const MAX_ADDITIONS = 40_000_000;
/** So many additions block the event loop for a few milliseconds. */
const ADDITIONS_PER_TURN = 500_000;

/**
 * Consecutive rows between proven sums: the sums of their columns, and the number of rows. The rows covered by a proven sum
 * become one section, so that sums of sums can be proven.
 */
interface Section {
  sums: number[];
  rows: number;
}

/**
 * The named rows that equal the sums of the rows above or below them. A forward pass finds sums below their rows, a backward
 * pass finds sums above their rows. Totals of these sums need further passes: the passes alternate until neither proves
 * another row.
 */
export async function provenSums(
  connection: Connection,
  raw: RawTable,
  named: readonly NamedRow[],
  mark: DecimalMark,
): Promise<NamedRow[]> {
  const columns = raw.headers.flatMap((_, index) =>
    named.some(({ cells }) => isAmount(cells[index], mark)) ? [index] : [],
  );
  if (columns.length === 0) return [];
  const amounts = await amountsOf(connection, raw, named, columns, mark);
  const statedTotals = named.map((row, index) => statedTotalsOf(row, columns, amounts.named[index]!, mark));
  const proven = new Set<number>();
  let likelyAreSums = false;
  let added = 0;
  let nextPause = ADDITIONS_PER_TURN;
  const pass = async (order: readonly number[], before: (index: number) => Section) => {
    const covered: Section[] = [];
    for (const index of order) {
      covered.push(before(index));
      if (proven.has(index)) {
        covered.push({ sums: columns.map(() => 0), rows: 0 });
        continue;
      }
      const section: Section = { sums: columns.map(() => 0), rows: 0 };
      for (let from = covered.length - 1; from >= 0 && added < MAX_ADDITIONS; from--) {
        added += columns.length;
        add(section, covered[from]!);
        if (section.rows < (named[index]!.isSure || likelyAreSums ? 1 : 2) || !holds(statedTotals[index]!, section))
          continue;
        proven.add(index);
        likelyAreSums ||= !named[index]!.isSure;
        covered.splice(from, covered.length - from, section);
        break;
      }
      if (added > nextPause) {
        await nextTurn();
        nextPause = added + ADDITIONS_PER_TURN;
      }
      if (!proven.has(index)) covered.push({ sums: amounts.named[index]!.map((amount) => amount ?? 0), rows: 1 });
    }
  };
  const forwards = named.map((_, index) => index);
  for (let known = -1; known < proven.size; ) {
    known = proven.size;
    await pass(forwards, (index) => amounts.between[index]!);
    await pass(forwards.toReversed(), (index) => amounts.between[index + 1]!);
  }
  return named.filter((_, index) => proven.has(index));
}

function add(section: Section, { sums, rows }: Section): void {
  for (const [index, sum] of sums.entries()) section.sums[index]! += sum;
  section.rows += rows;
}

/** A row's number in each column; NaN without a number. `mayRepeat`: the cell can be a label instead, such as a year. */
type StatedTotals = { total: number; mayRepeat: boolean }[];

function statedTotalsOf(
  { cells, above }: NamedRow,
  columns: readonly number[],
  amounts: readonly (number | null)[],
  mark: DecimalMark,
): StatedTotals {
  return columns.map((column, index) => {
    const cell = cells[column];
    const isTotal = isAmount(cell, mark) && amounts[index] !== null;
    return { total: isTotal ? amounts[index]! : Number.NaN, mayRepeat: cell === above[column] };
  });
}

/** Whether the section has the stated totals, and index least one of them is not zero. */
function holds(stated: StatedTotals, { sums }: Section): boolean {
  let anyAmount = false;
  for (const [index, { total, mayRepeat }] of stated.entries()) {
    if (Number.isNaN(total)) continue;
    if (agree(total, sums[index]!)) anyAmount ||= total !== 0;
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
  const cells = columns.map((index) => `c${index + 1}`).join(', ');
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
