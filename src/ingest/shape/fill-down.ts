import type { Connection } from '../../duckdb/connection.js';
import { ConcentricError } from '../../model/errors.js';
import { cellSql } from '../columns/cell.js';
import { columnNames } from '../columns/column-names.js';
import { numbersOf } from '../columns/first-row.js';
import type { RawTable } from '../read/raw-table.js';
import { dropRows, folderOf, keepRows } from '../read/text-table.js';

/** A table, and how many cells of each column were filled. */
export interface FilledTable {
  raw: RawTable;
  filled: Record<string, number>;
}

/**
 * Gives blank cells of some columns the value above them (SEMANTICS.md §1, "outlines"): reports that write a group's name
 * in its first row alone.
 *
 * @param columns by normalized name, or by header
 * @throws INVALID_OPTION for a column that is not there
 */
export async function fillDown(
  connection: Connection,
  raw: RawTable,
  columns: readonly string[] | undefined,
): Promise<FilledTable> {
  if (!columns?.length) return { raw, filled: {} };
  const names = columnNames(raw.headers);
  const wanted = new Set(columns.map((column) => indexOf(column, names, raw.headers)));
  const cells = raw.headers.map((_, at) => `c${at + 1}`);
  const values = cells.map((cell, at) =>
    wanted.has(at)
      ? `last_value(CASE WHEN ${cellSql(cell)} IS NOT NULL THEN ${cell} END IGNORE NULLS) OVER rows_above AS ${cell}`
      : cell,
  );
  const whole = await keepRows(connection, {
    table: `${raw.table}_filled`,
    rows: `SELECT ${values.join(', ')}, ${raw.sourceRow} AS source_row FROM ${raw.table}
           WINDOW rows_above AS (ORDER BY rowid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ORDER BY rowid`,
    columns: values.length + 1,
    folder: folderOf(raw),
  });
  const places = [...wanted];
  const blanksIn = (from: string) =>
    numbersOf(
      connection,
      `SELECT ${places.map((at) => `count(*) FILTER (${cellSql(cells[at]!)} IS NULL)`).join(', ')} FROM ${from}`,
    );
  const [before, after] = [await blanksIn(raw.table), await blanksIn(whole.table)];
  await dropRows(connection, raw);
  return {
    raw: { ...raw, ...whole, sourceRow: 'source_row' },
    filled: Object.fromEntries(places.map((at, index) => [names[at]!, before[index]! - after[index]!])),
  };
}

function indexOf(column: string, names: readonly string[], headers: readonly string[]): number {
  const byName = names.indexOf(column);
  const at = byName === -1 ? headers.findIndex((header) => header.trim() === column.trim()) : byName;
  if (at !== -1) return at;
  const shown = names.slice(0, 50).join(', ');
  throw new ConcentricError(
    'INVALID_OPTION',
    `The option fillDown names "${column.slice(0, 60)}", which is no column of the file. It has: ${shown}${names.length > 50 ? ', …' : ''}.`,
    { option: 'fillDown' },
  );
}
