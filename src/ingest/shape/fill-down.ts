import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { ConcentricError } from '../../model/errors.js';
import { shortened } from '../../model/text.js';
import { cellSql } from '../cells/cell.js';
import { columnNames, indexOfColumn } from '../cells/column-names.js';
import type { RawTable } from '../read/raw-table.js';
import { dropRows, folderOf, materializeRows } from '../read/text-table.js';
import { locateFilledCells } from './locate-rows.js';

const MAX_SHOWN_COLUMNS = 50;

export interface FilledTable {
  raw: RawTable;
  /** Cells that were filled, by column. */
  filled: Record<string, number>;
}

/**
 * Fills the blank cells of some columns with the value above them (docs/semantics.md §1, "outlines"), for reports that write
 * the name of a group only in its first row.
 *
 * @param columns by normalized name, or by header
 * @param part index among the parts that are stacked
 * @throws INVALID_OPTION for a column that does not exist
 */
export async function fillDown(
  connection: Connection,
  raw: RawTable,
  { columns, part }: { columns: readonly string[] | undefined; part: number },
): Promise<FilledTable> {
  if (!columns?.length) return { raw, filled: {} };
  const names = columnNames(raw.headers);
  const indexes = [...new Set(columns.map((column) => indexOf(column, names, raw.headers)))];
  const cells = raw.headers.map((_, index) => `c${index + 1}`);
  const isBlank = (index: number) => `(${cellSql(cells[index]!)} IS NULL)`;
  await locateFilledCells(connection, raw, { part, indexes, isBlank });
  const values = cells.map((cell, index) =>
    indexes.includes(index)
      ? `last_value(CASE WHEN ${cellSql(cell)} IS NOT NULL THEN ${cell} END IGNORE NULLS) OVER rows_above AS ${cell}`
      : cell,
  );
  const whole = await materializeRows(connection, {
    table: `${raw.table}_filled`,
    rows: `SELECT ${values.join(', ')}, ${raw.sourceRow} AS source_row FROM ${raw.table}
           WINDOW rows_above AS (ORDER BY rowid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ORDER BY rowid`,
    columns: values.length + 1,
    folder: folderOf(raw),
  });
  const countBlanks = (from: string) => {
    const counts = indexes.map((index) => `count(*) FILTER ${isBlank(index)}`);
    return numbersOf(connection, `SELECT ${counts.join(', ')} FROM ${from}`);
  };
  const before = await countBlanks(raw.table);
  const after = await countBlanks(whole.table);
  await dropRows(connection, raw);
  return {
    raw: { ...raw, ...whole, sourceRow: 'source_row' },
    filled: Object.fromEntries(indexes.map((index, nth) => [names[index]!, before[nth]! - after[nth]!])),
  };
}

/**
 * The columns that a part of a stacked table has, of those to be filled.
 * @param all the headers of every part
 * @throws INVALID_OPTION for a column that no part has
 */
export function presentIn(
  headers: readonly string[],
  columns: readonly string[] | undefined,
  all: readonly (readonly string[])[],
): string[] | undefined {
  return columns?.filter((column) => {
    const isIn = (part: readonly string[]) => indexOfColumn(column, columnNames(part), part) !== -1;
    if (!all.some(isIn)) indexOf(column, columnNames(all[0]!), all[0]!);
    return isIn(headers);
  });
}

function indexOf(column: string, names: readonly string[], headers: readonly string[]): number {
  const index = indexOfColumn(column, names, headers);
  if (index !== -1) return index;
  const shown = names.slice(0, MAX_SHOWN_COLUMNS).join(', ');
  throw new ConcentricError(
    'INVALID_OPTION',
    `The option fillDown names "${shortened(column)}", which is not a column of the file. Its columns: ${shown}${names.length > MAX_SHOWN_COLUMNS ? ', …' : ''}.`,
    { option: 'fillDown' },
  );
}
