import type { DataType } from '../../../model/schema.js';
import { quantity, shortened } from '../../../model/text.js';
import { inEachColumn } from './warning-kind.js';

const TYPE_NAMES = {
  STRING: 'text',
  DECIMAL: 'number',
  DOUBLE: 'number',
  INTEGER: 'number',
  DATE: 'date',
  TIMESTAMP: 'date',
  BOOLEAN: 'yes or no',
} satisfies Record<DataType, string>;

/** Cells that are not of their column's type; a column without any value has EMPTY_COLUMN instead. */
export const unparseableValues = inEachColumn(({ name, dataType, nullRate, reconciliation, rejected }) => {
  const count = reconciliation.rejected;
  const [first] = rejected;
  if (count === 0 || nullRate === 1 || first === undefined) return null;
  const message = `${quantity(count, 'cell', 'cells')} in "${name}" could not be read as a ${TYPE_NAMES[dataType]} and ${count === 1 ? 'has' : 'have'} no value, for example "${shortened(first.raw)}" in row ${first.row}.`;
  return { message, count };
});
