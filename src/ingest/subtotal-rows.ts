import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../duckdb/quote.js';
import type { Warning } from '../model/schema.js';
import { firstRow } from './columns/first-row.js';
import type { PlannedColumn } from './columns/plan-columns.js';
import type { RawTable } from './raw-table.js';

const TOTAL = 'totals?|totaux|totale|totali|totais|gesamt|gesamtsumme|summe|suma|somme';
/** `Total`, `Grand total:`, `Subtotal North`, `North total`; but not `Total Energies`, which is a company. */
const NAMES_TOTAL = `(?:(?:grand|sub|zwischen|sous)[ -]?)?(?:${TOTAL})[ :.]*|(?:sub[ -]?|sous[ -]|zwischen)(?:${TOTAL})\\b.*|.*[^\\pL](?:${TOTAL})[ :.]*`;

/** Cells of a table so small are looked at one by one; of a larger one only where they repeat, as names of groups do. */
const SMALL_ROWS = 20_000;

/**
 * Rows that seem to hold sums of other rows (SEMANTICS.md §1, "trailing rows"): they stay, since leaving out what only
 * looks like a sum would be a guess, and are reported, since they count twice.
 */
export async function subtotalRows(
  connection: DuckDBConnection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const { name, reading } of planned) {
    if (reading.kind !== 'TEXT' || (reading.distinct === null && raw.rowCount > SMALL_ROWS)) continue;
    const source = reading.distinct ?? `(SELECT ${reading.raw}, 1 AS n FROM ${raw.table})`;
    const [count, example] = await firstRow(
      connection,
      `SELECT coalesce(sum(n), 0)::INTEGER, min(cell) FROM (SELECT ${reading.cell} AS cell, n FROM ${source})
       WHERE regexp_full_match(cell, ${quoteText(NAMES_TOTAL)}, 'i')`,
    );
    if (count === 0) continue;
    const message = `${count} ${count === 1 ? 'row looks' : 'rows look'} like sums of other rows, by "${name}" such as "${example}"; they are kept as rows and count twice. If they are sums, leave them out of the file.`;
    warnings.push({ code: 'SUBTOTAL_ROWS', message, column: name, count: count as number });
  }
  return warnings;
}
