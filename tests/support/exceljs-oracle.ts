import ExcelJS from 'exceljs';

/**
 * A cell as exceljs reads it: numbers stay numbers, everything else is the text a table of text should show. LOST: exceljs
 * 4.4.0 drops the stored result of a formula where it is 0, false or ''. The table shows the indentation of its first column
 * as white space.
 */
export type OracleCell = { number: number } | { text: string; indent?: number } | 'LOST';

/**
 * The cells of a sheet that hold a value, by row and in order; errors hold none, nor do cells under merged ones, but for
 * those right below a text or a date that is none of the header's.
 */
export function oracleRows(sheet: ExcelJS.Worksheet, headerRow = 0): Map<number, OracleCell[]> {
  const rows = new Map<number, OracleCell[]>();
  sheet.eachRow((row, number) => {
    const cells: OracleCell[] = [];
    row.eachCell((cell) => {
      const value = cell.type === ExcelJS.ValueType.Merge ? mergedCell(cell, headerRow) : oracleCell(cell.value);
      const indent = cell.alignment?.indent;
      if (value) cells.push(value !== 'LOST' && 'text' in value && indent ? { ...value, indent } : value);
    });
    if (cells.length > 0) rows.set(number, cells);
  });
  return rows;
}

function mergedCell(cell: ExcelJS.Cell, headerRow: number): OracleCell | null {
  const above =
    cell.master.col === cell.col && Number(cell.master.row) > headerRow ? oracleCell(cell.master.value) : null;
  return above !== null && above !== 'LOST' && 'text' in above ? above : null;
}

/** Whether the filled cells of a row of ours are what exceljs read. */
export function agrees(ours: readonly string[], theirs: readonly OracleCell[]): boolean {
  const [cell, ...rest] = theirs;
  if (cell === undefined) return ours.length === 0;
  if (cell !== 'LOST') return ours.length > 0 && isSame(ours[0]!, cell) && agrees(ours.slice(1), rest);
  return agrees(ours, rest) || (/^(0|0%|FALSE)$/.test(ours[0] ?? '') && agrees(ours.slice(1), rest));
}

function isSame(ours: string, theirs: Exclude<OracleCell, 'LOST'>): boolean {
  // Day 0 as a date: exceljs does not tell it from midnight.
  const indented = 'text' in theirs && `${' '.repeat(theirs.indent ?? 0)}${theirs.text}`;
  if (ours === indented) return true;
  if ('text' in theirs) return ours === theirs.text || (ours === '1900-01-00' && theirs.text === '00:00:00');
  const percent = /^(-?[\d.]+)%$/.exec(ours);
  if (!percent) return Number(ours) === theirs.number && /^-?\d+(\.\d+)?$/.test(ours);
  return Math.abs(Number(percent[1]) / 100 - theirs.number) <= Math.abs(theirs.number) * 1e-15;
}

function oracleCell(value: ExcelJS.CellValue): OracleCell | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return { number: value };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE' };
  if (value instanceof Date) return { text: dateText(value) };
  if (typeof value === 'string') return value.trim() === '' ? null : { text: value };
  if ('richText' in value) return oracleCell(value.richText.map(({ text }) => text).join(''));
  if ('error' in value) return null;
  if ('formula' in value || 'sharedFormula' in value) {
    const { result } = value;
    if (result === undefined) return 'LOST';
    return oracleCell(typeof result === 'string' ? unescaped(result) : (result as ExcelJS.CellValue));
  }
  if ('hyperlink' in value) return oracleCell(value.text as ExcelJS.CellValue);
  throw new Error(`a value of a kind unknown to the oracle: ${JSON.stringify(value)}`);
}

/** `_x0007_` (ECMA-376 part 1, §22.9.2.19): exceljs leaves it as it is in the results of formulas. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Excel's day 0, and so every time of day without a date, is 1899-12-30 in exceljs. */
function dateText(date: Date): string {
  const [day, time] = date.toISOString().replace('Z', '').replace('.000', '').split('T') as [string, string];
  if (day === '1899-12-30') return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}
