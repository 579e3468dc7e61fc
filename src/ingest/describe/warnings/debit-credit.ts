import { firstRow } from '../../../duckdb/first-row.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import { type Column, headerOf } from '../../../model/schema.js';
import type { ColumnReading } from '../../columns/examine.js';
import { type DescribedTable, type Finding, type FindWarnings, inEachColumn } from './warning-kind.js';

/** Words that name the sides of a ledger, and nothing else where a column holds only them. */
const WORDS = /^(?:debits?|credits?|dr\.?|cr\.?|soll|haben|dare|avere|debe|haber|d[ée]bito?|cr[ée]dito?)$/i;
/** Letters that can mean anything, unless the header names sides. */
const LETTERS = [/^[dc]$/i, /^[sh]$/i];
const NAMES_SIDES =
  /\bd\W*c\b|\bs\W*h\b|\bdr\W*cr\b|debit|credit|soll|haben|indicator|shkzg|drcrk|kennzeichen|sign|(?:^|[^a-z])(?:side|sens|segno)(?:[^a-z]|$)/i;

/**
 * A column that names the ledger side of each row, beside amounts without a sign: their sum is a turnover, not a balance
 * (docs/semantics.md §2, "Debit and credit").
 */
export const debitCredit: FindWarnings = async (table) => [
  ...(await inEachColumn(negatedSide)(table)),
  ...(await columnsOfSides(table)),
];

/** Amounts of which some are marked as one side: that side was read as negative. */
function negatedSide({ name }: Column, reading: ColumnReading): Omit<Finding, 'column'> | null {
  if (reading.kind !== 'NUMBER' || !reading.annotated?.annotations.negativeSide) return null;
  const { count, example } = reading.annotated.sides;
  const message = `Some amounts in "${name}" are marked as the other side of the ledger, for example "${example}". They are read as negative.`;
  return { message, count };
}

async function columnsOfSides({ connection, columns, parquetPath }: DescribedTable): Promise<Finding[]> {
  const amounts = columns.filter(({ role, min }) => role === 'NUMERIC' && min !== null);
  if (amounts.length === 0 || amounts.some(({ min }) => min!.startsWith('-'))) return [];
  const findings: Finding[] = [];
  for (const column of columns) {
    const { name, dataType, cardinality, samples, reconciliation } = column;
    if (dataType !== 'STRING' || cardinality !== 2 || samples.length !== 2) continue;
    const sides = samples.map((side) => side.trim());
    const areLetters = LETTERS.some((letters) => sides.every((side) => letters.test(side)));
    const areSides = sides.every((side) => WORDS.test(side)) || (areLetters && NAMES_SIDES.test(headerOf(column)));
    if (!areSides) continue;
    const [mostFrequent] = await firstRow(
      connection,
      `SELECT mode(${quoteIdentifier(name)}) FROM ${parquetSql(parquetPath)} WHERE ${quoteIdentifier(name)} IS NOT NULL`,
    );
    const other = sides.find((side) => side !== String(mostFrequent).trim());
    const message = `"${name}" marks each row as "${sides[0]}" or "${sides[1]}", but no amount has a minus sign: both sides are added. For a balance, write the amounts of "${other}" with a minus sign in the file. For one side only, remove the rows of the other.`;
    findings.push({ message, column: name, count: reconciliation.typed });
  }
  return findings;
}
