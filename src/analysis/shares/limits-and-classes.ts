import type { ConcentrationLimit, EntityClass } from '../../model/analysis.js';
import type { RankedPeriod } from '../describe/ranked-period.js';
import { amountOf } from './amount.js';
import { ceil, decimalFraction, type Fraction, floor } from './fraction.js';
import type { PartialSums, ShareAt } from './shares.js';

/** Where classes begin unless a request says otherwise: A, B and C. */
export const DEFAULT_CLASSES: readonly number[] = [80, 95];

/** The sum of some consecutive groups, by its row in PartialSums. */
interface Cut {
  count: number;
  row: number;
}

/** The groups above a limit, with what each of the first is above it. */
export interface LimitCut extends Cut {
  limit: number;
  excess: ScaledUnits;
  excesses: ScaledUnits[];
}

/** A part of a unit: `units / scale`, where `scale` is a power of ten. */
interface ScaledUnits {
  units: bigint;
  scale: bigint;
}

/** @param listed how many are described one by one, at most */
export function limitCuts(
  limits: readonly number[],
  period: RankedPeriod,
  sums: PartialSums,
  listed: number,
): LimitCut[] {
  const { total } = period;
  if (total <= 0n) return [];
  return limits.map((limit) => {
    const { numerator, denominator } = decimalFraction(limit);
    const scale = 100n * denominator;
    // In parts of a unit, of which a value is above the limit only if it is at least the next whole unit.
    const least = total * numerator;
    const count = period.countFrom(floor({ numerator: least, denominator: scale }) + 1n);
    const above = (units: bigint, times: bigint) => ({ units: units * scale - times * least, scale });
    return {
      limit,
      count,
      row: sums.add(period.sumOfFirst(count), total),
      excess: above(period.sumOfFirst(count), BigInt(count)),
      excesses: Array.from({ length: Math.min(count, listed) }, (_, index) => above(period.value(index + 1), 1n)),
    };
  });
}

export function describeLimit(
  { limit, count, row, excess, excesses }: LimitCut,
  shareAt: ShareAt,
  unit: Fraction,
): ConcentrationLimit {
  const { value, exact: valueExact, share } = shareAt(row);
  const amount = ({ units, scale }: ScaledUnits) => amountOf(units, scaled(unit, scale));
  const whole = amount(excess);
  return {
    limit,
    count,
    value,
    valueExact,
    share: share!,
    excess: whole.value,
    excessExact: whole.exact,
    entities: excesses.map((each) => {
      const { value: ofEntity, exact } = amount(each);
      return { excess: ofEntity, excessExact: exact };
    }),
  };
}

/** `unit / scale` with a power of ten as its denominator: 1 / 2^k is 5^k / 10^k. */
function scaled({ numerator, denominator }: Fraction, scale: bigint): Fraction {
  const bits = BigInt(denominator.toString(2).length - 1);
  const isPowerOfTwo = denominator === 2n ** bits;
  return isPowerOfTwo
    ? { numerator: numerator * 5n ** bits, denominator: 10n ** bits * scale }
    : { numerator, denominator: denominator * scale };
}

export interface ClassCut extends Cut {
  name: string;
  upTo: number | null;
}

/**
 * The first class has the fewest of the largest groups that reach the first percentage, the next the further ones that
 * reach the next, the last all others.
 */
export function classCuts(percentages: readonly number[], period: RankedPeriod, sums: PartialSums): ClassCut[] {
  const { total, count: n } = period;
  if (total <= 0n) return [];
  let before = 0;
  return [...percentages, null].map((upTo, index) => {
    const last = upTo === null ? n : lastOfClass(upTo, period);
    const count = last - before;
    const row = sums.add(period.sumOfFirst(last) - period.sumOfFirst(before), total);
    before = last;
    return { name: className(index), upTo, count, row };
  });
}

function lastOfClass(percentage: number, period: RankedPeriod): number {
  const { numerator, denominator } = decimalFraction(percentage);
  const limit = ceil({ numerator: period.total * numerator, denominator: 100n * denominator });
  return Math.min(period.count, period.firstToReach(limit));
}

export function describeClass({ name, upTo, count, row }: ClassCut, shareAt: ShareAt): EntityClass {
  const { value, exact: valueExact, share } = shareAt(row);
  return { name, upTo, count, value, valueExact, share: share! };
}

/** A, B, C, … */
function className(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** The class of an entity; null where the period has none. */
export function classOfRank(classes: readonly EntityClass[], rank: number): string | null {
  let last = 0;
  for (const { name, count } of classes) {
    last += count;
    if (rank <= last) return name;
  }
  return null;
}

/** The ranks of a class; null where it has no entity or does not exist. */
export function ranksOfClass(classes: readonly EntityClass[], wanted: string): { first: number; last: number } | null {
  let first = 1;
  for (const { name, count } of classes) {
    if (name === wanted) return count === 0 ? null : { first, last: first + count - 1 };
    first += count;
  }
  return null;
}
