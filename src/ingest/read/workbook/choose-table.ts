import type { CellContent } from './cell-content.js';
import { type ChosenTable, describeTable } from './describe-table.js';
import {
  type CellSheet,
  hasRows,
  type InspectedSheet,
  inspectSheet,
  isTable,
  type TableRequest,
} from './inspect-sheet.js';
import { sheetNotFound, sheetWithoutCells, tableNotFound } from './sheet-messages.js';
import type { Sheet } from './workbook-parts.js';
import type { ZipArchive } from './zip-archive.js';

/**
 * Chooses the requested sheet, or the first visible sheet with a table, and its header (SEMANTICS.md §1). A cover page or
 * notes (one or two columns of text) are chosen only if no sheet has a table. The same holds for rows without a header,
 * which are then read as in a text file.
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
  const inspected: InspectedSheet[] = [];
  for (const sheet of candidates) inspected.push(await inspectSheet(archive, sheet, content, request.headerRow));
  const readable =
    request.headerRow === undefined ? inspected.filter(hasRows) : inspected.filter(({ header }) => header !== null);
  const chosen = readable.find(isTable) ?? readable[0];
  if (!chosen) throw tableNotFound(inspected, sheets, request);
  return describeTable(chosen, inspected, request);
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
  if (part === null) throw sheetWithoutCells(sheet.name);
  return { ...sheet, part };
}
