/** Sums of entities in whole units: numbers up to 2^52, or bigints of any size. */
export type Units = Float64Array | bigint[];
/** Numbers where the units are, bigints otherwise; JavaScript compares the two with each other exactly. */
export type Whole = number | bigint;

export interface Cumulated {
  /** c_k of each group: the sum of the first k groups of its period. */
  cumulative: ArrayLike<Whole>;
  /** Σ v² of each period. */
  squares: bigint[];
  /** Σ c_k of each period. */
  cumulatives: bigint[];
}

/**
 * Exact running sums of consecutive periods, in plain loops over typed arrays: a million groups take some 20 ms, a rolling
 * window of Arquero and its rollups 600.
 * @param counts how many of the units belong to each period; the sizes of a period's units add up to 2^52 at most where they
 * are numbers
 */
export function cumulate(counts: readonly number[], units: Units): Cumulated {
  const cumulate = units instanceof Float64Array ? cumulateNumbers(units) : cumulateBigints(units);
  const squares: bigint[] = [];
  const cumulatives: bigint[] = [];
  let start = 0;
  for (const count of counts) {
    const sums = cumulate.period(start, start + count);
    squares.push(sums.squares);
    cumulatives.push(sums.cumulatives);
    start += count;
  }
  return { cumulative: cumulate.cumulative, squares, cumulatives };
}

/** Squares and long sums of integers below 2^52 do not stay exact in a double; those of their halves do. */
const HALF = 2 ** 26;

/** Groups whose running sums are added up before their sum is split, where 64 of them stay below 2^52. */
const BLOCK = 64;
const MAX_FAST_SUM = 2 ** 52 / BLOCK;

function cumulateNumbers(units: Float64Array) {
  const cumulative = new Float64Array(units.length);
  const period = (start: number, end: number) => {
    const largest = largestSize(units, start, end);
    return largest * (end - start) <= MAX_FAST_SUM
      ? cumulateSmall(units, cumulative, { start, end, largest })
      : cumulateLarge(units, cumulative, { start, end });
  };
  return { cumulative, period };
}

function largestSize(units: Float64Array, start: number, end: number): number {
  let [most, least] = [0, 0];
  for (let group = start; group < end; group++) {
    const value = units[group]!;
    if (value > most) most = value;
    if (value < least) least = value;
  }
  return Math.max(most, -least);
}

/** With v = a·s + b and s the root of the largest: v² = a²·s² + 2ab·s + b², of which each sums up to some of the largest. */
function cumulateSmall(
  units: Float64Array,
  cumulative: Float64Array,
  { start, end, largest }: { start: number; end: number; largest: number },
) {
  const bits = Math.ceil(Math.log2(largest + 1) / 2);
  const root = 2 ** bits;
  const inverse = 1 / root;
  let [sum, aa, ab, bb, high, low] = [0, 0, 0, 0, 0, 0];
  for (let block = start; block < end; block += BLOCK) {
    const blockEnd = Math.min(end, block + BLOCK);
    for (let group = block; group < blockEnd; group++) {
      const value = units[group]!;
      sum += value;
      cumulative[group] = sum;
      low += sum;
      const a = Math.trunc(value * inverse);
      const b = value - a * root;
      aa += a * a;
      ab += a * b;
      bb += b * b;
    }
    const upper = Math.trunc(low / HALF);
    high += upper;
    low -= upper * HALF;
  }
  return {
    squares: (BigInt(aa) << BigInt(2 * bits)) + ((2n * BigInt(ab)) << BigInt(bits)) + BigInt(bb),
    cumulatives: (BigInt(high) << 26n) + BigInt(low),
  };
}

/** With v = a·2^26 + b: v² = a²·2^52 + 2ab·2^26 + b², and b² and c_k are themselves summed in halves. */
function cumulateLarge(units: Float64Array, cumulative: Float64Array, { start, end }: { start: number; end: number }) {
  let [sum, aa, ab, bbHigh, bbLow, high, low] = [0, 0, 0, 0, 0, 0, 0];
  for (let group = start; group < end; group++) {
    const value = units[group]!;
    sum += value;
    cumulative[group] = sum;
    const a = Math.trunc(value / HALF);
    const b = value - a * HALF;
    const bb = b * b;
    const bbUpper = Math.trunc(bb / HALF);
    aa += a * a;
    ab += a * b;
    bbHigh += bbUpper;
    bbLow += bb - bbUpper * HALF;
    const upper = Math.trunc(sum / HALF);
    high += upper;
    low += sum - upper * HALF;
  }
  return {
    squares: (BigInt(aa) << 52n) + ((2n * BigInt(ab) + BigInt(bbHigh)) << 26n) + BigInt(bbLow),
    cumulatives: (BigInt(high) << 26n) + BigInt(low),
  };
}

function cumulateBigints(units: bigint[]) {
  const cumulative = new Array<bigint>(units.length);
  const period = (start: number, end: number) => {
    let [sum, squares, cumulatives] = [0n, 0n, 0n];
    for (let group = start; group < end; group++) {
      const value = units[group]!;
      sum += value;
      cumulative[group] = sum;
      squares += value * value;
      cumulatives += sum;
    }
    return { squares, cumulatives };
  };
  return { cumulative, period };
}
