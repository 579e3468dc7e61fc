import type { PeriodConcentration } from '../../model/analysis.js';
import { TOTAL_PERIOD, UNKNOWN_PERIOD } from '../../period/period.js';
import { type PeriodScheme, periodName } from '../../period/period-scheme.js';
import { type PeriodGroups, TOTAL, UNKNOWN } from '../group/period-groups.js';
import type { RankedPeriodGroups } from '../ranked/ranking.js';
import type { EntityName } from './shown-entities.js';

const NO_SHARES = 'Total value is non-positive; cannot compute concentration';
const NO_MEASURES =
  'The rows with an entity do not add up to more than zero, so there is no HHI, Gini coefficient or Lorenz curve. Shares are of all rows.';

/** What is shown of TOTAL where there are no rows. */
export const NO_ROWS: PeriodConcentration = {
  period: TOTAL_PERIOD,
  rowCount: 0,
  entityCount: 0,
  total: 0,
  totalExact: '0',
  assignedTotal: 0,
  assignedTotalExact: '0',
  unassigned: { rows: 0, value: 0, valueExact: '0', share: null },
  thresholds: [],
  top: [],
  limits: [],
  classes: [],
  head: [],
  hhi: null,
  gini: null,
  effectiveEntities: null,
  lorenz: [],
  change: null,
  problem: { code: 'NON_POSITIVE_TOTAL', message: NO_SHARES },
  measuresProblem: null,
};

/** A period with its groups, its ranking and what is shown of it. */
export interface DescribedPeriod extends PeriodGroups, RankedPeriodGroups {
  period: number;
  result: PeriodConcentration;
}

/** What is shown of a period. Changes and bridges are added where they are known. */
export function describe(
  {
    period,
    isPartial,
    rowCount,
    entityCount,
    unassigned: { rowCount: unassignedRows },
    concentration: { totalUnits, assignedUnits, unassigned, head: shares, ...numbers },
    head,
  }: PeriodGroups & RankedPeriodGroups,
  scheme: PeriodScheme | null,
  names: ReadonlyMap<number, EntityName>,
): PeriodConcentration {
  const hasShares = totalUnits > 0n;
  return {
    period: nameOf(period, scheme),
    ...(isPartial ? { isPartial } : {}),
    rowCount,
    entityCount,
    ...numbers,
    unassigned: { rows: unassignedRows, ...unassigned },
    head: shares.map((share, index) => ({ ...share, ...names.get(head[index]!)! })),
    change: null,
    problem: hasShares ? null : { code: 'NON_POSITIVE_TOTAL', message: NO_SHARES },
    measuresProblem: hasShares && assignedUnits <= 0n ? { code: 'NON_POSITIVE_TOTAL', message: NO_MEASURES } : null,
  };
}

function nameOf(period: number, scheme: PeriodScheme | null): string {
  if (period === TOTAL || scheme === null) return TOTAL_PERIOD;
  return period === UNKNOWN ? UNKNOWN_PERIOD : periodName(scheme, period);
}
