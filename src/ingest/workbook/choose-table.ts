import { ConcentricError } from '../../model/errors.js';
import type { Warning } from '../../model/schema.js';
import type { CellContent } from './cell-content.js';
import { findHeader } from './find-header-stub.js';
import { type PreviewRow, previewSheet, type SheetPreview } from './preview-sheet.js';
import type { Sheet } from './workbook-parts.js';
import type { ZipArchive } from './zip-archive.js';

const MAX_NAMES = 20;
const REPORTED_ROWS = 100;
const MAX_TITLE_ROWS = 20;

export interface TableRequest {
  sheet?: string;
  headerRow?: number;
}

/** Where the table is and what stands above it. Rows are 1-based, columns 0-based, as in the sheet. */
export interface ChosenTable {
  sheet: string;
  part: string;
  /** The last row of the header. */
  headerRow: number;
  headerRows: number[];
  headers: Map<number, string>;
  /** Columns that hold data in the first rows. */
  dataColumns: number[];
  titleRows: string[][];
  rowsBefore: RowList;
  /** Blank rows above the header. */
  blankRows: RowList;
  warnings: Warning[];
  evidence: string[];
}

/** `rows` holds the first 100. */
interface RowList {
  count: number;
  rows: number[];
}

type CellSheet = Sheet & { part: string };

interface Look {
  sheet: CellSheet;
  preview: SheetPreview;
  /** Index into the preview's rows of the header's first and last line; null where there is no table. */
  header: { first: number; last: number; texts: string[] } | null;
}

/**
 * The sheet asked for, or the first visible one that holds a table, and its header (SEMANTICS.md §1).
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
  for (const sheet of candidates) looks.push(await look(archive, sheet, content, request.headerRow));
  const chosen = looks.find(({ header }) => header !== null);
  if (!chosen) throw noTable(looks, sheets, request);
  return describe(chosen, looks, request);
}

async function look(
  archive: ZipArchive,
  sheet: CellSheet,
  content: CellContent,
  headerRow: number | undefined,
): Promise<Look> {
  const preview = await previewSheet(archive, sheet.part, content, headerRow);
  const wanted = headerRow === undefined ? undefined : preview.rows.findIndex(({ row }) => row === headerRow) + 1;
  if (wanted === 0) return { sheet, preview, header: null };
  const found = findHeader(
    preview.rows.map(({ cells }) => cells),
    { headerRow: wanted },
  );
  const last = found.headerIndex;
  if (last < 0 || last + 1 >= preview.rows.length) return { sheet, preview, header: null };
  return { sheet, preview, header: { first: last - found.headerLines + 1, last, texts: found.headers } };
}

function describe({ sheet, preview, header }: Look, looks: readonly Look[], request: TableRequest): ChosenTable {
  const { columns, rows } = preview;
  const { first, last, texts } = header!;
  const above = rows.slice(0, first);
  const below = rows.slice(last + 1);
  const headerRow = rows[last]!.row;
  return {
    sheet: sheet.name,
    part: sheet.part,
    headerRow,
    headerRows: rows.slice(first, last + 1).map(({ row }) => row),
    headers: new Map(columns.flatMap((column, i) => (texts[i] ? [[column, texts[i]] as const] : []))),
    dataColumns: columns.filter((_, i) => below.some(({ cells }) => cells[i] !== null)),
    titleRows: above.slice(0, MAX_TITLE_ROWS).map(({ cells }) => cells.filter((cell) => cell !== null)),
    rowsBefore: { count: above.length, rows: above.slice(0, REPORTED_ROWS).map(({ row }) => row) },
    blankRows: blankRowsAbove(headerRow, rows.slice(0, last + 1)),
    warnings: request.sheet === undefined ? otherSheets(sheet, looks) : [],
    evidence: [
      request.sheet === undefined
        ? `sheet "${sheet.name}": the first of ${looks.length} visible sheets that holds a table`
        : `sheet "${sheet.name}": asked for`,
      request.headerRow === undefined
        ? `header: found in row ${headerRow}, below ${above.length} rows of other content`
        : `header: row ${headerRow} asked for`,
    ],
  };
}

function blankRowsAbove(headerRow: number, filled: readonly PreviewRow[]): RowList {
  const taken = new Set(filled.map(({ row }) => row));
  const rows: number[] = [];
  for (let row = 1; row < headerRow && rows.length < REPORTED_ROWS; row++) if (!taken.has(row)) rows.push(row);
  return { count: headerRow - filled.length, rows };
}

function visibleSheets(sheets: readonly Sheet[]): CellSheet[] {
  return sheets.filter((sheet): sheet is CellSheet => sheet.visible && sheet.part !== null);
}

function namedSheet(sheets: readonly Sheet[], name: string): CellSheet {
  const folded = name.trim().toLowerCase();
  const sheet =
    sheets.find((sheet) => sheet.name === name) ?? sheets.find((sheet) => sheet.name.trim().toLowerCase() === folded);
  if (!sheet) {
    throw new ConcentricError('SHEET_NOT_FOUND', `The workbook has no sheet "${name}". It has: ${named(sheets)}.`, {
      sheet: name,
      sheets: sheets.slice(0, MAX_NAMES).map(({ name }) => name),
    });
  }
  const { part } = sheet;
  if (part === null) {
    throw new ConcentricError('NO_TABLE', `Sheet "${sheet.name}" is a chart or a macro sheet and holds no cells.`, {
      sheet: name,
    });
  }
  return { ...sheet, part };
}

function otherSheets(chosen: CellSheet, looks: readonly Look[]): Warning[] {
  const others = looks.filter(({ sheet, preview }) => sheet !== chosen && isTableShaped(preview));
  if (others.length === 0) return [];
  return [
    {
      code: 'OTHER_SHEETS',
      message: `Sheet "${chosen.name}" was read; others hold data too: ${named(others.map(({ sheet }) => sheet))}. Ask for one by its name to read it.`,
      column: null,
      count: others.length,
    },
  ];
}

/** A cover page or a note is no data that somebody could miss. */
function isTableShaped({ rows, columns }: SheetPreview): boolean {
  return rows.length >= 2 && columns.length >= 2;
}

function noTable(looks: readonly Look[], sheets: readonly Sheet[], { headerRow }: TableRequest): ConcentricError {
  const hidden = sheets.filter(({ visible, part }) => !visible && part !== null);
  const sentences = [
    'No table was found: a header row and at least one row below it.',
    ...looks
      .slice(0, MAX_NAMES)
      .map(({ sheet, preview }) => `Sheet "${sheet.name}" ${whatIsThere(preview, headerRow)}.`),
    ...(hidden.length > 0 ? [`Hidden sheets are read only when asked for: ${named(hidden)}.`] : []),
  ];
  return new ConcentricError('NO_TABLE', sentences.join(' '), { sheets: looks.map(({ sheet }) => sheet.name) });
}

function whatIsThere({ rows }: SheetPreview, headerRow: number | undefined): string {
  if (rows.length === 0) return 'is empty';
  const extent = `holds rows ${rows[0]!.row} to ${rows.at(-1)!.row}`;
  if (headerRow === undefined) return `${extent}, none of which looks like a header with data below`;
  return `${extent}, but nothing in row ${headerRow}, the header asked for, or nothing below it`;
}

function named(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, MAX_NAMES).map(({ name, visible }) => `"${name}"${visible ? '' : ' (hidden)'}`);
  return names.join(', ') + (sheets.length > MAX_NAMES ? `, and ${sheets.length - MAX_NAMES} more` : '');
}
