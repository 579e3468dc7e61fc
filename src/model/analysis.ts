import type { PeriodGrain, Warning, WarningCode } from './schema.js';

/**
 * Raised when a rule of SEMANTICS.md §4 changes, or what an analysis holds, so that those stored before are not found
 * again. 2: changes name who entered and who left.
 */
export const ALGORITHM_VERSION = 2;

/** What a client asks for; defaults not yet filled in. */
export interface AnalysisRequest {
  groupBy: string;
  value: string;
  periodGrain?: PeriodGrain | null;
  thresholds?: number[] | null;
  topN?: number[] | null;
  /** Named where it is to be another than the current one; which it is stands in the schema that is asked with. */
  version?: number | null;
}

/** A request with everything decided and checked; thresholds and topN ascending and distinct. */
export interface AnalysisParameters {
  groupBy: string;
  value: string;
  periodGrain: PeriodGrain;
  thresholds: number[];
  topN: number[];
  /** SEMANTICS.md §5. */
  hash: string;
}

/** `share` is in percent of the total, here and below. */
export interface Bucket {
  count: number;
  value: number;
  share: number;
}

export interface ThresholdConcentration {
  threshold: number;
  within: Bucket;
  reaching: Bucket;
  topPercent: Bucket;
}

export interface TopConcentration extends Bucket {
  n: number;
}

export interface EntityShare {
  rank: number;
  entity: string;
  value: number;
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
}

export interface PeriodChange {
  previous: string;
  total: number;
  totalPercent: number | null;
  hhi: number | null;
  entered: number;
  left: number;
  enteredValue: number;
  leftValue: number;
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

/** The whole answer, as `analyses/<hash>.json` keeps it. */
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
