import type { Connection } from '../../../duckdb/connection.js';
import { quoteText } from '../../../duckdb/quote.js';
import { quantity } from '../../../model/text.js';
import { MAX_VALUE_LENGTH } from '../../cells/cell.js';
import type { PlannedColumn } from '../../columns/plan-columns.js';
import { NAMES_SUM } from '../../shape/total-words.js';
import type { DescribedTable, FindWarnings } from './warning-kind.js';

/** Up to this size every cell is tested; in larger tables only columns with repeated cells, such as names of groups. */
const MAX_ROWS_OF_SMALL_TABLE = 20_000;
/** For small tables: each query compiles the regular expression once. */
const COLUMNS_PER_QUERY = 64;

const CAN_BE_LEFT_OUT = 'Rows that are sums of the rows above or below can be left out.';
const UNPROVEN =
  'They are not the sums of the rows directly above or below; if they are sums, remove them from the file.';

/**
 * Rows that seem to be sums of other rows (SEMANTICS.md §1, "trailing rows"). They stay in the data, because leaving out
 * unproven sums is a guess. They are reported, because they count twice.
 */
export const subtotalRows: FindWarnings = async (table) => {
  const texts = table.planned.filter(({ reading }) => reading.kind === 'TEXT');
  const remedy = table.options.leaveOutSubtotals ? UNPROVEN : CAN_BE_LEFT_OUT;
  const named = await (table.raw.rowCount > MAX_ROWS_OF_SMALL_TABLE
    ? amongDistinctCells(table.connection, texts)
    : amongAllCells(table, texts));
  return named.map(({ column, count, example }) => ({
    message: `${quantity(count, 'row looks like a sum', 'rows look like sums')} of other rows, for example "${example}" in "${column}". ${count === 1 ? 'It is kept and counts' : 'They are kept and count'} twice. ${remedy}`,
    column,
    count,
  }));
};

/** Cells of a column that are named as sums. */
interface NamedSums {
  column: string;
  count: number;
  example: string;
}

async function amongDistinctCells(connection: Connection, columns: readonly PlannedColumn[]): Promise<NamedSums[]> {
  const found: NamedSums[] = [];
  for (const column of columns) {
    const { distinct, cell } = column.reading;
    if (distinct === null) continue;
    const cells = `(SELECT 0 AS position, ${cell} AS cell, n FROM ${distinct})`;
    found.push(...(await namedSums(connection, [column], cells)));
  }
  return found;
}

async function amongAllCells(
  { connection, raw }: DescribedTable,
  columns: readonly PlannedColumn[],
): Promise<NamedSums[]> {
  const found: NamedSums[] = [];
  for (let start = 0; start < columns.length; start += COLUMNS_PER_QUERY) {
    const batch = columns.slice(start, start + COLUMNS_PER_QUERY);
    const positions = batch.map((_, position) => position).join(', ');
    // A longer cell is not the name of a sum, and unnesting would copy it.
    const short = batch.map(({ reading: { raw: name, cell, longest } }) =>
      longest > MAX_VALUE_LENGTH ? `CASE WHEN strlen(${name}) <= ${MAX_VALUE_LENGTH} THEN ${cell} END` : cell,
    );
    const cells = `(SELECT unnest([${positions}]) AS position, unnest([${short.join(', ')}]) AS cell, 1 AS n FROM ${raw.table})`;
    found.push(...(await namedSums(connection, batch, cells)));
  }
  return found;
}

/** @param cells SQL of a relation: `position`, the index of the cell's column; `cell`; `n`, how often it occurs */
async function namedSums(
  connection: Connection,
  columns: readonly PlannedColumn[],
  cells: string,
): Promise<NamedSums[]> {
  const found = await connection.runAndReadAll(
    `SELECT position, sum(n)::INTEGER, min(cell) FROM ${cells}
     WHERE regexp_full_match(cell, ${quoteText(NAMES_SUM)}, 'i') GROUP BY position ORDER BY position`,
  );
  return (found.getRows() as [number, number, string][]).map(([position, count, example]) => ({
    column: columns[position]!.name,
    count,
    example,
  }));
}
