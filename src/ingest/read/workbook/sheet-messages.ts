import { ConcentricError } from '../../../model/errors.js';
import type { Warning } from '../../../model/schema.js';
import { hasRows, type InspectedSheet, type TableRequest } from './inspect-sheet.js';
import { isFilled, type SheetPreview } from './preview-sheet.js';
import type { Sheet } from './workbook-parts.js';

const MAX_NAMES = 20;
/** Longer names are truncated in messages. Excel's limit is 31 characters. */
const MAX_NAME_CHARACTERS = 60;

export function otherSheets(chosen: Sheet, inspected: readonly InspectedSheet[]): Warning[] {
  const others = inspected.filter(
    (other) => other.sheet !== chosen && hasRows(other) && other.preview.columns.length >= 2,
  );
  if (others.length === 0) return [];
  return [
    {
      code: 'OTHER_SHEETS',
      message: `Sheet ${quoted(chosen.name)} was read. Other sheets have data too: ${named(others.map(({ sheet }) => sheet))}. To read one of them, choose it by name.`,
      column: null,
      count: others.length,
    },
  ];
}

/** For `sheets: ["*"]`: the sheets with data that are not part of the table. */
export function sheetsLeftOut(stacked: readonly InspectedSheet[], inspected: readonly InspectedSheet[]): Warning[] {
  const others = inspected.filter((other) => !stacked.includes(other) && hasRows(other));
  if (others.length === 0) return [];
  return [
    {
      code: 'OTHER_SHEETS',
      message: `${others.length === 1 ? 'A sheet has' : 'Sheets have'} other columns and ${others.length === 1 ? 'is' : 'are'} left out: ${named(others.map(({ sheet }) => sheet))}.`,
      column: null,
      count: others.length,
    },
  ];
}

export function sheetNotFound(name: string, sheets: readonly Sheet[]): ConcentricError {
  return new ConcentricError(
    'SHEET_NOT_FOUND',
    `The workbook has no sheet ${quoted(name)}. It has: ${named(sheets)}.`,
    {
      sheet: name.slice(0, MAX_NAME_CHARACTERS),
      sheets: sheets.slice(0, MAX_NAMES).map(({ name }) => name),
    },
  );
}

export function sheetWithoutCells(sheet: string): ConcentricError {
  const message = `Sheet ${quoted(sheet)} is a chart or macro sheet without cells. Choose another sheet.`;
  return new ConcentricError('NO_TABLE', message, { sheet });
}

export function tableNotFound(
  inspected: readonly InspectedSheet[],
  sheets: readonly Sheet[],
  { headerRow }: TableRequest,
): ConcentricError {
  const hidden = sheets.filter(({ visible, part }) => !visible && part !== null);
  const found = [
    ...inspected.slice(0, MAX_NAMES).map(({ sheet, preview }) => `Sheet ${quoted(sheet.name)} ${extent(preview)}.`),
    ...(hidden.length > 0 ? [`Hidden sheets are read only if chosen by name: ${named(hidden)}.`] : []),
  ].join(' ');
  const details = { sheets: inspected.slice(0, MAX_NAMES).map(({ sheet }) => sheet.name) };
  if (headerRow !== undefined && inspected.some(({ preview }) => preview.rows.length > 0)) {
    return new ConcentricError(
      'INVALID_OPTION',
      `The option headerRow is ${headerRow}; it must be a non-blank row of the sheet with data below it. ${found} Omit it to detect the header.`,
      { option: 'headerRow', ...details },
    );
  }
  return new ConcentricError(
    'NO_TABLE',
    `The workbook has no table. A table is a header and at least one row below it. ${found}`,
    details,
  );
}

function extent({ rows }: SheetPreview): string {
  const filled = rows.filter(isFilled);
  if (filled.length === 0) return 'is empty';
  return `has cells in rows ${filled[0]!.row} to ${filled.at(-1)!.row}`;
}

function quoted(name: string): string {
  return `"${name.length > MAX_NAME_CHARACTERS ? `${name.slice(0, MAX_NAME_CHARACTERS)}…` : name}"`;
}

function named(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, MAX_NAMES).map(({ name, visible }) => quoted(name) + (visible ? '' : ' (hidden)'));
  return names.join(', ') + (sheets.length > MAX_NAMES ? `, and ${sheets.length - MAX_NAMES} more` : '');
}
