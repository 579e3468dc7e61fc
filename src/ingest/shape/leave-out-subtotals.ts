import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import { quantity } from '../../model/text.js';
import type { RawTable } from '../read/raw-table.js';
import { dropRows, folderOf, materializeRows } from '../read/text-table.js';
import { provenSums } from './prove-sums.js';
import { type NamedRow, rowsNamedAsSums } from './rows-named-as-sums.js';

const MAX_LISTED_ROWS = 100;

/**
 * Leaves subtotals and their totals out of the data, on request (SEMANTICS.md §1, "subtotals"): rows that are named as
 * sums and whose numbers all equal the sums of the rows directly above or directly below, without other sums. Rows that
 * are not proven to be sums stay in the data.
 */
export async function leaveOutSubtotals(
  connection: Connection,
  raw: RawTable,
  { leaveOutSubtotals: isRequested, decimalMark }: NormalizationOptions,
): Promise<RawTable> {
  if (!isRequested) return raw;
  const named = await rowsNamedAsSums(connection, raw);
  if (named.length === 0) return raw;
  let proven: NamedRow[] = [];
  for (const mark of decimalMark ? [decimalMark] : (['POINT', 'COMMA'] as const)) {
    const found = await provenSums(connection, raw, named, mark);
    if (found.length > proven.length) proven = found;
    if (proven.length === named.length) break;
  }
  if (proven.length === 0) return raw;
  const columns = raw.headers.map((_, index) => `c${index + 1}`);
  const details = await materializeRows(connection, {
    table: `${raw.table}_details`,
    rows: `SELECT ${columns.join(', ')}, ${raw.sourceRow} AS source_row FROM ${raw.table}
           WHERE rowid NOT IN (${proven.map(({ rowId }) => rowId).join(', ')}) ORDER BY rowid`,
    columns: columns.length + 1,
    folder: folderOf(raw),
  });
  await dropRows(connection, raw);
  const count = proven.length;
  const rows = proven.slice(0, MAX_LISTED_ROWS).map(({ sourceRow }) => sourceRow);
  const [first] = proven;
  const message = `${quantity(count, 'row is the sum', 'rows are sums')} of other rows and left out, for example row ${rows[0]} ("${first!.name}").`;
  return {
    ...raw,
    ...details,
    sourceRow: 'source_row',
    rowCount: raw.rowCount - count,
    rowsLeftOut: [...raw.rowsLeftOut, { reason: 'SUBTOTAL', count, rows }],
    warnings: [...raw.warnings, { code: 'SUBTOTAL_ROWS', message, column: null, count }],
  };
}
