import { isOneOfSql } from '../../duckdb/quote.js';
import { isNullMarkerSql } from '../cells/cell.js';
import { isNumberSql } from '../cells/numbers.js';
import { PLACEHOLDERS } from '../cells/placeholders.js';
import { countWhere } from './column-query.js';
import type { ExaminedNumbers } from './examine-annotated-numbers.js';

/** Below MIN_TYPED_SHARE a column stays numeric from this share on, if the other cells are placeholders. */
const MIN_AMOUNTS_SHARE = 0.8;

/**
 * Whether a column of which less than 95 % are numbers holds amounts all the same (docs/semantics.md §2): at least 80 % are
 * numbers, all other cells are placeholders, and the cells or the header show that they are amounts. Sizes (36, 38, M, L) are
 * not.
 */
export async function areAmounts({ column, reading, parsed }: ExaminedNumbers, parsable: number): Promise<boolean> {
  if (parsable === 0 || parsed < parsable * MIN_AMOUNTS_SHARE) return false;
  const { meaning, source, trim } = column;
  const { currency, thousands } = reading.features;
  const isShown =
    currency.count + thousands.count > 0 || reading.fractionDigits > 0 || meaning.currency || meaning.money;
  if (!isShown || meaning.identifier) return false;
  const [found] = await source.query({
    trim,
    select: [countWhere(`NOT ${isOneOfSql(`lower(rtrim(cell, '.?!'))`, PLACEHOLDERS)}`)],
    where: `cell IS NOT NULL AND NOT ${isNullMarkerSql('cell', 'value')} AND NOT ${isNumberSql('cell', reading.mark)}`,
  });
  return Number(found![0]) === 0;
}
