import type { WarningCode } from '../../../clients/typescript/generated/graphql.js';

export interface WarningWords {
  /** What was found, in a few words; the message from the service says it in full. */
  title: string;
  /** `caution`: the numbers may mean something else than they seem to. `info`: good to know. */
  level: 'caution' | 'info';
}

/** The message with the header of its column in place of the name in the API, and typographic quotation marks. */
export function warningMessage(
  { message, column }: { message: string; column?: string | null },
  columns: readonly { name: string; label: string }[],
): string {
  const label = columns.find(({ name }) => name === column)?.label;
  const named = label === undefined ? message : message.replaceAll(`"${column}"`, () => `"${label}"`);
  return named.replaceAll(/"([^"]+)"/g, '“$1”');
}

/** Complete by its type: a new warning does not compile until it has its words here. */
export const warningWords: Record<WarningCode, WarningWords> = {
  AMBIGUOUS_DATE_ORDER: { title: 'Day or month first?', level: 'caution' },
  AMBIGUOUS_DECIMAL_MARK: { title: 'Decimal point or comma?', level: 'caution' },
  BLANK_ENTITY: { title: 'Rows without a name', level: 'info' },
  CORRECTION_SKIPPED: { title: 'Correction not applied', level: 'caution' },
  COLUMNS_DIFFER: { title: 'Column not in all sources', level: 'caution' },
  DEBIT_CREDIT: { title: 'Debits and credits', level: 'caution' },
  DISGUISED_FORMAT: { title: 'Text named as a workbook', level: 'info' },
  DIGITS_LOST: { title: 'Codes that lost digits', level: 'caution' },
  DUPLICATE_HEADER: { title: 'Repeated column name', level: 'info' },
  DUPLICATE_ROWS: { title: 'Repeated rows', level: 'caution' },
  EMPTY_COLUMN: { title: 'Empty column', level: 'info' },
  ENCODING_DOUBTFUL: { title: 'Uncertain encoding', level: 'caution' },
  ENCODING_REPLACED: { title: 'Unreadable characters', level: 'caution' },
  ENTITY_NOT_FOUND: { title: 'Name not in the data', level: 'caution' },
  ERROR_CELLS: { title: 'Cells with errors', level: 'caution' },
  HIDDEN_CELLS: { title: 'Hidden rows or columns', level: 'caution' },
  HIGH_NULL_RATE: { title: 'Mostly empty column', level: 'info' },
  MERGED_CELLS: { title: 'Merged cells', level: 'info' },
  MERGED_SPELLINGS: { title: 'Spellings counted as one', level: 'info' },
  MIXED_CURRENCIES: { title: 'Several currencies', level: 'caution' },
  MIXED_DATE_FORMATS: { title: 'Mixed date formats', level: 'caution' },
  MIXED_SCALE: { title: 'Letters behind numbers', level: 'caution' },
  MIXED_TYPES: { title: 'Mixed values', level: 'caution' },
  MULTIPLE_TIME_CANDIDATES: { title: 'Several date columns', level: 'info' },
  NEAR_DUPLICATE_ENTITIES: { title: 'Same name, several spellings', level: 'caution' },
  NEGATIVE_VALUES: { title: 'Negative amounts', level: 'caution' },
  NON_POSITIVE_TOTAL: { title: 'Total not above zero', level: 'caution' },
  NO_ROWS: { title: 'No rows', level: 'caution' },
  NO_TIME_DIMENSION: { title: 'No dates', level: 'info' },
  NULL_LIKE_NAMES: { title: 'Names that may mean nothing', level: 'caution' },
  NULL_VALUES: { title: 'Rows without an amount', level: 'info' },
  ONE_COLUMN: { title: 'A single column', level: 'caution' },
  OTHER_SHEETS: { title: 'Data on other sheets', level: 'caution' },
  OTHER_TABLES: { title: 'More than one table', level: 'caution' },
  OUTLIERS: { title: 'Unusually large values', level: 'caution' },
  OUTLINE_COLUMN: { title: 'Group names in their first row only', level: 'caution' },
  POSSIBLE_AGGREGATES: { title: 'Names that may include others', level: 'caution' },
  PARTIAL_PERIODS: { title: 'Periods that the file does not fill', level: 'caution' },
  PERIOD_GAPS: { title: 'Missing periods', level: 'caution' },
  PERIOD_MISMATCH: { title: 'Month and quarter disagree', level: 'caution' },
  PLACEHOLDER_NAMES: { title: 'A name for several or unknown ones', level: 'caution' },
  RAGGED_ROWS: { title: 'Rows of different lengths', level: 'caution' },
  SIMILAR_NAMES: { title: 'Names that may be one', level: 'caution' },
  SIDE_BY_SIDE_TABLES: { title: 'Tables side by side', level: 'caution' },
  STRAY_QUOTES: { title: 'Stray quotation marks', level: 'caution' },
  SUBTOTAL_ROWS: { title: 'Subtotals', level: 'caution' },
  TOTAL_ROW: { title: 'Total row', level: 'info' },
  UNKNOWN_PERIOD: { title: 'Rows without a period', level: 'caution' },
  UNPARSEABLE_VALUES: { title: 'Unreadable values', level: 'caution' },
  UNPIVOTED: { title: 'Columns turned into rows', level: 'info' },
};
