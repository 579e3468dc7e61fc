import type { ColumnRole } from '../../model/schema.js';
import type { PlannedColumn } from '../columns/plan-columns.js';

/** Text is prose, not a category, if nearly all of its cells are different and long. */
const MIN_PROSE_DISTINCT_SHARE = 0.9;
const MIN_PROSE_MEAN_BYTES = 60;

export interface RoleFigures {
  /** Values that are not null. */
  typed: number;
  distinct: number;
  /** Of text, in bytes. */
  meanLength: number;
}

/** The role of a column in an analysis (docs/semantics.md §2). `isTime`: periods can be read from it. */
export function columnRole(
  { reading, dataType }: Pick<PlannedColumn, 'reading' | 'dataType'>,
  isTime: boolean,
  { typed, distinct, meanLength }: RoleFigures,
): ColumnRole {
  if (isTime || dataType === 'DATE' || dataType === 'TIMESTAMP') return 'DATETIME';
  if (dataType === 'BOOLEAN') return 'BOOLEAN';
  const isInteger = dataType === 'INTEGER';
  const isAmount = reading.kind === 'NUMBER' && (reading.fractionDigits > 0 || reading.features.currency.count > 0);
  // Exports write row numbers under an empty header.
  const isRowNumber = isInteger && reading.header.trim() === '' && typed > 0 && distinct === typed;
  const isAccountNumber = isInteger && reading.meaning.account && !isAmount;
  if (isRowNumber || isAccountNumber || (reading.meaning.identifier && !isAmount)) return 'IDENTIFIER';
  if (reading.kind === 'NUMBER') return 'NUMERIC';
  if (reading.kind === 'TEXT' && reading.zeros) return 'IDENTIFIER';
  return meanLength > MIN_PROSE_MEAN_BYTES && distinct > typed * MIN_PROSE_DISTINCT_SHARE ? 'TEXT' : 'CATEGORICAL';
}
