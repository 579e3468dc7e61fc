import type { Connection } from '../../../duckdb/connection.js';
import { firstRow, numbersOf } from '../../../duckdb/first-row.js';
import { quantity, shortened } from '../../../model/text.js';
import type { FindWarnings } from './warning-kind.js';

/** Rows that repeat an earlier row cell for cell. */
export const duplicateRows: FindWarnings = async ({ connection, raw, columns }) => {
  const { sourceIndex } = raw;
  const hasUniqueColumn = columns.some(({ cardinality }) => cardinality === raw.rowCount);
  if (hasUniqueColumn) return [];
  const cells = raw.headers.flatMap((_, index) => (index === sourceIndex ? [] : [`c${index + 1}`])).join(', ');
  // 64 bits: two different rows of 10 million share a hash with a chance of 3 in a million.
  const [count] = await numbersOf(connection, `SELECT count(*) - count(DISTINCT hash(${cells})) FROM ${raw.table}`);
  if (count === 0) return [];
  const across = sourceIndex === undefined ? null : await repeatedAcross(connection, raw.table, cells, sourceIndex);
  const message = `${quantity(count!, 'row repeats', 'rows repeat')} an earlier row exactly. Such rows are kept and counted.${across ?? ''}`;
  return [{ message, column: null, count: count! }];
};

/** The two sources that share the most rows: a file that holds an earlier month too is the usual cause. */
async function repeatedAcross(
  connection: Connection,
  table: string,
  cells: string,
  sourceIndex: number,
): Promise<string | null> {
  const [first, second, count] = await firstRow(
    connection,
    `WITH rows AS (SELECT hash(${cells}) AS digest, c${sourceIndex + 1} AS source, count(*) AS n FROM ${table} GROUP BY ALL),
          repeated AS (FROM rows WHERE digest IN (SELECT digest FROM rows GROUP BY digest HAVING count(*) > 1))
     SELECT a.source, b.source, sum(least(a.n, b.n))::DOUBLE AS shared FROM repeated a JOIN repeated b
     ON a.digest = b.digest AND a.source < b.source GROUP BY a.source, b.source ORDER BY shared DESC, a.source, b.source LIMIT 1`,
  );
  if (first === undefined) return null;
  return ` ${quantity(Number(count), 'row is', 'rows are')} both in "${shortened(String(first))}" and in "${shortened(String(second))}".`;
}
