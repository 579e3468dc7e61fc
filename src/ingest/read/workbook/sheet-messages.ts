import { ConcentricError } from '../../../model/errors.js';
import type { Warning } from '../../../model/schema.js';
import { hasRows, type Look, type TableRequest } from './inspect-sheet.js';
import { isFilled, type SheetPreview } from './preview-sheet.js';
import type { Sheet } from './workbook-parts.js';

const MAX_NAMES = 20;
/** Excel's own limit is 31 characters; a message repeats no more of what a file or a client made up. */
const MAX_NAME = 60;

export function otherSheets(chosen: Sheet, looks: readonly Look[]): Warning[] {
  const others = looks.filter((look) => look.sheet !== chosen && hasRows(look) && look.preview.columns.length >= 2);
  if (others.length === 0) return [];
  return [
    {
      code: 'OTHER_SHEETS',
      message: `Sheet ${quoted(chosen.name)} was read; others hold data too: ${named(others.map(({ sheet }) => sheet))}. Ask for one by its name to read it.`,
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
      sheet: name.slice(0, MAX_NAME),
      sheets: sheets.slice(0, MAX_NAMES).map(({ name }) => name),
    },
  );
}

export function noCells(sheet: string): ConcentricError {
  const message = `Sheet ${quoted(sheet)} is a chart or a macro sheet and holds no cells. Ask for another one.`;
  return new ConcentricError('NO_TABLE', message, { sheet });
}

export function noTable(
  looks: readonly Look[],
  sheets: readonly Sheet[],
  { headerRow }: TableRequest,
): ConcentricError {
  const hidden = sheets.filter(({ visible, part }) => !visible && part !== null);
  const found = [
    ...looks.slice(0, MAX_NAMES).map(({ sheet, preview }) => `Sheet ${quoted(sheet.name)} ${extent(preview)}.`),
    ...(hidden.length > 0 ? [`Hidden sheets are read only when asked for: ${named(hidden)}.`] : []),
  ].join(' ');
  const details = { sheets: looks.slice(0, MAX_NAMES).map(({ sheet }) => sheet.name) };
  if (headerRow !== undefined && looks.some(({ preview }) => preview.rows.length > 0)) {
    return new ConcentricError(
      'INVALID_OPTION',
      `The option headerRow is ${headerRow}; it must be a row of the sheet that is not blank and has data below it. ${found} Leave it out to have the header found.`,
      { option: 'headerRow', ...details },
    );
  }
  return new ConcentricError(
    'NO_TABLE',
    `The workbook holds no table: a header and at least one row below it. ${found}`,
    details,
  );
}

function extent({ rows }: SheetPreview): string {
  const filled = rows.filter(isFilled);
  if (filled.length === 0) return 'is empty';
  return `holds something in rows ${filled[0]!.row} to ${filled.at(-1)!.row}`;
}

function quoted(name: string): string {
  return `"${name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name}"`;
}

function named(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, MAX_NAMES).map(({ name, visible }) => quoted(name) + (visible ? '' : ' (hidden)'));
  return names.join(', ') + (sheets.length > MAX_NAMES ? `, and ${sheets.length - MAX_NAMES} more` : '');
}
