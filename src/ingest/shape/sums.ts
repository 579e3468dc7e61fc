import type { DecimalMark } from '../../model/dataset.js';
import { cellSql } from '../cells/cell.js';
import { anyForm, isNumber, isNumberSql, onlyCurrency, plainTextSql } from '../cells/numbers.js';

/** Spreadsheets add doubles: their sums agree with the exact sum to about 15 digits. */
const RELATIVE_TOLERANCE = 1e-9;

/** SQL: the number in a cell of a raw table, read with a decimal mark, as DOUBLE; NULL where the cell is not a number. */
export function amountSql(column: string, mark: DecimalMark): string {
  const cell = cellSql(column);
  // Most numbers have only digits, a sign and a decimal mark. Casting them takes a tenth of the time of the grammar.
  const bare =
    mark === 'POINT'
      ? `try_cast(${column} AS DOUBLE)`
      : `CASE WHEN NOT contains(${column}, '.') THEN try_cast(replace(${column}, ',', '.') AS DOUBLE) END`;
  const any = `CASE WHEN ${isNumberSql(cell, mark)} THEN try_cast(${plainTextSql(cell, anyForm(mark))} AS DOUBLE) END`;
  return `coalesce(CASE WHEN ${column} < ':' THEN ${bare} END, ${any})`;
}

/**
 * The same in JavaScript. A number with letters other than a currency, such as `1.5 bn`, is Infinity, which equals no sum: it
 * is not worth a second parser of scales.
 */
export function amountOf(cell: string | undefined, mark: DecimalMark): number | null {
  if (cell === undefined || !isNumber(cell, mark)) return null;
  const plain = mark === 'POINT' ? cell.replaceAll(',', '') : cell.replaceAll('.', '').replace(',', '.');
  const direct = Number(plain);
  if (!Number.isNaN(direct)) return direct;
  const currency = onlyCurrency(cell);
  const bare = currency ? plain.replace(currency, '') : plain;
  if (/\p{L}/u.test(bare)) return Number.POSITIVE_INFINITY;
  const isNegative = /^[^0-9]*[-\u2212(]|[-\u2212]$/.test(bare);
  const amount = Number(bare.replace(/[^0-9.]/g, ''));
  return (isNegative ? -amount : amount) / (bare.includes('%') ? 100 : 1);
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
