import type { Warning } from '../../model/schema.js';
import { columnNames } from '../column-names.js';
import { columnLetters } from './column-letters.js';
import type { CellTally, WrittenTable } from './write-table.js';

/** Cells that became null although the sheet shows or means something there, by column. */
export function tableWarnings(
  headers: readonly string[],
  columns: readonly number[],
  { errors, uncomputed }: WrittenTable,
): Warning[] {
  const names = columnNames(headers);
  return columns.flatMap((column, index) => {
    const cell = (tally: CellTally) => `${columnLetters(column)}${tally.row}`;
    const warnings: Warning[] = [];
    const failed = errors.get(column);
    if (failed) {
      const message = `${failed.count} error ${failed.count === 1 ? 'value,' : 'values such as'} ${failed.text} in ${cell(failed)}${failed.count === 1 ? ', is' : ' are'} read as blank.`;
      warnings.push({ code: 'ERROR_CELLS', message, column: names[index]!, count: failed.count });
    }
    const missing = uncomputed.get(column);
    if (missing) {
      const message = `${missing.count} formulas, the first in ${cell(missing)}, have no stored result and are read as blank; open and save the workbook in a spreadsheet program to compute them.`;
      warnings.push({ code: 'ERROR_CELLS', message, column: names[index]!, count: missing.count });
    }
    return warnings;
  });
}
