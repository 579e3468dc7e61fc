import { ConcentricError } from '../../model/errors.js';
import { cellText } from '../cells/cell.js';
import { type CellKind, Grid, isTyped } from './header-grid.js';
import { isMeasure, isMissing, isUnit, isUnitLabel, namesMeasure, namesTypeOrScenario } from './header-words.js';
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

/** More lines do not change the result. */
const MAX_HEADER_LINES = 4;

/** Maximum number of title rows with several cells above a header that has fewer rows below it than above. */
const MAX_WIDE_TITLES = 3;

/**
 * Finds the header in the first rows of a file or sheet (docs/semantics.md §1, "header row").
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
    if (best?.row === row - 1 && !grid.hasValues(row) && holdsMissingValues(grid, [best.row])) continue;
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
  const cells = grid.textsOf(next);
  if (cells.length === 0 || holdsMissingValues(grid, lines)) return false;
  const { named, typed } = grid.evidence(next);
  if (typed >= 2 && named === typed) return true;
  const labels = cells.length - named;
  if (labels === 0) return cells.length >= 2 ? !grid.repeatsBelow(next) : isUnit(cells[0]!);
  if (named > 0 && labels === 1 && isUnitLabel(cells[0]!)) return true;
  // `Broom|pcs` is a row of data, `name|amount` is not.
  return typed > 0 && named === typed && cells.length === grid.width && grid.textsAboveValues(next).every(namesMeasure);
}

/**
 * Whether the row below a header that names its columns is the first row of the data, with words where values are missing:
 * words that occur in their columns again, placeholders, numbers with a word (`6 crates`), or one word for all of them.
 */
function holdsMissingValues(grid: Grid, lines: readonly number[]): boolean {
  const row = lines.at(-1)! + 1;
  const header = joinLines(lines.map((line) => grid.rows[line]!));
  const names = grid.rows[row]!.flatMap((cell, column) => (cellText(cell) === undefined ? [] : [header[column] ?? '']));
  if (countUnnamedOrRepeated(names) > 0) return false;
  if (grid.repeatsBelow(row)) return true;
  const texts = grid.textsAboveValues(row);
  if (texts.length === 0) return false;
  const missing = texts.filter((text) => isMissing(text) || /^\p{Nd}/u.test(text));
  if (missing.length * 2 > texts.length) return true;
  const [word] = texts;
  const isOneWord = texts.length >= 2 && texts.every((text) => text === word);
  return isOneWord && names.length > texts.length && !isMeasure(word!) && !namesTypeOrScenario(word!);
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
