import { columnLetters } from './column-letters.js';

/** A name that spreadsheets write without quotes in a formula: letters, digits, `_` and `.`, not beginning with a digit. */
const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_.]*$/u;
/** Names that would be read as a cell: `Q1`, `FY2024`, `R1C1`. */
const CELL_NAME = /^([a-z]{1,3}\d+|r\d*c?\d*|c\d*)$/i;

/** `Sheet1!D17`, as a spreadsheet's formula refers to the cell; `D17` without a sheet. @param position from 0 */
export function cellAddress(sheet: string | null, { row, position }: { row: number; position: number }): string {
  const cell = `${columnLetters(position)}${row}`;
  if (sheet === null) return cell;
  const isPlain = PLAIN_NAME.test(sheet) && !CELL_NAME.test(sheet);
  return `${isPlain ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${cell}`;
}
