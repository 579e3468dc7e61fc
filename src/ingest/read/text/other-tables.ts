import type { Connection } from '../../../duckdb/connection.js';
import { quoteText } from '../../../duckdb/quote.js';
import { cellText } from '../../cells/cell.js';
import { findHeader } from '../find-header.js';

/** A table below the first one, with columns of its own. */
export interface OtherTable {
  /** 1-based record of its header. */
  row: number;
  headers: string[];
  /** `rowid` of its header, and of the first row after it; null at the end of the file. */
  fromRowId: number;
  toRowId: number | null;
  /** 1-based record of the next header; null at the end of the file. */
  toRow: number | null;
}

export interface TablesFound {
  otherTables: OtherTable[];
  /** `rowid` of headers of the first table, in any case. */
  repeated: number[];
}

export interface TableSearch {
  table: string;
  /** SQL expression: the 1-based record number of a row. */
  sourceRow: string;
  columns: number;
  headerCells: readonly string[] | null;
  /** Numbers of blank records. */
  blankRows: readonly number[];
  /** Cells beyond the last column, by record number. */
  surplus: ReadonlyMap<number, readonly string[]>;
  /** SQL condition that every row with a name of the header meets (holdsNameSql). */
  within: string;
}

/** More candidates mean that the words of the header are values too. */
const MAX_CANDIDATES = 200;
/** Rows below a candidate that show whether it is a header. */
const ROWS_BELOW = 20;
const MIN_NAMES = 2;

interface Candidate {
  rowId: number;
  row: number;
  cells: string[];
}

/**
 * Finds tables below the first one. Each begins with a second header: a row of which at least half of the cells are names of
 * the first header, or a row of names below a blank row, with numbers or dates under it. A table ends at the next header; a
 * header equal to the first one resumes the first table.
 */
export async function findOtherTables(connection: Connection, search: TableSearch): Promise<TablesFound> {
  const first = namesOf(search.headerCells ?? []);
  if (first.length < MIN_NAMES) return { otherTables: [], repeated: [] };
  const sharing = (await rowsWithNames(connection, search)).filter(({ cells }) => sharesNames(cells, first));
  const below = await headersBelowBlanks(connection, search);
  const headers = new Map([...below, ...sharing].map((candidate) => [candidate.rowId, candidate]));
  const otherTables: OtherTable[] = [];
  const repeated: number[] = [];
  let current: OtherTable | null = null;
  for (const { rowId, row, cells } of [...headers.values()].sort((a, b) => a.rowId - b.rowId)) {
    if (current) Object.assign(current, { toRowId: rowId, toRow: row });
    const names = namesOf(cells);
    const isFirst = names.length === first.length && names.every((name, index) => name === first[index]);
    current = isFirst ? null : { row, headers: cells, fromRowId: rowId, toRowId: null, toRow: null };
    if (current) otherTables.push(current);
    else repeated.push(rowId);
  }
  return { otherTables, repeated };
}

/** Rows with a name of the header in one of the first two columns. */
async function rowsWithNames(connection: Connection, search: TableSearch): Promise<Candidate[]> {
  const found = await candidates(connection, search, `${search.within} AND ${holdsNameSql(search)}`);
  return found.length >= MAX_CANDIDATES ? [] : found;
}

/** DuckDB compares a cell with a few texts one by one twice as fast as with a list. */
const MAX_COMPARED = 16;

/** SQL: whether one of the first two columns holds a name of the header. */
export function holdsNameSql({ headerCells, columns }: Pick<TableSearch, 'headerCells' | 'columns'>): string {
  const names = [...new Set((headerCells ?? []).flatMap((cell) => cellText(cell) ?? []))].map(quoteText);
  if (names.length === 0) return 'false';
  const tests = Array.from({ length: Math.min(2, columns) }, (_, index) => {
    const column = `c${index + 1}`;
    if (names.length > MAX_COMPARED) return `${column} IN (${names.join(', ')})`;
    return names.map((name) => `${column} = ${name}`).join(' OR ');
  });
  return `(${tests.join(' OR ')})`;
}

function sharesNames(cells: readonly string[], first: readonly string[]): boolean {
  const names = namesOf(cells).filter((name) => name !== '');
  const shared = new Set(names.filter((name) => first.includes(name))).size;
  return shared >= MIN_NAMES && shared * 2 >= names.length;
}

async function headersBelowBlanks(connection: Connection, search: TableSearch): Promise<Candidate[]> {
  const { blankRows, sourceRow } = search;
  if (blankRows.length === 0) return [];
  const rows = blankRows.map((row) => row + 1).join(', ');
  const found: Candidate[] = [];
  for (const candidate of await candidates(connection, search, `${sourceRow} IN (${rows})`)) {
    if (!mayBeHeader(candidate.cells)) continue;
    const { row } = candidate;
    const below = await candidates(connection, search, `${sourceRow} BETWEEN ${row + 1} AND ${row + ROWS_BELOW}`);
    const blank = blankRows.find((other) => other > row) ?? Number.POSITIVE_INFINITY;
    const table = [candidate, ...below.filter((other) => other.row < blank)];
    if (isHeaderOf(table.map(({ cells }) => cells))) found.push(candidate);
  }
  return found;
}

/** Distinct texts without digits. */
function mayBeHeader(cells: readonly string[]): boolean {
  const texts = cells.flatMap((cell) => cellText(cell) ?? []);
  return texts.length >= MIN_NAMES && new Set(texts).size === texts.length && !texts.some((text) => /\d/.test(text));
}

/** Whether the first row names every column of values below it: a row of data with one missing number does not. */
function isHeaderOf(rows: readonly string[][]): boolean {
  if (rows.length <= MIN_NAMES) return false;
  const { headerIndex, headerLines } = findHeader(rows, {});
  const names = rows[0]!.flatMap((cell) => cellText(cell) ?? []).length;
  const widest = Math.max(...rows.slice(1).map((row) => row.flatMap((cell) => cellText(cell) ?? []).length));
  const hasNumbers = rows.slice(1).every((row) => row.some((cell) => /^[-+(]?\D{0,3}\d/.test(cell.trim())));
  return headerIndex === headerLines - 1 && headerIndex >= 0 && names === widest && hasNumbers;
}

async function candidates(connection: Connection, search: TableSearch, where: string): Promise<Candidate[]> {
  const { table, sourceRow, columns, surplus } = search;
  const names = Array.from({ length: columns }, (_, index) => `coalesce(c${index + 1}, '')`);
  // Whole rows are read only where there are candidates: sorting rows of 2,048 columns takes half a gigabyte.
  const ids = await connection.runAndReadAll(
    `SELECT rowid::DOUBLE FROM ${table} WHERE ${where} ORDER BY rowid LIMIT ${MAX_CANDIDATES}`,
  );
  const rowIds = ids.getRowsJS().map(([rowId]) => rowId as number);
  if (rowIds.length === 0) return [];
  const found = await connection.runAndReadAll(
    `SELECT rowid::DOUBLE, (${sourceRow})::DOUBLE, [${names.join(', ')}] FROM ${table} WHERE rowid IN (${rowIds.join(', ')})`,
  );
  const rows = found.getRowsJS() as [rowId: number, row: number, cells: string[]][];
  return rows
    .map(([rowId, row, cells]) => ({ rowId, row, cells: withoutBlankEnd([...cells, ...(surplus.get(row) ?? [])]) }))
    .sort((a, b) => a.rowId - b.rowId);
}

function withoutBlankEnd(cells: readonly string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cellText(cell) !== undefined) + 1);
}

/** For comparison: trimmed, in lower case, without blank cells at the end. */
function namesOf(cells: readonly string[]): string[] {
  return withoutBlankEnd(cells).map((cell) => cellText(cell)?.toLowerCase() ?? '');
}
