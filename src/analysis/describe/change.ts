import type { PeriodChange } from '../../model/analysis.js';
import type { ChangedEntity, Compared } from '../ranked/compare.js';
import { amountOf } from '../shares/amount.js';
import { type Fraction, quotient } from '../shares/fraction.js';
import type { DescribedPeriod } from './describe-period.js';
import type { EntityName } from './shown-entities.js';

const NOTHING_COMPARED: Compared = {
  stayed: { count: 0, units: 0n, previousUnits: 0n },
  entered: [],
  left: [],
};

/** @param before what `now` was compared with when both were ranked */
export function periodChange(
  now: DescribedPeriod,
  before: DescribedPeriod,
  names: ReadonlyMap<number, EntityName>,
  unit: Fraction,
): PeriodChange {
  const { stayed, entered, left } = now.compared ?? NOTHING_COMPARED;
  const total = now.concentration.totalUnits;
  const previous = before.concentration.totalUnits;
  const difference = amountOf(total - previous, unit);
  const enteredValue = amountOf(now.concentration.assignedUnits - stayed.units, unit);
  const leftValue = amountOf(before.concentration.assignedUnits - stayed.previousUnits, unit);
  const named = (changed: readonly ChangedEntity[]) =>
    changed.map(({ entity, units }) => {
      const { value, exact: valueExact } = amountOf(units, unit);
      return { ...names.get(entity)!, value, valueExact };
    });
  const { hhi } = now.result;
  return {
    previous: before.result.period,
    total: difference.value,
    totalExact: difference.exact,
    totalPercent: previous > 0n ? quotient(100n * (total - previous), previous) : null,
    hhi: hhi === null || before.result.hhi === null ? null : hhi - before.result.hhi,
    entered: now.entityCount - stayed.count,
    left: before.entityCount - stayed.count,
    enteredValue: enteredValue.value,
    enteredValueExact: enteredValue.exact,
    leftValue: leftValue.value,
    leftValueExact: leftValue.exact,
    enteredEntities: named(entered),
    leftEntities: named(left),
  };
}
