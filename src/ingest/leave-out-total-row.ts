import type { DuckDBConnection } from '@duckdb/node-api';
import type { DecimalMark } from '../model/dataset.js';
import { cellSql, cellText } from './columns/cell.js';
import { firstRow } from './columns/first-row.js';
import { anyForm, isNumber, isNumberSql, plainTextSql } from './columns/numbers.js';
import type { RawTable } from './raw-table.js';

/** "Total", "Grand total", "Gesamt", … at the beginning of a cell. */
const TOTAL_WORD =
  /^(?:grand |sub)?(?:total|totals|totaux|totale|totali|totais|gesamt|gesamtsumme|summe|suma|somme|sum)\b/i;

/** Sums of a spreadsheet are made of doubles: they agree with the exact sum to about 15 digits. */
const RELATIVE_TOLERANCE = 1e-9;

/**
 * Leaves a closing total out of the data (SEMANTICS.md §1, "trailing rows"): a last row whose texts are blank or begin
 * with "total" and whose numbers are the sums of the columns above. Anything less sure stays a row.
 */
export async function leaveOutTotalRow(connection: DuckDBConnection, raw: RawTable): Promise<RawTable> {
  if (raw.rowCount < 3) return raw;
  const last = (await firstRow(
    connection,
    `SELECT rowid::DOUBLE, (${raw.sourceRow})::DOUBLE, ${raw.headers.map((_, at) => `c${at + 1}`).join(', ')}
     FROM ${raw.table} WHERE rowid = ${raw.rowCount - 1}`,
  )) as [number, number, ...(string | null)[]];
  const [rowId, sourceRow, ...rawCells] = last;
  const cells = rawCells.map((cell) => cellText(cell));
  const isNumeric = (cell: string) => isNumber(cell, 'POINT') || isNumber(cell, 'COMMA');
  const texts = cells.filter((cell) => cell !== undefined && !isNumeric(cell)) as string[];
  const numeric = cells.flatMap((cell, at) => (cell !== undefined && isNumeric(cell) ? [at + 1] : []));
  const namesTotal = texts.length > 0 && texts.every((text) => TOTAL_WORD.test(text));
  const onlyNumbers = texts.length === 0 && numeric.length < cells.length;
  if (numeric.length === 0 || !(namesTotal || onlyNumbers)) return raw;
  for (const mark of ['POINT', 'COMMA'] as const) {
    if (!(await areSums(connection, raw.table, rowId, numeric, mark))) continue;
    await connection.run(`DELETE FROM ${raw.table} WHERE rowid = ${rowId}`);
    const named = texts[0] ? ` ("${texts[0]}")` : '';
    const message = `Row ${sourceRow}${named} holds the sums of the rows above and is left out of the data.`;
    return {
      ...raw,
      rowCount: raw.rowCount - 1,
      rowsLeftOut: [...raw.rowsLeftOut, { reason: 'TOTAL', count: 1, rows: [sourceRow] }],
      warnings: [...raw.warnings, { code: 'TOTAL_ROW', message, column: null, count: 1 }],
    };
  }
  return raw;
}

async function areSums(
  connection: DuckDBConnection,
  table: string,
  rowId: number,
  columns: number[],
  mark: DecimalMark,
) {
  const tests = columns.map((column) => {
    const cell = cellSql(`c${column}`);
    const value = `CASE WHEN ${isNumberSql(cell, mark)} THEN try_cast(${plainTextSql(cell, anyForm(mark))} AS DOUBLE) END`;
    const total = `max(${value}) FILTER (rowid = ${rowId})`;
    const sum = `sum(${value}) FILTER (rowid < ${rowId})`;
    // A column whose rows hold no number has no sum to compare with: a number there is no total.
    return `coalesce(abs(${total} - ${sum}) <= ${RELATIVE_TOLERANCE} * greatest(abs(${sum}), 1e-6), false) AND ${total} <> 0`;
  });
  return (await firstRow(connection, `SELECT ${tests.join(' AND ')} FROM ${table}`))[0] === true;
}
