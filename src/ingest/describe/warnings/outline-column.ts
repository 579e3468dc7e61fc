import type { Connection } from '../../../duckdb/connection.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import type { Column, Warning } from '../../../model/schema.js';
import { numbersOf } from '../../columns/first-row.js';

/** Of the rows of an outline at least so many stand below the first of their group. */
const FEWEST_BLANK = 0.5;
const FEWEST_GROUPS = 2;

/**
 * A first column that holds a value only where a group begins, as pivot tables in outline form and printed reports have
 * it (SEMANTICS.md §1, "outlines"): text, no value twice, blank in most rows but not in the first, while the next column
 * is never blank. To fill it unasked would be a guess.
 */
export async function outlineColumn(
  connection: Connection,
  columns: readonly Column[],
  parquetPath: string,
): Promise<Warning[]> {
  const [first, second] = columns;
  if (first === undefined || second === undefined) return [];
  const { name, dataType, nullRate, cardinality, reconciliation } = first;
  const isLabel = dataType === 'STRING' && second.nullRate === 0 && columns.length > 2;
  const isSparse = nullRate >= FEWEST_BLANK && cardinality >= FEWEST_GROUPS && cardinality === reconciliation.typed;
  const blank = reconciliation.blank;
  if (!isLabel || !isSparse || blank < reconciliation.cells * FEWEST_BLANK) return [];
  const [begins] = await numbersOf(
    connection,
    `SELECT count(${quoteIdentifier(name)}) FROM (FROM ${parquetSql(parquetPath)} LIMIT 1)`,
  );
  if (begins === 0) return [];
  const message = `"${name}" seems to hold a value only in the first row of each group: ${cardinality} values, none of them twice, and ${blank} blank cells below them, which count as no value. Say fillDown: ["${name}"] to give them the value above.`;
  return [{ code: 'OUTLINE_COLUMN', message, column: name, count: blank }];
}
