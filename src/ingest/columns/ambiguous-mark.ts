import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import type { RawTable } from '../read/raw-table.js';
import type { ColumnCells } from './column-cells.js';
import type { NumberColumn } from './examine-numbers.js';

type Column = ColumnCells & (NumberColumn | { kind: 'BOOLEAN' | 'DATE' | 'PERIOD' | 'TEXT' });

/** A mark that could be either: `1.234` is about one, or more than a thousand. */
const eitherMark = (mark: '.' | ',') => `[^0-9.,]*[1-9][0-9]{0,2}[${mark}][0-9]{3}[^0-9.,]*`;
/** Numbers without a mark, as a column of thousands has them below one thousand. */
const BELOW_THOUSAND = '[^0-9.,]*[0-9]{1,3}[^0-9.,]*';
/** Of all columns of a file; fewer may be chance. */
const MIN_PROOF_CELLS = 3;

export interface AmbiguousMark {
  mark: '.' | ',';
  /** Number of cells with the mark. */
  count: number;
  example: string | null;
  /**
   * It separates thousands: `1.200` beside `500`. A program that writes decimals either drops the zeros at their end or
   * writes them for each number. The number of cells that prove it; 0 if none does.
   */
  thousandsProof: number;
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
  const { raw } = column;
  const isEitherSql = `regexp_full_match(${raw}, '${eitherMark(mark)}')`;
  const [markedCells, count, endInZero, below, larger] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (contains(${raw}, '.') OR contains(${raw}, ',')), count(*) FILTER (${isEitherSql}),
            count(*) FILTER (${isEitherSql} AND regexp_matches(${raw}, '0[^0-9]*$')),
            count(*) FILTER (regexp_full_match(${raw}, '${BELOW_THOUSAND}')),
            count(*) FILTER (regexp_matches(${raw}, '[0-9]{4}')) FROM ${table}`,
  );
  if (count === 0 || markedCells !== count) return null;
  const separatesThousands = endInZero! > 0 && below! > 0 && larger === 0;
  const thousandsProof = separatesThousands ? endInZero! + below! : 0;
  return { mark, count: count!, example: marked[0] ?? null, thousandsProof };
}

/**
 * Names of the raw columns in which a point separates thousands: those that prove it themselves, and those whose marks could
 * be either beside columns in which only a decimal comma is possible. One program wrote the file, so `1.205` beside
 * `12.345,6` is more than a thousand. Empty if a column of the file proves a decimal point.
 */
export async function columnsOfDecimalComma(
  connection: Connection,
  raw: RawTable,
  columns: readonly Column[],
): Promise<Set<string>> {
  const numbers = columns.filter((column) => column.kind === 'NUMBER');
  const proveComma = numbers.some(({ mark, proof }) => mark === 'COMMA' && proof.comma > 0 && proof.point === 0);
  const undecided: string[] = [];
  let thousandsProof = 0;
  for (const column of numbers) {
    if (column.mark === 'COMMA') {
      if (column.proof.point > 0) return new Set();
      continue;
    }
    const found = await ambiguousMark(connection, raw, column);
    const provesPoint =
      found === null
        ? column.fractionDigits > 0 || column.samples.some((cell) => /\d[.,]\d/.test(cell))
        : found.mark === ',' && found.thousandsProof > 0;
    if (provesPoint) return new Set();
    if (found === null) continue;
    undecided.push(column.raw);
    thousandsProof += found.thousandsProof;
  }
  return new Set(proveComma || thousandsProof >= MIN_PROOF_CELLS ? undecided : []);
}
