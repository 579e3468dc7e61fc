import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../../duckdb/quote.js';
import type { RowsLeftOut } from '../../model/schema.js';
import { cellSql, trimmedSql } from '../columns/cell.js';

export interface KeptRows {
  table: string;
  /** SQL expression for the 1-based number of a row's record. */
  sourceRow: string;
  rowsLeftOut: RowsLeftOut[];
}

/**
 * Leaves blank rows and repetitions of the header out of a table of records, keeping their numbers; where there are none
 * the table stays as it is.
 */
export async function leaveOutRows(
  connection: DuckDBConnection,
  records: { table: string; columns: number; sourceRow: string; headerCells: readonly string[] | null },
): Promise<KeptRows> {
  const { table, columns, sourceRow, headerCells } = records;
  const names = Array.from({ length: columns }, (_, index) => `c${index + 1}`);
  const repeats = headerCells === null ? 'false' : repeatsSql(names, headerCells);
  const reason = `CASE WHEN ${isBlankSql(names)} THEN 'BLANK' WHEN ${repeats} THEN 'REPEATED_HEADER' END`;
  const found = await connection.runAndReadAll(
    `SELECT reason, count(*)::INTEGER, min(row, 100)::INTEGER[] FROM (SELECT ${reason} AS reason, ${sourceRow} AS row ` +
      `FROM ${table}) WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason`,
  );
  const rowsLeftOut = found.getRowsJS().map(([reason, count, rows]) => ({ reason, count, rows }) as RowsLeftOut);
  if (rowsLeftOut.length === 0) return { table, sourceRow, rowsLeftOut };
  const kept = `${table}_kept`;
  await connection.run(
    `CREATE TEMP TABLE ${kept} AS SELECT ${names.join(', ')}, ${sourceRow} AS source_row FROM ${table} ` +
      `WHERE (${reason}) IS NULL`,
  );
  await connection.run(`DROP TABLE ${table}`);
  return { table: kept, sourceRow: 'source_row', rowsLeftOut };
}

/** Columns looked at one by one, before the rest of the row in one piece: DuckDB plans wide conditions badly. */
const NARROW = 4;

/** Looks at first characters before anything dear: nearly every row shows there that it is not blank. */
function isBlankSql(names: readonly string[]): string {
  const first = names
    .slice(0, NARROW)
    .map((name) => `(${name} IS NULL OR ((${name} < '!' OR ${name} > '~') AND ${cellSql(name)} IS NULL))`);
  const rest = names.slice(NARROW);
  const whole = rest.length === 0 ? [] : [`${trimmedSql(`concat(${rest.join(', ')})`)} IS NULL`];
  return [...first, ...whole].join(' AND ');
}

/** Within lists NULL equals NULL. */
function repeatsSql(names: readonly string[], headerCells: readonly string[]): string {
  const texts = names.map((_, index) => (headerCells[index] ? quoteText(headerCells[index]) : 'NULL'));
  const named = texts.findIndex((text) => text !== 'NULL');
  if (named === -1) return 'false';
  return `${names[named]} = ${texts[named]} AND [${names.join(', ')}] = [${texts.join(', ')}]`;
}
