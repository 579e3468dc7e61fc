import type { Warning } from '../../../model/schema.js';
import { columnLetters } from '../../../provenance/column-letters.js';
import { columnNames } from '../../cells/column-names.js';
import type { CellTally, MergedTally, WrittenTable } from './write-table.js';

/** Warnings about cells with errors or without results, merged cells, and hidden rows and columns. */
export function tableWarnings(
  headers: readonly string[],
  columns: readonly number[],
  { errors, uncomputed, filled, hiddenRows, hiddenColumns, currencies, coveredValues }: WrittenTable,
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
      const message = `${missing.count} ${missing.count === 1 ? `formula, in ${cell(missing)}, has` : `formulas, the first in ${cell(missing)}, have`} no stored result and ${missing.count === 1 ? 'is' : 'are'} read as blank. To compute ${missing.count === 1 ? 'it' : 'them'}, open the workbook in a spreadsheet program and save it.`;
      warnings.push({ code: 'ERROR_CELLS', message, column: names[index]!, count: missing.count });
    }
    const shown = [...(currencies.get(column) ?? [])].sort((a, b) => b[1] - a[1]).map(([code]) => code);
    if (shown.length > 1) {
      const message = `The number formats of "${names[index]!}" show ${shown.join(', ')}. Amounts are added without conversion.`;
      warnings.push({ code: 'MIXED_CURRENCIES', message, column: names[index]!, count: shown.length });
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
    ...coveredWarning(coveredValues),
    ...hiddenWarnings(
      hiddenRows,
      columns.flatMap((column, at) => (hiddenColumns.has(column) ? [names[at]!] : [])),
    ),
  ];
}

/** A spreadsheet program shows only the value at the top left of merged cells; files of other programs have more. */
function coveredWarning(count: number): Warning[] {
  if (count === 0) return [];
  const message = `${count} ${count === 1 ? 'value lies' : 'values lie'} under merged cells, which show only their first one, and ${count === 1 ? 'was' : 'were'} left out. To have ${count === 1 ? 'it' : 'them'} counted, unmerge the cells.`;
  return [{ code: 'MERGED_CELLS', message, column: null, count }];
}

function mergedMessage(name: string, { ranges, cells, numbers }: MergedTally): string {
  const filled =
    cells > 0
      ? `"${name}" has cells merged over several rows (${ranges} ${ranges === 1 ? 'range' : 'ranges'}). Their value was repeated in each row, in ${cells} more ${cells === 1 ? 'cell' : 'cells'}.`
      : null;
  const left =
    numbers > 0
      ? `${numbers} ${numbers === 1 ? 'range' : 'ranges'} merged over several rows of "${name}" ${numbers === 1 ? 'holds a number, which counts' : 'hold numbers, which count'} once, in the first row. If it is meant for each row, fill the blank cells of this column from above.`
      : null;
  return [filled, left].filter((part) => part !== null).join(' ');
}

/** Maximum number of rows or columns listed in a message. */
const MAX_EXAMPLES = 5;

function hiddenWarnings(rows: WrittenTable['hiddenRows'], columns: readonly string[]): Warning[] {
  const warnings: Warning[] = [];
  const warn = (count: number, noun: string, examples: string, advice: string) =>
    warnings.push({
      code: 'HIDDEN_CELLS',
      message: `${count} hidden ${noun}${count === 1 ? '' : 's'} (${examples}${count > MAX_EXAMPLES ? ', …' : ''}) ${count === 1 ? 'was' : 'were'} read too. ${advice}`,
      column: null,
      count,
    });
  if (rows.count > 0) {
    const numbers = rows.rows.slice(0, MAX_EXAMPLES).map((row) => `row ${row}`);
    warn(
      rows.count,
      'row',
      numbers.join(', '),
      'If they should not count, delete them from the sheet and upload it again.',
    );
  }
  if (columns.length > 0) {
    const quoted = columns.slice(0, MAX_EXAMPLES).map((name) => `"${name}"`);
    warn(columns.length, 'column', quoted.join(', '), 'Check whether they belong to the table.');
  }
  return warnings;
}
