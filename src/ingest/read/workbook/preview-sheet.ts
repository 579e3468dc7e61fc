import type { CellContent } from './cell-content.js';
import { scanSheet } from './scan-sheet.js';
import type { ZipArchive } from './zip-archive.js';

const MAX_ROWS = 100;
/** Estimated size limit: sheets with wide rows or long texts get a preview of fewer rows. */
const MAX_BYTES = 4 * 1024 ** 2;
const CELL_OVERHEAD_BYTES = 100;
/** Text of cells with an error or without a result: not blank, but no evidence of a header. */
const ERROR_TEXT = '#N/A';

/** The first non-blank rows of a sheet. Consecutive blank rows are represented by one. */
export interface SheetPreview {
  /** Non-blank sheet columns of these rows, 0-based, ascending. A distant stray cell adds one column, not thousands. */
  columns: number[];
  rows: PreviewRow[];
}

export interface PreviewRow {
  /** 1-based. */
  row: number;
  /** One cell for each column of the preview. */
  cells: (string | null)[];
}

export function isFilled({ cells }: PreviewRow): boolean {
  return cells.some((cell) => cell !== null);
}

/** @param minLastRow the preview extends at least to this 1-based row, to reach a given header row */
export async function previewSheet(
  archive: ZipArchive,
  part: string,
  content: CellContent,
  minLastRow = 0,
): Promise<SheetPreview> {
  const rows: { row: number; cells: Map<number, string> }[] = [];
  let cells = new Map<number, string>();
  let bytes = 0;
  await scanSheet(archive, part, {
    onCell(cell) {
      const outcome = content.read(cell);
      if (outcome === 'BLANK') return;
      const text = outcome === 'TEXT' || outcome === 'NUMBER' ? content.text : ERROR_TEXT;
      cells.set(cell.column, text);
      bytes += CELL_OVERHEAD_BYTES + text.length;
    },
    onRowEnd(row) {
      if (cells.size > 0) {
        const before = rows.at(-1)?.row ?? 0;
        if (row > before + 1) rows.push({ row: row - 1, cells: new Map() });
        rows.push({ row, cells });
        cells = new Map();
      }
      return bytes < MAX_BYTES && (rows.length < MAX_ROWS || row <= minLastRow);
    },
  });
  const columns = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))].sort((a, b) => a - b);
  return {
    columns,
    rows: rows.map(({ row, cells }) => ({ row, cells: columns.map((column) => cells.get(column) ?? null) })),
  };
}
