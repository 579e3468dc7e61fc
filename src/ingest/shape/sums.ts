import type { DecimalMark } from '../../model/dataset.js';
import { cellSql } from '../cells/cell.js';
import { anyForm, isNumberSql, plainTextSql } from '../cells/numbers.js';

/** Spreadsheets add doubles: their sums agree with the exact sum to about 15 digits. */
const RELATIVE_TOLERANCE = 1e-9;

/** SQL: the number in a cell of a raw table, read with a decimal mark, as DOUBLE; NULL where the cell is not a number. */
export function amountSql(column: string, mark: DecimalMark): string {
  const cell = cellSql(column);
  return `CASE WHEN ${isNumberSql(cell, mark)} THEN try_cast(${plainTextSql(cell, anyForm(mark))} AS DOUBLE) END`;
}

/** Whether a total stated in a file equals the exact sum. */
export function agree(total: number, sum: number): boolean {
  return Math.abs(total - sum) <= RELATIVE_TOLERANCE * Math.max(Math.abs(sum), 1e-6);
}

/** SQL: whether a stated total equals the exact sum. A spreadsheet adds blank cells as 0. */
export function agreeSql(total: string, sum: string): string {
  const exact = `coalesce(${sum}, 0)`;
  return `coalesce(abs(coalesce(${total}, 0) - ${exact}) <= ${RELATIVE_TOLERANCE} * greatest(abs(${exact}), 1e-6), false)`;
}
