import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import type { RawTable } from '../read/raw-table.js';
import { accountForRows } from './account-for-rows.js';
import { fillDown } from './fill-down.js';
import { leaveOutSubtotals } from './leave-out-subtotals.js';
import { leaveOutTotalRow } from './leave-out-total-row.js';
import { unpivot } from './unpivot.js';

/** The rows of the data: one row per fact, no sums among them. */
export interface ShapedTable {
  table: RawTable;
  /** Rows of the source = rows read + rows left out. Unpivoting then makes several rows of each row read. */
  sourceRows: number;
  rowsRead: number;
  /** Cells filled from above, by column; undefined where no column was to be filled. */
  filledDown: Record<string, number> | undefined;
}

/**
 * Leaves out the rows that are sums of others, fills cells from above where that was requested, and turns a wide table
 * into a long one (SEMANTICS.md §1).
 * @throws INVALID_OPTION
 */
export async function shapeTable(
  connection: Connection,
  raw: RawTable,
  { options, workFolder }: { options: NormalizationOptions; workFolder: string },
): Promise<ShapedTable> {
  const withoutTotal = await leaveOutTotalRow(connection, raw, options);
  // Where the last row is the sum of all rows above, none of them is a sum.
  const hasTotal = withoutTotal !== raw;
  const withoutSums = hasTotal ? withoutTotal : await leaveOutSubtotals(connection, raw, options);
  const { raw: rows, filled } = await fillDown(connection, withoutSums, options.fillDown);
  const sourceRows = await accountForRows(connection, rows);
  const table = options.unpivot === false ? rows : await unpivot(connection, rows, { options, workFolder });
  return { table, sourceRows, rowsRead: rows.rowCount, filledDown: options.fillDown ? filled : undefined };
}
