import { percentage } from '../../../model/text.js';
import { inEachColumn } from './warning-kind.js';

const MIN_NULL_RATE = 0.5;

/** Columns that are mostly blank; a column without any value has EMPTY_COLUMN instead. */
export const highNullRate = inEachColumn(({ name, nullRate, reconciliation }) => {
  if (nullRate < MIN_NULL_RATE || nullRate === 1) return null;
  return {
    message: `${percentage(nullRate)} of the cells in "${name}" have no value.`,
    count: Math.round(nullRate * reconciliation.cells),
  };
});
