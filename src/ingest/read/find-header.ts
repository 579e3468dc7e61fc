import { ConcentricError } from '../../model/errors.js';
import { readPeriod } from '../../period/read-period.js';
import { cellText, isNullMarker } from '../cells/cell.js';
import { readDate } from '../cells/dates.js';
import { isNumber } from '../cells/numbers.js';

export type Row = readonly (string | null)[];

export interface Header {
  /** 0-based index into the rows of the header's last line; −1 where the rows have no header. */
  headerIndex: number;
  /** Lines of the header, 0 where there is none. */
  headerLines: number;
  /** Its texts, the lines of each column joined with a space; '' where a column has none. */
  headers: string[];
}

/** Rows and columns beyond these say nothing new about where the header is. */
const ROWS_BELOW = 60;
const COLUMNS = 100;
const CANDIDATES = 30;
const MAX_HEADER_LINES = 4;
/** A row so many times as wide as the next widest is no row of the table. */
const STRAY = 3;

/** Titles of several cells, at most, where fewer rows stand below a header than above it. */
const WIDE_TITLES = 3;

/** Share of a column's cells that must be of one kind for the column to count as of that kind. */
const KIND_SHARE = 0.8;

/**
 * Finds the header in the first rows of a file or sheet (SEMANTICS.md §1, "header row"): the first of the rows as wide
 * as the table whose cells are text, or the names of periods, where the columns below hold numbers or dates. Narrower
 * rows above it are titles. In a table of nothing but text the first row as wide as the table is its header; where the
 * first row is of the same kind as those below it, there is none.
 *
 * Lines above the best row belong to the header where they tell apart what it names twice or leaves empty; lines below
 * it where they too hold text over every column of numbers or dates (units, say).
 *
 * @throws INVALID_OPTION where `headerRow` (1-based) is not one of the rows.
 */
export function findHeader(rows: readonly Row[], options: { headerRow?: number }): Header {
  if (options.headerRow !== undefined) return headerOf(rows, [givenHeader(rows, options.headerRow)]);
  const grid = new Grid(rows);
  const best = bestHeaderLine(grid);
  if (best === undefined) return { headerIndex: -1, headerLines: 0, headers: [] };
  const lines = [best];
  while (lines.length < MAX_HEADER_LINES && continuesHeader(grid, lines)) lines.push(lines.at(-1)! + 1);
  while (lines.length < MAX_HEADER_LINES && groupsHeader(rows, lines)) lines.unshift(lines[0]! - 1);
  return headerOf(rows, lines);
}

function givenHeader(rows: readonly Row[], headerRow: number): number {
  if (Number.isInteger(headerRow) && headerRow >= 1 && headerRow <= rows.length) return headerRow - 1;
  throw new ConcentricError(
    'INVALID_OPTION',
    `The option headerRow is ${headerRow}; it must be a whole number from 1 to ${rows.length}, the rows there are to choose from. Leave it out to have the header found.`,
    { option: 'headerRow', rows: rows.length },
  );
}

function headerOf(rows: readonly Row[], lines: readonly number[]): Header {
  return {
    headerIndex: lines.at(-1)!,
    headerLines: lines.length,
    headers: joinLines(lines.map((line) => rows[line]!)),
  };
}

function bestHeaderLine(grid: Grid): number | undefined {
  let best: { row: number; score: number; filled: number } | undefined;
  const candidates = grid.wideRows();
  const columns = new ColumnsAbove();
  let above = 0;
  for (const { row, filled } of candidates) {
    // More rows of the table above than below: it is one of them, and what stands below it another table, or a remark.
    if (above > WIDE_TITLES && !grid.hasRowsBelow(row, above)) break;
    if (filled > 1) above++;
    const { named, periods, contra, typed } = grid.evidence(row, columns.haveBegun);
    columns.pass(grid.kindsOf(row));
    const first = row === candidates[0]!.row;
    if (typed === 0) {
      if (first && grid.isMostlyText(row)) best = { row, score: 0, filled };
      continue;
    }
    const score = named + periods - contra;
    // The data has begun: text in its columns of numbers is no header any more.
    if (score < 0 && best !== undefined) break;
    // One number that could be a year proves nothing, save in the first row.
    const proven = named > 0 || periods > 1 || (periods === 1 && first);
    if (score <= 0 || !proven) continue;
    if (best === undefined || score > best.score || (score === best.score && filled > best.filled)) {
      best = { row, score, filled };
    }
  }
  return best?.row;
}

/**
 * What stands above a row: where a column has a name (or a period) and a value below it, it has begun, and another text
 * in it is a value that is missing (`tbd`), no name.
 */
class ColumnsAbove {
  private readonly named = new Map<number, CellKind>();
  private readonly begun = new Set<number>();

  readonly haveBegun = (column: number): boolean => this.begun.has(column);

  pass(row: readonly CellKind[]): void {
    for (const [column, kind] of row.entries()) {
      const name = this.named.get(column);
      if (kind === 'number' ? name !== undefined : name === 'text' && isTyped(kind)) this.begun.add(column);
      if (kind === 'text' || (kind === 'period' && name === undefined)) this.named.set(column, kind);
    }
  }
}

function continuesHeader(grid: Grid, lines: readonly number[]): boolean {
  const next = lines.at(-1)! + 1;
  if (!grid.hasRow(next + 1)) return false;
  const { named, typed } = grid.evidence(next);
  return typed >= 2 && named === typed;
}

function groupsHeader(rows: readonly Row[], lines: readonly number[]): boolean {
  const above = lines[0]! - 1;
  if (above < 0) return false;
  const titles = rows[above]!.filter((cell) => cellText(cell) !== undefined);
  if (titles.length < 2 || titles.some((title) => title!.length > 100)) return false;
  const header = lines.map((line) => rows[line]!);
  return unnamedOrTwice(joinLines([rows[above]!, ...header])) < unnamedOrTwice(joinLines(header));
}

/** Columns without a name of their own. */
function unnamedOrTwice(headers: readonly string[]): number {
  const names = new Set(headers.map((header) => header.trim().toLowerCase()));
  names.delete('');
  return headers.length - names.size;
}

/** A title above several columns stands in the first of them, as merged cells have it, and counts for those named below. */
function joinLines(lines: readonly Row[]): string[] {
  const last = lines.at(-1)!;
  if (lines.length === 1) return last.map((cell) => cell ?? '');
  const width = Math.max(...lines.map((line) => line.length));
  const carried = lines.map(() => '');
  return Array.from({ length: width }, (_, column) => {
    const named = cellText(last[column] ?? null) !== undefined;
    const parts = lines.map((line, index) => {
      const own = cellText(line[column] ?? null);
      if (own !== undefined) carried[index] = own;
      return own ?? (named && index < lines.length - 1 ? carried[index]! : '');
    });
    return parts.filter((part) => part !== '').join(' ');
  });
}

type CellKind = 'blank' | 'number' | 'date' | 'period' | 'text';

function isTyped(kind: CellKind): boolean {
  return kind !== 'blank' && kind !== 'text';
}

/** The rows with what their cells are, each cell looked at once. */
class Grid {
  private readonly kinds = new Map<number, CellKind[]>();
  private readonly widths: number[];
  /**
   * Columns of the table, as most of its cells have it: the width that, times the rows at least so wide, is largest. One
   * row alone far wider than all others is a stray one, whatever its area.
   */
  private readonly width: number;
  private readonly firstFilled: number;

  constructor(private readonly rows: readonly Row[]) {
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

  /** The first rows that reach across the table and fill half of it. */
  wideRows(): { row: number; filled: number }[] {
    const wide: { row: number; filled: number }[] = [];
    for (const [row, width] of this.widths.entries()) {
      if (wide.length === CANDIDATES) break;
      if (width === 0 || width * 2 <= this.width) continue;
      const filled = this.rows[row]!.filter((cell) => cellText(cell) !== undefined).length;
      if (filled * 2 >= this.width) wide.push({ row, filled });
    }
    return wide;
  }

  isMostlyText(row: number): boolean {
    const filled = this.kindsOf(row).filter((kind) => kind !== 'blank');
    return filled.filter((kind) => kind === 'text').length * 2 > filled.length;
  }

  /**
   * For how many columns the row's cell says that it is a header (text over numbers or dates: `named`; a period over
   * numbers: `periods`) or a value like those below (`contra`); `typed` counts the columns of numbers or dates. Where a
   * column has begun above the row, a text in it names nothing.
   */
  evidence(
    row: number,
    hasBegun = (_column: number) => false,
  ): { named: number; periods: number; contra: number; typed: number } {
    const cells = this.kindsOf(row);
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

  /** Where the row comes again, as headers do on each page of a report, it says nothing about what it stands over. */
  private kindsBelow(header: number): CellKind[] {
    const counts: Record<CellKind, number>[] = [];
    for (let row = header + 1, seen = 0; row < this.rows.length && seen < ROWS_BELOW; row++) {
      if (this.widths[row] === 0 || isSameRow(this.rows[row]!, this.rows[header]!)) continue;
      seen++;
      for (const [column, kind] of this.kindsOf(row).entries()) {
        counts[column] ??= { blank: 0, number: 0, date: 0, period: 0, text: 0 };
        counts[column][kind]++;
      }
    }
    return counts.map(dominantKind);
  }

  kindsOf(row: number): CellKind[] {
    let kinds = this.kinds.get(row);
    if (kinds === undefined) {
      kinds = this.rows[row]!.slice(0, COLUMNS).map(kindOf);
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
  if (descending.length > 2 && descending[0]! > STRAY * descending[1]!) descending.shift();
  let best = { width: 0, area: 0 };
  for (const [index, width] of descending.entries()) {
    const area = width * (index + 1);
    if (area > best.area) best = { width, area };
  }
  return best.width;
}

function kindOf(raw: string | null): CellKind {
  const cell = cellText(raw);
  if (cell === undefined || isNullMarker(cell, 'value')) return 'blank';
  if (cell.length > 60 || !/\d/.test(cell)) return 'text';
  if (readPeriod(cell, { bareYear: true, compact: false, fiscal: false }) !== undefined) return 'period';
  if (isNumber(cell, 'POINT') || isNumber(cell, 'COMMA')) return 'number';
  const isDate = (yearFirst: boolean) => readDate(cell, { named: false, yearFirst }) !== undefined;
  return isDate(false) || isDate(true) ? 'date' : 'text';
}

/** Beside a name, numbers that count on from 1 (months, days) are names themselves, as periods are. */
function countingKinds(row: Row, kinds: readonly CellKind[]): CellKind[] {
  const numbers = row.slice(0, kinds.length).filter((_, column) => kinds[column] === 'number');
  const counts = numbers.length >= 4 && numbers.every((cell, index) => cell === String(index + 1));
  if (!counts || numbers.length === kinds.length) return [...kinds];
  return kinds.map((kind) => (kind === 'number' ? 'period' : kind));
}

function dominantKind(counts: Record<CellKind, number>): CellKind {
  const filled = counts.number + counts.date + counts.period + counts.text;
  if (filled === 0) return 'blank';
  const enough = filled * KIND_SHARE;
  if (counts.period >= enough) return 'period';
  if (counts.number + counts.period >= enough) return 'number';
  return counts.date >= enough ? 'date' : 'text';
}
