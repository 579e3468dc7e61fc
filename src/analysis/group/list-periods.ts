import type { Connection } from '../../duckdb/connection.js';
import { BLANK_ID } from './entity-names.js';
import type { Groups } from './groups.js';
import type { Measure } from './measure.js';
import { type PeriodGroups, TOTAL } from './period-groups.js';
import type { Selection } from './select-entities.js';

/** The periods of `concentration_groups` and `concentration_unassigned`. */
export async function listPeriods(
  connection: Connection,
  { digits }: Measure,
  selection: Selection | null,
): Promise<Pick<Groups, 'periods' | 'isTotalSummed' | 'entityIds'>> {
  const grouped = await connection.runAndReadAll(
    `SELECT period, count(*)::DOUBLE, sum(row_count)::DOUBLE, max(entity) + 1 FROM concentration_groups GROUP BY period`,
  );
  const unassigned = await connection.runAndReadAll(
    `SELECT period, ${digits('units')}, row_count::DOUBLE FROM concentration_unassigned`,
  );
  const leftOut = await connection.runAndReadAll(
    selection === null
      ? 'SELECT 0 WHERE false'
      : `SELECT period, ${digits('sum(units)')}, sum(row_count)::DOUBLE, (count(*) FILTER (entity <> ${BLANK_ID}))::DOUBLE
         FROM concentration_left_out GROUP BY period`,
  );
  const found = new Map<number, PeriodGroups>();
  const none = {
    previous: null,
    bridge: null,
    isPartial: false,
    groupCount: 0,
    rowCount: 0,
    unassigned: { units: 0n, rowCount: 0 },
    leftOut: { units: 0n, rowCount: 0, entityCount: 0 },
  };
  let entityIds = 0;
  for (const [period, groupCount, rowCount, ids] of grouped.getRowsJS() as [number, number, number, number][]) {
    found.set(period, { ...none, period, groupCount, rowCount });
    entityIds = Math.max(entityIds, ids);
  }
  for (const [period, units, rowCount] of unassigned.getRowsJS() as [number, string, number][]) {
    const groups = found.get(period) ?? { ...none, period };
    found.set(period, {
      ...groups,
      rowCount: groups.rowCount + rowCount,
      unassigned: { units: BigInt(units), rowCount },
    });
  }
  const leftOutOf = (leftOut.getRowsJS() as [number, string, number, number][]).map(
    ([period, units, rowCount, entityCount]) => ({ period, leftOut: { units: BigInt(units), rowCount, entityCount } }),
  );
  const addLeftOut = (each: (typeof leftOutOf)[number]) =>
    found.set(each.period, { ...none, ...found.get(each.period), ...each });
  for (const each of leftOutOf) if (each.period !== TOTAL) addLeftOut(each);
  const isTotalSummed = found.size > 0 && !found.has(TOTAL);
  if (isTotalSummed) found.set(TOTAL, totalOf([...found.values()]));
  for (const each of leftOutOf) if (each.period === TOTAL) addLeftOut(each);
  const sorted = [...found.values()].sort((a, b) => a.period - b.period);
  return { periods: sorted, isTotalSummed, entityIds };
}

export function totalOf(periods: readonly PeriodGroups[]): PeriodGroups {
  return {
    period: TOTAL,
    previous: null,
    bridge: null,
    isPartial: false,
    groupCount: 0,
    rowCount: periods.reduce((sum, { rowCount }) => sum + rowCount, 0),
    unassigned: {
      units: periods.reduce((sum, { unassigned }) => sum + unassigned.units, 0n),
      rowCount: periods.reduce((sum, { unassigned }) => sum + unassigned.rowCount, 0),
    },
    leftOut: { units: 0n, rowCount: 0, entityCount: 0 },
  };
}
