import type { Connection } from '../../../duckdb/connection.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import { type Column, headerOf, type Warning } from '../../../model/schema.js';
import { firstRow } from '../../columns/first-row.js';

/** Words that name the sides of a ledger, and nothing else where they are all there is in a column. */
const WORDS = /^(?:debits?|credits?|dr\.?|cr\.?|soll|haben|dare|avere|debe|haber|d[ée]bito?|cr[ée]dito?)$/i;
/** Letters that may mean anything, unless the header speaks of sides. */
const LETTERS = [/^[dc]$/i, /^[sh]$/i];
const NAMES_SIDES =
  /\bd\W*c\b|\bs\W*h\b|\bdr\W*cr\b|debit|credit|soll|haben|indicator|shkzg|drcrk|kennzeichen|sign|(?:^|[^a-z])(?:side|sens|segno)(?:[^a-z]|$)/i;

/**
 * A column that says of each row on which side of the ledger its amount stands, beside amounts without a sign: added up
 * as they stand, debits and credits become a turnover and not a balance (SEMANTICS.md §2, "Debit and credit").
 */
export async function ledgerSides(
  connection: Connection,
  columns: readonly Column[],
  parquetPath: string,
): Promise<Warning[]> {
  const amounts = columns.filter(({ role, min }) => role === 'NUMERIC' && min !== null);
  if (amounts.length === 0 || amounts.some(({ min }) => min!.startsWith('-'))) return [];
  const warnings: Warning[] = [];
  for (const column of columns) {
    const { name, dataType, cardinality, samples, reconciliation } = column;
    if (dataType !== 'STRING' || cardinality !== 2 || samples.length !== 2) continue;
    const sides = samples.map((side) => side.trim());
    const byLetter = LETTERS.some((letters) => sides.every((side) => letters.test(side)));
    const isSide = sides.every((side) => WORDS.test(side)) || (byLetter && NAMES_SIDES.test(headerOf(column)));
    if (!isSide) continue;
    const [most] = await firstRow(
      connection,
      `SELECT mode(${quoteIdentifier(name)}) FROM ${parquetSql(parquetPath)} WHERE ${quoteIdentifier(name)} IS NOT NULL`,
    );
    const other = sides.find((side) => side !== String(most).trim());
    const message = `"${name}" says whether a row is "${sides[0]}" or "${sides[1]}", and no amount beside it has a minus: both are added up as they stand. Where a balance is meant, give the rows of "${other}" a minus in the file; where one side is meant, leave the other out.`;
    warnings.push({ code: 'DEBIT_CREDIT', message, column: name, count: reconciliation.typed });
  }
  return warnings;
}
