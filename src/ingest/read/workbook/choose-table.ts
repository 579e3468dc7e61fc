import type { CellContent } from './cell-content.js';
import { type ChosenTable, describeTable } from './describe-table.js';
import { type CellSheet, hasRows, isTable, type Look, lookAtSheet, type TableRequest } from './inspect-sheet.js';
import { noCells, noTable, sheetNotFound } from './sheet-messages.js';
import type { Sheet } from './workbook-parts.js';
import type { ZipArchive } from './zip-archive.js';

/**
 * The sheet asked for, or the first visible one that holds a table, and its header (SEMANTICS.md §1). A cover page or
 * notes, in one or two columns of text, count as a table only where there is no other; so do rows without a header, which
 * are then read as those of a text file would be.
 *
 * @throws SHEET_NOT_FOUND, NO_TABLE, INVALID_OPTION
 */
export async function chooseTable(
  archive: ZipArchive,
  sheets: readonly Sheet[],
  content: CellContent,
  request: TableRequest,
): Promise<ChosenTable> {
  const candidates = request.sheet === undefined ? visibleSheets(sheets) : [namedSheet(sheets, request.sheet)];
  const looks: Look[] = [];
  for (const sheet of candidates) looks.push(await lookAtSheet(archive, sheet, content, request.headerRow));
  const readable =
    request.headerRow === undefined ? looks.filter(hasRows) : looks.filter(({ header }) => header !== null);
  const chosen = readable.find(isTable) ?? readable[0];
  if (!chosen) throw noTable(looks, sheets, request);
  return describeTable(chosen, looks, request);
}

function visibleSheets(sheets: readonly Sheet[]): CellSheet[] {
  return sheets.filter((sheet): sheet is CellSheet => sheet.visible && sheet.part !== null);
}

function namedSheet(sheets: readonly Sheet[], name: string): CellSheet {
  const folded = name.trim().toLowerCase();
  const sheet =
    sheets.find((sheet) => sheet.name === name) ?? sheets.find((sheet) => sheet.name.trim().toLowerCase() === folded);
  if (!sheet) throw sheetNotFound(name, sheets);
  const { part } = sheet;
  if (part === null) throw noCells(sheet.name);
  return { ...sheet, part };
}
