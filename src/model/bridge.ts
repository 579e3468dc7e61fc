import type { Decimal } from './decimal.js';
import type { WarningCode } from './schema.js';

/** Which earlier period a period is bridged from: the one it is compared with, or the same one a year before. */
export const BridgeAgainst = { PREVIOUS: 'PREVIOUS', YEAR_BEFORE: 'YEAR_BEFORE' } as const;
export type BridgeAgainst = keyof typeof BridgeAgainst;

/** An entity with its values in the two periods; 0 where it is absent. */
export interface BridgeEntity {
  entity: string;
  /** As in EntityShare. */
  parts?: (string | null)[];
  previousValue: number;
  previousValueExact: Decimal;
  value: number;
  valueExact: Decimal;
  change: number;
  changeExact: Decimal;
}

/** The entities of one kind; `change` is what they add to the change of the total, negative where they take away. */
export interface BridgePart {
  count: number;
  change: number;
  changeExact: Decimal;
  /** The 20 with the largest change, whatever its sign. */
  entities: BridgeEntity[];
}

/** Of the entities with a value above zero in the earlier period; in percent. */
export interface Retention {
  entities: number;
  previousValue: number;
  previousValueExact: Decimal;
  gross: number | null;
  net: number | null;
  logoChurn: number | null;
  /** Why they are null. */
  problem: { code: WarningCode; message: string } | null;
}

/** What an entity did between two periods, where that changed the total. */
export const BRIDGE_KINDS = ['new', 'returning', 'lost', 'expanded', 'contracted'] as const;
export type BridgeKind = (typeof BRIDGE_KINDS)[number];

/** The change of a total from one period to another, by what entities did. */
export interface PeriodBridge extends Record<BridgeKind, BridgePart> {
  previous: string;
  previousTotal: number;
  previousTotalExact: Decimal;
  change: number;
  changeExact: Decimal;
  unchanged: number;
  /** Of the rows without an entity. */
  unassignedChange: number;
  unassignedChangeExact: Decimal;
  retention: Retention;
}
