import type { Connection } from '../../../duckdb/connection.js';
import { quoteText } from '../../../duckdb/quote.js';
import { MAX_WARNING_VALUES } from '../../../model/schema.js';
import { quantity } from '../../../model/text.js';
import { MAX_VALUE_LENGTH } from '../../cells/cell.js';
import type { PlannedColumn } from '../../columns/plan-columns.js';
import { HINTS_AT_SUM, surelyNamesSum } from '../../shape/total-words.js';
import type { DescribedTable, FindWarnings } from './warning-kind.js';

/** Up to this size every cell is tested; in larger tables only columns with repeated cells, such as names of groups. */
const MAX_ROWS_OF_SMALL_TABLE = 20_000;
/** Distinct cells that are held against the names of sums. */
const MAX_HINTS = 5000;
/** For small tables: each query compiles the regular expression once. */
const COLUMNS_PER_QUERY = 64;

/**
 * Rows that are named as sums of other rows but are not proven to be (docs/semantics.md §1, "totals and subtotals"). They stay in
 * the data, because leaving them out is a guess. They are reported, because they may count twice. With `subtotals: KEEP` the
 * proven rows were reported already.
 */
export const subtotalRows: FindWarnings = async (table) => {
  if (table.raw.warnings.some(({ code }) => code === 'TOTAL_ROW' || code === 'SUBTOTAL_ROWS') && isKept(table))
    return [];
  const texts = table.planned.filter(({ reading }) => reading.kind === 'TEXT');
  const named = await (table.raw.rowCount > MAX_ROWS_OF_SMALL_TABLE
    ? amongDistinctCells(table.connection, texts)
    : amongAllCells(table, texts));
  return named.map(({ column, count, cells: [example = '', ...others] }) => ({
    message: `${quantity(count, 'row looks like a sum', 'rows look like sums')} of other rows, for example "${example}" in "${column}". ${count === 1 ? 'It is' : 'They are'} kept, because ${count === 1 ? 'it is' : 'they are'} not the sums of the rows directly above or below. If ${count === 1 ? 'it is a sum, it counts' : 'they are sums, they count'} twice: leave ${count === 1 ? 'it' : 'them'} out with a filter, or remove ${count === 1 ? 'it' : 'them'} from the file.`,
    column,
    count,
    values: [example, ...others],
  }));
};

function isKept({ options }: DescribedTable): boolean {
  return options.subtotals === 'KEEP';
}

/** Cells of a column that are named as sums. */
interface NamedSums {
  column: string;
  count: number;
  /** Distinct, the first ones. */
  cells: string[];
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
  const hints = await connection.runAndReadAll(
    `SELECT position, cell, sum(n)::INTEGER FROM ${cells}
     WHERE regexp_matches(lower(cell), ${quoteText(HINTS_AT_SUM)}) GROUP BY position, cell ORDER BY position, cell LIMIT ${MAX_HINTS}`,
  );
  const found = new Map<number, NamedSums>();
  for (const [position, cell, count] of hints.getRows() as [number, string, number][]) {
    if (!surelyNamesSum(cell)) continue;
    const known = found.get(position);
    const text = cell.replace(/\s+/g, ' ');
    if (!known) {
      found.set(position, { column: columns[position]!.name, count, cells: [text] });
      continue;
    }
    known.count += count;
    if (known.cells.length < MAX_WARNING_VALUES && !known.cells.includes(text)) known.cells.push(text);
  }
  return [...found.values()];
}
