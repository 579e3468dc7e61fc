import type {
  CoercionKind,
  ColumnRole,
  DataType,
  ProgressStage,
  RowsLeftOutReason,
  VersionReason,
} from '../../../clients/typescript/generated/graphql.js';

// Each table is complete by its type: a new value of the contract does not compile until it has its words here.

export const roleNames: Record<ColumnRole, string> = {
  CATEGORICAL: 'Category',
  NUMERIC: 'Amount',
  DATETIME: 'Date or period',
  BOOLEAN: 'Yes or no',
  IDENTIFIER: 'Identifier',
  TEXT: 'Free text',
};

export const roleMeanings: Record<ColumnRole, string> = {
  CATEGORICAL: 'Names or categories to group by',
  NUMERIC: 'Numbers that can be added up',
  DATETIME: 'Dates, months, quarters or years',
  BOOLEAN: 'Yes or no',
  IDENTIFIER: 'Numbers or codes that identify something and are never added up',
  TEXT: 'Long text, such as comments',
};

export const typeNames: Record<DataType, string> = {
  STRING: 'text',
  DECIMAL: 'decimal number',
  DOUBLE: 'floating-point number',
  INTEGER: 'whole number',
  DATE: 'date',
  TIMESTAMP: 'date and time',
  BOOLEAN: 'yes or no',
};

export const coercionNames: Record<CoercionKind, string> = {
  CURRENCY_REMOVED: 'currency sign removed',
  THOUSANDS_REMOVED: 'thousands separators removed',
  PARENTHESES_NEGATED: 'parentheses read as minus',
  SCALE_APPLIED: 'multiplied by its unit (k, m, thousands)',
  UNIT_REMOVED: 'unit removed',
  FLAG_REMOVED: 'statistical flag removed',
  PERCENT_NORMALIZED: 'percentage divided by 100',
  DECIMAL_COMMA: 'comma read as decimal mark',
  DATE_PARSED: 'text read as a date',
  BOOLEAN_PARSED: 'word read as yes or no',
  NULL_MARKER: 'n/a and similar read as empty',
  UNPARSEABLE: 'not of this type, left empty',
};

export const stageNames: Record<ProgressStage, string> = {
  RECEIVING: 'Waiting to be read',
  READING: 'Reading the table',
  PROFILING: 'Examining the columns',
  NORMALIZING: 'Converting the cells',
  WRITING: 'Saving',
  DONE: 'Ready',
  FAILED: 'Could not be read',
};

export const leftOutNames: Record<RowsLeftOutReason, string> = {
  BEFORE_HEADER: 'Titles, notes and blank rows above the header',
  BLANK: 'Blank rows',
  HEADER: 'Header',
  SUBTOTAL: 'Subtotals',
  REPEATED_HEADER: 'Repeated headers',
  RULE: 'Lines drawn between rows',
  FOOTER: 'Page footers and notes below the table',
  OTHER_TABLE: 'Other tables of the file',
  TOTAL: 'Totals of the columns',
};

/** `SOME_CODE` → Some code: for values that have no words of their own. */
export function codeInWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why a version was made. */
export const versionReasons: Record<VersionReason, string> = {
  UPLOAD: 'first upload',
  REPLACE: 'new file',
  NORMALIZE: 'same files, new settings',
  APPEND: 'file added',
  REMOVE_SOURCE: 'file removed',
  RESTORE: 'earlier version restored',
};
