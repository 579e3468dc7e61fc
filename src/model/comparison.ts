import type { Decimal } from './decimal.js';
import type { RowFilter } from './row-filter.js';

/** On which of two sides something is. */
export const Presence = { BOTH: 'BOTH', THIS_ONLY: 'THIS_ONLY', OTHER_ONLY: 'OTHER_ONLY' } as const;
export type Presence = keyof typeof Presence;

/** The order of a list of compared entities; changes by size, whatever their sign. */
export const ComparedOrder = {
  SHARE_CHANGE: 'SHARE_CHANGE',
  VALUE_CHANGE: 'VALUE_CHANGE',
  RANK_CHANGE: 'RANK_CHANGE',
  LARGEST: 'LARGEST',
  NAME: 'NAME',
} as const;
export type ComparedOrder = keyof typeof ComparedOrder;

export const ComparisonCaveatCode = {
  VALUE_DIFFERS: 'VALUE_DIFFERS',
  CURRENCY_DIFFERS: 'CURRENCY_DIFFERS',
  UNIT_DIFFERS: 'UNIT_DIFFERS',
  ENTITIES_DIFFER: 'ENTITIES_DIFFER',
  MATCHING_DIFFERS: 'MATCHING_DIFFERS',
  PERIODS_DIFFER: 'PERIODS_DIFFER',
  SAME_QUESTION: 'SAME_QUESTION',
} as const;
export type ComparisonCaveatCode = keyof typeof ComparisonCaveatCode;

/** Why some of the differences may mean something else than a change. */
export interface ComparisonCaveat {
  code: ComparisonCaveatCode;
  message: string;
}

/** What differs on the other side, as a client requests it; all else is as in the question. */
export interface CompareWithRequest {
  /** Null: the dataset of the question. */
  datasetId?: string | null;
  /** Null: the version of the question; of another dataset the current one. */
  version?: number | null;
  groupBy?: string[] | null;
  value?: string | null;
  where?: RowFilter | null;
  /** Without the filter of the question. */
  allRows?: boolean | null;
  periods?: { from?: string | null; to?: string | null } | null;
}

/** The other side, as it was resolved. A type, so that it is a Json. */
export type ComparedQuestion = {
  datasetId: string;
  datasetVersion: number;
  /** Of the analysis of the other side. */
  hash: string;
  /** Of the analysis of this side without the comparison. */
  questionHash: string;
  /** Periods of both ranges are compared by their positions; absent where they are found by their names. */
  isByPosition?: true;
};

/**
 * A figure of both sides: `difference` is this side less the other; null where either is. In the difference of shares, an
 * entity that a side does not have counts as 0.
 */
export interface ComparedNumber {
  value: number | null;
  other: number | null;
  difference: number | null;
}

/** A sum of both sides; null where a side does not have what it is of, which counts as 0 in the difference. */
export interface ComparedAmount extends ComparedNumber {
  valueExact: Decimal | null;
  otherExact: Decimal | null;
  difference: number;
  differenceExact: Decimal;
  /** The difference in percent of the other side; null where that is not above zero. */
  percent: number | null;
}

/** Entities that only one side has. */
export interface ComparedPart {
  count: number;
  value: number;
  valueExact: Decimal;
  /** In percent of the total of their side; null where that has no shares. */
  share: number | null;
}

/** A period of both sides; differences of shares are in percentage points. */
export interface PeriodComparison {
  period: string;
  /** Absent where it has the same name on the other side. */
  otherPeriod?: string;
  presence: Presence;
  rowCount: ComparedNumber;
  entityCount: ComparedNumber;
  total: ComparedAmount;
  unassigned: ComparedAmount;
  hhi: ComparedNumber;
  gini: ComparedNumber;
  effectiveEntities: ComparedNumber;
  /** One for each of `topN`. */
  top: { n: number; share: ComparedNumber }[];
  /** One for each of `thresholds`: how many entities reach it. */
  reaching: { threshold: number; count: ComparedNumber }[];
  onlyInThis: ComparedPart;
  onlyInOther: ComparedPart;
  inBoth: { count: number; total: ComparedAmount };
}

/** An entity of either side. */
export interface ComparedEntity {
  entity: string;
  /** One for each column of `groupBy`, null for a blank cell; absent where the name is the value of the only column. */
  parts?: (string | null)[];
  presence: Presence;
  rank: ComparedNumber;
  value: ComparedAmount;
  share: ComparedNumber;
}
