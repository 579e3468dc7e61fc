/** The detected schema of a dataset, as stored in `schema.json`. */

export const PeriodGrain = {
  DATE: 'DATE',
  YEAR_MONTH: 'YEAR_MONTH',
  YEAR_QUARTER: 'YEAR_QUARTER',
  YEAR: 'YEAR',
  NONE: 'NONE',
} as const;
export type PeriodGrain = keyof typeof PeriodGrain;

export const ColumnRole = {
  CATEGORICAL: 'CATEGORICAL',
  NUMERIC: 'NUMERIC',
  DATETIME: 'DATETIME',
  BOOLEAN: 'BOOLEAN',
  IDENTIFIER: 'IDENTIFIER',
  TEXT: 'TEXT',
} as const;
export type ColumnRole = keyof typeof ColumnRole;

export const DataType = {
  STRING: 'STRING',
  DECIMAL: 'DECIMAL',
  DOUBLE: 'DOUBLE',
  INTEGER: 'INTEGER',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
  BOOLEAN: 'BOOLEAN',
} as const;
export type DataType = keyof typeof DataType;

export const Representation = { PLAIN: 'PLAIN', CURRENCY: 'CURRENCY', PERCENT: 'PERCENT' } as const;
export type Representation = keyof typeof Representation;

export const CoercionKind = {
  CURRENCY_REMOVED: 'CURRENCY_REMOVED',
  THOUSANDS_REMOVED: 'THOUSANDS_REMOVED',
  PARENTHESES_NEGATED: 'PARENTHESES_NEGATED',
  SCALE_APPLIED: 'SCALE_APPLIED',
  UNIT_REMOVED: 'UNIT_REMOVED',
  FLAG_REMOVED: 'FLAG_REMOVED',
  PERCENT_NORMALIZED: 'PERCENT_NORMALIZED',
  DECIMAL_COMMA: 'DECIMAL_COMMA',
  DATE_PARSED: 'DATE_PARSED',
  BOOLEAN_PARSED: 'BOOLEAN_PARSED',
  NULL_MARKER: 'NULL_MARKER',
  UNPARSEABLE: 'UNPARSEABLE',
} as const;
export type CoercionKind = keyof typeof CoercionKind;

export const WarningCode = {
  NO_TIME_DIMENSION: 'NO_TIME_DIMENSION',
  MULTIPLE_TIME_CANDIDATES: 'MULTIPLE_TIME_CANDIDATES',
  PERIOD_MISMATCH: 'PERIOD_MISMATCH',
  AMBIGUOUS_DATE_ORDER: 'AMBIGUOUS_DATE_ORDER',
  MIXED_DATE_FORMATS: 'MIXED_DATE_FORMATS',
  MIXED_CURRENCIES: 'MIXED_CURRENCIES',
  NEGATIVE_VALUES: 'NEGATIVE_VALUES',
  HIGH_NULL_RATE: 'HIGH_NULL_RATE',
  EMPTY_COLUMN: 'EMPTY_COLUMN',
  DUPLICATE_ROWS: 'DUPLICATE_ROWS',
  DUPLICATE_HEADER: 'DUPLICATE_HEADER',
  MIXED_TYPES: 'MIXED_TYPES',
  UNPARSEABLE_VALUES: 'UNPARSEABLE_VALUES',
  OUTLIERS: 'OUTLIERS',
  RAGGED_ROWS: 'RAGGED_ROWS',
  ENCODING_DOUBTFUL: 'ENCODING_DOUBTFUL',
  ENCODING_REPLACED: 'ENCODING_REPLACED',
  /** Of releases before 0.3; MERGED_SPELLINGS replaces it. */
  NEAR_DUPLICATE_ENTITIES: 'NEAR_DUPLICATE_ENTITIES',
  PERIOD_GAPS: 'PERIOD_GAPS',
  UNPIVOTED: 'UNPIVOTED',
  BLANK_ENTITY: 'BLANK_ENTITY',
  UNKNOWN_PERIOD: 'UNKNOWN_PERIOD',
  NULL_VALUES: 'NULL_VALUES',
  NON_POSITIVE_TOTAL: 'NON_POSITIVE_TOTAL',
  // Added after the first contract, for spreadsheets.
  ERROR_CELLS: 'ERROR_CELLS',
  TOTAL_ROW: 'TOTAL_ROW',
  SUBTOTAL_ROWS: 'SUBTOTAL_ROWS',
  OTHER_SHEETS: 'OTHER_SHEETS',
  STRAY_QUOTES: 'STRAY_QUOTES',
  AMBIGUOUS_DECIMAL_MARK: 'AMBIGUOUS_DECIMAL_MARK',
  DEBIT_CREDIT: 'DEBIT_CREDIT',
  MERGED_CELLS: 'MERGED_CELLS',
  HIDDEN_CELLS: 'HIDDEN_CELLS',
  OUTLINE_COLUMN: 'OUTLINE_COLUMN',
  SIMILAR_NAMES: 'SIMILAR_NAMES',
  PLACEHOLDER_NAMES: 'PLACEHOLDER_NAMES',
  MIXED_SCALE: 'MIXED_SCALE',
  DIGITS_LOST: 'DIGITS_LOST',
  NULL_LIKE_NAMES: 'NULL_LIKE_NAMES',
  CORRECTION_SKIPPED: 'CORRECTION_SKIPPED',
  MERGED_SPELLINGS: 'MERGED_SPELLINGS',
  NO_ROWS: 'NO_ROWS',
  ONE_COLUMN: 'ONE_COLUMN',
  OTHER_TABLES: 'OTHER_TABLES',
  SIDE_BY_SIDE_TABLES: 'SIDE_BY_SIDE_TABLES',
  COLUMNS_DIFFER: 'COLUMNS_DIFFER',
  POSSIBLE_AGGREGATES: 'POSSIBLE_AGGREGATES',
  DISGUISED_FORMAT: 'DISGUISED_FORMAT',
  PARTIAL_PERIODS: 'PARTIAL_PERIODS',
  ENTITY_NOT_FOUND: 'ENTITY_NOT_FOUND',
} as const;
export type WarningCode = keyof typeof WarningCode;

/** A notice for readers of the numbers; never a failure. `column` is a normalized name. */
export interface Warning {
  code: WarningCode;
  message: string;
  column: string | null;
  count: number | null;
  /** The values of the column it is about, at most MAX_WARNING_VALUES; absent where it names none. */
  values?: readonly string[];
}

/** More values than a reader would decide about one by one. */
export const MAX_WARNING_VALUES = 100;

/** The number of cells of a column that reading converted in one way, with one raw cell as an example. */
export interface Coercion {
  kind: CoercionKind;
  count: number;
  example: string | null;
}

/** A cell that did not parse as its column's type and is null in the Parquet. `row` is 1-based in the source. */
export interface RejectedCell {
  row: number;
  raw: string;
  /** The value of the column `source`, where there are several. */
  source?: string;
}

/** The part of a period that a column can provide. PERIOD columns hold whole periods such as `2024-Q1` or `Jan-24`. */
export const TimePart = { DATE: 'DATE', YEAR: 'YEAR', MONTH: 'MONTH', QUARTER: 'QUARTER', PERIOD: 'PERIOD' } as const;
export type TimePart = keyof typeof TimePart;

/**
 * The number of cells of a column by outcome: `cells = blank + nullMarkers + rejected + typed`.
 * The ingest fails where the sum does not match (docs/semantics.md §2: nothing is lost silently).
 */
export interface CellReconciliation {
  cells: number;
  blank: number;
  nullMarkers: number;
  rejected: number;
  typed: number;
}

export interface Column {
  /** Normalized, unique within the dataset; the column's name in the Parquet. */
  name: string;
  originalName: string;
  /** Number of its table, where several stand side by side: nothing is grouped across them by suggestions. */
  block?: number;
  role: ColumnRole;
  dataType: DataType;
  representation: Representation;
  /** Distinct non-null values, exact. */
  cardinality: number;
  /** Null cells (blank, null marker or rejected) over rows, 0 to 1. */
  nullRate: number;
  /** Smallest and largest value as text; null where the column is empty. Truncated to 1,000 characters, like samples and rejected cells. */
  min: string | null;
  max: string | null;
  /** Up to 5 distinct raw values, in order of first appearance by text order. */
  samples: string[];
  coercions: Coercion[];
  description: string | null;
  /** What saveSchema calls the column; absent in `schema.json`. It is never stored in an analysis. */
  label?: string | null;
  /** Null where no period can be read from the column. */
  timePart: TimePart | null;
  /** Of a PERIOD column: the finest grain that all of its cells have; null for every other column. */
  periodGrain: PeriodGrain | null;
  reconciliation: CellReconciliation;
  /** The first 100 rejected cells by row. */
  rejected: RejectedCell[];
}

/** The column's header as written in the file, or its name where the header is blank. */
export function headerOf({ name, originalName }: Pick<Column, 'name' | 'originalName'>): string {
  return originalName.trim() || name;
}

/** What people call the column: its label, else its header. */
export function labelOf(column: Column): string {
  return column.label ?? headerOf(column);
}

/** `schema.json`: the detected schema of one version of a dataset. */
export interface DatasetSchema {
  datasetId: string;
  version: number;
  rowCount: number;
  columns: Column[];
  periodGrain: PeriodGrain;
  /** Grains the time columns allow, finest first; without NONE, which is always allowed. */
  periodGrainCandidates: PeriodGrain[];
  /** Columns from which a period can be read, best first. */
  timeCandidates: string[];
  /** The columns from which the period is read, in order (a date; or a year and a month; …); empty where the grain is NONE. */
  timeColumns: string[];
  warnings: Warning[];
  /** Rows of the source that are excluded from the data, with the reason. */
  rowsLeftOut: RowsLeftOut[];
}

/** `rows` holds the first 100 row numbers, 1-based in the source. */
export interface RowsLeftOut {
  reason:
    | 'BEFORE_HEADER'
    | 'HEADER'
    | 'BLANK'
    | 'TOTAL'
    | 'SUBTOTAL'
    | 'REPEATED_HEADER'
    | 'RULE'
    | 'FOOTER'
    | 'OTHER_TABLE';
  count: number;
  rows: number[];
  /** The value of the column `source`, where there are several. */
  source?: string;
}

/** The changes that `saveSchema` made to the detected schema, stored in the dataset's record, not in the version. */
export interface SchemaOverrides {
  columns: ColumnOverride[];
  periodGrain: PeriodGrain | null;
  timeColumns: string[] | null;
}

export interface ColumnOverride {
  name: string;
  /** Null: as detected. */
  role: ColumnRole | null;
  /** What people call the column. Absent in records of releases before it was added. */
  label?: string | null;
  description: string | null;
}
