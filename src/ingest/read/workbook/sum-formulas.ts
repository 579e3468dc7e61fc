import type { Cell } from './scan-sheet.js';

/** A row of the sheet with a sum of rows above or below it. `columns`: those of its cells with any formula, 0-based. */
export interface SumFormulaRow {
  row: number;
  columns: number[];
}

const MAX_ROWS = 20_000;
const MAX_FORMULA_CHARACTERS = 400;

/** Finds the rows in which a cell is SUM or SUBTOTAL of at least two cells of its own column, in other rows. */
export class SumFormulas {
  readonly rows: SumFormulaRow[] = [];
  private current: SumFormulaRow & { hasSum: boolean } = { row: 0, columns: [], hasSum: false };
  /** Rows in which a shared formula that is such a sum begins, by its index. A copy in the same row is one too. */
  private readonly sharedSums = new Map<number, number>();

  /** @param headerRow 1-based; sums of rows above it are none of the data */
  constructor(private readonly headerRow: number) {}

  onCell(cell: Cell): void {
    if (!cell.hasFormula || cell.row <= this.headerRow) return;
    if (cell.row !== this.current.row) this.startRow(cell.row);
    this.current.columns.push(cell.column);
    this.current.hasSum ||= this.isSum(cell);
  }

  /** Call it after the last cell. */
  end(): void {
    this.startRow(0);
  }

  private startRow(row: number): void {
    const { hasSum, ...last } = this.current;
    if (hasSum && this.rows.length < MAX_ROWS) this.rows.push(last);
    this.current = { row, columns: [], hasSum: false };
  }

  private isSum({ formula, sharedFormula, row, column }: Cell): boolean {
    if (formula.end === 0) return this.sharedSums.get(sharedFormula) === row;
    if (formula.end > MAX_FORMULA_CHARACTERS) return false;
    const text = formula.bytes.toString('utf8', 0, formula.end);
    const isSum = summedCells(text, row, column, this.headerRow) >= 2;
    if (isSum && sharedFormula >= 0) this.sharedSums.set(sharedFormula, row);
    return isSum;
  }
}

/** The number of cells that a formula sums; 0 if it is no sum of cells of its own column below the header. */
function summedCells(text: string, row: number, column: number, headerRow: number): number {
  const [, name, list] = /^(SUM|SUBTOTAL)\((.*)\)$/is.exec(text.trim()) ?? [];
  if (name === undefined || list === undefined) return 0;
  const ranges = list.split(/[,;]/).map((range) => range.trim());
  if (name.toUpperCase() === 'SUBTOTAL') ranges.shift();
  let cells = 0;
  for (const range of ranges) {
    // `Table1[Amount]`: the rows of a table, to which its row of totals does not belong.
    if (/^[\p{L}\d_.]*\[[^\][]+\]$/u.test(range)) {
      cells += 2;
      continue;
    }
    const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/i.exec(range);
    if (!match) return 0;
    const [, left, from, right = left, to = from] = match;
    const [first, last] = [Number(from), Number(to)];
    const isOwn = columnOf(left!) === column && columnOf(right!) === column;
    if (!isOwn || first <= headerRow || (first <= row && row <= last)) return 0;
    cells += last - first + 1;
  }
  return cells;
}

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
