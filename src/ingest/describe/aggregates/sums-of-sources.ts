import type { Connection } from '../../../duckdb/connection.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import { significantDigits } from '../../shape/prove-sums.js';
import { agree } from '../../shape/sums.js';

const MIN_SOURCES = 3;
/** Of three sources, one may be the sum of the other two by chance, if the sums have few digits. */
const MIN_DIGITS_OF_THREE = 4;
const MIN_DIGITS = 3;

/**
 * The stacked sheets or files that sum all others, such as one of the year to date beside its months: the total of each
 * amount is that of all others.
 * @param amounts names of the columns of amounts
 */
export async function sumsOfSources(
  connection: Connection,
  { source, amounts, parquetPath }: { source: string; amounts: readonly string[]; parquetPath: string },
): Promise<string[]> {
  if (amounts.length === 0) return [];
  const sums = amounts.map((amount) => `coalesce(sum(${quoteIdentifier(amount)}), 0)::DOUBLE`);
  const reader = await connection.runAndReadAll(
    `SELECT ${quoteIdentifier(source)}, [${sums.join(', ')}] FROM ${parquetSql(parquetPath)} GROUP BY 1 ORDER BY 1`,
  );
  // DuckDB types every value as any of its own; the SELECT above says which they are.
  const totals = reader.getRowsJS() as unknown as [string, number[]][];
  if (totals.length < MIN_SOURCES) return [];
  const minDigits = totals.length === MIN_SOURCES ? MIN_DIGITS_OF_THREE : MIN_DIGITS;
  const found = totals.filter(([name, own]) => {
    const isSum = (column: number) => {
      const others = totals.filter(([other]) => other !== name).reduce((sum, [, each]) => sum + each[column]!, 0);
      return agree(own[column]!, others);
    };
    const hasDigits = own.some((total) => total > 0 && significantDigits(total) >= minDigits);
    return hasDigits && amounts.every((_, column) => isSum(column));
  });
  return found.map(([name]) => name);
}
