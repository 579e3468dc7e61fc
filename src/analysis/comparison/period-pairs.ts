import type { Analysis, AnalysisParameters, PeriodConcentration } from '../../model/analysis.js';
import { UNKNOWN_PERIOD } from '../../period/period.js';
import { readPeriodKey } from '../../period/period-key.js';
import { type PeriodScheme, periodName, periodScheme } from '../../period/period-scheme.js';
import type { ComparedRanking, JoinedPeriod } from './join-rankings.js';

/** A period of both sides; null: the side does not have it. */
export interface PeriodPair {
  period: string;
  /** Its name on the other side. */
  otherPeriod: string;
  here: PeriodConcentration | null;
  there: PeriodConcentration | null;
}

type Periods = Pick<Analysis, 'byPeriod' | 'total' | 'parameters'>;

/** Every period of either side by time, then UNKNOWN, then TOTAL; of two ranges of equal length by their positions. */
export function pairPeriods(here: Periods, there: Periods, isByPosition: boolean): PeriodPair[] {
  const shift = isByPosition ? positionShift(here.parameters, there.parameters) : null;
  const pairs = shift === null ? pairByName(here, there) : pairByPosition(here, there, shift);
  const { period } = here.total;
  return [...pairs, { period, otherPeriod: period, here: here.total, there: there.total }];
}

function pairByName(here: Periods, there: Periods): PeriodPair[] {
  const byName = (periods: readonly PeriodConcentration[]) => new Map(periods.map((each) => [each.period, each]));
  const [ours, theirs] = [byName(here.byPeriod), byName(there.byPeriod)];
  // Names of one grain sort by time.
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort(
    (a, b) => Number(a === UNKNOWN_PERIOD) - Number(b === UNKNOWN_PERIOD) || (a < b ? -1 : 1),
  );
  return names.map((period) => {
    return { period, otherPeriod: period, here: ours.get(period) ?? null, there: theirs.get(period) ?? null };
  });
}

/** How far the range of the other side is from that of this one. */
interface Shift {
  scheme: PeriodScheme;
  periods: number;
}

function pairByPosition(here: Periods, there: Periods, { scheme, periods: shift }: Shift): PeriodPair[] {
  const byOrdinal = (periods: readonly PeriodConcentration[]) =>
    new Map(periods.map((each) => [ordinalOf(scheme, each.period), each]));
  const [ours, theirs] = [byOrdinal(here.byPeriod), byOrdinal(there.byPeriod)];
  const ordinals = [...new Set([...ours.keys(), ...[...theirs.keys()].map((ordinal) => ordinal - shift)])];
  return ordinals
    .sort((a, b) => a - b)
    .map((ordinal) => ({
      period: periodName(scheme, ordinal),
      otherPeriod: periodName(scheme, ordinal + shift),
      here: ours.get(ordinal) ?? null,
      there: theirs.get(ordinal + shift) ?? null,
    }));
}

/** Rows without a period are in no range. */
function ordinalOf({ prefix, grain, yearStart }: PeriodScheme, name: string): number {
  return readPeriodKey(name.slice(prefix.length), grain, yearStart)!.first;
}

/**
 * Not null where both sides have a range of as many periods of the same kind, at another time: the first is compared with the
 * first, and so on.
 */
export function positionShift(
  here: Pick<AnalysisParameters, 'periodGrain' | 'periods'>,
  there: Pick<AnalysisParameters, 'periodGrain' | 'periods'>,
): Shift | null {
  const [ours, theirs] = [here, there].map(({ periodGrain, periods }) => periodScheme(periodGrain, periods));
  if (!ours || !theirs) return null;
  const { from, to, ...kind } = ours;
  const { from: otherFrom, to: otherTo, ...otherKind } = theirs;
  if (JSON.stringify(kind) !== JSON.stringify(otherKind)) return null;
  if (from === null || to === null || otherFrom === null || otherTo === null) return null;
  const isSameLength = to - from === otherTo - otherFrom;
  return isSameLength && from !== otherFrom ? { scheme: ours, periods: otherFrom - from } : null;
}

export function joinedPeriod({ here, there }: PeriodPair): JoinedPeriod {
  return { totalExact: here?.totalExact ?? null, otherTotalExact: there?.totalExact ?? null };
}

/** The ranking of a side: its periods by their places in the file, TOTAL last. */
export function comparedRanking(
  path: string,
  { byPeriod, total }: Pick<Analysis, 'byPeriod' | 'total'>,
  pairs: readonly PeriodPair[],
  name: 'period' | 'otherPeriod',
): ComparedRanking {
  const numbers = new Map(pairs.map((pair, number) => [pair[name], number]));
  const periods = [...byPeriod, total].map(({ period }, nth) => ({ nth, period: numbers.get(period)! }));
  return { path, periods };
}
