import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import { quantity, shortened } from '../../model/text.js';
import { cellText } from '../cells/cell.js';
import type { ColumnCache } from '../columns/column-cache.js';
import { originsOf, type RawTable } from '../read/raw-table.js';
import { dropRows, folderOf, materializeRows } from '../read/text-table.js';
import { findSums } from './find-sums.js';
import type { OutlineGroup } from './indented-outline.js';
import type { ProvenSum } from './prove-sums.js';
import { holdsShares } from './shares.js';

const MAX_LISTED_ROWS = 100;
const MAX_NAMED_ROWS = 3;

/**
 * Leaves the rows out that are proven to be sums, averages or counts of other rows (docs/semantics.md §1, "totals and
 * subtotals"), with the percentages directly below them. With `subtotals: KEEP` they stay and are reported.
 *
 * @param plain the same rows with bare numbers (plain-numbers.ts)
 */
export async function leaveOutSubtotals(
  connection: Connection,
  { raw, plain }: { raw: RawTable; plain: RawTable },
  { subtotals, decimalMark }: NormalizationOptions,
  cache: ColumnCache,
): Promise<RawTable> {
  const { proven, outline } = await findSums(connection, plain, decimalMark, cache);
  if (proven.length === 0) return raw;
  const count = proven.length;
  const isKept = subtotals === 'KEEP';
  const levels = isKept ? [] : levelHeaders(raw, outline);
  const message = messageOf(proven, isKept) + namesOf(levels);
  const warning = { code: 'SUBTOTAL_ROWS', message, column: null, count } as const;
  const warnings = [...raw.warnings, warning];
  if (isKept) return { ...raw, warnings };

  const shares = await sharesBelow(connection, raw, proven);
  const leftOut = [...proven, ...shares].sort((a, b) => a.rowId - b.rowId);
  const columns = raw.headers.map((_, index) => `c${index + 1}`);
  const names = levels.map((_, level) => `g${level + 1}.label AS c${columns.length + level + 1}`);
  if (levels.length > 0) await createGroups(connection, outline);
  const details = await materializeRows(connection, {
    table: `${raw.table}_details`,
    rows: `SELECT ${[...columns, ...names].join(', ')}, ${raw.sourceRow} AS source_row
           FROM ${[`${raw.table} AS rows`, ...levels.map(joinOfLevel)].join(' ')}
           WHERE rows.rowid NOT IN (${leftOut.map(({ rowId }) => rowId).join(', ')}) ORDER BY rows.rowid`,
    columns: columns.length + levels.length + 1,
    folder: folderOf(raw),
  });
  await dropRows(connection, raw);
  const rows = leftOut.slice(0, MAX_LISTED_ROWS).map(({ sourceRow }) => sourceRow);
  return {
    ...raw,
    ...details,
    headers: [...raw.headers, ...levels],
    origins: originsOf(raw).map((origins) => [...origins, ...levels.map(() => null)]),
    sourceRow: 'source_row',
    rowCount: raw.rowCount - leftOut.length,
    rowsLeftOut: [...raw.rowsLeftOut, { reason: 'SUBTOTAL', count: leftOut.length, rows }],
    warnings,
  };
}

/** The headers of the columns that name the groups of an outline, outermost first. */
function levelHeaders({ headers }: RawTable, outline: readonly OutlineGroup[]): string[] {
  const levels = Math.max(0, ...outline.map(({ level }) => level));
  return Array.from({ length: levels }, (_, level) => `${headers[0] || 'group'} (level ${level + 1})`);
}

async function createGroups(connection: Connection, outline: readonly OutlineGroup[]): Promise<void> {
  const rows = outline.map(
    ({ level, rowId, lastRowId, label }) => `(${level}, ${rowId}, ${lastRowId}, ${quoteText(label)})`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE outline_groups AS
     FROM (VALUES ${rows.join(', ')}) AS groups (level, first_row, last_row, label)`,
  );
}

function joinOfLevel(_: string, index: number): string {
  const group = `g${index + 1}`;
  // A subquery has no rowid, by which the other table is numbered.
  return `LEFT JOIN (FROM outline_groups) AS ${group}
          ON ${group}.level = ${index + 1} AND rows.rowid > ${group}.first_row AND rows.rowid <= ${group}.last_row`;
}

function namesOf(levels: readonly string[]): string {
  const listed = levels.map((header) => `"${header}"`).join(', ');
  return levels.length === 0 ? '' : ` The names of the groups are in ${listed}.`;
}

function messageOf(proven: readonly ProvenSum[], isKept: boolean): string {
  const what = quantity(proven.length, 'row holds sums', 'rows hold sums');
  const examples = proven
    .slice(0, MAX_NAMED_ROWS)
    .map(({ sourceRow, name }) => `row ${sourceRow} (${name ? `"${shortened(name)}"` : 'without a name'})`);
  const listed = `${examples.join(', ')}${proven.length > MAX_NAMED_ROWS ? ', …' : ''}`;
  const [wasLeft, itSums] = proven.length === 1 ? ['It was', 'it sums'] : ['They were', 'they sum'];
  const outcome = isKept
    ? `${wasLeft} kept as requested, so what ${itSums} counts twice.`
    : `${wasLeft} left out, so that nothing counts twice.`;
  return `${what} of other rows: ${listed}. ${outcome}`;
}

/** The rows of percentages directly below the sums. */
async function sharesBelow(
  connection: Connection,
  raw: RawTable,
  proven: readonly ProvenSum[],
): Promise<{ rowId: number; sourceRow: number }[]> {
  const known = new Set(proven.map(({ rowId }) => rowId));
  const below = proven.map(({ rowId }) => rowId + 1).filter((rowId) => !known.has(rowId) && rowId < raw.rowCount);
  if (below.length === 0) return [];
  const cells = raw.headers.map((_, index) => `c${index + 1}`).join(', ');
  const reader = await connection.runAndReadAll(
    `SELECT rowid::DOUBLE, (${raw.sourceRow})::DOUBLE, [${cells}] FROM ${raw.table} WHERE rowid IN (${below.join(', ')})`,
  );
  // DuckDB types every value as any of its own; the SELECT above says which they are.
  return (reader.getRowsJS() as unknown as [number, number, (string | null)[]][])
    .filter(([, , row]) => holdsShares(row.map(cellText)))
    .map(([rowId, sourceRow]) => ({ rowId, sourceRow }));
}
