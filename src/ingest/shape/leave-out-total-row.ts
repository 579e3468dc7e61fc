import type { Connection } from '../../duckdb/connection.js';
import { firstRow } from '../../duckdb/first-row.js';
import type { DecimalMark, NormalizationOptions } from '../../model/dataset.js';
import { cellText } from '../cells/cell.js';
import type { RawTable } from '../read/raw-table.js';
import { withoutRows } from '../read/text-table.js';
import { holdsShares, isAnyNumber } from './shares.js';
import { agreeSql, amountSql } from './sums.js';
import { beginsWithTotal } from './total-words.js';

/** Rows searched from the end: notes and percentages can follow a total. */
const MAX_CLOSING_ROWS = 20;

/**
 * Leaves a closing total out of the data (docs/semantics.md §1, "totals and subtotals"): a last row whose texts are blank or begin
 * with "total" and whose numbers are the sums of the columns above. Only notes and percentages may follow it. Notes have
 * no numbers and stay in the data; percentages are left out with the total. Less certain rows stay in the data.
 *
 * @param plain the same rows with bare numbers (plain-numbers.ts)
 */
export async function leaveOutTotalRow(
  connection: Connection,
  { raw, plain }: { raw: RawTable; plain: RawTable },
  { subtotals }: NormalizationOptions,
): Promise<RawTable> {
  if (raw.rowCount < 3) return raw;
  const closing = await closingRows(connection, plain);
  const totalIndex = closing.findIndex((row) => isAmounts(row) && !holdsShares(row.cells));
  const total = closing[totalIndex];
  if (total === undefined || !looksLikeTotal(total, closing.slice(totalIndex + 1).find(isAmounts), totalIndex === 0))
    return raw;
  if (!(await holdsSums(connection, plain.table, total))) return raw;
  const shares = closing.slice(0, totalIndex).filter(({ cells }) => holdsShares(cells));
  const leftOut = [total, ...shares];
  const rowIds = leftOut.map(({ rowId }) => rowId);
  const count = leftOut.length;
  const [name] = total.texts;
  const shareRows = shares.map((row) => row.sourceRow).join(', ');
  const percentages = shares.length > 0 ? `, with its percentages in row ${shareRows},` : '';
  const what = `Row ${total.sourceRow}${name ? ` ("${name}")` : ''} holds the sums of the rows above`;
  if (subtotals === 'KEEP') {
    const message = `${what}. It was kept as requested, so everything counts twice.`;
    return { ...raw, warnings: [...raw.warnings, { code: 'TOTAL_ROW', message, column: null, count }] };
  }
  const message = `${what}${percentages} and is left out of the data.`;
  const rows = leftOut.map(({ sourceRow }) => sourceRow).sort((a, b) => a - b);
  return {
    ...(await withoutRows(connection, raw, rowIds)),
    rowCount: raw.rowCount - count,
    rowsLeftOut: [...raw.rowsLeftOut, { reason: 'TOTAL', count, rows }],
    warnings: [...raw.warnings, { code: 'TOTAL_ROW', message, column: null, count }],
  };
}

interface ClosingRow {
  rowId: number;
  /** 1-based, in the source. */
  sourceRow: number;
  /** Trimmed; undefined where blank. */
  cells: (string | undefined)[];
  /** Cells that are neither blank nor numbers. */
  texts: string[];
  /** Indexes of the cells that are numbers. */
  numeric: number[];
}

/** Longer cells are not numbers; a cell can have megabytes. */
const MAX_CELL_CHARACTERS = 200;

/** The last rows, last first, with the beginnings of their cells. */
async function closingRows(connection: Connection, raw: RawTable): Promise<ClosingRow[]> {
  const reader = await connection.runAndReadAll(
    `SELECT rowid::DOUBLE, (${raw.sourceRow})::DOUBLE, ${raw.headers.map((_, index) => `c${index + 1}[:${MAX_CELL_CHARACTERS}]`).join(', ')}
     FROM ${raw.table} WHERE rowid >= ${raw.rowCount - MAX_CLOSING_ROWS} ORDER BY rowid DESC`,
  );
  return (reader.getRows() as [number, number, ...(string | null)[]][]).map(([rowId, sourceRow, ...raws]) => {
    const cells = raws.map(cellText);
    const numeric = cells.flatMap((cell, index) => (cell !== undefined && isAnyNumber(cell) ? [index] : []));
    const texts = cells.filter((cell, index) => cell !== undefined && !numeric.includes(index)) as string[];
    return { rowId, sourceRow, cells, texts, numeric };
  });
}

function isAmounts({ numeric }: ClosingRow): boolean {
  return numeric.length > 0;
}

/** A text beside "Total" must repeat the row above, as a currency or a company does. */
function looksLikeTotal(
  { cells, texts, numeric }: ClosingRow,
  above: ClosingRow | undefined,
  isLast: boolean,
): boolean {
  if (texts.length === 0) return isLast && numeric.length < cells.length;
  const isRepeated = (text: string) => cells.indexOf(text) === above?.cells.indexOf(text);
  return texts.some(beginsWithTotal) && texts.every((text) => beginsWithTotal(text) || isRepeated(text));
}

/** Percentages beside sums need not add up, since their parts are rounded. */
async function holdsSums(connection: Connection, table: string, row: ClosingRow): Promise<boolean> {
  const amounts = row.numeric.filter((index) => !row.cells[index]!.includes('%'));
  const columns = (amounts.length > 0 ? amounts : row.numeric).map((index) => `c${index + 1}`);
  for (const mark of ['POINT', 'COMMA'] as const) {
    // The first column alone excludes nearly every row that is not a total.
    if (!(await agree(connection, table, row.rowId, columns.slice(0, 1), mark)).all) continue;
    const { all, anyAmount } = await agree(connection, table, row.rowId, columns, mark);
    if (all && anyAmount) return true;
  }
  return false;
}

/** Whether a row holds the sums of the columns above it, and whether one of them is more than zero. */
async function agree(
  connection: Connection,
  table: string,
  rowId: number,
  columns: readonly string[],
  mark: DecimalMark,
): Promise<{ all: boolean; anyAmount: boolean }> {
  // One expression for the cells of all columns: thousands of such long expressions take gigabytes in DuckDB.
  const [all, anyAmount] = await firstRow(
    connection,
    `SELECT bool_and(${agreeSql('total', 'sum')}), bool_or(coalesce(total <> 0, false))
     FROM (SELECT max(amount) FILTER (row = ${rowId}) AS total, sum(amount) FILTER (row < ${rowId}) AS sum
           FROM (SELECT row, position, ${amountSql('cell', mark)} AS amount
                 FROM (SELECT rowid AS row, unnest([${columns.map((_, position) => position).join(', ')}]) AS position,
                              unnest([${columns.join(', ')}]) AS cell FROM ${table}))
           GROUP BY position)`,
  );
  return { all: all === true, anyAmount: anyAmount === true };
}
