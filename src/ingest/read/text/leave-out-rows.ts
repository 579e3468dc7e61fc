import type { Connection } from '../../../duckdb/connection.js';
import { firstRow } from '../../../duckdb/first-row.js';
import { quoteText } from '../../../duckdb/quote.js';
import type { RowsLeftOut } from '../../../model/schema.js';
import { trimmedSql } from '../../cells/cell.js';
import { dropRows, folderOf, materializeRows, type TextTable } from '../text-table.js';
import { findOtherTables, holdsNameSql, type OtherTable } from './other-tables.js';

export interface KeptRows extends TextTable {
  /** SQL expression for the 1-based number of a row's record. */
  sourceRow: string;
  rowsLeftOut: RowsLeftOut[];
  otherTables: OtherTable[];
}

interface Records extends TextTable {
  columns: number;
  sourceRow: string;
  headerCells: readonly string[] | null;
  /** What else is known of a text; absent for other formats, of which only blank rows are left out. */
  text?: {
    /** Numbers of blank records that are not in the table. */
    blankRows: readonly number[];
    /** Cells beyond the last column, by record number. */
    surplus: ReadonlyMap<number, readonly string[]>;
  };
}

/**
 * Removes the rows of a table of records that are no data, and reports their numbers: blank rows, repeated headers, rules
 * (`-----+-----`), page footers (`Page 2 of 7`, `(8 rows)`), notes below the table, and other tables of the file. The table is
 * unchanged if there are none.
 */
export async function leaveOutRows(connection: Connection, records: Records): Promise<KeptRows> {
  const { table, file, columns, sourceRow } = records;
  const names = Array.from({ length: columns }, (_, index) => `c${index + 1}`);
  const { tests, otherTables, within } = await rowTests(connection, records, names);
  const cases = tests.map(({ reason, test }) => `WHEN ${test.sql} THEN '${reason}'`).join(' ');
  const reason = `CASE ${cases} END`;
  const prefilter = tests.map(({ test }) => test.prefilter).join(' OR ');
  const found = await connection.runAndReadAll(
    `SELECT reason, count(*)::INTEGER, min(row, 100)::INTEGER[] FROM (SELECT ${reason} AS reason, ${sourceRow} AS row ` +
      `FROM ${table} WHERE ${within} AND (${prefilter})) WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason`,
  );
  const rowsLeftOut = found.getRowsJS().map(([reason, count, rows]) => ({ reason, count, rows }) as RowsLeftOut);
  if (rowsLeftOut.length === 0) return { table, file, sourceRow, rowsLeftOut, otherTables };
  const kept = await materializeRows(connection, {
    table: `${table}_kept`,
    rows: `SELECT ${names.join(', ')}, ${sourceRow} AS source_row FROM ${table} WHERE (${reason}) IS NULL`,
    columns: columns + 1,
    folder: folderOf(records),
  });
  await dropRows(connection, records);
  return { ...kept, sourceRow: 'source_row', rowsLeftOut, otherTables };
}

async function rowTests(
  connection: Connection,
  records: Records,
  names: readonly string[],
): Promise<{ tests: { reason: RowsLeftOut['reason']; test: RowTest }[]; otherTables: OtherTable[]; within: string }> {
  const blank = { reason: 'BLANK' as const, test: isBlankSql(names) };
  if (!records.text) return { tests: [blank], otherTables: [], within: 'true' };
  const { blankRows, surplus } = records.text;
  const notes = (await notesBelow(connection, records, names)).map(({ rowId }) => rowId);
  const repeats = { reason: 'REPEATED_HEADER' as const, test: repeatsSql(names, records.headerCells ?? []) };
  const rule = { reason: 'RULE' as const, test: isRuleSql(names) };
  const footer = { reason: 'FOOTER' as const, test: isFooterSql(names) };
  const prefilters = [blank, repeats, rule, footer].map(({ test }) => test.prefilter);
  const range = await rangeOf(connection, records.table, [...prefilters, holdsNameSql(records)].join(' OR '));
  const found = isInRangeSql(range);
  const blankInside = await blankRowsOf(connection, records, { names, within: found });
  const allBlank = [...blankRows, ...blankInside].sort((a, b) => a - b);
  const search = { ...records, blankRows: allBlank, surplus, within: found };
  const { otherTables, repeated } = await findOtherTables(connection, search);
  const tests = [
    { reason: 'OTHER_TABLE' as const, test: isWithinSql(otherTables) },
    blank,
    repeats,
    { reason: 'REPEATED_HEADER' as const, test: isOneOfSql(repeated) },
    rule,
    footer,
    { reason: 'FOOTER' as const, test: isOneOfSql(notes) },
  ];
  const within = otherTables.length > 0 ? 'true' : isInRangeSql([...range, ...repeated, ...notes]);
  return { tests, otherTables, within };
}

/**
 * The `rowid` of the first and the last row that may not be data; empty if there are none, as in most files. It reads one or
 * two columns of all rows, the tests that follow only those between.
 */
async function rangeOf(connection: Connection, table: string, condition: string): Promise<number[]> {
  const [first, last] = await firstRow(
    connection,
    `SELECT min(rowid)::DOUBLE, max(rowid)::DOUBLE FROM ${table} WHERE ${condition}`,
  );
  return first === null ? [] : [first as number, last as number];
}

function isInRangeSql(rowIds: readonly number[]): string {
  return rowIds.length === 0 ? 'false' : `rowid BETWEEN ${Math.min(...rowIds)} AND ${Math.max(...rowIds)}`;
}

/** Numbers of the first blank rows of the table. */
async function blankRowsOf(
  connection: Connection,
  { table, sourceRow }: Pick<Records, 'table' | 'sourceRow'>,
  { names, within }: { names: readonly string[]; within: string },
): Promise<number[]> {
  const { sql, prefilter } = isBlankSql(names);
  const found = await connection.runAndReadAll(
    `SELECT (${sourceRow})::DOUBLE FROM ${table} WHERE ${within} AND ${prefilter} AND ${sql} ORDER BY rowid LIMIT 100`,
  );
  return found.getRowsJS().map(([row]) => row as number);
}

function isWithinSql(tables: readonly OtherTable[]): RowTest {
  const ranges = tables.map(({ fromRowId, toRowId }) =>
    toRowId === null ? `rowid >= ${fromRowId}` : `(rowid >= ${fromRowId} AND rowid < ${toRowId})`,
  );
  const sql = ranges.length === 0 ? 'false' : `(${ranges.join(' OR ')})`;
  return { sql, prefilter: sql };
}

/** Removes the first of `columns` columns; the others move to the left. */
export async function withoutFirstColumn(
  connection: Connection,
  kept: KeptRows & { columns: number },
): Promise<KeptRows> {
  const { columns, rowsLeftOut, otherTables } = kept;
  const names = Array.from({ length: columns - 1 }, (_, index) => `c${index + 2} AS c${index + 1}`);
  const moved = await materializeRows(connection, {
    table: `${kept.table}_moved`,
    rows: `SELECT ${names.join(', ')}, ${kept.sourceRow} AS source_row FROM ${kept.table}`,
    columns,
    folder: folderOf(kept),
  });
  await dropRows(connection, kept);
  return { ...moved, sourceRow: 'source_row', rowsLeftOut, otherTables };
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
    prefilter: `(${names
      .slice(0, 2)
      .map((name) => `(${isFilled(name)}) IS NOT TRUE`)
      .join(' AND ')})`,
  };
}

/** Rules between rows, as terminals and Markdown draw them: all cells consist of their characters. */
function isRuleSql(names: readonly string[]): RowTest {
  const begins = ['-', '=', '+', '_', ':'].map((character) => `prefix(${names[0]}, '${character}')`).join(' OR ');
  // Two comparisons exclude cells that begin with a digit, as most first cells do.
  const prefilter = `(${names[0]} IS NULL OR ((${names[0]} < '0' OR ${names[0]} >= ':') AND (${begins})))`;
  const cells = `concat_ws(' ', ${names.join(', ')})`;
  return {
    sql: `CASE WHEN ${prefilter} THEN regexp_full_match(${cells}, '[-=+_|: ]*(---|===|___)[-=+_|: ]*') ELSE false END`,
    prefilter,
  };
}

/** Page and row counts in an otherwise empty row. */
const FOOTER = [
  String.raw`(page|seite|p[aá]gina|strona|sida|side|blad|стр\.?|страница|trang|sayfa)\s*:?\s*\d+(\s*(/|of|von|de|di|du|sur|su|van|av|af|z|iz|из|od)\s*\d+)?`,
  String.raw`\(?\d+ (rows?|records?|zeilen|lignes|filas|righe|rijen|rader)( (selected|affected|returned|in set.*))?\.?\)?`,
  String.raw`\W*(end of (report|file|data|list)|ende des berichts|fin (du rapport|del informe))\W*`,
].join('|');

function isFooterSql(names: readonly string[]): RowTest {
  const blanks = names.slice(0, FIRST_COLUMNS).map((name) => `(${name} IS NULL)::INTEGER`);
  const prefilter = blanks.length === 1 ? 'false' : `${blanks.join(' + ')} >= ${blanks.length - 1}`;
  const cells = trimmedSql(`concat(${names.join(', ')})`);
  return {
    sql: `CASE WHEN ${prefilter} THEN coalesce(regexp_full_match(${cells}, ${quoteText(FOOTER)}, 'i'), false) ELSE false END`,
    prefilter,
  };
}

function isOneOfSql(rowIds: readonly number[]): RowTest {
  const sql = rowIds.length === 0 ? 'false' : `rowid IN (${rowIds.join(', ')})`;
  return { sql, prefilter: sql };
}

/** Notes are looked for in the last rows only. */
const MAX_NOTES = 50;

/** A table of fewer columns has notes only where their words say so. */
const MIN_COLUMNS_OF_NOTE = 3;

/** First words of a note below a table. */
const NOTE =
  /^\W*(sources?|notes?|remarks?|copyright|©|generated|printed|created|exported|as of|confidential|quelle|hinweis|anmerkung|stand|erstellt|fuentes?|notas?|fonte|bron|källa|lähde|kilde|źródło|zdroj|forrás|источник|примечание|출처|출처|出典|资料来源|資料來源|注)(?=\P{L}|$)/iu;

/**
 * The notes at the end: rows whose only cell is the first one, after the last row with more cells. Their words
 * say so (`Source: …`), or a blank row or a rule separates them. Names of groups stand above rows, never at the end.
 */
export async function notesBelow(
  connection: Connection,
  { table, sourceRow }: { table: string; sourceRow: string },
  names: readonly string[],
): Promise<{ rowId: number; row: number }[]> {
  if (names.length < 2) return [];
  const others = trimmedSql(`concat(${names.slice(1).join(', ')})`);
  const found = await connection.runAndReadAll(
    `SELECT rowid::DOUBLE, (${sourceRow})::DOUBLE, ${trimmedSql(names[0]!)}, ${others} IS NOT NULL
     FROM ${table} WHERE rowid >= (SELECT count(*) FROM ${table}) - ${MAX_NOTES} ORDER BY rowid`,
  );
  const last = found.getRowsJS() as [rowId: number, row: number, first: string | null, hasMore: boolean][];
  const end = last.findLastIndex(([, , , hasMore]) => hasMore);
  if (end === -1) return [];
  let isSeparate = false;
  let before = last[end]![1];
  const notes: { rowId: number; row: number }[] = [];
  for (const [rowId, row, first] of last.slice(end + 1)) {
    isSeparate ||= first === null || row > before + 1;
    before = row;
    if (first === null) continue;
    if (NOTE.test(first) || (isSeparate && names.length >= MIN_COLUMNS_OF_NOTE)) notes.push({ rowId, row });
  }
  return notes;
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
