import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { shortened } from '../../model/text.js';
import type { ColumnCache } from '../columns/column-cache.js';
import type { RawTable } from '../read/raw-table.js';
import { columnKinds } from './column-kinds.js';

/** One column beside a blank one is a remark, not a table. */
const MIN_COLUMNS = 2;

/**
 * Reports tables side by side (docs/semantics.md §1, "sheet"): blocks of at least two headed columns with a blank column between
 * them, of different lengths, each filled from the first row without a gap, or each with a column of texts and one of
 * numbers. The columns stay, and each knows its block, so that no analysis across them is suggested. Other blocks are one
 * table with a spacer.
 */
export async function reportSideBySide(connection: Connection, raw: RawTable, cache: ColumnCache): Promise<RawTable> {
  const isBlank = await blankColumns(connection, raw);
  const blocks: number[][] = [[]];
  for (const [index] of raw.headers.entries()) {
    if (isBlank.has(index)) blocks.push([]);
    else blocks.at(-1)!.push(index);
  }
  const tables = blocks.filter((columns) => columns.filter((index) => raw.headers[index] !== '').length >= MIN_COLUMNS);
  if (tables.length < 2) return raw;
  const filled = tables.map((columns) => `coalesce(${columns.map((index) => `c${index + 1}`).join(', ')}) IS NOT NULL`);
  const extents = await numbersOf(
    connection,
    `SELECT ${filled.map((isFilled) => `count(*) FILTER (${isFilled}), coalesce(max(rowid) FILTER (${isFilled}) + 1, 0)`).join(', ')} FROM ${raw.table}`,
  );
  const lengths = tables.map((_, nth) => extents[2 * nth]!);
  const haveGaps = tables.some((_, nth) => extents[2 * nth] !== extents[2 * nth + 1]);
  const areApart = !haveGaps && new Set(lengths).size > 1;
  if (!areApart && !(await areComplete(raw, tables, cache))) return raw;
  const named = tables.map((columns, nth) => {
    const [first, last] = [raw.headers[columns[0]!]!, raw.headers[columns.at(-1)!]!];
    return `"${shortened(first)}" to "${shortened(last)}" (${lengths[nth]} rows)`;
  });
  const message = `${tables.length} tables stand side by side: ${named.join(', ')}. Cells of one row that are in different tables have nothing to do with each other. Put each table on a sheet of its own.`;
  return {
    ...raw,
    blocks: raw.headers.map((_, index) => blocks.findIndex((columns) => columns.includes(index))),
    warnings: [...raw.warnings, { code: 'SIDE_BY_SIDE_TABLES', message, column: null, count: tables.length }],
  };
}

/** Whether each block has a column of texts and one of numbers. */
async function areComplete(
  raw: RawTable,
  tables: readonly (readonly number[])[],
  cache: ColumnCache,
): Promise<boolean> {
  const { labels, numbers } = columnKinds(await cache.samples(raw));
  const has = (columns: readonly number[], kind: readonly number[]) => columns.some((index) => kind.includes(index));
  return tables.every((columns) => has(columns, labels) && has(columns, numbers));
}

/** Indexes of the columns without a header and without a cell. */
async function blankColumns(connection: Connection, { table, headers }: RawTable): Promise<Set<number>> {
  const unnamed = [...headers.keys()].filter((index) => headers[index]!.trim() === '');
  if (unnamed.length === 0) return new Set();
  const counts = await numbersOf(
    connection,
    `SELECT ${unnamed.map((index) => `count(c${index + 1})`).join(', ')} FROM ${table}`,
  );
  return new Set(unnamed.filter((_, nth) => counts[nth] === 0));
}
