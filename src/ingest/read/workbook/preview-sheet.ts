import type { CellContent } from './cell-content.js';
import { scanSheet } from './scan-sheet.js';
import type { ZipArchive } from './zip-archive.js';

const MAX_ROWS = 100;
/** Wide rows, or long texts, are judged by fewer of them. */
const MAX_BYTES = 4 * 1024 ** 2;
const BYTES_PER_CELL = 100;
/** Stands for cells without a value to show: not blank, and yet no evidence of a header. */
const ERROR_TEXT = '#N/A';

/** The first rows of a sheet that hold anything; where there are blank ones before a row, one stands for them. */
export interface SheetPreview {
  /** Sheet columns, 0-based, ascending, that hold anything in these rows: a far stray cell adds one, not thousands. */
  columns: number[];
  rows: PreviewRow[];
}

export interface PreviewRow {
  /** 1-based. */
  row: number;
  /** One a column of the preview. */
  cells: (string | null)[];
}

export function isFilled({ cells }: PreviewRow): boolean {
  return cells.some((cell) => cell !== null);
}

/** @param uptoRow rows are looked at to there at least, so that a header far down is reached */
export async function previewSheet(
  archive: ZipArchive,
  part: string,
  content: CellContent,
  uptoRow = 0,
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
      bytes += BYTES_PER_CELL + text.length;
    },
    onRowEnd(row) {
      if (cells.size > 0) {
        const before = rows.at(-1)?.row ?? 0;
        if (row > before + 1) rows.push({ row: row - 1, cells: new Map() });
        rows.push({ row, cells });
        cells = new Map();
      }
      return bytes < MAX_BYTES && (rows.length < MAX_ROWS || row <= uptoRow);
    },
  });
  const columns = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))].sort((a, b) => a - b);
  return {
    columns,
    rows: rows.map(({ row, cells }) => ({ row, cells: columns.map((column) => cells.get(column) ?? null) })),
  };
}
