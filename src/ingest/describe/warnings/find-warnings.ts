import type { Warning, WarningCode } from '../../../model/schema.js';
import { ambiguousDateOrder } from './ambiguous-date-order.js';
import { ambiguousDecimalMark } from './ambiguous-decimal-mark.js';
import { debitCredit } from './debit-credit.js';
import { digitsLost } from './digits-lost.js';
import { duplicateHeader } from './duplicate-header.js';
import { duplicateRows } from './duplicate-rows.js';
import { emptyColumn } from './empty-column.js';
import { highNullRate } from './high-null-rate.js';
import { mixedCurrencies } from './mixed-currencies.js';
import { mixedDateFormats } from './mixed-date-formats.js';
import { mixedScale } from './mixed-scale.js';
import { mixedTypes } from './mixed-types.js';
import { negativeValues } from './negative-values.js';
import { nullLikeNames } from './null-like-names.js';
import { outliers } from './outliers.js';
import { outlineColumn } from './outline-column.js';
import { possibleAggregates } from './possible-aggregates.js';
import { subtotalRows } from './subtotal-rows.js';
import { unparseableValues } from './unparseable-values.js';
import type { DescribedTable, FindWarnings } from './warning-kind.js';

/** Codes raised by other steps: readers, shaping, the choice of time columns, and analyses. */
type RaisedElsewhere =
  | 'CORRECTION_SKIPPED'
  | 'COLUMNS_DIFFER'
  | 'DISGUISED_FORMAT'
  | 'ENCODING_DOUBTFUL'
  | 'ENCODING_REPLACED'
  | 'ENTITY_NOT_FOUND'
  | 'ERROR_CELLS'
  | 'HIDDEN_CELLS'
  | 'MERGED_CELLS'
  | 'NO_ROWS'
  | 'ONE_COLUMN'
  | 'OTHER_SHEETS'
  | 'OTHER_TABLES'
  | 'RAGGED_ROWS'
  | 'SIDE_BY_SIDE_TABLES'
  | 'STRAY_QUOTES'
  | 'TOTAL_ROW'
  | 'UNPIVOTED'
  | 'MULTIPLE_TIME_CANDIDATES'
  | 'NO_TIME_DIMENSION'
  | 'PERIOD_MISMATCH'
  | 'BLANK_ENTITY'
  | 'MERGED_SPELLINGS'
  | 'NEAR_DUPLICATE_ENTITIES'
  | 'NON_POSITIVE_TOTAL'
  | 'NULL_VALUES'
  | 'PARTIAL_PERIODS'
  | 'PERIOD_GAPS'
  | 'PLACEHOLDER_NAMES'
  | 'SIMILAR_NAMES'
  | 'UNKNOWN_PERIOD';

/** In the order of the list of warnings. A new code compiles only with a finder here or as RaisedElsewhere. */
const finders = {
  DUPLICATE_HEADER: duplicateHeader,
  EMPTY_COLUMN: emptyColumn,
  UNPARSEABLE_VALUES: unparseableValues,
  HIGH_NULL_RATE: highNullRate,
  MIXED_TYPES: mixedTypes,
  MIXED_CURRENCIES: mixedCurrencies,
  MIXED_SCALE: mixedScale,
  DIGITS_LOST: digitsLost,
  NULL_LIKE_NAMES: nullLikeNames,
  NEGATIVE_VALUES: negativeValues,
  MIXED_DATE_FORMATS: mixedDateFormats,
  AMBIGUOUS_DATE_ORDER: ambiguousDateOrder,
  AMBIGUOUS_DECIMAL_MARK: ambiguousDecimalMark,
  SUBTOTAL_ROWS: subtotalRows,
  POSSIBLE_AGGREGATES: possibleAggregates,
  DEBIT_CREDIT: debitCredit,
  OUTLINE_COLUMN: outlineColumn,
  OUTLIERS: outliers,
  DUPLICATE_ROWS: duplicateRows,
} satisfies Record<Exclude<WarningCode, RaisedElsewhere>, FindWarnings>;

/** All warnings about the table, by kind, then in column order. */
export async function findWarnings(table: DescribedTable): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const [code, find] of Object.entries(finders) as [keyof typeof finders, FindWarnings][]) {
    for (const finding of await find(table)) warnings.push({ code, ...finding });
  }
  return warnings;
}
