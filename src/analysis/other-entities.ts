import type { PeriodConcentration } from '../model/analysis.js';
import type { Decimal } from '../model/decimal.js';
import { decimalText } from './amount.js';
import { type Fraction, quotient } from './fraction.js';

/** The entities of a period that a list does not show; `share` is null where the period has no shares. */
export interface OtherEntities {
  count: number;
  value: number;
  valueExact: Decimal;
  share: number | null;
}

/** All entities of a period but the first `count`, whose values are given; with these and the unassigned rows, its total. */
export function otherEntities(
  { entityCount, assignedTotalExact, totalExact, problem }: PeriodConcentration,
  count: number,
  valuesExact: readonly Decimal[],
): OtherEntities {
  const shown = valuesExact.map(fraction).reduce(add, { numerator: 0n, denominator: 1n });
  const { numerator, denominator } = add(fraction(assignedTotalExact), {
    numerator: -shown.numerator,
    denominator: shown.denominator,
  });
  const total = fraction(totalExact);
  return {
    count: entityCount - count,
    value: quotient(numerator, denominator),
    valueExact: decimalText(numerator, denominator),
    share: problem === null ? quotient(100n * numerator * total.denominator, denominator * total.numerator) : null,
  };
}

/** A decimal as a fraction whose denominator is a power of ten. */
function fraction(decimal: Decimal): Fraction {
  const [whole = '', digits = ''] = decimal.split('.');
  return { numerator: BigInt(whole + digits), denominator: 10n ** BigInt(digits.length) };
}

/** The denominators are powers of ten, so the larger one is common to both. */
function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator < b.denominator) return add(b, a);
  return {
    numerator: a.numerator + b.numerator * (a.denominator / b.denominator),
    denominator: a.denominator,
  };
}
