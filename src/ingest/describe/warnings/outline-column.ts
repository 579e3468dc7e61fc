import { numbersOf } from '../../../duckdb/first-row.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import type { FindWarnings } from './warning-kind.js';

/** Share of the rows of an outline that are below the first row of their group. */
const MIN_BLANK_SHARE = 0.5;
const MIN_GROUPS = 2;

/**
 * A first column with values only in the first row of each group, as in pivot tables in outline form and printed reports
 * (docs/semantics.md §1, "outlines"): distinct texts, blank in most rows but not in the first, beside a column without blanks.
 * That row may have nothing else, as in the reports of accounting software. The column is filled only on request, because
 * filling it is a guess.
 */
export const outlineColumn: FindWarnings = async ({ connection, columns, parquetPath }) => {
  const [first, second] = columns;
  if (first === undefined || second === undefined) return [];
  const { name, dataType, nullRate, cardinality, reconciliation } = first;
  const { blank, cells, typed } = reconciliation;
  const isLabel = dataType === 'STRING' && columns.length > 2;
  const isSparse = nullRate >= MIN_BLANK_SHARE && cardinality >= MIN_GROUPS && cardinality === typed;
  if (!isLabel || !isSparse || blank < cells * MIN_BLANK_SHARE) return [];
  const label = quoteIdentifier(name);
  const others = columns.slice(1).map((column) => quoteIdentifier(column.name));
  const [valuesInFirstRow, otherBlanks] = await numbersOf(
    connection,
    `SELECT (SELECT count(${label}) FROM (FROM ${parquetSql(parquetPath)} LIMIT 1)), count(*)
     FROM ${parquetSql(parquetPath)}
     WHERE ${others[0]} IS NULL AND (${label} IS NULL OR ${others.map((other) => `${other} IS NOT NULL`).join(' OR ')})`,
  );
  if (valuesInFirstRow === 0 || otherBlanks !== 0) return [];
  const message = `"${name}" seems to have a value only in the first row of each group: ${cardinality} different values and ${blank} blank cells below them. The blank cells count as no value; fill them with the value above if they belong to its group.`;
  return [{ message, column: name, count: blank }];
};
