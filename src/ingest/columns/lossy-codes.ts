import type { Overview } from './column-cells.js';
import { countWhere } from './column-query.js';
import type { NumberColumn } from './examine-numbers.js';

/** Minimum share of cells with leading zeros for the column to be codes. In identifiers one such cell is enough. */
const MIN_PADDED_SHARE = 0.05;

/**
 * Whether codes would be lost if the cells became numbers (docs/semantics.md §2, "Identifier"): `00123`, and under a header that
 * names codes also `1E5` and `1.10`, which numbers cannot reproduce.
 */
export async function wouldLoseCodes(reading: NumberColumn, column: Overview): Promise<boolean> {
  const { meaning, filled } = column;
  if (meaning.year || meaning.month || meaning.quarter) return false;
  const { currency, percent, thousands, parentheses } = reading.features;
  if (currency.count + percent.count + thousands.count + parentheses.count > 0) return false;
  if (reading.leadingZeros > 0 && reading.fractionDigits === 0) {
    if (meaning.identifier || column.sample.hasFormulas || reading.leadingZeros >= filled * MIN_PADDED_SHARE)
      return true;
    if (await haveOneWidth(column)) return true;
  }
  return (meaning.identifier || meaning.account) && losesWriting(column);
}

/** Whether all cells have the same number of characters, as padded codes have. */
async function haveOneWidth({ source, trim }: Overview): Promise<boolean> {
  const [found] = await source.query({
    trim,
    select: ['min(strlen(cell))', 'max(strlen(cell))'],
    where: 'cell IS NOT NULL',
  });
  const [shortest, longest] = found!.map(Number) as [number, number];
  return shortest === longest && longest > 1;
}

/** Whether a number would not be written back as the code that it was. */
async function losesWriting({ source, trim, meaning }: Overview): Promise<boolean> {
  const fraction = "strlen(cell) - strpos(cell, '.')";
  const isFraction = "contains(cell, '.')";
  const [found] = await source.query({
    trim,
    select: [
      countWhere("regexp_matches(cell, '^[0-9.,]+[eE][-+]?[0-9]+$')"),
      countWhere("regexp_full_match(cell, '[0-9]+[.][0-9]*0')"),
      `coalesce(min(${fraction}) FILTER (${isFraction}), 0)`,
      `coalesce(max(${fraction}) FILTER (${isFraction}), 0)`,
    ],
  });
  const [exponents, trailingZeros, shortest, longest] = found!.map(Number) as [number, number, number, number];
  if (exponents > 0) return true;
  // Under "Account" may be amounts, all of one number of decimals; 1.1 beside 1.10 are codes.
  return trailingZeros > 0 && (meaning.identifier || shortest !== longest);
}
