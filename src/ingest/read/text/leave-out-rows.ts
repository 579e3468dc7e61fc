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
 * Leaves blank rows and repetitions of the header out of a table of records, keeping their numbers; where there are none
 * the table stays as it is.
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
      `FROM ${table} WHERE ${blank.only} OR ${repeated.only}) WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason`,
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

/** A test of a row, and what is true of few other rows and cheap to tell. */
interface RowTest {
  sql: string;
  only: string;
}

/** Columns looked at one by one, before the row as a whole. */
const LOOKED_AT_FIRST = 4;

/** Nearly every row shows by the first character of its first cells that it is not blank; only the others are put together. */
function isBlankSql(names: readonly string[]): RowTest {
  const isFilled = (name: string) => `${name} BETWEEN '!' AND '~'`;
  const filled = names.slice(0, LOOKED_AT_FIRST).map((name) => `WHEN ${isFilled(name)} THEN false`);
  return {
    sql: `CASE ${filled.join(' ')} ELSE ${trimmedSql(`concat(${names.join(', ')})`)} IS NULL END`,
    only: `(${isFilled(names[0]!)}) IS NOT TRUE`,
  };
}

/** Within lists NULL equals NULL. */
function repeatsSql(names: readonly string[], headerCells: readonly string[]): RowTest {
  const texts = names.map((_, index) => (headerCells[index] ? quoteText(headerCells[index]) : 'NULL'));
  const named = texts.findIndex((text) => text !== 'NULL');
  if (named === -1) return { sql: 'false', only: 'false' };
  const only = `${names[named]} = ${texts[named]}`;
  // CASE, since AND would put every row into a list first.
  return { sql: `CASE WHEN ${only} THEN [${names.join(', ')}] = [${texts.join(', ')}] ELSE false END`, only };
}
