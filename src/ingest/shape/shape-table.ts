import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import type { ColumnCache } from '../columns/column-cache.js';
import type { RawTable, TablePart } from '../read/raw-table.js';
import type { SourcePart } from '../read/read-parts.js';
import { dropRows } from '../read/text-table.js';
import { accountForRows } from './account-for-rows.js';
import { type FilledTable, fillDown, presentIn } from './fill-down.js';
import { leaveOutSubtotals } from './leave-out-subtotals.js';
import { leaveOutTotalRow } from './leave-out-total-row.js';
import { createOriginTables, locateMergedCells, locateRows } from './locate-rows.js';
import { withPlainNumbers } from './plain-numbers.js';
import { reportSideBySide } from './side-by-side.js';
import { haveSameColumns, stackTables } from './stack-tables.js';
import { isStorable, storeRows } from './stored-rows.js';
import { unpivot } from './unpivot.js';

/** The rows of the data: one row per fact, no sums among them. */
export interface ShapedTable {
  table: RawTable;
  /** Rows of the source = rows read + rows left out. Unpivoting then makes several rows of each row read. */
  sourceRows: number;
  /** By part, in their order. */
  rowsRead: number[];
  /** By part, as locateRows() returns it. */
  firstRows: (number | null)[];
  /** Cells filled from above, by column; undefined where no column was to be filled. */
  filledDown: Record<string, number> | undefined;
  /** By part: the SHA-256 of the file with its rows; null where they are not stored. */
  stored: (string | null)[];
}

interface ShapeContext {
  options: NormalizationOptions;
  workFolder: string;
  cache: ColumnCache;
  /** Of the version, for the rows of the sources; null if they are not stored. */
  folder: string | null;
}

/**
 * Leaves out the rows that are sums of others, fills cells from above where that was requested, stacks the parts if there
 * are several, and turns a wide table into a long one (docs/semantics.md §1). Sums and filled cells belong to one part, so
 * they are handled before the parts are stacked. Parts with different columns, such as a year of months each, become long
 * before they are stacked.
 * @throws INVALID_OPTION, NO_COMMON_COLUMN, TOO_MANY_COLUMNS
 */
export async function shapeTable(
  connection: Connection,
  parts: readonly SourcePart[],
  context: ShapeContext,
): Promise<ShapedTable> {
  const { options } = context;
  const names = parts.map(({ table }) => table.headers);
  const isSourceStorable = (source: number) =>
    parts.every((part) => part.source !== source || isStorable(part.table, options));
  const shaped: TablePart[] = [];
  const filledDown: Record<string, number> = {};
  const firstRows: (number | null)[] = [];
  const stored: (string | null)[] = [];
  let sourceRows = 0;
  await createOriginTables(connection);
  for (const [part, { label, source, table: given, shaped: earlier }] of parts.entries()) {
    const columns = parts.length === 1 ? options.fillDown : presentIn(given.headers, options.fillDown, names);
    const { raw: table, filled } = earlier
      ? { raw: earlier.table, filled: {} }
      : await shapePart(connection, given, { part, columns }, context);
    for (const [name, count] of Object.entries(filled)) filledDown[name] = (filledDown[name] ?? 0) + count;
    const accounted = await accountForRows(connection, table);
    sourceRows += accounted.sourceRows;
    await locateMergedCells(connection, given, part);
    firstRows.push(await locateRows(connection, table, { part, lastRow: accounted.lastRow }));
    if (earlier) {
      stored.push(earlier.digest);
      shaped.push({ label, table, isStored: true });
    } else if (context.folder !== null && isSourceStorable(source)) {
      const { folder, workFolder } = context;
      const { digest, ...rest } = await storeRows(connection, { read: given, shaped: table }, { folder, workFolder });
      await dropRows(connection, table);
      stored.push(digest);
      shaped.push({ label, ...rest, isStored: true });
    } else {
      stored.push(null);
      shaped.push({ label, table });
    }
  }
  const rowsRead = shaped.map(({ table }) => table.rowCount);
  const table = await oneTable(connection, shaped, context);
  return { table, sourceRows, rowsRead, firstRows, filledDown: options.fillDown ? filledDown : undefined, stored };
}

/** Leaves out sums and fills cells of one part. */
async function shapePart(
  connection: Connection,
  given: RawTable,
  { part, columns }: { part: number; columns: string[] | undefined },
  { options, cache }: ShapeContext,
): Promise<FilledTable> {
  const raw = await reportSideBySide(connection, given, cache);
  const withoutSums = await withPlainNumbers(connection, raw, async (plain) => {
    const withoutTotal = await leaveOutTotalRow(connection, { raw, plain }, options);
    // Where the last row is the sum of all rows above, none of them is a sum.
    const hasTotal = withoutTotal !== raw;
    return hasTotal ? withoutTotal : await leaveOutSubtotals(connection, { raw, plain }, options, cache);
  });
  return fillDown(connection, withoutSums, { columns, part });
}

async function oneTable(connection: Connection, parts: readonly TablePart[], context: ShapeContext): Promise<RawTable> {
  const long = (table: RawTable) => (context.options.unpivot === false ? table : unpivot(connection, table, context));
  if (parts.length === 1) return await long(parts[0]!.table);
  if (haveSameColumns(parts)) return await long(await stackTables(connection, parts, context));
  const each: TablePart[] = [];
  for (const { label, table } of parts) each.push({ label, table: await long(table) });
  return await stackTables(connection, each, context);
}
