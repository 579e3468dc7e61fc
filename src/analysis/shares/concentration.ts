import type { CurvePoint, EntityShare, PeriodConcentration, Unassigned } from '../../model/analysis.js';
import { RankedPeriod } from '../describe/ranked-period.js';
import { cumulate, type Units } from './cumulate.js';
import { ceil, decimalFraction, type Fraction, floor, quotient } from './fraction.js';
import {
  type ClassCut,
  classCuts,
  DEFAULT_CLASSES,
  describeClass,
  describeLimit,
  type LimitCut,
  limitCuts,
} from './limits-and-classes.js';
import { type Inequality, inequalities, PartialSums, type Share, type ShareAt } from './shares.js';

/** Entities listed by name in a period's head. */
export const HEAD_ENTITIES = 50;
const LORENZ_STEPS = 100;

/** Groups of some periods, ready to be walked: sums of entities in whole units of a measure (measure.ts). */
export interface SortedGroups {
  /** How many groups each period has, in order of the periods. */
  counts: number[];
  /** Period after period, descending within each. The sizes of a period's add up to 2^52 at most where they are numbers. */
  units: Units;
  /** The sum of the rows without an entity, of each period; zero where it is absent. */
  unassigned?: bigint[];
}

export interface ConcentrationRequest {
  /** Percent, ascending. */
  thresholds: number[];
  topN: number[];
  /** Percent, ascending; default: none. */
  limits?: number[];
  /** Percent, ascending; default: DEFAULT_CLASSES. */
  classes?: readonly number[];
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
    | 'limits'
    | 'classes'
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
 * Shares, cumulative shares and measures of concentration of each period (docs/semantics.md §4). Sums, sums of squares and
 * comparisons are of integers and exact; each number is rounded once, to the nearest double, when it leaves. Shares are of
 * all rows; HHI, Gini, effective entities and the Lorenz curve are of the rows with an entity. A period whose total is not
 * above zero has a head without shares and nothing else.
 */
export function concentrate(groups: SortedGroups, request: ConcentrationRequest): Concentration[] {
  const { counts, units } = groups;
  const { cumulative, squares, cumulatives } = cumulate(counts, units);
  let start = 0;
  const periods = counts.map((count, index) => {
    const period = new RankedPeriod(start, count, units, cumulative, groups.unassigned?.[index] ?? 0n);
    start += count;
    return period;
  });
  const sums = new PartialSums();
  const cuts = periods.map((period) => cutPeriod(period, sums, request));
  const shareAt = sums.derive(request.unit);
  const measures = inequalities(periods, { squares, cumulatives });
  return periods.map((period, index) =>
    describe(period, cuts[index]!, { inequality: measures[index]!, shareAt, unit: request.unit }),
  );
}

/** Where the sums of a period that are shown have their row (shares.ts). */
interface Cuts {
  total: number;
  assigned: number;
  unassigned: number;
  head: { value: number; cumulative: number }[];
  thresholds: { threshold: number; within: Cut; reaching: Cut | null; topPercent: Cut }[];
  top: { n: number; cut: Cut }[];
  limits: LimitCut[];
  classes: ClassCut[];
}

/** The sum of the first `count` groups. */
interface Cut {
  count: number;
  row: number;
}

function cutPeriod(
  period: RankedPeriod,
  sums: PartialSums,
  { thresholds, topN, limits = [], classes = DEFAULT_CLASSES }: ConcentrationRequest,
): Cuts {
  const { count: n, total, assigned, unassigned } = period;
  const add = (units: bigint) => sums.add(units, total);
  const cut = (count: number): Cut => ({ count, row: add(period.sumOfFirst(count)) });
  return {
    total: add(total),
    assigned: add(assigned),
    unassigned: add(unassigned),
    head: Array.from({ length: Math.min(HEAD_ENTITIES, n) }, (_, index) => ({
      value: add(period.value(index + 1)),
      cumulative: add(period.sumOfFirst(index + 1)),
    })),
    thresholds: total <= 0n ? [] : thresholds.map((threshold) => ({ threshold, ...cutAt(threshold, period, cut) })),
    top: total <= 0n ? [] : topN.map((wanted) => ({ n: wanted, cut: cut(Math.min(wanted, n)) })),
    limits: limitCuts(limits, period, sums, HEAD_ENTITIES),
    classes: classCuts(classes, period, sums),
  };
}

/** The three readings of a threshold (docs/adr/0007-three-readings.md). */
function cutAt(threshold: number, period: RankedPeriod, cut: (count: number) => Cut) {
  const { count: n, total } = period;
  const { numerator, denominator } = decimalFraction(threshold);
  const limit = { numerator: total * numerator, denominator: 100n * denominator };
  const reaching = period.firstToReach(ceil(limit));
  // The first c_k above the limit is, of whole units, the first to reach the next whole number above it.
  const within = period.firstToReach(floor(limit) + 1n) - 1;
  return {
    within: cut(Math.min(n, Math.max(1, within))),
    reaching: reaching <= n ? cut(reaching) : null,
    topPercent: cut(Number(ceil({ numerator: BigInt(n) * numerator, denominator: 100n * denominator }))),
  };
}

function describe(
  period: RankedPeriod,
  cuts: Cuts,
  { inequality, shareAt, unit }: { inequality: Inequality; shareAt: ShareAt; unit: Fraction },
): Concentration {
  const [total, assigned, unassigned] = [cuts.total, cuts.assigned, cuts.unassigned].map(shareAt) as [
    Share,
    Share,
    Share,
  ];
  const bucket = ({ count, row }: Cut) => {
    const { value, exact: valueExact, share } = shareAt(row);
    return { count, value, valueExact, share: share! };
  };
  return {
    totalUnits: period.total,
    total: total.value,
    totalExact: total.exact,
    assignedUnits: period.assigned,
    assignedTotal: assigned.value,
    assignedTotalExact: assigned.exact,
    unassigned: { value: unassigned.value, valueExact: unassigned.exact, share: unassigned.share },
    head: cuts.head.map((rows, index) => {
      const { value, exact: valueExact, share } = shareAt(rows.value);
      return { rank: index + 1, value, valueExact, share, cumulativeShare: shareAt(rows.cumulative).share };
    }),
    ...inequality,
    lorenz: inequality.hhi === null ? [] : lorenz(period),
    thresholds: cuts.thresholds.map(({ threshold, within, reaching, topPercent }) => ({
      threshold,
      within: bucket(within),
      reaching: reaching && bucket(reaching),
      topPercent: bucket(topPercent),
    })),
    top: cuts.top.map(({ n, cut }) => ({ n, ...bucket(cut) })),
    limits: cuts.limits.map((cut) => describeLimit(cut, shareAt, unit)),
    classes: cuts.classes.map((cut) => describeClass(cut, shareAt)),
  };
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
