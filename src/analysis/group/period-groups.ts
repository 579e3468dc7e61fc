/**
 * Periods are ordinals here (period/period.ts); these mean the rows before all periods of the answer, of which only the
 * entities matter, the rows without a period, and all rows.
 */
export const EARLIER = -2_147_483_647;
export const UNKNOWN = 2_147_483_646;
export const TOTAL = 2_147_483_647;

/** How a period is bridged. */
export interface BridgeOfPeriod {
  /** The earlier period that it is bridged from; null: it has no bridge. */
  previous: number | null;
  /** Whether a later period is bridged from it. */
  isPrevious: boolean;
  /** The first ordinal that it covers: an entity with a row before is not new. */
  firstCovered: number;
}

export interface PeriodGroups {
  period: number;
  /** The earlier period of the list that it is compared with; null for the first, UNKNOWN and TOTAL. */
  previous: number | null;
  /** How it is bridged; null where bridges are not requested. */
  bridge: BridgeOfPeriod | null;
  /** At least its groups; in a table, just these. */
  groupCount: number;
  /** Rows with a value, with and without an entity. */
  rowCount: number;
  /** The rows without an entity. */
  unassigned: { units: bigint; rowCount: number };
  /** What the selection of entities left out. */
  leftOut: { units: bigint; rowCount: number; entityCount: number };
  /** Whether the file has no rows for a part of the period, because it begins later or ends earlier. */
  isPartial: boolean;
}
