import type { Connection } from '../../../duckdb/connection.js';
import { quoteText } from '../../../duckdb/quote.js';
import type { RowsLeftOut } from '../../../model/schema.js';
import { trimmedSql } from '../../cells/cell.js';
import { dropRows, folderOf, materializeRows, type TextTable } from '../text-table.js';

export interface KeptRows extends TextTable {
  /** SQL expression for the 1-based number of a row's record. */
  sourceRow: string;
  rowsLeftOut: RowsLeftOut[];
}

/**
 * Removes blank rows and repeated headers from a table of records and reports their row numbers. The table is unchanged if
 * there are none.
 */
export async function leaveOutRows(
  connection: Connection,
  records: TextTable & { columns: number; sourceRow: string; headerCells: readonly string[] | null },
): Promise<KeptRows> {
  const { table, file, columns, sourceRow, headerCells } = records;
  const names = Array.from({ length: columns }, (_, index) => `c${index + 1}`);
  const blank = isBlankSql(names);
  const repeated = repeatsSql(names, headerCells ?? []);
  const reason = `CASE WHEN ${blank.sql} THEN 'BLANK' WHEN ${repeated.sql} THEN 'REPEATED_HEADER' END`;
  const found = await connection.runAndReadAll(
    `SELECT reason, count(*)::INTEGER, min(row, 100)::INTEGER[] FROM (SELECT ${reason} AS reason, ${sourceRow} AS row ` +
      `FROM ${table} WHERE ${blank.prefilter} OR ${repeated.prefilter}) WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason`,
  );
  const rowsLeftOut = found.getRowsJS().map(([reason, count, rows]) => ({ reason, count, rows }) as RowsLeftOut);
  if (rowsLeftOut.length === 0) return { table, file, sourceRow, rowsLeftOut };
  const kept = await materializeRows(connection, {
    table: `${table}_kept`,
    rows: `SELECT ${names.join(', ')}, ${sourceRow} AS source_row FROM ${table} WHERE (${reason}) IS NULL`,
    columns: columns + 1,
    folder: folderOf(records),
  });
  await dropRows(connection, records);
  return { ...kept, sourceRow: 'source_row', rowsLeftOut };
}

/** SQL that tests a row, and a cheaper necessary condition that few other rows meet. */
interface RowTest {
  sql: string;
  prefilter: string;
}

/** Number of columns tested one by one before the whole row. */
const FIRST_COLUMNS = 4;

/** The first character of the first cells rules out nearly all rows; only the others are concatenated. */
function isBlankSql(names: readonly string[]): RowTest {
  const isFilled = (name: string) => `${name} BETWEEN '!' AND '~'`;
  const filled = names.slice(0, FIRST_COLUMNS).map((name) => `WHEN ${isFilled(name)} THEN false`);
  return {
    sql: `CASE ${filled.join(' ')} ELSE ${trimmedSql(`concat(${names.join(', ')})`)} IS NULL END`,
    prefilter: `(${isFilled(names[0]!)}) IS NOT TRUE`,
  };
}

/** Compares lists, because NULL equals NULL within them. */
function repeatsSql(names: readonly string[], headerCells: readonly string[]): RowTest {
  const texts = names.map((_, index) => (headerCells[index] ? quoteText(headerCells[index]) : 'NULL'));
  const named = texts.findIndex((text) => text !== 'NULL');
  if (named === -1) return { sql: 'false', prefilter: 'false' };
  const prefilter = `${names[named]} = ${texts[named]}`;
  // CASE instead of AND, which would build a list for every row.
  return { sql: `CASE WHEN ${prefilter} THEN [${names.join(', ')}] = [${texts.join(', ')}] ELSE false END`, prefilter };
}
