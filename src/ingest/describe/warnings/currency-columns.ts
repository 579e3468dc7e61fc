import type { Connection } from '../../../duckdb/connection.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import type { Column, Warning } from '../../../model/schema.js';
import { firstRow } from '../../columns/first-row.js';
import { isCurrencyCode } from '../../columns/numbers.js';

/** More than this are no currencies of one file. */
const MOST_CURRENCIES = 60;

/**
 * Columns that say of each row which currency its amounts are in, and hold more than one (SEMANTICS.md §2, "Currency"):
 * the amounts beside them are added up as they stand.
 */
export async function currencyColumns(
  connection: Connection,
  columns: readonly Column[],
  parquetPath: string,
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const { name, dataType, cardinality, samples } of columns) {
    const mayBe = dataType === 'STRING' && cardinality > 1 && cardinality <= MOST_CURRENCIES;
    if (!mayBe || !samples.every(isCurrencyCode)) continue;
    const column = quoteIdentifier(name);
    const [list] = await firstRow(
      connection,
      `SELECT to_json(list(${column} ORDER BY times DESC, ${column})) FROM (
         SELECT ${column}, count(*) AS times FROM ${parquetSql(parquetPath)} WHERE ${column} IS NOT NULL GROUP BY ${column})`,
    );
    const codes = JSON.parse(list as string) as string[];
    if (!codes.every(isCurrencyCode)) continue;
    const message = `"${name}" holds ${codes.join(', ')}; amounts beside it are added up as they stand, not converted.`;
    warnings.push({ code: 'MIXED_CURRENCIES', message, column: name, count: codes.length });
  }
  return warnings;
}
