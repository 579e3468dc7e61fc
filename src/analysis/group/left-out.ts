import type { Connection } from '../../duckdb/connection.js';
import type { LeftOut, LeftOutEntity } from '../../model/analysis.js';
import { namedOf } from '../describe/shown-entities.js';
import { amountOf } from '../shares/amount.js';
import { type Fraction, quotient } from '../shares/fraction.js';
import { BLANK_ID } from './entity-names.js';
import { entityTable, type Groups } from './groups.js';
import type { PeriodGroups } from './period-groups.js';

/** Entities that were left out, by name, of each period. */
const HEAD_ENTITIES = 10;

/** The largest entities that the selection left out of each period, by value descending, then by code point. */
export async function leftOutHeads(connection: Connection, groups: Groups): Promise<Map<number, LeftOutEntity[]>> {
  const heads = new Map<number, LeftOutEntity[]>();
  if (groups.selection === null) return heads;
  const { measure } = groups;
  const { table, order, parts } = entityTable(groups);
  const found = await connection.runAndReadAll(
    `WITH cut AS (
       SELECT period, list_min(max(units, ${HEAD_ENTITIES})) AS least FROM concentration_left_out
       WHERE entity <> ${BLANK_ID} GROUP BY period)
     SELECT period, ${measure.digits('units')}, ${['text', ...parts].join(', ')}
     FROM concentration_left_out JOIN cut USING (period) JOIN ${table} AS entities ON entities.id = entity
     WHERE units >= least
     QUALIFY row_number() OVER (PARTITION BY period ORDER BY units DESC, ${order}) <= ${HEAD_ENTITIES}
     ORDER BY period, units DESC, ${order}`,
  );
  for (const [period, units, entity, ...values] of found.getRowsJS() as LeftOutRow[]) {
    const { value, exact: valueExact } = amountOf(BigInt(units), measure.unit);
    const head = heads.get(period) ?? [];
    head.push({ ...namedOf(groups, entity, values), value, valueExact });
    heads.set(period, head);
  }
  return heads;
}

type LeftOutRow = [period: number, units: string, entity: string, ...parts: (string | null)[]];

/** @param totalUnits of the period, without what was left out */
export function describeLeftOut(
  { leftOut: { units, rowCount, entityCount } }: Pick<PeriodGroups, 'leftOut'>,
  totalUnits: bigint,
  unit: Fraction,
  head: LeftOutEntity[],
): LeftOut {
  const { value, exact: valueExact } = amountOf(units, unit);
  const all = totalUnits + units;
  const share = all > 0n ? quotient(100n * units, all) : null;
  return { entities: entityCount, rows: rowCount, value, valueExact, share, head };
}
