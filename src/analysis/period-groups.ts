/** Periods are ordinals here (period/period.ts); these two mean the rows without one, and for all rows. */
export const UNKNOWN = 2_147_483_646;
export const TOTAL = 2_147_483_647;

export interface PeriodGroups {
  period: number;
  /** The earlier period of the list that it is compared with; null for the first, UNKNOWN and TOTAL. */
  previous: number | null;
  /** Its rows in `concentration_groups`. */
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
