import type { RawTable } from '../read/raw-table.js';
import { isAnyNumber } from './shares.js';
import type { ColumnKinds } from './sum-table.js';

/**
 * The rowids of rows with a formula that sums other rows, and without a number that is not a formula, a percentage or a
 * repetition of the row above.
 */
export function rowsOfFormulas(
  rows: readonly { rowId: number; sourceRow: number; cells: readonly (string | undefined)[] }[],
  { sumFormulas = [] }: RawTable,
  { numbers }: ColumnKinds,
): Set<number> {
  const columnsOf = new Map(sumFormulas.map(({ row, columns }) => [row, columns]));
  const found = new Set<number>();
  for (const [index, { rowId, sourceRow, cells }] of rows.entries()) {
    const formulas = columnsOf.get(sourceRow);
    if (formulas === undefined || !formulas.some((column) => cells[column] !== undefined)) continue;
    const above = rows[index - 1]?.cells;
    const isOwnNumber = (column: number) => {
      const cell = cells[column];
      if (cell === undefined || formulas.includes(column)) return false;
      return isAnyNumber(cell) && !cell.includes('%') && cell !== above?.[column];
    };
    if (!numbers.some(isOwnNumber)) found.add(rowId);
  }
  return found;
}
