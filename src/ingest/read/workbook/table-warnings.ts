import type { Warning } from '../../../model/schema.js';
import { columnNames } from '../../cells/column-names.js';
import { columnLetters } from './column-letters.js';
import type { CellTally, MergedTally, WrittenTable } from './write-table.js';

/** Cells that are null although the sheet shows something there, or hold what it shows elsewhere or not at all. */
export function tableWarnings(
  headers: readonly string[],
  columns: readonly number[],
  { errors, uncomputed, filled, hiddenRows, hiddenColumns }: WrittenTable,
): Warning[] {
  const names = columnNames(headers);
  const perColumn = columns.flatMap((column, index) => {
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
    const merged = filled.get(column);
    if (merged && merged.cells + merged.numbers > 0)
      warnings.push({
        code: 'MERGED_CELLS',
        message: mergedMessage(names[index]!, merged),
        column: names[index]!,
        count: merged.cells,
      });
    return warnings;
  });
  return [
    ...perColumn,
    ...aboutHidden(
      hiddenRows,
      columns.flatMap((column, at) => (hiddenColumns.has(column) ? [names[at]!] : [])),
    ),
  ];
}

function mergedMessage(name: string, { ranges, cells, numbers }: MergedTally): string {
  const filled =
    cells > 0
      ? `What is merged over several rows of "${name}" (${ranges} ${ranges === 1 ? 'range' : 'ranges'}) is meant for each of them: ${cells} further ${cells === 1 ? 'cell was' : 'cells were'} given it.`
      : null;
  const left =
    numbers > 0
      ? `${numbers} ${numbers === 1 ? 'range' : 'ranges'} merged over several rows of "${name}" ${numbers === 1 ? 'holds a number, which counts' : 'hold numbers, which count'} once, in the first row. If it is meant for each row, fill the blank cells of this column from above.`
      : null;
  return [filled, left].filter((part) => part !== null).join(' ');
}

/** Names in a message. */
const EXAMPLES = 5;

function aboutHidden(rows: WrittenTable['hiddenRows'], columns: readonly string[]): Warning[] {
  const warnings: Warning[] = [];
  const warn = (count: number, noun: string, examples: string, all: string) =>
    warnings.push({
      code: 'HIDDEN_CELLS',
      message: `${count} ${noun}${count === 1 ? '' : 's'} that the sheet hides (${examples}${count > EXAMPLES ? ', …' : ''}) ${count === 1 ? 'was' : 'were'} read like all others. ${all}`,
      column: null,
      count,
    });
  if (rows.count > 0) {
    const numbers = rows.rows.slice(0, EXAMPLES).map((row) => `row ${row}`);
    warn(rows.count, 'row', numbers.join(', '), 'If a filter hides them for a reason, delete them from the sheet.');
  }
  if (columns.length > 0) {
    const quoted = columns.slice(0, EXAMPLES).map((name) => `"${name}"`);
    warn(columns.length, 'column', quoted.join(', '), 'They may be meant for somebody else.');
  }
  return warnings;
}
