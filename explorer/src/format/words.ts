import type {
  CoercionKind,
  ColumnRole,
  DataType,
  ProgressStage,
  RowsLeftOutReason,
  VersionReason,
  WarningCode,
} from '../../../clients/typescript/generated/graphql.js';

// Whole tables: a new value of the contract does not compile until it has its words.

export const roleNames: Record<ColumnRole, string> = {
  CATEGORICAL: 'Who or what',
  NUMERIC: 'Amount',
  DATETIME: 'Time',
  BOOLEAN: 'Yes or no',
  IDENTIFIER: 'Identifier',
  TEXT: 'Free text',
};

export const roleMeanings: Record<ColumnRole, string> = {
  CATEGORICAL: 'names things to group by',
  NUMERIC: 'can be added up',
  DATETIME: 'tells when',
  BOOLEAN: 'true or false',
  IDENTIFIER: 'numbers or codes that name things; never added up',
  TEXT: 'free text',
};

export const typeNames: Record<DataType, string> = {
  STRING: 'text',
  DECIMAL: 'exact decimal',
  DOUBLE: 'floating point',
  INTEGER: 'whole number',
  DATE: 'date',
  TIMESTAMP: 'date and time',
  BOOLEAN: 'true or false',
};

export const coercionNames: Record<CoercionKind, string> = {
  CURRENCY_REMOVED: 'currency sign removed',
  THOUSANDS_REMOVED: 'thousands marks removed',
  PARENTHESES_NEGATED: 'parentheses read as minus',
  SCALE_APPLIED: 'k, m or bn multiplied out',
  PERCENT_NORMALIZED: 'percent divided by 100',
  DECIMAL_COMMA: 'comma read as decimal mark',
  DATE_PARSED: 'written date read',
  BOOLEAN_PARSED: 'word read as true or false',
  NULL_MARKER: 'n/a and the like read as empty',
  UNPARSEABLE: 'not of this type, left empty',
};

export const stageNames: Record<ProgressStage, string> = {
  RECEIVING: 'Waiting its turn',
  READING: 'Reading the table',
  PROFILING: 'Looking at every column',
  NORMALIZING: 'Typing every cell',
  WRITING: 'Publishing',
  DONE: 'Ready',
  FAILED: 'Could not be read',
};

export const leftOutNames: Record<RowsLeftOutReason, string> = {
  BEFORE_HEADER: 'above the header: titles, notes, blank rows',
  BLANK: 'blank',
  HEADER: 'the header',
  SUBTOTAL: 'subtotals',
  REPEATED_HEADER: 'the header repeated',
  TOTAL: 'a total of the columns',
};

/** Warnings by how much they change what the numbers mean; the message itself comes from the service. */
export const warningWeights: Record<WarningCode, 'heed' | 'know'> = {
  AMBIGUOUS_DATE_ORDER: 'heed',
  BLANK_ENTITY: 'know',
  DUPLICATE_HEADER: 'know',
  DUPLICATE_ROWS: 'heed',
  EMPTY_COLUMN: 'know',
  ENCODING_DOUBTFUL: 'heed',
  ENCODING_REPLACED: 'heed',
  ERROR_CELLS: 'heed',
  HIGH_NULL_RATE: 'know',
  AMBIGUOUS_DECIMAL_MARK: 'heed',
  MIXED_CURRENCIES: 'heed',
  MIXED_DATE_FORMATS: 'heed',
  MIXED_TYPES: 'heed',
  MULTIPLE_TIME_CANDIDATES: 'know',
  NEAR_DUPLICATE_ENTITIES: 'heed',
  NEGATIVE_VALUES: 'heed',
  NON_POSITIVE_TOTAL: 'heed',
  NO_TIME_DIMENSION: 'know',
  NULL_VALUES: 'know',
  OTHER_SHEETS: 'heed',
  OUTLIERS: 'heed',
  PERIOD_GAPS: 'heed',
  PERIOD_MISMATCH: 'heed',
  RAGGED_ROWS: 'heed',
  STRAY_QUOTES: 'heed',
  SUBTOTAL_ROWS: 'heed',
  DEBIT_CREDIT: 'heed',
  MERGED_CELLS: 'know',
  HIDDEN_CELLS: 'heed',
  OUTLINE_COLUMN: 'heed',
  TOTAL_ROW: 'know',
  UNKNOWN_PERIOD: 'heed',
  UNPARSEABLE_VALUES: 'heed',
  UNPIVOTED: 'know',
};

/** `NEAR_DUPLICATE_ENTITIES` → Near duplicate entities. */
export function codeInWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a version came to be. */
export const versionReasons: Record<VersionReason, string> = {
  UPLOAD: 'uploaded',
  REPLACE: 'a new file',
  NORMALIZE: 'the same file, read another way',
};
