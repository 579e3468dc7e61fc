import { ConcentricError } from '../../model/errors.js';
import { readPeriod, withoutYearSuffix } from '../../period/read-period.js';
import { looksLikeNumber } from '../cells/annotated-numbers.js';
import { cellText, isNullMarker } from '../cells/cell.js';
import { readDate } from '../cells/dates.js';
import { isMeasure, isPlaceholder, isPlaceholderOrName, isUnit, isUnitLabel } from './header-words.js';
import type { Row } from './row.js';
import { findSeriesMetadata } from './series-metadata.js';

export type { Row } from './row.js';

export interface Header {
  /** 0-based row index of the header's last line; −1 if there is no header. */
  headerIndex: number;
  /** Number of header lines, 0 if there is no header. */
  headerLines: number;
  /** Header text of each column, its lines joined with a space; '' if the column has none. */
  headers: string[];
}

/** Bounds of the search. More rows or columns do not change the result. */
const MAX_ROWS_BELOW = 60;
const MAX_COLUMNS_READ = 100;
const MAX_CANDIDATES = 30;
const MAX_HEADER_LINES = 4;
/** A row more than this many times as wide as the next widest does not belong to the table. */
const STRAY_WIDTH_RATIO = 3;

/** Maximum number of title rows with several cells above a header that has fewer rows below it than above. */
const MAX_WIDE_TITLES = 3;

/** A column is of a kind if at least this share of its cells is. */
const MIN_KIND_SHARE = 0.8;

/**
 * Finds the header in the first rows of a file or sheet (SEMANTICS.md §1, "header row").
 *
 * - The header is the first row as wide as the table that has text or period names above columns of numbers or dates.
 * - Narrower rows above the header are titles.
 * - If all columns are text, the first row as wide as the table is the header.
 * - If the first row is of the same kind as the rows below it, there is no header.
 * - Lines above the header row belong to the header if they name columns that it leaves empty or names twice.
 * - Lines below the header row belong to the header if they have text above every column of numbers or dates, or above some
 *   of these alone (units).
 * - Metadata of series (unit, frequency, source) below their names belongs to the header; the first line has the names.
 *
 * @throws INVALID_OPTION if `headerRow` (1-based) is not one of the rows.
 */
export function findHeader(rows: readonly Row[], options: { headerRow?: number }): Header {
  if (options.headerRow !== undefined) return headerOf(rows, [givenHeader(rows, options.headerRow)]);
  const grid = new Grid(rows);
  const series = findSeriesMetadata(rows, (row) => grid.beginsWithTime(row));
  if (series) {
    const { names, last } = series;
    // The first cell is blank or labels the row of names (`Title`), not the dates below.
    const headers = rows[names]!.map((cell, column) => (column === 0 ? 'Period' : (cell ?? '')));
    return { headerIndex: last, headerLines: last - names + 1, headers };
  }
  const best = bestHeaderLine(grid);
  if (best === undefined) return { headerIndex: -1, headerLines: 0, headers: [] };
  const lines = [best];
  while (lines.length < MAX_HEADER_LINES && continuesHeader(grid, lines)) lines.push(lines.at(-1)! + 1);
  while (lines.length < MAX_HEADER_LINES && continuesAbove(grid, rows, lines)) lines.unshift(lines[0]! - 1);
  return headerOf(rows, lines);
}

function givenHeader(rows: readonly Row[], headerRow: number): number {
  if (Number.isInteger(headerRow) && headerRow >= 1 && headerRow <= rows.length) return headerRow - 1;
  throw new ConcentricError(
    'INVALID_OPTION',
    `The option headerRow is ${headerRow}; it must be a whole number from 1 to ${rows.length}. Omit it to detect the header.`,
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
  for (const [index, { row, filled }] of candidates.entries()) {
    // With more rows as full as this one above than rows below, it is data; the rows below are another table or a remark.
    const above = candidates.slice(0, index).filter((other) => other.filled >= Math.max(2, filled)).length;
    if (above > MAX_WIDE_TITLES && !grid.hasRowsBelow(row, above)) break;
    const { named, periods, contra, typed } = grid.evidence(row, columns.haveBegun);
    columns.addRow(grid.kindsOf(row));
    const first = row === candidates[0]!.row;
    if (typed === 0) {
      if (first && grid.isMostlyText(row)) best = { row, score: 0, filled };
      continue;
    }
    const score = named + periods - contra;
    // Below the first data row, text in a column of numbers is not a header.
    if (score < 0 && best !== undefined) break;
    // A single number that could be a year is evidence only in the first row.
    const proven = named > 0 || periods > 1 || (periods === 1 && first);
    if (score <= 0 || !proven) continue;
    if (best === undefined || score > best.score || (score === best.score && filled > best.filled)) {
      best = { row, score, filled };
    }
  }
  return best?.row;
}

/**
 * Tracks the rows above the current one. A column has begun if it has a name (or a period) and a value below that name.
 * Later text in such a column is a missing value (`tbd`), not a name.
 */
class ColumnsAbove {
  private readonly named = new Map<number, CellKind>();
  private readonly begun = new Set<number>();

  readonly haveBegun = (column: number): boolean => this.begun.has(column);

  addRow(row: readonly CellKind[]): void {
    for (const [column, kind] of row.entries()) {
      const name = this.named.get(column);
      if (kind === 'number' ? name !== undefined : name === 'text' && isTyped(kind)) this.begun.add(column);
      if (kind === 'text' || (kind === 'period' && name === undefined)) this.named.set(column, kind);
    }
  }
}

/**
 * Whether the row below belongs to the header: texts above columns of numbers or dates, in every such column or, in a sparse
 * row of units, in these columns alone. A value in the row shows that it is data.
 */
function continuesHeader(grid: Grid, lines: readonly number[]): boolean {
  const next = lines.at(-1)! + 1;
  if (!grid.hasRow(next + 1) || grid.hasValues(next)) return false;
  const { named, typed } = grid.evidence(next);
  if (typed >= 2 && named === typed) return true;
  const cells = grid.textsOf(next);
  if (cells.length === 0) return false;
  const labels = cells.length - named;
  if (labels === 0) return cells.length >= 2 ? !grid.repeatsBelow(next) : isUnit(cells[0]!);
  if (named > 0 && labels === 1 && isUnitLabel(cells[0]!)) return true;
  return typed > 0 && named === typed && cells.length === grid.width && grid.textsAboveValues(next).every(isMeasure);
}

/** Whether the line above names columns that the header leaves empty or names twice, or is wrapped into it. */
function continuesAbove(grid: Grid, rows: readonly Row[], lines: readonly number[]): boolean {
  const above = lines[0]! - 1;
  if (above < 0) return false;
  const titles = grid.textsOf(above);
  if (titles.length < 2 || titles.some((title) => title.length > 100)) return false;
  const header = lines.map((line) => rows[line]!);
  const joined = joinLines([rows[above]!, ...header]);
  return (
    countUnnamedOrRepeated(joined) < countUnnamedOrRepeated(joinLines(header)) || isWrapped(grid, above, lines[0]!)
  );
}

/** With fewer columns, a title and its unit (`Sales`, `in EUR`) fill as many cells as a header does. */
const MIN_COLUMNS_OF_WRAPPED = 3;

/** Whether two lines are one header: both have a text for each column, or the lower one has the units. */
function isWrapped(grid: Grid, above: number, below: number): boolean {
  if (grid.hasValues(above) || grid.hasValues(below)) return false;
  const [upper, lower] = [grid.textsOf(above), grid.textsOf(below)];
  if (upper.length !== lower.length) return false;
  return upper.length >= MIN_COLUMNS_OF_WRAPPED ? upper.length === grid.width : isUnitLabel(lower[0]!);
}

/** Number of columns without a unique name. */
function countUnnamedOrRepeated(headers: readonly string[]): number {
  const names = new Set(headers.map((header) => header.trim().toLowerCase()));
  names.delete('');
  return headers.length - names.size;
}

/** A title above several columns is stored in the first one, as in merged cells. It applies to all named columns below. */
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

/** The rows and the kinds of their cells. Each cell is classified once. */
class Grid {
  private readonly kinds = new Map<number, CellKind[]>();
  private readonly widths: number[];
  /**
   * Number of columns of the table: the width with the largest area (width × number of rows at least that wide). A single
   * row far wider than all others is ignored.
   */
  readonly width: number;
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

  /** Whether a text of the row occurs in its column again, as a word for a missing value does. */
  repeatsBelow(row: number): boolean {
    const below = this.rows.slice(row + 1);
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
    return this.kindsOf(row).map((kind, column) =>
      kind === 'blank' && isPlaceholderOrName(cellText(this.rows[row]![column] ?? null) ?? '') ? 'text' : kind,
    );
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
  if (cell === undefined || isNullMarker(cell, 'value') || isPlaceholder(cell)) return 'blank';
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
