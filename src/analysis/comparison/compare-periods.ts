import type { Connection } from '../../duckdb/connection.js';
import type { AnalysisParameters, PeriodConcentration } from '../../model/analysis.js';
import type { ComparedEntity, ComparedPart, PeriodComparison, Presence } from '../../model/comparison.js';
import { readUnit } from '../entity-list/ranking-file.js';
import { amountOf } from '../shares/amount.js';
import { type ComparedShape, PRESENCES, selectCompared } from './compared-entities.js';
import { comparedAmount, comparedNumber, comparedShare, shareOf } from './figures.js';
import { joinedPeriod, type PeriodPair } from './period-pairs.js';

/** Movers listed of each kind. */
const MAX_MOVERS = 20;
/** Movers of rank are among the largest of either side: far down, small values change many ranks. */
const MAX_MOVER_RANK = 50;

interface Sums {
  count: number;
  value: string;
  other: string;
}

const NO_SUMS: Sums = { count: 0, value: '0', other: '0' };

/** The figures of each pair, from the table `compared` (joinRankings()). */
export async function comparePeriods(
  connection: Connection,
  pairs: readonly PeriodPair[],
  { isWhole, ...parameters }: Pick<AnalysisParameters, 'topN' | 'thresholds'> & { isWhole: boolean },
): Promise<PeriodComparison[]> {
  const number = isWhole ? 'HUGEINT' : 'BIGNUM';
  const kinds = Object.entries(PRESENCES).map(([presence, condition]) => `WHEN ${condition} THEN '${presence}'`);
  const found = await connection.runAndReadAll(
    `SELECT period, CASE ${kinds.join(' ')} END AS presence, count(*)::DOUBLE,
       coalesce(sum(units::${number})::VARCHAR, '0'), coalesce(any_value(unit), '1/1'),
       coalesce(sum(other_units::${number})::VARCHAR, '0'), coalesce(any_value(other_unit), '1/1')
     FROM compared GROUP BY ALL`,
  );
  const sums = new Map<string, Sums>();
  type Row = [number, Presence, number, string, string, string, string];
  for (const [period, presence, count, units, unit, otherUnits, otherUnit] of found.getRowsJS() as Row[]) {
    sums.set(`${period} ${presence}`, {
      count,
      value: amountOf(BigInt(units), readUnit(unit)).exact,
      other: amountOf(BigInt(otherUnits), readUnit(otherUnit)).exact,
    });
  }
  return pairs.map((pair, period) => {
    const of = (presence: Presence) => sums.get(`${period} ${presence}`) ?? NO_SUMS;
    const [both, onlyHere, onlyThere] = [of('BOTH'), of('THIS_ONLY'), of('OTHER_ONLY')];
    const { here, there } = pair;
    return {
      ...figures(pair, parameters),
      onlyInThis: part(onlyHere.count, onlyHere.value, here?.totalExact ?? '0'),
      onlyInOther: part(onlyThere.count, onlyThere.other, there?.totalExact ?? '0'),
      inBoth: { count: both.count, total: comparedAmount(both.value, both.other) },
    };
  });
}

function figures(
  { period, otherPeriod, here, there }: PeriodPair,
  { topN, thresholds }: Pick<AnalysisParameters, 'topN' | 'thresholds'>,
): Omit<PeriodComparison, 'onlyInThis' | 'onlyInOther' | 'inBoth'> {
  const number = (of: (side: PeriodConcentration) => number | null | undefined) =>
    comparedNumber((here && of(here)) ?? null, (there && of(there)) ?? null);
  const exact = (of: (side: PeriodConcentration) => string) => comparedAmount(here && of(here), there && of(there));
  return {
    period,
    ...(otherPeriod === period ? {} : { otherPeriod }),
    presence: here === null ? 'OTHER_ONLY' : there === null ? 'THIS_ONLY' : 'BOTH',
    rowCount: number(({ rowCount }) => rowCount),
    entityCount: number(({ entityCount }) => entityCount),
    total: exact(({ totalExact }) => totalExact),
    unassigned: exact(({ unassigned }) => unassigned.valueExact),
    hhi: number(({ hhi }) => hhi),
    gini: number(({ gini }) => gini),
    effectiveEntities: number(({ effectiveEntities }) => effectiveEntities),
    top: topN.map((n) => {
      const of = (side: PeriodConcentration | null) => ({
        value: side?.top.find((each) => each.n === n)?.valueExact ?? null,
        total: side?.totalExact ?? null,
      });
      return { n, share: comparedShare(of(here), of(there)) };
    }),
    reaching: thresholds.map((threshold) => ({
      threshold,
      count: number((side) => side.thresholds.find((each) => each.threshold === threshold)?.reaching?.count),
    })),
  };
}

function part(count: number, valueExact: string, total: string): ComparedPart {
  const { value } = comparedAmount(valueExact, null);
  return { count, value: value ?? 0, valueExact, share: shareOf(valueExact, total) };
}

/** The largest changes over all periods, from the table `compared`. */
export async function findMovers(
  connection: Connection,
  pairs: readonly PeriodPair[],
  shape: ComparedShape,
): Promise<{ shareMovers: ComparedEntity[]; rankMovers: ComparedEntity[] }> {
  const period = pairs.length - 1;
  const ofTotal = `period = ${period}`;
  const query = { from: 'compared', limit: MAX_MOVERS };
  const joined = joinedPeriod(pairs[period]!);
  return {
    shareMovers: await selectCompared(
      connection,
      { ...query, conditions: [ofTotal, 'share_change > 0'], orderBy: 'SHARE_CHANGE' },
      joined,
      shape,
    ),
    rankMovers: await selectCompared(
      connection,
      {
        ...query,
        conditions: [ofTotal, 'rank_change > 0', `least(rank, other_rank) <= ${MAX_MOVER_RANK}`],
        orderBy: 'RANK_CHANGE',
      },
      joined,
      shape,
    ),
  };
}
