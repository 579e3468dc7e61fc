import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecimalMark } from '../../model/dataset.js';
import { isNumber } from '../cells/numbers.js';
import { type Amounts, type Candidate, emptySection, type Section, type SumTable } from './sum-table.js';
import { agree } from './sums.js';

/** Additions per file: enough for 200,000 cells of real sums. It limits the work for files without sums. */
const MAX_ADDITIONS = 40_000_000;
/** So many additions block the event loop for a few milliseconds. */
const ADDITIONS_PER_TURN = 500_000;

export interface ProvenSum extends Candidate {
  /** Rows that it sums, without other sums. */
  rows: number;
  /** Whether its numbers are those of all rows of the table, without other sums. */
  isWhole: boolean;
  /** Significant digits of its longest number. */
  digits: number;
}

/**
 * The candidates that equal the sums of the rows above or below them. A forward pass finds sums below their rows, a backward
 * pass finds sums above their rows. Totals of these sums need further passes: the passes alternate until neither proves
 * another row.
 */
export async function provenSums(
  table: SumTable,
  candidates: readonly Candidate[],
  mark: DecimalMark,
): Promise<ProvenSum[]> {
  const columns = candidates[0]!.cells.flatMap((_, index) =>
    candidates.some(({ cells }) => isAmount(cells[index], mark)) ? [index] : [],
  );
  if (columns.length === 0) return [];
  const first = decisiveColumn(candidates, columns, mark);
  if (first !== undefined && (await proofs(table, candidates, [first], mark)).length === 0) return [];
  return await proofs(table, candidates, columns, mark);
}

/** A column in which each candidate has an amount of its own: one column excludes nearly every row that is no sum. */
function decisiveColumn(
  candidates: readonly Candidate[],
  columns: readonly number[],
  mark: DecimalMark,
): number | undefined {
  if (columns.length === 1 || candidates.some(({ kind }) => kind === 'FOUND')) return undefined;
  return columns.find((column) =>
    candidates.every(({ cells, above }) => isAmount(cells[column], mark) && cells[column] !== above[column]),
  );
}

async function proofs(
  table: SumTable,
  candidates: readonly Candidate[],
  columns: readonly number[],
  mark: DecimalMark,
): Promise<ProvenSum[]> {
  const amounts = await table.amounts(candidates, columns, mark);
  const stated = candidates.map((row, index) => statedTotalsOf(row, columns, amounts.candidates[index]!, mark));
  const proven = new Map<number, number>();
  for (const [index, { kind }] of candidates.entries()) if (kind === 'FOUND') proven.set(index, 2);
  let likelyAreSums = false;
  let added = 0;
  let nextPause = ADDITIONS_PER_TURN;
  const minRows = ({ kind }: Candidate) => (kind === 'SURE' || (kind === 'LIKELY' && likelyAreSums) ? 1 : 2);
  const pass = async (order: readonly number[], before: (index: number) => Section) => {
    const covered: Section[] = [];
    for (const index of order) {
      covered.push(before(index));
      if (proven.has(index)) {
        covered.push(emptySection(columns.length));
        continue;
      }
      const candidate = candidates[index]!;
      const section = emptySection(columns.length);
      for (let from = covered.length - 1; from >= 0 && added < MAX_ADDITIONS; from--) {
        added += columns.length;
        add(section, covered[from]!);
        if (section.rows < minRows(candidate) || !holds(candidate, stated[index]!, section)) continue;
        proven.set(index, section.rows);
        likelyAreSums ||= candidate.kind === 'LIKELY';
        // A running balance: the row repeats the last one above it, and sums of such rows add these.
        for (const [column, { total, mayRepeat }] of stated[index]!.entries()) {
          if (mayRepeat && !Number.isNaN(total)) section.sums[column] = total;
        }
        covered.splice(from, covered.length - from, section);
        break;
      }
      if (added > nextPause) {
        await nextTurn();
        nextPause = added + ADDITIONS_PER_TURN;
      }
      if (!proven.has(index)) covered.push(sectionOf(amounts.candidates[index]!));
    }
  };
  const forwards = candidates.map((_, index) => index);
  for (let known = -1; known < proven.size; ) {
    known = proven.size;
    await pass(forwards, (index) => amounts.between[index]!);
    await pass(forwards.toReversed(), (index) => amounts.between[index + 1]!);
  }
  return withScope(candidates, proven, amounts, stated);
}

function withScope(
  candidates: readonly Candidate[],
  proven: ReadonlyMap<number, number>,
  amounts: Amounts,
  stated: readonly StatedTotals[],
): ProvenSum[] {
  const details = emptySection(amounts.between[0]!.sums.length);
  for (const section of amounts.between) add(details, section);
  for (const [index, row] of amounts.candidates.entries()) if (!proven.has(index)) add(details, sectionOf(row));
  return [...proven].map(([index, rows]) => ({
    ...candidates[index]!,
    rows,
    isWhole: holds(candidates[index]!, stated[index]!, details),
    digits: Math.max(0, ...stated[index]!.map(({ total }) => (Number.isNaN(total) ? 0 : significantDigits(total)))),
  }));
}

function sectionOf(amounts: readonly (number | null)[]): Section {
  return {
    sums: amounts.map((amount) => amount ?? 0),
    counts: amounts.map((amount) => (amount === null ? 0 : 1)),
    rows: 1,
  };
}

function add(section: Section, { sums, counts, rows }: Section): void {
  for (const [index, sum] of sums.entries()) section.sums[index]! += sum;
  for (const [index, count] of counts.entries()) section.counts[index]! += count;
  section.rows += rows;
}

/** Digits between the first and the last that is not 0. */
export function significantDigits(amount: number): number {
  return amount
    .toPrecision(15)
    .replace(/e.*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '').length;
}

/**
 * A row's number in each column; NaN without a number. `mayRepeat`: the cell can be a label instead, such as a year.
 * `rounding`: half a unit of its last decimal.
 */
type StatedTotals = { total: number; mayRepeat: boolean; rounding: number }[];

function statedTotalsOf(
  { cells, above }: Candidate,
  columns: readonly number[],
  amounts: readonly (number | null)[],
  mark: DecimalMark,
): StatedTotals {
  return columns.map((column, index) => {
    const cell = cells[column];
    const isTotal = isAmount(cell, mark) && amounts[index] !== null;
    const decimals = /[.,](\d+)\D*$/.exec(cell ?? '')?.[1]?.length ?? 0;
    return {
      total: isTotal ? amounts[index]! : Number.NaN,
      mayRepeat: cell === above[column],
      rounding: decimals > 0 ? 0.5 * 10 ** -decimals : 0,
    };
  });
}

/** Whether the section has the stated totals, and at least one of them is not zero. */
function holds({ kind }: Candidate, stated: StatedTotals, { sums, counts, rows }: Section): boolean {
  let anyAmount = false;
  for (const [index, { total, mayRepeat, rounding }] of stated.entries()) {
    if (Number.isNaN(total)) continue;
    const [sum, count] = [sums[index]!, counts[index]!];
    const agrees =
      kind === 'AVERAGE'
        ? Math.abs(total - sum / count) <= rounding || agree(total, sum / count)
        : kind === 'COUNT'
          ? total === count || total === rows
          : agree(total, sum);
    if (agrees) anyAmount ||= total !== 0;
    else if (!mayRepeat) return false;
  }
  return anyAmount;
}

/** A percentage of a sum is not a sum. */
function isAmount(cell: string | undefined, mark: DecimalMark): boolean {
  return cell !== undefined && !cell.includes('%') && isNumber(cell, mark);
}
