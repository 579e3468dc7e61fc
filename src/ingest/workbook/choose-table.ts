import { ConcentricError } from '../../model/errors.js';
import type { Warning } from '../../model/schema.js';
import { findHeader, type Header } from '../find-header.js';
import type { CellContent } from './cell-content.js';
import { isFilled, type PreviewRow, previewSheet, type SheetPreview } from './preview-sheet.js';
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
  /** The last row of the header; null where the table has none. */
  headerRow: number | null;
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
  /** Null where there is no header with data below. */
  header: Header | null;
}

/**
 * The sheet asked for, or the first visible one that holds a table, and its header (SEMANTICS.md §1). Where no sheet has
 * a header, the first one with several rows and columns is read without, as a text file would be.
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
  const chosen = looks.find(({ header }) => header !== null) ?? looks.find(({ preview }) => isTableShaped(preview));
  if (!chosen || (request.headerRow !== undefined && !chosen.header)) throw noTable(looks, sheets, request);
  return describe(chosen, looks, request);
}

async function look(
  archive: ZipArchive,
  sheet: CellSheet,
  content: CellContent,
  headerRow: number | undefined,
): Promise<Look> {
  const preview = await previewSheet(archive, sheet.part, content, headerRow);
  const given =
    headerRow === undefined ? undefined : preview.rows.findIndex((row) => isFilled(row) && row.row === headerRow) + 1;
  if (given === 0) return { sheet, preview, header: null };
  const header = findHeader(
    preview.rows.map(({ cells }) => cells),
    { headerRow: given },
  );
  const hasData = header.headerIndex >= 0 && header.headerIndex + 1 < preview.rows.length;
  return { sheet, preview, header: hasData ? header : null };
}

function describe({ sheet, preview, header }: Look, looks: readonly Look[], request: TableRequest): ChosenTable {
  const { columns, rows } = preview;
  const below = rows.slice(header ? header.headerIndex + 1 : 0);
  const lines = header ? rows.slice(header.headerIndex + 1 - header.headerLines, header.headerIndex + 1) : [];
  const above = header ? rows.slice(0, header.headerIndex + 1 - header.headerLines).filter(isFilled) : [];
  const headerRow = lines.at(-1)?.row ?? null;
  return {
    sheet: sheet.name,
    part: sheet.part,
    headerRow,
    headerRows: lines.map(({ row }) => row),
    headers: new Map(
      columns.map((column, i) => [column, header?.headers[i] ?? ''] as const).filter(([, text]) => text !== ''),
    ),
    dataColumns: columns.filter((_, i) => below.some(({ cells }) => cells[i] !== null)),
    titleRows: above.slice(0, MAX_TITLE_ROWS).map(({ cells }) => cells.filter((cell) => cell !== null)),
    rowsBefore: { count: above.length, rows: above.slice(0, REPORTED_ROWS).map(({ row }) => row) },
    blankRows: blankRowsAbove(headerRow ?? 0, [...above, ...lines]),
    warnings: request.sheet === undefined ? otherSheets(sheet, looks) : [],
    evidence: [
      request.sheet === undefined
        ? `sheet "${sheet.name}": the first of ${looks.length} visible with a table`
        : `sheet "${sheet.name}": asked for`,
      headerEvidence(lines, above.length, request.headerRow),
    ],
  };
}

function headerEvidence(lines: readonly PreviewRow[], rowsAbove: number, given: number | undefined): string {
  if (given !== undefined) return `header in row ${given}: asked for`;
  if (lines.length === 0) return 'no header: the first row is of the same kind as those below it';
  const place = lines.length > 1 ? `rows ${lines[0]!.row} to ${lines.at(-1)!.row}` : `row ${lines[0]!.row}`;
  return `header in ${place}: ${rowsAbove} rows with other content above it`;
}

function blankRowsAbove(headerRow: number, filled: readonly PreviewRow[]): RowList {
  const taken = new Set(filled.map(({ row }) => row));
  const rows: number[] = [];
  for (let row = 1; row < headerRow && rows.length < REPORTED_ROWS; row++) if (!taken.has(row)) rows.push(row);
  return { count: headerRow - filled.length, rows };
}

/** A cover page or a note is no data that somebody could miss. */
function isTableShaped({ rows, columns }: SheetPreview): boolean {
  return rows.filter(isFilled).length >= 2 && columns.length >= 2;
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

function noTable(looks: readonly Look[], sheets: readonly Sheet[], { headerRow }: TableRequest): ConcentricError {
  const hidden = sheets.filter(({ visible, part }) => !visible && part !== null);
  const found = [
    ...looks.slice(0, MAX_NAMES).map(({ sheet, preview }) => `Sheet "${sheet.name}" ${extent(preview)}.`),
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

function named(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, MAX_NAMES).map(({ name, visible }) => `"${name}"${visible ? '' : ' (hidden)'}`);
  return names.join(', ') + (sheets.length > MAX_NAMES ? `, and ${sheets.length - MAX_NAMES} more` : '');
}
