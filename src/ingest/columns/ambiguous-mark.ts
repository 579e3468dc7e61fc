import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import type { RawTable } from '../read/raw-table.js';
import type { ColumnCells } from './column-cells.js';
import type { NumberColumn } from './examine-numbers.js';

type Column = ColumnCells & (NumberColumn | { kind: 'BOOLEAN' | 'DATE' | 'PERIOD' | 'TEXT' });

/** A mark that could be either: `1.234` is about one, or more than a thousand. */
const eitherMark = (mark: '.' | ',') => `[^0-9.,]*[1-9][0-9]{0,2}[${mark}][0-9]{3}[^0-9.,]*`;

export interface AmbiguousMark {
  mark: '.' | ',';
  /** Number of cells with the mark. */
  count: number;
  example: string | null;
}

/**
 * The mark of a column of a text file, if in every cell it could be a decimal mark or a thousands separator; null otherwise.
 * A comma is ambiguous only where semicolons separate the cells, as spreadsheets write files with decimal commas.
 */
export async function ambiguousMark(
  connection: Connection,
  { table, reading: { delimiter } }: Pick<RawTable, 'table' | 'reading'>,
  column: Column,
): Promise<AmbiguousMark | null> {
  if (column.kind !== 'NUMBER' || column.mark !== 'POINT' || column.fractionDigits > 3) return null;
  if (column.given?.decimalMark !== undefined) return null;
  const marked = column.samples.filter((cell) => /[.,]/.test(cell));
  const mark = marked.some((cell) => cell.includes('.')) || column.fractionDigits > 0 ? '.' : ',';
  if (mark === ',' && (delimiter !== ';' || marked.length === 0)) return null;
  const isEither = new RegExp(`^${eitherMark(mark)}$`);
  if (!marked.every((cell) => isEither.test(cell))) return null;
  const [markedCells, count] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (contains(${column.raw}, '.') OR contains(${column.raw}, ',')),
            count(*) FILTER (regexp_full_match(${column.raw}, '${eitherMark(mark)}')) FROM ${table}`,
  );
  return count! > 0 && markedCells === count ? { mark, count: count!, example: marked[0] ?? null } : null;
}

/**
 * Names of the raw columns whose marks could be either and that are beside columns in which only a decimal comma is
 * possible: one program wrote the file, so `1.205` beside `12.345,6` is more than a thousand. Empty if a column of the file
 * proves a decimal point.
 */
export async function columnsOfDecimalComma(
  connection: Connection,
  raw: RawTable,
  columns: readonly Column[],
): Promise<Set<string>> {
  const numbers = columns.filter((column) => column.kind === 'NUMBER');
  const proveComma = numbers.filter(({ mark, proof }) => mark === 'COMMA' && proof.comma > 0 && proof.point === 0);
  const undecided = new Set<string>();
  if (proveComma.length === 0) return undecided;
  for (const column of numbers) {
    if (column.mark === 'COMMA') {
      if (column.proof.point > 0) return new Set();
    } else if (await ambiguousMark(connection, raw, column)) undecided.add(column.raw);
    else if (column.fractionDigits > 0 || column.samples.some((cell) => /\d[.,]\d/.test(cell))) return new Set();
  }
  return undecided;
}
