import type { Warning } from '../../../model/schema.js';
import type { InspectedSheet, TableRequest } from './inspect-sheet.js';
import { isFilled, type PreviewRow } from './preview-sheet.js';
import { otherSheets } from './sheet-messages.js';

const MAX_REPORTED_ROWS = 100;
const MAX_TITLE_ROWS = 20;

/** Position of the table and the rows above it. Sheet coordinates: rows are 1-based, columns 0-based. */
export interface ChosenTable {
  sheet: string;
  part: string;
  /** The last row of the header; null if there is none. */
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

/** Row count; `rows` holds the first 100 row numbers. */
interface RowList {
  count: number;
  rows: number[];
}

/** @param inspected all inspected sheets */
export function describeTable(
  { sheet, preview, header }: InspectedSheet,
  inspected: readonly InspectedSheet[],
  request: TableRequest,
): ChosenTable {
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
    rowsBefore: { count: above.length, rows: above.slice(0, MAX_REPORTED_ROWS).map(({ row }) => row) },
    blankRows: blankRowsAbove(headerRow ?? 0, [...above, ...lines]),
    warnings: request.sheet === undefined ? otherSheets(sheet, inspected) : [],
    evidence: [
      request.sheet === undefined
        ? `sheet "${sheet.name}": the first with a table of ${inspected.length} visible sheets`
        : `sheet "${sheet.name}": set by the option sheet`,
      headerEvidence(lines, above.length, request.headerRow),
    ],
  };
}

function headerEvidence(lines: readonly PreviewRow[], rowsAbove: number, given: number | undefined): string {
  if (given !== undefined) return `header in row ${given}: set by the option headerRow`;
  if (lines.length === 0) return 'no header: the first row holds the same kinds of values as the rows below it';
  const position = lines.length > 1 ? `rows ${lines[0]!.row} to ${lines.at(-1)!.row}` : `row ${lines[0]!.row}`;
  return `header in ${position}: ${rowsAbove} non-blank rows above it`;
}

function blankRowsAbove(headerRow: number, filled: readonly PreviewRow[]): RowList {
  const taken = new Set(filled.map(({ row }) => row));
  const rows: number[] = [];
  for (let row = 1; row < headerRow && rows.length < MAX_REPORTED_ROWS; row++) if (!taken.has(row)) rows.push(row);
  return { count: headerRow - filled.length, rows };
}
