import type { BridgeKind, BridgePart, PeriodBridge, Retention } from '../../model/bridge.js';
import type { BridgedGroups, BridgedPeriod } from '../ranked/bridge.js';
import { amountOf } from '../shares/amount.js';
import { type Fraction, quotient } from '../shares/fraction.js';
import type { EntityName } from './shown-entities.js';

const NO_RETENTION = 'No entity had a value above zero in the period before, so there is nothing to retain.';

/** The exact sums of a period. */
interface Totals {
  totalUnits: bigint;
  assignedUnits: bigint;
}

/** What a bridge is shown with. */
interface Shown {
  names: ReadonlyMap<number, EntityName>;
  /** What one unit is worth. */
  unit: Fraction;
}

/** @param previous the key of the earlier period */
export function periodBridge(
  bridged: BridgedPeriod,
  { now, from }: { now: Totals; from: Totals },
  previous: string,
  shown: Shown,
): PeriodBridge {
  const part = (kind: BridgeKind) => bridgePart(bridged[kind], shown);
  const previousTotal = amountOf(from.totalUnits, shown.unit);
  const change = amountOf(now.totalUnits - from.totalUnits, shown.unit);
  const unassigned = amountOf(now.totalUnits - now.assignedUnits - (from.totalUnits - from.assignedUnits), shown.unit);
  return {
    previous,
    previousTotal: previousTotal.value,
    previousTotalExact: previousTotal.exact,
    change: change.value,
    changeExact: change.exact,
    new: part('new'),
    returning: part('returning'),
    lost: part('lost'),
    expanded: part('expanded'),
    contracted: part('contracted'),
    unchanged: bridged.unchanged.count,
    unassignedChange: unassigned.value,
    unassignedChangeExact: unassigned.exact,
    retention: retention(bridged.retention, shown),
  };
}

function bridgePart({ count, previousUnits, units, largest }: BridgedGroups, { names, unit }: Shown): BridgePart {
  const change = amountOf(units - previousUnits, unit);
  return {
    count,
    change: change.value,
    changeExact: change.exact,
    entities: largest.map((each) => {
      const [before, now] = [amountOf(each.previousUnits, unit), amountOf(each.units, unit)];
      const difference = amountOf(each.units - each.previousUnits, unit);
      return {
        ...names.get(each.entity)!,
        previousValue: before.value,
        previousValueExact: before.exact,
        value: now.value,
        valueExact: now.exact,
        change: difference.value,
        changeExact: difference.exact,
      };
    }),
  };
}

function retention(
  { count, previousUnits, units, keptUnits, churned }: BridgedPeriod['retention'],
  { unit }: Shown,
): Retention {
  const previous = amountOf(previousUnits, unit);
  const percent = (part: bigint) => (previousUnits > 0n ? quotient(100n * part, previousUnits) : null);
  return {
    entities: count,
    previousValue: previous.value,
    previousValueExact: previous.exact,
    gross: percent(keptUnits),
    net: percent(units),
    logoChurn: count === 0 ? null : quotient(100n * BigInt(churned), BigInt(count)),
    problem: count === 0 ? { code: 'NON_POSITIVE_TOTAL', message: NO_RETENTION } : null,
  };
}
