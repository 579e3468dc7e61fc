import type { Connection } from '../../duckdb/connection.js';
import type { ColumnSum, PeriodConcentration } from '../../model/analysis.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { amountOf } from '../shares/amount.js';
import { HEAD_ENTITIES } from '../shares/concentration.js';
import type { Measure } from './measure.js';
import { TOTAL } from './period-groups.js';

/** A further column that is summed for each group, beside the value. */
export interface AlsoSum {
  /** Of the data. */
  column: string;
  /** Of the tables of groups; NULL where no row has a number. */
  name: string;
  measure: Measure;
}

/** How many of the largest entities are needed by id (RankingRequest). */
export function leadingOf({ also, parameters: { topN } }: Pick<ResolvedRequest, 'also' | 'parameters'>): {
  leading?: number;
} {
  return also.length === 0 ? {} : { leading: Math.max(HEAD_ENTITIES, ...topN) };
}

export const alsoName = (index: number) => `also_${index}`;

/** A period whose sums are wanted. */
export interface AlsoPeriod {
  period: number;
  /** Ids of the largest entities: at least those of the head, and as many as the largest bucket of `top` has. */
  head: readonly number[];
  result: PeriodConcentration;
}

interface SummedGroups {
  also: readonly AlsoSum[];
  isTotalSummed: boolean;
}

const SHOWN = 'concentration_shown';
/** The most rows that one append takes. */
const BATCH_ROWS = 2048;

/**
 * Adds the sums of the further columns to what is shown of each period: its total, the rows without an entity, its head and
 * the largest together. Groups are read by id after they were ranked, so that ranking them costs what it does without.
 */
export async function addAlsoSums(
  connection: Connection,
  groups: SummedGroups,
  periods: readonly AlsoPeriod[],
): Promise<void> {
  const { also } = groups;
  if (also.length === 0) return;
  const assigned = await sumsByPeriod(connection, groups, 'concentration_groups');
  const unassigned = await sumsByPeriod(connection, groups, 'concentration_unassigned');
  const shown = await sumsOfShown(connection, groups, periods);
  const described = (units: readonly bigint[]) => describeSums(also, units);
  const none = also.map(() => 0n);
  for (const { period, head, result } of periods) {
    const apart = unassigned.get(period) ?? none;
    const ofEntity = shown.get(period);
    const largest = head.map((entity) => ofEntity?.get(entity) ?? none);
    result.also = described(added(assigned.get(period) ?? none, apart));
    result.unassigned.also = described(apart);
    for (const [index, share] of result.head.entries()) share.also = described(largest[index]!);
    for (const top of result.top) top.also = described(largest.slice(0, top.count).reduce(added, none));
  }
}

/** What a period without rows has. */
export function noAlsoSums({ also }: Pick<SummedGroups, 'also'>): Pick<PeriodConcentration, 'also'> {
  return also.length === 0
    ? {}
    : {
        also: describeSums(
          also,
          also.map(() => 0n),
        ),
      };
}

/** @param units a whole number of units of each */
function describeSums(also: readonly Pick<AlsoSum, 'column' | 'measure'>[], units: readonly bigint[]): ColumnSum[] {
  return also.map(({ column, measure }, index) => {
    const { value, exact: valueExact } = amountOf(units[index]!, measure.unit);
    return { column, value, valueExact };
  });
}

function added(one: readonly bigint[], other: readonly bigint[]): bigint[] {
  return one.map((units, index) => units + other[index]!);
}

type SumsOf<Key> = Map<Key, bigint[]>;

async function sumsByPeriod(
  connection: Connection,
  { also, isTotalSummed }: SummedGroups,
  table: string,
): Promise<SumsOf<number>> {
  const sums = also.map(({ name, measure }) => measure.digits(`sum(${name})`));
  const found = await connection.runAndReadAll(`SELECT period, ${sums.join(', ')} FROM ${table} GROUP BY period`);
  const byPeriod = new Map(
    (found.getRowsJS() as [number, ...Units][]).map(([period, ...units]) => [period, read(units)]),
  );
  if (isTotalSummed) byPeriod.set(TOTAL, [...byPeriod.values()].reduce(added, read(also.map(() => null))));
  return byPeriod;
}

/** By period and entity, of the entities that are shown of it. */
async function sumsOfShown(
  connection: Connection,
  { also, isTotalSummed }: SummedGroups,
  periods: readonly AlsoPeriod[],
): Promise<Map<number, SumsOf<number>>> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${SHOWN} (shown_in VARCHAR, shown VARCHAR)`);
  const wanted = periods.flatMap(({ period, head }) => head.map((entity) => [String(period), String(entity)]));
  for (let start = 0; start < wanted.length; start += BATCH_ROWS) {
    await connection.append(SHOWN, wanted.slice(start, start + BATCH_ROWS));
  }
  const sums = also.map(({ name, measure }) => measure.digits(`sum(${name})`)).join(', ');
  const isShown = (period: string) =>
    `SELECT shown_in, entity, ${sums} FROM concentration_groups
     JOIN ${SHOWN} ON shown::INTEGER = entity AND shown_in::INTEGER = ${period} GROUP BY ALL`;
  const found = await connection.runAndReadAll(
    // The groups of TOTAL are those of all periods where none are in the table.
    isTotalSummed ? `${isShown('period')} UNION ALL ${isShown(String(TOTAL))}` : isShown('period'),
  );
  const byPeriod = new Map<number, SumsOf<number>>();
  for (const [period, entity, ...units] of found.getRowsJS() as [string, number, ...Units][]) {
    const ofPeriod = byPeriod.get(Number(period)) ?? new Map<number, bigint[]>();
    byPeriod.set(Number(period), ofPeriod.set(entity, read(units)));
  }
  return byPeriod;
}

type Units = (string | null)[];

/** The sum of no numbers is zero. */
function read(units: Units): bigint[] {
  return units.map((each) => BigInt(each ?? 0));
}
