import { rolling, table } from 'arquero';
import type { Bucket, CurvePoint, EntityShare, PeriodConcentration, Unassigned } from '../model/analysis.js';
import { type Amount, amountOf } from './amount.js';
import { ceil, decimalFraction, type Fraction, floor, quotient } from './fraction.js';

/** Entities listed by name in a period's head. */
export const HEAD_ENTITIES = 50;
const LORENZ_STEPS = 100;

/** Groups of some periods, ready to be walked: sums of entities in whole units of a measure (measure.ts). */
export interface SortedGroups {
  /** How many groups each period has, in order of the periods. */
  counts: number[];
  /**
   * Period after period, descending within each. A Float64Array holds one integer a group, and the sizes of a period's
   * add up to 2^52 at most; a BigInt64Array holds three limbs a group, most significant first, in base 10^18.
   */
  units: Float64Array | BigInt64Array;
  /** The sum of the rows without an entity, of each period; zero where it is absent. */
  unassigned?: bigint[];
}

export const LIMBS = 3;
const LIMB = 10n ** 18n;

export interface ConcentrationRequest {
  /** Percent, ascending. */
  thresholds: number[];
  topN: number[];
  /** What one unit is worth. */
  unit: Fraction;
}

/** The numbers of one period; names, rows and changes are added where they are known. */
export interface Concentration
  extends Pick<
    PeriodConcentration,
    | 'total'
    | 'totalExact'
    | 'assignedTotal'
    | 'assignedTotalExact'
    | 'thresholds'
    | 'top'
    | 'hhi'
    | 'gini'
    | 'effectiveEntities'
    | 'lorenz'
  > {
  totalUnits: bigint;
  assignedUnits: bigint;
  unassigned: Omit<Unassigned, 'rows'>;
  head: Omit<EntityShare, 'entity' | 'parts'>[];
}

/**
 * Shares, cumulative shares and measures of concentration of each period (SEMANTICS.md §4). Sums, sums of squares and
 * comparisons are of integers and exact; each number is rounded once, to the nearest double, when it leaves. Shares are of
 * all rows; HHI, Gini, effective entities and the Lorenz curve are of the rows with an entity. A period whose total is not
 * above zero has a head without shares and nothing else.
 */
export function concentrate(groups: SortedGroups, request: ConcentrationRequest): Concentration[] {
  const units = groups.units instanceof Float64Array ? groups.units : joinLimbs(groups.units);
  const { cumulative, squares, cumulatives } = cumulate(groups.counts, units);
  let start = 0;
  return groups.counts.map((count, index) => {
    const period = new RankedPeriod(start, count, units, cumulative, groups.unassigned?.[index] ?? 0n);
    start += count;
    return measure(period, squares[index] ?? 0n, cumulatives[index] ?? 0n, request);
  });
}

function measure(
  period: RankedPeriod,
  squares: bigint,
  cumulatives: bigint,
  { thresholds, topN, unit }: ConcentrationRequest,
): Concentration {
  const { count: n, total } = period;
  const share = total > 0n ? (sum: bigint) => quotient(100n * sum, total) : () => null;
  const common = {
    ...totals(period, unit, share),
    head: head(period, unit, share),
    ...inequality(period, squares, cumulatives),
  };
  if (total <= 0n) return { ...common, thresholds: [], top: [] };

  const bucket = (count: number): Bucket => {
    const sum = period.sumOfFirst(count);
    const { value, exact: valueExact } = amountOf(sum, unit);
    return { count, value, valueExact, share: quotient(100n * sum, total) };
  };
  return {
    ...common,
    thresholds: thresholds.map((threshold) => {
      const { numerator, denominator } = decimalFraction(threshold);
      const limit = { numerator: total * numerator, denominator: 100n * denominator };
      const reaching = period.firstToReach(ceil(limit));
      // The first c_k above the limit is, of whole units, the first to reach the next whole number above it.
      const within = period.firstToReach(floor(limit) + 1n) - 1;
      return {
        threshold,
        within: bucket(Math.min(n, Math.max(1, within))),
        reaching: reaching <= n ? bucket(reaching) : null,
        topPercent: bucket(Number(ceil({ numerator: BigInt(n) * numerator, denominator: 100n * denominator }))),
      };
    }),
    top: topN.map((wanted) => ({ n: wanted, ...bucket(Math.min(wanted, n)) })),
  };
}

type ShareOf = (units: bigint) => number | null;

function totals({ total, assigned, unassigned }: RankedPeriod, unit: Fraction, share: ShareOf) {
  const [all, ofEntities, ofNone] = [total, assigned, unassigned].map((units) => amountOf(units, unit)) as [
    Amount,
    Amount,
    Amount,
  ];
  return {
    totalUnits: total,
    total: all.value,
    totalExact: all.exact,
    assignedUnits: assigned,
    assignedTotal: ofEntities.value,
    assignedTotalExact: ofEntities.exact,
    unassigned: { value: ofNone.value, valueExact: ofNone.exact, share: share(unassigned) },
  };
}

/** Of the rows with an entity: the same as if there were no others. */
function inequality(
  period: RankedPeriod,
  squares: bigint,
  cumulatives: bigint,
): Pick<Concentration, 'hhi' | 'gini' | 'effectiveEntities' | 'lorenz'> {
  const { count: n, total, assigned } = period;
  if (total <= 0n || assigned <= 0n) return { hhi: null, gini: null, effectiveEntities: null, lorenz: [] };
  return {
    // HHI = Σ (100·v / A)²
    hhi: quotient(10_000n * squares, assigned * assigned),
    // Σ (2i − n − 1)·x_i with x ascending is 2·Σ c_k − (n + 1)·A with c_k from the largest down.
    gini: period.hasNegative ? null : quotient(2n * cumulatives - BigInt(n + 1) * assigned, BigInt(n) * assigned),
    effectiveEntities: quotient(assigned * assigned, squares),
    lorenz: lorenz(period),
  };
}

function head(period: RankedPeriod, unit: Fraction, share: ShareOf): Concentration['head'] {
  return Array.from({ length: Math.min(HEAD_ENTITIES, period.count) }, (_, index) => {
    const units = period.value(index + 1);
    const { value, exact: valueExact } = amountOf(units, unit);
    return {
      rank: index + 1,
      value,
      valueExact,
      share: share(units),
      cumulativeShare: share(period.sumOfFirst(index + 1)),
    };
  });
}

/** From (0, 0) to (1, 1), smallest entities first. */
function lorenz(period: RankedPeriod): CurvePoint[] {
  const { count: n, assigned } = period;
  const steps = Math.min(n, LORENZ_STEPS);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const entities = Math.floor((step * n) / steps);
    return { x: entities / n, y: quotient(assigned - period.sumOfFirst(n - entities), assigned) };
  });
}

function joinLimbs(limbs: BigInt64Array): bigint[] {
  return Array.from({ length: limbs.length / LIMBS }, (_, group) => {
    const [high = 0n, middle = 0n, low = 0n] = limbs.subarray(group * LIMBS, (group + 1) * LIMBS);
    return (high * LIMB + middle) * LIMB + low;
  });
}

type Units = Float64Array | bigint[];
/** Numbers where the units are, bigints otherwise; JavaScript compares the two with each other exactly. */
type Whole = number | bigint;

/** What Arquero makes of the groups: c_k for each of them, and Σ v² and Σ c_k for each period. */
interface Cumulated {
  cumulative: ArrayLike<Whole>;
  squares: bigint[];
  cumulatives: bigint[];
}

function cumulate(counts: readonly number[], units: Units): Cumulated {
  const groups = table({ period: periodOfEachGroup(counts, units.length), units })
    .groupby('period')
    .derive({ cumulative: rolling('op.sum(d.units)') });
  const { expressions, join } = units instanceof Float64Array ? splitSums : wholeSums;
  const sums = groups.rollup(expressions);

  const squares = counts.map(() => 0n);
  const cumulatives = counts.map(() => 0n);
  for (let row = 0; row < sums.numRows(); row++) {
    const period = sums.get('period', row) as number;
    const joined = join((name) => BigInt(sums.get(name, row) as Whole));
    squares[period] = joined.squares;
    cumulatives[period] = joined.cumulatives;
  }
  return { cumulative: groups.array('cumulative') as ArrayLike<Whole>, squares, cumulatives };
}

function periodOfEachGroup(counts: readonly number[], groups: number): Uint32Array {
  const periods = new Uint32Array(groups);
  let start = 0;
  for (const [period, count] of counts.entries()) {
    periods.fill(period, start, start + count);
    start += count;
  }
  return periods;
}

type SumNamed = (name: string) => bigint;

// Arquero compiles the text of an expression; given as text, no build step can have rewritten it.
const wholeSums = {
  expressions: { squares: 'op.sum(d.units * d.units)', cumulatives: 'op.sum(d.cumulative)' },
  join: (sum: SumNamed) => ({ squares: sum('squares'), cumulatives: sum('cumulatives') }),
};

/**
 * Squares and long sums of integers below 2^52 do not stay exact in a double; those of their halves do. With
 * v = a·2^26 + b: v² = a²·2^52 + 2ab·2^26 + b², and b² and c_k are themselves summed in halves.
 */
const splitSums = {
  expressions: {
    aa: 'op.sum(op.trunc(d.units / 67108864) * op.trunc(d.units / 67108864))',
    ab: 'op.sum(op.trunc(d.units / 67108864) * (d.units % 67108864))',
    bbHigh: 'op.sum(op.trunc((d.units % 67108864) * (d.units % 67108864) / 67108864))',
    bbLow: 'op.sum((d.units % 67108864) * (d.units % 67108864) % 67108864)',
    cumulativeHigh: 'op.sum(op.trunc(d.cumulative / 67108864))',
    cumulativeLow: 'op.sum(d.cumulative % 67108864)',
  },
  join: (sum: SumNamed) => ({
    squares: (sum('aa') << 52n) + ((2n * sum('ab') + sum('bbHigh')) << 26n) + sum('bbLow'),
    cumulatives: (sum('cumulativeHigh') << 26n) + sum('cumulativeLow'),
  }),
};

/** One period's groups within the sorted whole. k counts groups from the largest: c_0 is 0, c_n `assigned`. */
class RankedPeriod {
  /** Of the groups. */
  readonly assigned: bigint;
  /** With the rows that have no entity. */
  readonly total: bigint;

  constructor(
    private readonly start: number,
    readonly count: number,
    private readonly units: Units,
    private readonly cumulative: ArrayLike<Whole>,
    readonly unassigned: bigint,
  ) {
    this.assigned = this.sumOfFirst(count);
    this.total = this.assigned + unassigned;
  }

  value(rank: number): bigint {
    return BigInt(this.units[this.start + rank - 1] ?? 0);
  }

  sumOfFirst(k: number): bigint {
    return k === 0 ? 0n : BigInt(this.cumulative[this.start + k - 1] ?? 0);
  }

  /** The smallest k >= 1 with c_k >= limit; n + 1 where there is none. */
  firstToReach(limit: bigint): number {
    // Up to the last group that is not negative c_k only rises, so there it can be searched by halves; below it only falls.
    const rising = this.firstRank(1, this.count + 1, (k) => this.units[this.start + k - 1]! < 0) - 1;
    const k = this.firstRank(1, rising + 1, (rank) => this.cumulative[this.start + rank - 1]! >= limit);
    return k <= rising ? k : this.count + 1;
  }

  get hasNegative(): boolean {
    return this.count > 0 && this.value(this.count) < 0n;
  }

  private firstRank(from: number, to: number, isReached: (rank: number) => boolean): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isReached(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
