import type { PeriodGrain, Warning, WarningCode } from './schema.js';

/**
 * Raised when a rule of docs/semantics.md §4 changes, so that analyses stored before are not found again. Where an
 * analysis only holds more than before, stored ones are completed when they are first read (analyses.ts).
 * 2: changes name who entered and who left.
 */
export const ALGORITHM_VERSION = 2;

/** The name of the entity of the rows that have none; a text that reads the same is the same entity. */
export const BLANK_ENTITY = '(blank)';

/** What a client asks for; defaults not yet filled in. */
export interface AnalysisRequest {
  /** Names of columns. */
  groupBy: string[];
  value: string;
  periods?: PeriodRequest | null;
  /** The same as `periods.grain`. */
  periodGrain?: PeriodGrain | null;
  thresholds?: number[] | null;
  topN?: number[] | null;
  /** Set where it is not the current one; error messages name it. The schema that comes with a request is of this version. */
  version?: number | null;
}

/** How time is cut into periods. */
export interface PeriodRequest {
  grain?: PeriodGrain | null;
}

/** A request with everything decided and checked; thresholds and topN ascending and distinct. */
export interface AnalysisParameters {
  groupBy: string[];
  value: string;
  periodGrain: PeriodGrain;
  thresholds: number[];
  topN: number[];
  /** docs/semantics.md §5. */
  hash: string;
}

/**
 * An exact decimal number as text, without exponent and without zeros at the end of its fraction: `-1234.5`. Beside each
 * amount that is a double stands the same amount as one, under the name of the amount and `Exact`.
 */
export type Decimal = string;

/** `share` is in percent of the total, here and below. */
export interface Bucket {
  count: number;
  value: number;
  valueExact: Decimal;
  share: number;
}

export interface ThresholdConcentration {
  threshold: number;
  within: Bucket;
  /** Null where no cumulative share reaches the threshold. */
  reaching: Bucket | null;
  topPercent: Bucket;
}

export interface TopConcentration extends Bucket {
  n: number;
}

export interface EntityShare {
  rank: number;
  entity: string;
  value: number;
  valueExact: Decimal;
  share: number;
  cumulativeShare: number;
}

export interface CurvePoint {
  x: number;
  y: number;
}

export interface ChangedEntity {
  entity: string;
  value: number;
  valueExact: Decimal;
}

export interface PeriodChange {
  previous: string;
  total: number;
  totalExact: Decimal;
  totalPercent: number | null;
  hhi: number | null;
  entered: number;
  left: number;
  enteredValue: number;
  enteredValueExact: Decimal;
  leftValue: number;
  leftValueExact: Decimal;
  /** The 20 of largest value, largest first: of those that entered in this period, of those that left in the one before. */
  enteredEntities: ChangedEntity[];
  leftEntities: ChangedEntity[];
}

export interface AnalysisProblem {
  code: WarningCode;
  message: string;
}

export interface PeriodConcentration {
  /** YYYY-MM-DD, YYYY-M02, YYYY-Q1, YYYY, UNKNOWN or TOTAL. */
  period: string;
  rowCount: number;
  entityCount: number;
  total: number;
  totalExact: Decimal;
  thresholds: ThresholdConcentration[];
  top: TopConcentration[];
  /** The 50 largest. Shares are 0 where `problem` is set. */
  head: EntityShare[];
  hhi: number | null;
  gini: number | null;
  effectiveEntities: number | null;
  lorenz: CurvePoint[];
  change: PeriodChange | null;
  problem: AnalysisProblem | null;
}

/** Where the numbers come from, in the words of the file: for readers of the artifacts, who have nothing else. */
export interface AnalysisSource {
  fileName: string;
  sha256: string;
  sheet: string | null;
  /** Headers of the two columns as they stand in the file; their names where they have none. */
  groupByHeader: string;
  valueHeader: string;
}

/** The whole answer, as it is stored in `analyses/<hash>.json`. */
export interface Analysis {
  /** an_<dataset id without its prefix>_<hash> */
  id: string;
  /** ALGORITHM_VERSION of when it was made. */
  algorithmVersion: number;
  datasetId: string;
  datasetVersion: number;
  parameters: AnalysisParameters;
  source: AnalysisSource;
  total: PeriodConcentration;
  byPeriod: PeriodConcentration[];
  warnings: Warning[];
  computedAt: string;
}

export const ArtifactFormat = { JSON: 'JSON', CSV: 'CSV', XLSX: 'XLSX' } as const;
export type ArtifactFormat = keyof typeof ArtifactFormat;

/** A file of an analysis; the URL is made where it is served. */
export interface Artifact {
  format: ArtifactFormat;
  fileName: string;
  sizeBytes: number;
  sha256: string;
}
