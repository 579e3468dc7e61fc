import { firstRow } from '../../../duckdb/first-row.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import { isCurrencyCode } from '../../cells/numbers.js';
import { type DescribedTable, type Finding, type FindWarnings, inEachColumn } from './warning-kind.js';

/** More different codes than this are not the currencies of one file. */
const MAX_CURRENCIES = 60;

/** Amounts in several currencies, which are added without conversion (docs/semantics.md §2, "Currency"). */
export const mixedCurrencies: FindWarnings = async (table) => [
  ...(await currencySigns(table)),
  ...(await currencyCodes(table)),
];

/** Columns of amounts with the signs of several currencies. */
const currencySigns = inEachColumn(({ name }, reading) => {
  if (reading.kind !== 'NUMBER' || reading.currencies.length < 2) return null;
  const message = `"${name}" mixes ${reading.currencies.join(', ')}. Amounts are added without conversion.`;
  return { message, count: reading.currencies.length };
});

/** Columns that name the currency of each row. */
async function currencyCodes({ connection, columns, parquetPath }: DescribedTable): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, dataType, cardinality, samples } of columns) {
    const mayBeCodes = dataType === 'STRING' && cardinality > 1 && cardinality <= MAX_CURRENCIES;
    if (!mayBeCodes || !samples.every(isCurrencyCode)) continue;
    const column = quoteIdentifier(name);
    const [list] = await firstRow(
      connection,
      `SELECT to_json(list(${column} ORDER BY times DESC, ${column})) FROM (
         SELECT ${column}, count(*) AS times FROM ${parquetSql(parquetPath)} WHERE ${column} IS NOT NULL GROUP BY ${column})`,
    );
    const codes = JSON.parse(list as string) as string[];
    if (!codes.every(isCurrencyCode)) continue;
    const message = `"${name}" lists several currencies: ${codes.join(', ')}. The amounts beside them are added without conversion.`;
    findings.push({ message, column: name, count: codes.length });
  }
  return findings;
}
