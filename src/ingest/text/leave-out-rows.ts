import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../../duckdb/quote.js';
import type { RowsLeftOut } from '../../model/schema.js';
import { cellSql } from '../columns/cell.js';

export interface KeptRows {
  table: string;
  /** SQL expression for the 1-based number of a row's record. */
  sourceRow: string;
  rowsLeftOut: RowsLeftOut[];
}

/**
 * Leaves blank rows and repetitions of the header out of a table of records, keeping their numbers; where there are none
 * the table stays as it is. `firstRow` is the 1-based number of the table's first record.
 */
export async function leaveOutRows(
  connection: DuckDBConnection,
  records: { table: string; columns: number; firstRow: number; headerCells: readonly string[] | null },
): Promise<KeptRows> {
  const { table, columns, firstRow, headerCells } = records;
  const names = Array.from({ length: columns }, (_, index) => `c${index + 1}`);
  const blank = `(${names.map(isBlankSql).join(' AND ')})`;
  const repeated =
    headerCells === null ? 'false' : `(${names.map((name, index) => isCell(name, headerCells[index])).join(' AND ')})`;
  const numbered = `rowid + ${firstRow}`;
  const found = await connection.runAndReadAll(
    `SELECT CASE WHEN ${blank} THEN 'BLANK' ELSE 'REPEATED_HEADER' END AS reason, count(*)::INTEGER, ` +
      `min(${numbered}, 100)::INTEGER[] FROM ${table} WHERE ${blank} OR ${repeated} GROUP BY reason ORDER BY reason`,
  );
  const rowsLeftOut = found.getRowsJS().map(([reason, count, rows]) => ({ reason, count, rows }) as RowsLeftOut);
  if (rowsLeftOut.length === 0) return { table, sourceRow: `(${numbered})`, rowsLeftOut };
  const kept = `${table}_kept`;
  await connection.run(
    `CREATE TEMP TABLE ${kept} AS SELECT ${names.join(', ')}, ${numbered} AS source_row FROM ${table} ` +
      `WHERE NOT (${blank} OR ${repeated}) ORDER BY rowid`,
  );
  await connection.run(`DROP TABLE ${table}`);
  return { table: kept, sourceRow: 'source_row', rowsLeftOut };
}

/** Looks at the first character before anything dear: nearly every row shows there that it is not blank. */
function isBlankSql(name: string): string {
  return `(${name} IS NULL OR ((${name} < '!' OR ${name} > '~') AND ${cellSql(name)} IS NULL))`;
}

function isCell(name: string, text: string | undefined): string {
  return text === undefined || text === '' ? `${name} IS NULL` : `${name} = ${quoteText(text)}`;
}
