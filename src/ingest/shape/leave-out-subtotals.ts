import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import { quantity, shortened } from '../../model/text.js';
import { cellText } from '../cells/cell.js';
import type { ColumnCache } from '../columns/column-cache.js';
import type { RawTable } from '../read/raw-table.js';
import { dropRows, folderOf, materializeRows } from '../read/text-table.js';
import { findSums } from './find-sums.js';
import type { ProvenSum } from './prove-sums.js';
import { holdsShares } from './shares.js';

const MAX_LISTED_ROWS = 100;
const MAX_NAMED_ROWS = 3;

/**
 * Leaves the rows out that are proven to be sums, averages or counts of other rows (SEMANTICS.md §1, "totals and
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
  const proven = await findSums(connection, plain, decimalMark, cache);
  if (proven.length === 0) return raw;
  const count = proven.length;
  const isKept = subtotals === 'KEEP';
  const warning = { code: 'SUBTOTAL_ROWS', message: messageOf(proven, isKept), column: null, count } as const;
  const warnings = [...raw.warnings, warning];
  if (isKept) return { ...raw, warnings };

  const shares = await sharesBelow(connection, raw, proven);
  const leftOut = [...proven, ...shares].sort((a, b) => a.rowId - b.rowId);
  const columns = raw.headers.map((_, index) => `c${index + 1}`);
  const details = await materializeRows(connection, {
    table: `${raw.table}_details`,
    rows: `SELECT ${columns.join(', ')}, ${raw.sourceRow} AS source_row FROM ${raw.table}
           WHERE rowid NOT IN (${leftOut.map(({ rowId }) => rowId).join(', ')}) ORDER BY rowid`,
    columns: columns.length + 1,
    folder: folderOf(raw),
  });
  await dropRows(connection, raw);
  const rows = leftOut.slice(0, MAX_LISTED_ROWS).map(({ sourceRow }) => sourceRow);
  return {
    ...raw,
    ...details,
    sourceRow: 'source_row',
    rowCount: raw.rowCount - leftOut.length,
    rowsLeftOut: [...raw.rowsLeftOut, { reason: 'SUBTOTAL', count: leftOut.length, rows }],
    warnings,
  };
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
