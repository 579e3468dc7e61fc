import { readPeriod, withoutYearSuffix } from '../../period/read-period.js';
import { looksLikeNumber } from '../cells/annotated-numbers.js';
import { cellText, isNullMarker } from '../cells/cell.js';
import { readDate } from '../cells/dates.js';
import { isMissing, mayBeName } from './header-words.js';
import type { Row } from './row.js';

/** Bounds of the search. More rows or columns do not change the result. */
const MAX_ROWS_BELOW = 60;
const MAX_COLUMNS_READ = 100;
const MAX_CANDIDATES = 30;
/** A row more than this many times as wide as the next widest does not belong to the table. */
const STRAY_WIDTH_RATIO = 3;

/** A column is of a kind if at least this share of its cells is. */
const MIN_KIND_SHARE = 0.8;

export type CellKind = 'blank' | 'number' | 'date' | 'period' | 'text';

export function isTyped(kind: CellKind): boolean {
  return kind !== 'blank' && kind !== 'text';
}

/** The first rows of a file or sheet and the kinds of their cells. Each cell is classified once. */
export class Grid {
  private readonly kinds = new Map<number, CellKind[]>();
  private readonly widths: number[];
  /**
   * Number of columns of the table: the width with the largest area (width × number of rows at least that wide). A single
   * row far wider than all others is ignored.
   */
  readonly width: number;
  private readonly firstFilled: number;

  constructor(readonly rows: readonly Row[]) {
    this.widths = rows.map(filledWidth);
    this.firstFilled = this.widths.findIndex((width) => width > 0);
    this.width = commonWidth(this.widths);
  }

  hasRow(row: number): boolean {
    return row < this.rows.length;
  }

  hasRowsBelow(row: number, count: number): boolean {
    return this.widths.slice(row + 1).filter((width) => width > 0).length >= count;
  }

  /** The first rows that span the table and fill at least half of its columns. */
  wideRows(): { row: number; filled: number }[] {
    const wide: { row: number; filled: number }[] = [];
    for (const [row, width] of this.widths.entries()) {
      if (wide.length === MAX_CANDIDATES) break;
      if (width === 0 || width * 2 <= this.width) continue;
      const filled = this.rows[row]!.filter((cell) => cellText(cell) !== undefined).length;
      if (filled * 2 >= this.width) wide.push({ row, filled });
    }
    return wide;
  }

  beginsWithTime(row: number): boolean {
    const [first] = this.kindsOf(row);
    return first === 'date' || first === 'period';
  }

  /** Whether a cell is a number, a date or a period. */
  hasValues(row: number): boolean {
    return this.kindsOf(row).some(isTyped);
  }

  /** The cells of a row that are not blank. */
  textsOf(row: number): string[] {
    return this.rows[row]!.flatMap((cell) => cellText(cell) ?? []);
  }

  /** The texts of a row above columns of numbers or dates. */
  textsAboveValues(row: number): string[] {
    const below = this.kindsBelow(row);
    return this.rows[row]!.flatMap((cell, column) => (isTyped(below[column] ?? 'blank') ? (cellText(cell) ?? []) : []));
  }

  /** Whether a text of the row occurs in its column again, as a word for a missing value does. Repetitions of the row are ignored. */
  repeatsBelow(row: number): boolean {
    const below = this.rows.slice(row + 1).filter((other) => !isSameRow(other, this.rows[row]!));
    return this.rows[row]!.some(
      (cell, column) => cellText(cell) !== undefined && below.some((other) => other[column] === cell),
    );
  }

  isMostlyText(row: number): boolean {
    const filled = this.kindsAsHeader(row).filter((kind) => kind !== 'blank');
    return filled.filter((kind) => kind === 'text').length * 2 > filled.length;
  }

  /**
   * Counts the columns that show whether the row is a header.
   *
   * - `named`: text above numbers or dates, unless the column has begun above the row.
   * - `periods`: a period above numbers.
   * - `contra`: a value of the same kind as the values below.
   * - `typed`: columns of numbers or dates.
   */
  evidence(
    row: number,
    hasBegun = (_column: number) => false,
  ): { named: number; periods: number; contra: number; typed: number } {
    const cells = this.kindsAsHeader(row);
    const found = { named: 0, periods: 0, contra: 0, typed: 0 };
    for (const [column, below] of this.kindsBelow(row).entries()) {
      if (below === 'text' || below === 'blank') continue;
      found.typed++;
      const cell = cells[column] ?? 'blank';
      if (cell === 'text') found.named += hasBegun(column) ? 0 : 1;
      else if (below === 'number' && (cell === 'period' || cell === 'date')) found.periods++;
      else if (cell === below) found.contra++;
    }
    return found;
  }

  /** Ignores repetitions of the row, such as a header on each page of a report. */
  private kindsBelow(header: number): CellKind[] {
    const counts: Record<CellKind, number>[] = [];
    for (let row = header + 1, seen = 0; row < this.rows.length && seen < MAX_ROWS_BELOW; row++) {
      if (this.widths[row] === 0 || isSameRow(this.rows[row]!, this.rows[header]!)) continue;
      seen++;
      for (const [column, kind] of this.kindsOf(row).entries()) {
        counts[column] ??= { blank: 0, number: 0, date: 0, period: 0, text: 0 };
        counts[column][kind]++;
      }
    }
    return counts.map(dominantKind);
  }

  /** The kinds of the cells of a row that may be a header, where `x` is a name. */
  private kindsAsHeader(row: number): CellKind[] {
    return this.kindsOf(row).map((kind, column) => {
      const cell = kind === 'blank' ? (cellText(this.rows[row]![column] ?? null) ?? '') : '';
      return isMissing(cell) && mayBeName(cell) ? 'text' : kind;
    });
  }

  kindsOf(row: number): CellKind[] {
    let kinds = this.kinds.get(row);
    if (kinds === undefined) {
      kinds = this.rows[row]!.slice(0, MAX_COLUMNS_READ).map(kindOf);
      if (row === this.firstFilled) kinds = countingKinds(this.rows[row]!, kinds);
      this.kinds.set(row, kinds);
    }
    return kinds;
  }
}

function isSameRow(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((cell, column) => cell === b[column]);
}

function filledWidth(row: Row): number {
  let width = row.length;
  while (width > 0 && cellText(row[width - 1]!) === undefined) width--;
  return width;
}

function commonWidth(widths: readonly number[]): number {
  const descending = widths.filter((width) => width > 0).toSorted((a, b) => b - a);
  if (descending.length > 2 && descending[0]! > STRAY_WIDTH_RATIO * descending[1]!) descending.shift();
  let best = { width: 0, area: 0 };
  for (const [index, width] of descending.entries()) {
    const area = width * (index + 1);
    if (area > best.area) best = { width, area };
  }
  return best.width;
}

function kindOf(raw: string | null): CellKind {
  const cell = cellText(raw);
  if (cell === undefined || isNullMarker(cell, 'value') || isMissing(cell)) return 'blank';
  if (cell.length > 60 || !/\p{Nd}/u.test(cell)) return 'text';
  const hints = { bareYear: true, compact: false, fiscal: false };
  if (readPeriod(withoutYearSuffix(cell), hints) !== undefined) return 'period';
  if (looksLikeNumber(cell)) return 'number';
  const isDate = (yearFirst: boolean) => readDate(cell, { named: false, yearFirst }) !== undefined;
  return isDate(false) || isDate(true) ? 'date' : 'text';
}

/** Numbers that count up from 1 (months, days) beside a name are names too, like periods. */
function countingKinds(row: Row, kinds: readonly CellKind[]): CellKind[] {
  const numbers = row.slice(0, kinds.length).filter((_, column) => kinds[column] === 'number');
  const counts = numbers.length >= 4 && numbers.every((cell, index) => cell === String(index + 1));
  if (!counts || numbers.length === kinds.length) return [...kinds];
  return kinds.map((kind) => (kind === 'number' ? 'period' : kind));
}

function dominantKind(counts: Record<CellKind, number>): CellKind {
  const filled = counts.number + counts.date + counts.period + counts.text;
  if (filled === 0) return 'blank';
  // In a few cells, one is a larger share: it must not change what the others are.
  const enough = Math.min(filled * MIN_KIND_SHARE, Math.max(3, filled - 1));
  if (counts.period >= enough) return 'period';
  if (counts.number + counts.period >= enough) return 'number';
  return counts.date >= enough ? 'date' : 'text';
}
