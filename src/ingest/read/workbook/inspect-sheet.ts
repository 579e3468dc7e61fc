import { looksLikeNumber } from '../../cells/annotated-numbers.js';
import { findHeader, type Header } from '../find-header.js';
import type { CellContent } from './cell-content.js';
import { isFilled, previewSheet, type SheetPreview } from './preview-sheet.js';
import type { Sheet } from './workbook-parts.js';
import type { ZipArchive } from './zip-archive.js';

/** A sheet with cells. */
export type CellSheet = Sheet & { part: string };

/** A sheet with its preview and header. */
export interface InspectedSheet {
  sheet: CellSheet;
  preview: SheetPreview;
  /** Null if there is no header with data below it. */
  header: Header | null;
}

export interface TableRequest {
  sheet?: string;
  /** NormalizationOptions.sheets. */
  sheets?: string[];
  /** 1-based row of the sheet. */
  headerRow?: number;
}

/** @param headerRow 1-based header row given by the request; undefined to detect it */
export async function inspectSheet(
  archive: ZipArchive,
  sheet: CellSheet,
  content: CellContent,
  headerRow: number | undefined,
): Promise<InspectedSheet> {
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

export function hasRows({ preview }: InspectedSheet): boolean {
  return preview.rows.filter(isFilled).length >= 2;
}

/** Notes and cover pages, which have one or two columns of text, are not tables. */
export function isTable({ preview, header }: InspectedSheet): boolean {
  if (!header || preview.columns.length < 2) return false;
  const below = preview.rows.slice(header.headerIndex + 1);
  return (
    preview.columns.length > 2 || preview.columns.some((_, at) => isMostlyNumbers(below.map(({ cells }) => cells[at]!)))
  );
}

function isMostlyNumbers(cells: readonly (string | null)[]): boolean {
  const filled = cells.filter((cell) => cell !== null);
  return filled.filter(looksLikeNumber).length * 2 > filled.length;
}
