import { columnNames } from '../../cells/column-names.js';
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
import { sheetNotFound, sheetsLeftOut, sheetWithoutCells, tableNotFound } from './sheet-messages.js';
import type { Sheet } from './workbook-parts.js';
import type { ZipArchive } from './zip-archive.js';

/** The name in `sheets` that means all sheets. Excel allows no sheet of this name. */
const ALL_SHEETS = '*';

/**
 * Chooses the table to read, or with the option `sheets` the tables to stack, in the order of the workbook: the named
 * sheets; or, for `*`, the visible sheets with a table that has the columns of most of them (stackableSheets). A name that
 * is not in this workbook may be in another one of the dataset, as long as one name is.
 *
 * @throws SHEET_NOT_FOUND, NO_TABLE, INVALID_OPTION
 */
export async function chooseTables(
  archive: ZipArchive,
  sheets: readonly Sheet[],
  content: CellContent,
  request: TableRequest,
): Promise<ChosenTable[]> {
  const { sheets: names, headerRow } = request;
  if (names === undefined) return [await chooseTable(archive, sheets, content, request)];
  if (!names.includes(ALL_SHEETS)) {
    const tables: ChosenTable[] = [];
    for (const { name } of namedSheets(sheets, names)) {
      tables.push(await chooseTable(archive, sheets, content, { sheet: name, headerRow }));
    }
    return tables;
  }
  const inspected: InspectedSheet[] = [];
  for (const sheet of visibleSheets(sheets)) inspected.push(await inspectSheet(archive, sheet, content, headerRow));
  const stackable = stackableSheets(inspected.filter((each) => hasRows(each) && each.header !== null));
  if (stackable.length === 0) return [await chooseTable(archive, sheets, content, { headerRow })];
  const warnings = sheetsLeftOut(stackable, inspected);
  return stackable.map((each, at) => {
    const table = describeTable(each, inspected, { sheet: each.sheet.name, headerRow });
    return at === 0 ? { ...table, warnings: [...table.warnings, ...warnings] } : table;
  });
}

/** @throws SHEET_NOT_FOUND where the workbook has none of them */
function namedSheets(sheets: readonly Sheet[], names: readonly string[]): Sheet[] {
  const found = new Set(names.flatMap((name) => findSheet(sheets, name) ?? []));
  if (found.size === 0) throw sheetNotFound(names[0]!, sheets);
  return sheets.filter((sheet) => found.has(sheet));
}

/** Share of the columns of the narrower table that two sheets must have in common to be parts of one table. */
const MIN_COMMON_SHARE = 0.5;

/** The sheets whose columns meet those of the sheet that most others meet; the first such sheet decides. */
function stackableSheets(sheets: readonly InspectedSheet[]): InspectedSheet[] {
  const columns = sheets.map(({ header }) => new Set(columnNames(header?.headers ?? [])));
  const areSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    a.size === b.size && [...a].every((name) => b.has(name));
  const areAlike = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    [...a].filter((name) => b.has(name)).length >= MIN_COMMON_SHARE * Math.max(1, Math.min(a.size, b.size));
  let best: InspectedSheet[] = [];
  for (const [nth, reference] of columns.entries()) {
    if (!isTable(sheets[nth]!)) continue;
    // A month without amounts yet has the columns of the others and no numbers.
    const alike = sheets.filter((sheet, at) => (isTable(sheet) ? areAlike : areSame)(reference, columns[at]!));
    if (alike.length > best.length) best = alike;
  }
  return best;
}

/**
 * Chooses the requested sheet, or the first visible sheet with a table, and its header (docs/semantics.md §1). A cover page or
 * notes (one or two columns of text) are chosen only if no sheet has a table. The same holds for rows without a header,
 * which are then read as in a text file.
 *
 * @throws SHEET_NOT_FOUND, NO_TABLE, INVALID_OPTION
 */
async function chooseTable(
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
  const sheet = findSheet(sheets, name);
  if (!sheet) throw sheetNotFound(name, sheets);
  const { part } = sheet;
  if (part === null) throw sheetWithoutCells(sheet.name);
  return { ...sheet, part };
}

function findSheet(sheets: readonly Sheet[], name: string): Sheet | undefined {
  const folded = name.trim().toLowerCase();
  return (
    sheets.find((sheet) => sheet.name === name) ?? sheets.find((sheet) => sheet.name.trim().toLowerCase() === folded)
  );
}
