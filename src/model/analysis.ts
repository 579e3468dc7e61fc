import type { BridgeAgainst, PeriodBridge } from './bridge.js';
import type {
  ComparedEntity,
  ComparedQuestion,
  CompareWithRequest,
  ComparisonCaveat,
  PeriodComparison,
} from './comparison.js';
import type { Decimal } from './decimal.js';
import type { EntityLevel } from './entity-mapping.js';
import type { FiscalYearNamedBy, PeriodRules } from './period-rules.js';
import type { NormalFilter, RowFilter } from './row-filter.js';
import type { PeriodGrain, Warning, WarningCode } from './schema.js';
import type { SegmentKind } from './segment.js';

/**
 * Increased when a rule of docs/semantics.md §4 changes. Analyses stored under an earlier version are computed again when
 * they are first read, as they were requested (analyses.ts).
 * 2: changes name who entered and who left.
 * 3: spellings of one name are one entity, and rows without an entity are apart, unless the request says otherwise.
 * 4: periods of every kind say whether they are partial.
 */
export const ALGORITHM_VERSION = 4;

/** Of analyses that are computed again from their parameters; of others nothing is known. */
export const READABLE_ALGORITHM_VERSIONS: readonly number[] = [2, 3, ALGORITHM_VERSION];

/** Shown for a blank cell: as the entity of all rows without one (`blanks: ENTITY`), and as a part of an entity. */
export const BLANK_ENTITY = '(blank)';

/** When two texts are the same entity: folded spellings (names/fold-spelling.ts), or only the same text. */
export const EntityMatching = { FOLDED: 'FOLDED', EXACT: 'EXACT' } as const;
export type EntityMatching = keyof typeof EntityMatching;

/** What rows without an entity are: apart from all entities, or an entity of their own. */
export const Blanks = { APART: 'APART', ENTITY: 'ENTITY' } as const;
export type Blanks = keyof typeof Blanks;

/** What an analysis is about: the sum of a column, or the number of rows. */
export const Measured = { SUM: 'SUM', COUNT: 'COUNT' } as const;
export type Measured = keyof typeof Measured;

/** Identifies an entity: a value for each column of `groupBy`, null for a blank cell. A type, so that it is a Json. */
export type EntityKey = { parts: (string | null)[] };

/** An analysis as a client requests it, before defaults are applied. */
export interface AnalysisRequest {
  /** Names of columns. */
  groupBy: string[];
  measure?: Measured | null;
  /** The column of amounts; needed for SUM, none for COUNT. */
  value?: string | null;
  /** Further columns of amounts, summed for the same entities. */
  also?: string[] | null;
  periods?: PeriodRequest | null;
  /** The same as `periods.grain`. */
  periodGrain?: PeriodGrain | null;
  thresholds?: number[] | null;
  topN?: number[] | null;
  /** Concentration limits, in percent. */
  limits?: number[] | null;
  /** Cumulative shares at which classes of entities end, in percent. */
  classes?: number[] | null;
  /** Only rows that it selects are analysed. */
  where?: RowFilter | null;
  entityMatching?: EntityMatching | null;
  blanks?: Blanks | null;
  /** The column by whose values the rows are analysed apart, too. */
  splitBy?: string | null;
  /** Whether the segments of `splitBy` are analysed in each period, too. */
  segmentPeriods?: boolean | null;
  /** Null: no bridges. */
  bridge?: BridgeAgainst | null;
  level?: EntityLevel | null;
  /** After names are merged: only these entities, and not those. What is left out reduces every total. */
  only?: EntityKey[] | null;
  exclude?: EntityKey[] | null;
  /** Null: no comparison. */
  compareWith?: CompareWithRequest | null;
  /** Null for the current version. Error messages name it. The schema passed with a request is the schema of this version. */
  version?: number | null;
}

/** How rows are divided into periods. */
export interface PeriodRequest {
  grain?: PeriodGrain | null;
  /** Keys of the first and the last period of the answer. */
  from?: string | null;
  to?: string | null;
  /** The month in which a fiscal year starts, 1 to 12. */
  fiscalYearStart?: number | null;
  fiscalYearNamedBy?: FiscalYearNamedBy | null;
  window?: { months: number } | null;
  yearToDate?: boolean | null;
}

/** A validated request with all defaults applied. `thresholds` and `topN` are ascending and distinct. */
export interface AnalysisParameters {
  groupBy: string[];
  /** Absent where a column is added up, so that hashes without it do not change. */
  measure?: 'COUNT';
  /** The column that is added up; absent where rows are counted. */
  value?: string;
  /** In the order of the data, distinct; absent where there are none. */
  also?: string[];
  periodGrain: PeriodGrain;
  /** Absent where periods are those of the grain, all of them, so that hashes without it do not change. */
  periods?: PeriodRules;
  thresholds: number[];
  topN: number[];
  /** Ascending and distinct; absent where none are requested. */
  limits?: number[];
  /** Ascending and distinct; absent where they are DEFAULT_CLASSES. */
  classes?: number[];
  /** The filter in its normal form; absent where all rows are analysed, so that hashes without one do not change. */
  where?: NormalFilter;
  /** FOLDED where at least one column of `groupBy` is matched so: identifiers and numbers are always matched exactly. */
  entityMatching: EntityMatching;
  blanks: Blanks;
  /**
   * SHA-256 of the mapping of each column of `groupBy`, null where none is saved; absent where no column has one.
   */
  mappings?: (string | null)[];
  /** The level at which mappings are applied; absent where none is. */
  level?: EntityLevel;
  /** In their normal form (analysis/parameters/entity-keys.ts); absent where they select everything. */
  only?: EntityKey[];
  exclude?: EntityKey[];
  /** Absent where the rows are not split. */
  splitBy?: string;
  /** Absent where segments are analysed over all periods only. */
  segmentPeriods?: true;
  /** SHA-256 of the mapping of the column `splitBy`, which is applied at `level`; absent where none is saved. */
  segmentMapping?: string;
  /** Absent where periods are not bridged. */
  bridge?: BridgeAgainst;
  /** Absent where nothing is compared. */
  compareWith?: ComparedQuestion;
  /** docs/semantics.md §5. */
  hash: string;
}

/** How every analysis was made before algorithm version 3. */
export const RULES_BEFORE_3 = { entityMatching: 'EXACT', blanks: 'ENTITY' } as const;

/** Of an analysis that an earlier release may have stored. */
export type StoredParameters = Omit<AnalysisParameters, keyof typeof RULES_BEFORE_3> &
  Partial<Pick<AnalysisParameters, keyof typeof RULES_BEFORE_3>>;

/** The sum of a further column (AnalysisParameters.also) over the rows of a figure. */
export interface ColumnSum {
  column: string;
  value: number;
  valueExact: Decimal;
}

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
  /** Here and below: absent where no further columns are requested. */
  also?: ColumnSum[];
}

/** The entities whose share is above a limit. */
export interface ConcentrationLimit extends Bucket {
  /** In percent. */
  limit: number;
  /** What their values are above the limit, together. */
  excess: number;
  excessExact: Decimal;
  /** Of the largest, in order of the period's head. */
  entities: { excess: number; excessExact: Decimal }[];
}

/** Consecutive entities by rank: those that reach a cumulative share after those before them. */
export interface EntityClass extends Bucket {
  /** A, B, C, … */
  name: string;
  /** In percent; null for the last, which has all others. */
  upTo: number | null;
}

export interface EntityShare {
  rank: number;
  /** The name to display. */
  entity: string;
  /** One for each column of `groupBy`, null for a blank cell; absent where the name is the value of the only column. */
  parts?: (string | null)[];
  value: number;
  valueExact: Decimal;
  /** Null where the period has no shares. */
  share: number | null;
  cumulativeShare: number | null;
  also?: ColumnSum[];
}

/** An entity in the list of all. */
export interface RankedEntity extends EntityShare {
  /** A, B, C, …; null where the period has no classes. */
  class: string | null;
  /** Its rows with a value. */
  rowCount: number;
}

export const EntityOrder = { LARGEST: 'LARGEST', SMALLEST: 'SMALLEST', NAME: 'NAME' } as const;
export type EntityOrder = keyof typeof EntityOrder;

/** An entity in a period; null where it has no row with a value there. */
export interface EntityInPeriod {
  period: string;
  entity: RankedEntity | null;
}

/** One entity in all periods. */
export interface EntityHistory {
  entity: string;
  /** As in EntityShare. */
  parts?: (string | null)[];
  total: EntityInPeriod;
  byPeriod: EntityInPeriod[];
}

/** The rows of a period that have a value but no entity; zero in each field where there are none, or where they are an entity. */
export interface Unassigned {
  rows: number;
  value: number;
  valueExact: Decimal;
  /** Null where the period has no shares. */
  share: number | null;
  also?: ColumnSum[];
}

/** What `only` and `exclude` left out of a period. */
export interface LeftOut {
  entities: number;
  rows: number;
  value: number;
  valueExact: Decimal;
  /** In percent of all rows, with those that were left out; null where these do not add up to more than zero. */
  share: number | null;
  /** The 10 largest entities. */
  head: LeftOutEntity[];
}

export interface LeftOutEntity {
  entity: string;
  /** As in EntityShare. */
  parts?: (string | null)[];
  value: number;
  valueExact: Decimal;
}

/** A key of `only` or `exclude` that no entity of the analysed rows has. */
export interface UnknownEntity {
  argument: 'only' | 'exclude';
  key: EntityKey;
  /** The entity of the most similar name; null where none is similar. */
  nearest: EntityKey | null;
}

export interface CurvePoint {
  x: number;
  y: number;
}

export interface ChangedEntity {
  entity: string;
  /** As in EntityShare. */
  parts?: (string | null)[];
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
  /** YYYY-MM-DD, YYYY-M02, YYYY-Q1, YYYY, FY2025-Q1, FY2025, `LTM ` or another prefix and one of them, UNKNOWN or TOTAL. */
  period: string;
  /** Absent where the file has the whole period. */
  isPartial?: true;
  rowCount: number;
  entityCount: number;
  /** Of all rows, with and without an entity: what shares are of. */
  total: number;
  totalExact: Decimal;
  /** Of the rows with an entity: what `hhi`, `gini`, `effectiveEntities` and `lorenz` are of. */
  assignedTotal: number;
  assignedTotalExact: Decimal;
  /** Of all rows, as `total`. */
  also?: ColumnSum[];
  unassigned: Unassigned;
  /** Absent where the request selects no entities. */
  leftOut?: LeftOut;
  thresholds: ThresholdConcentration[];
  top: TopConcentration[];
  /** Absent in analyses of releases before there were any. */
  limits?: ConcentrationLimit[];
  /** Absent in analyses of releases before there were any; empty where there are no shares. */
  classes?: EntityClass[];
  /** The 50 largest. */
  head: EntityShare[];
  hhi: number | null;
  gini: number | null;
  effectiveEntities: number | null;
  lorenz: CurvePoint[];
  change: PeriodChange | null;
  /** Absent where it is not requested, or there is no period to bridge from. */
  bridge?: PeriodBridge;
  /** Why there are no shares and no measures. */
  problem: AnalysisProblem | null;
  /** Why there are shares, but no `hhi`, `gini`, `effectiveEntities` and `lorenz`. */
  measuresProblem: AnalysisProblem | null;
}

/** The rows of an analysis with one value of the column `splitBy`, analysed on their own over all periods. */
export interface Segment {
  kind: SegmentKind;
  /** The value; null unless the kind is VALUE. */
  name: string | null;
  /** How many values it has: 1, those of OTHER, 0 of UNASSIGNED. */
  values: number;
  /** Of the total of the analysis, in percent; null where that is not above zero. */
  share: number | null;
  concentration: PeriodConcentration;
  /** Where it has rows, by time; absent where it is not requested. */
  byPeriod?: SegmentPeriod[];
}

/** A segment in a period. */
export interface SegmentPeriod {
  /** Of the total of the period, in percent; null where that is not above zero. */
  share: number | null;
  /** At most 10 entities in each of its lists, and no Lorenz curve. */
  concentration: PeriodConcentration;
}

/** An analysis beside that of the other side, by entity. */
export interface Comparison {
  other: Pick<Analysis, 'id' | 'datasetId' | 'datasetVersion' | 'parameters' | 'source' | 'computedAt'>;
  /** What differs on the other side, in words. */
  text: string;
  caveats: ComparisonCaveat[];
  total: PeriodComparison;
  /** Every period of either side. */
  byPeriod: PeriodComparison[];
  /** Over all periods, the 20 largest changes of share. */
  shareMovers: ComparedEntity[];
  /** Over all periods, the 20 largest changes of rank among the 50 largest of either side. */
  rankMovers: ComparedEntity[];
}

/** The rows with a value that `parameters.periods` leaves out. */
export interface OutsidePeriods {
  rows: number;
  value: number;
  valueExact: Decimal;
  /** Of the rows, those without a period. */
  unknownRows: number;
}

/** The origin of the numbers, as the source file names it. Artifacts contain it because they are read without the API. */
export interface AnalysisSource {
  fileName: string;
  sha256: string;
  sheet: string | null;
  /** Headers of the columns as written in the file, or the column names where the headers are blank; several with `, `. */
  groupByHeader: string;
  /** Null where rows are counted. */
  valueHeader: string | null;
  /** Of the further columns; absent where there are none. */
  alsoHeaders?: string[];
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
  /** Absent where all periods are in the answer. */
  outsidePeriods?: OutsidePeriods;
  /** Absent where the rows are not split. */
  segments?: Segment[];
  warnings: Warning[];
  /** Absent where the request selects no entities, or all that it names were found. */
  unknownEntities?: UnknownEntity[];
  /** Absent where nothing is compared. */
  comparison?: Comparison;
  computedAt: string;
}

export const ArtifactFormat = { JSON: 'JSON', CSV: 'CSV', XLSX: 'XLSX', PARQUET: 'PARQUET' } as const;
export type ArtifactFormat = keyof typeof ArtifactFormat;

/** What a download contains: the analysis, all of its entities, those of both sides of its comparison, or rows of the data. */
export const ArtifactContent = {
  ANALYSIS: 'ANALYSIS',
  ENTITIES: 'ENTITIES',
  COMPARISON: 'COMPARISON',
  ROWS: 'ROWS',
} as const;
export type ArtifactContent = keyof typeof ArtifactContent;

/**
 * The files of an analysis, with what follows its hash in their names. All but JSON are made from others when they are first
 * requested. RANKING (analysis/entity-list/ranking-file.ts) and COMPARED (analysis/comparison/join-rankings.ts) are what lists
 * of entities are read from; they are no downloads. Files of rows are of one figure and have a hash of their own
 * (artifact/figure-link.ts).
 */
export const ANALYSIS_FILES = {
  JSON: 'json',
  CSV: 'csv',
  XLSX: 'xlsx',
  ENTITIES_CSV: 'entities.csv',
  ENTITIES_PARQUET: 'entities.parquet',
  RANKING: 'ranking.parquet',
  COMPARED: 'compared.parquet',
  COMPARISON_CSV: 'comparison.csv',
  COMPARISON_PARQUET: 'comparison.parquet',
  ROWS_CSV: 'rows.csv',
  ROWS_XLSX: 'rows.xlsx',
} as const;
export type AnalysisFile = keyof typeof ANALYSIS_FILES;
/** The files with the rows behind a figure. */
export type RowsFile = 'ROWS_CSV' | 'ROWS_XLSX';
/** The files that can be downloaded. */
export type DownloadedFile = Exclude<AnalysisFile, 'RANKING' | 'COMPARED'>;

/** A file of an analysis. The HTTP layer creates its URL. */
export interface Artifact {
  format: AnalysisFile;
  fileName: string;
  sizeBytes: number;
  sha256: string;
}
