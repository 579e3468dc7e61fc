import { setImmediate as nextTurn } from 'node:timers/promises';
import { significantDigits } from './prove-sums.js';

const MIN_DIGITS = 4;
const MIN_COLUMNS = 2;
const MIN_SUMMED_ROWS = 2;
const MAX_DECIMALS = 6;
/** Two columns are proportional if the shares of the rows in their sums nowhere differ by more: a price times a quantity. */
const MAX_SHARE_DIFFERENCE = 0.005;

/**
 * Rows, whatever their label, that the structure alone proves to be sums of adjacent rows: every amount is the sum, in at
 * least two columns with four significant digits each that are not proportional. Fewer agree by chance.
 * @param columns the amounts of each column; NaN where a cell is not a number
 * @returns indexes of rows
 */
export async function structuralSums(columns: readonly Float64Array[]): Promise<number[]> {
  const whole = columns.map(inWholeUnits);
  if (whole.length < MIN_COLUMNS || whole.includes(undefined)) return [];
  const length = columns[0]!.length;
  const isSum = new Uint8Array(length);
  for (const isBackwards of [false, true]) {
    await nextTurn();
    const order = Array.from({ length }, (_, index) => (isBackwards ? length - 1 - index : index));
    scan(whole as Amounts[], order, isSum);
  }
  return [...isSum.keys()].filter((index) => isSum[index]);
}

/** The amounts of a column in a unit in which all are whole numbers; NaN where a cell is not a number. */
type Amounts = Float64Array;

/** Marks the rows that are the sum of the rows before them in `order`. A marked row counts as zero in further sums. */
function scan(columns: readonly Amounts[], order: readonly number[], isSum: Uint8Array): void {
  const length = order.length;
  // totals[c][i]: the sum of the first i rows. The last place where each total was reached is the start of a run.
  const totals = columns.map(() => new Float64Array(length + 1));
  const placeOf = columns.map(() => new Map<number, number>([[0, 0]]));
  for (const [place, row] of order.entries()) {
    if (!isSum[row]) {
      const run = runOf(columns, totals, placeOf, place, row, order);
      if (run !== undefined && isProof(columns, order, run, place)) isSum[row] = 1;
    }
    for (const [c, amounts] of columns.entries()) {
      const amount = isSum[row] || Number.isNaN(amounts[row]!) ? 0 : amounts[row]!;
      const total = totals[c]![place]! + amount;
      totals[c]![place + 1] = total;
      placeOf[c]!.set(total, place + 1);
    }
  }
}

/** The start of a run of rows up to `place` whose sum in the first telling column is the amount of the row. */
function runOf(
  columns: readonly Amounts[],
  totals: readonly Float64Array[],
  placeOf: readonly Map<number, number>[],
  place: number,
  row: number,
  order: readonly number[],
): number | undefined {
  const above = place > 0 ? order[place - 1]! : undefined;
  let start: number | undefined;
  let telling = 0;
  for (const [c, amounts] of columns.entries()) {
    const amount = amounts[row]!;
    // A year or a code repeats.
    if (Number.isNaN(amount) || (above !== undefined && amounts[above] === amount)) continue;
    if (start === undefined) {
      start = placeOf[c]!.get(totals[c]![place]! - amount);
      if (start === undefined || place - start < MIN_SUMMED_ROWS) return undefined;
    } else if (totals[c]![place]! - totals[c]![start]! !== amount) {
      return undefined;
    }
    if (significantDigits(amount) >= MIN_DIGITS) telling++;
  }
  return telling >= MIN_COLUMNS ? start : undefined;
}

/** Whether two columns with enough digits are not proportional over the run. */
function isProof(columns: readonly Amounts[], order: readonly number[], start: number, place: number): boolean {
  const row = order[place]!;
  const telling = columns.filter(
    (amounts) => !Number.isNaN(amounts[row]!) && significantDigits(amounts[row]!) >= MIN_DIGITS,
  );
  const [first, ...others] = telling;
  const share = (amounts: Amounts, at: number) => (Number.isNaN(amounts[at]!) ? 0 : amounts[at]!) / amounts[row]!;
  return others.some((other) => {
    for (let at = start; at < place; at++) {
      if (Math.abs(share(first!, order[at]!) - share(other, order[at]!)) > MAX_SHARE_DIFFERENCE) return true;
    }
    return false;
  });
}

/** In the largest power of ten in which all amounts are whole; undefined if there is none or their sum is not exact. */
function inWholeUnits(amounts: Amounts): Amounts | undefined {
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
    const factor = 10 ** decimals;
    if (!amounts.every((amount) => Number.isNaN(amount) || Math.round(amount * factor) / factor === amount)) continue;
    const whole = amounts.map((amount) => Math.round(amount * factor));
    const sum = whole.reduce((total, amount) => (Number.isNaN(amount) ? total : total + Math.abs(amount)), 0);
    return sum < Number.MAX_SAFE_INTEGER ? whole : undefined;
  }
  return undefined;
}
