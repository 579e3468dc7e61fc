import type { NormalFilter, RowFilter } from './row-filter.js';
import type { PeriodGrain, Warning, WarningCode } from './schema.js';

/**
 * Increased when a rule of docs/semantics.md §4 changes, so that analyses stored before are not used again. Where a new
 * release only adds fields to an analysis, stored analyses are completed when they are first read (analyses.ts).
 * 2: changes name who entered and who left.
 */
export const ALGORITHM_VERSION = 2;

/** The name of the entity of the rows that have none; a text that reads the same is the same entity. */
export const BLANK_ENTITY = '(blank)';

/** An analysis as a client requests it, before defaults are applied. */
export interface AnalysisRequest {
  /** Names of columns. */
  groupBy: string[];
  value: string;
  periods?: PeriodRequest | null;
  /** The same as `periods.grain`. */
  periodGrain?: PeriodGrain | null;
  thresholds?: number[] | null;
  topN?: number[] | null;
  /** Only rows that it selects are analysed. */
  where?: RowFilter | null;
  /** Null for the current version. Error messages name it. The schema passed with a request is the schema of this version. */
  version?: number | null;
}

/** How rows are divided into periods. */
export interface PeriodRequest {
  grain?: PeriodGrain | null;
}

/** A validated request with all defaults applied. `thresholds` and `topN` are ascending and distinct. */
export interface AnalysisParameters {
  groupBy: string[];
  value: string;
  periodGrain: PeriodGrain;
  thresholds: number[];
  topN: number[];
  /** The filter in its normal form; absent where all rows are analysed, so that hashes without one do not change. */
  where?: NormalFilter;
  /** docs/semantics.md §5. */
  hash: string;
}

/**
 * An exact decimal number as text, without an exponent and without trailing zeros in its fraction: `-1234.5`. Each amount
 * that is a double has an exact counterpart, named after the amount with the suffix `Exact`.
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
  /** The 20 largest entities that entered, by their value in this period; largest first. */
  enteredEntities: ChangedEntity[];
  /** The 20 largest entities that left, by their value in the previous period; largest first. */
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

/** The origin of the numbers, as the source file names it. Artifacts contain it because they are read without the API. */
export interface AnalysisSource {
  fileName: string;
  sha256: string;
  sheet: string | null;
  /** Headers of the two columns as written in the file, or the column names where the headers are blank. */
  groupByHeader: string;
  valueHeader: string;
}

/** A complete analysis, as stored in `analyses/<hash>.json`. */
export interface Analysis {
  /** an_<dataset id without its prefix>_<hash> */
  id: string;
  /** ALGORITHM_VERSION at the time of computation. */
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

/** A file of an analysis. The HTTP layer creates its URL. */
export interface Artifact {
  format: ArtifactFormat;
  fileName: string;
  sizeBytes: number;
  sha256: string;
}
