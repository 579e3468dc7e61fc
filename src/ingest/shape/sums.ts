import type { DecimalMark } from '../../model/dataset.js';
import { cellSql } from '../columns/cell.js';
import { anyForm, isNumberSql, plainTextSql } from '../columns/numbers.js';

/** Sums of a spreadsheet are made of doubles: they agree with the exact sum to about 15 digits. */
const RELATIVE_TOLERANCE = 1e-9;

/** SQL: the number in a column of a raw table under a decimal mark, as DOUBLE; NULL where there is none. */
export function amountSql(column: string, mark: DecimalMark): string {
  const cell = cellSql(column);
  return `CASE WHEN ${isNumberSql(cell, mark)} THEN try_cast(${plainTextSql(cell, anyForm(mark))} AS DOUBLE) END`;
}

/** Whether what a file gives as a sum is one. */
export function agree(total: number, sum: number): boolean {
  return Math.abs(total - sum) <= RELATIVE_TOLERANCE * Math.max(Math.abs(sum), 1e-6);
}

/** SQL: whether what a file gives as a sum is one; of blank cells a spreadsheet makes 0. */
export function agreeSql(total: string, sum: string): string {
  const exact = `coalesce(${sum}, 0)`;
  return `coalesce(abs(coalesce(${total}, 0) - ${exact}) <= ${RELATIVE_TOLERANCE} * greatest(abs(${exact}), 1e-6), false)`;
}
