import type { DatasetSchema, Warning, WarningCode } from '../../model/schema.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { columnsRead } from '../rows/filtered-rows.js';

/**
 * Which warnings about a dataset can change a figure of an analysis: those about its rows, and those about a column where
 * the analysis reads the column. Null: the warning changes no figure, or analyses have a warning of their own for it.
 */
const CONCERNS = {
  AMBIGUOUS_DATE_ORDER: 'COLUMN',
  AMBIGUOUS_DECIMAL_MARK: 'COLUMN',
  BLANK_ENTITY: null,
  COLUMNS_DIFFER: 'COLUMN',
  CORRECTION_SKIPPED: 'COLUMN',
  DEBIT_CREDIT: 'ROWS',
  DISGUISED_FORMAT: null,
  DUPLICATE_HEADER: null,
  DUPLICATE_ROWS: 'ROWS',
  EMPTY_COLUMN: null,
  ENCODING_DOUBTFUL: null,
  ENCODING_REPLACED: null,
  ENTITY_NOT_FOUND: null,
  ERROR_CELLS: 'COLUMN',
  HIDDEN_CELLS: 'ROWS',
  HIGH_NULL_RATE: null,
  MERGED_CELLS: 'ROWS',
  MERGED_SPELLINGS: null,
  MIXED_CURRENCIES: 'COLUMN',
  MIXED_SCALE: 'COLUMN',
  DIGITS_LOST: 'COLUMN',
  NULL_LIKE_NAMES: 'COLUMN',
  MIXED_DATE_FORMATS: 'COLUMN',
  MIXED_TYPES: 'COLUMN',
  MULTIPLE_TIME_CANDIDATES: null,
  NEAR_DUPLICATE_ENTITIES: null,
  NEGATIVE_VALUES: null,
  NON_POSITIVE_TOTAL: null,
  NO_ROWS: null,
  NO_TIME_DIMENSION: null,
  NULL_VALUES: null,
  ONE_COLUMN: null,
  OTHER_SHEETS: 'ROWS',
  OTHER_TABLES: 'ROWS',
  OUTLIERS: 'COLUMN',
  OUTLINE_COLUMN: 'COLUMN',
  PARTIAL_PERIODS: null,
  PERIOD_GAPS: null,
  PERIOD_MISMATCH: 'COLUMN',
  PLACEHOLDER_NAMES: null,
  POSSIBLE_AGGREGATES: 'COLUMN',
  RAGGED_ROWS: 'ROWS',
  SIDE_BY_SIDE_TABLES: 'ROWS',
  SIMILAR_NAMES: null,
  STRAY_QUOTES: 'ROWS',
  SUBTOTAL_ROWS: 'ROWS',
  TOTAL_ROW: 'ROWS',
  UNKNOWN_PERIOD: null,
  UNPARSEABLE_VALUES: 'COLUMN',
  UNPIVOTED: null,
} satisfies Record<WarningCode, 'ROWS' | 'COLUMN' | null>;

/** The warnings of the schema that the numbers of an analysis depend on. A warning without a column is about all of them. */
export function datasetWarnings({ warnings }: Pick<DatasetSchema, 'warnings'>, request: ResolvedRequest): Warning[] {
  const { filterColumns, segment } = request;
  const others = [...filterColumns, ...(segment ? [segment] : [])].map(({ name }) => name);
  const read = new Set([...columnsRead(request), ...others]);
  return warnings.filter(({ code, column }) => {
    const concern = CONCERNS[code];
    return concern === 'ROWS' || (concern === 'COLUMN' && (column === null || read.has(column)));
  });
}
