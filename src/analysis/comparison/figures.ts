import type { ComparedAmount, ComparedNumber } from '../../model/comparison.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalText } from '../shares/amount.js';
import { fractionOf, quotient, subtract } from '../shares/fraction.js';

/** A figure of both sides. */
export function comparedNumber(value: number | null, other: number | null): ComparedNumber {
  return { value, other, difference: value === null || other === null ? null : value - other };
}

/** A sum of both sides; null where a side does not have what it is of. */
export function comparedAmount(valueExact: Decimal | null, otherExact: Decimal | null): ComparedAmount {
  const [now, other] = [fractionOf(valueExact ?? '0'), fractionOf(otherExact ?? '0')];
  const difference = subtract(now, other);
  return {
    value: valueExact === null ? null : quotient(now.numerator, now.denominator),
    valueExact,
    other: otherExact === null ? null : quotient(other.numerator, other.denominator),
    otherExact,
    difference: quotient(difference.numerator, difference.denominator),
    differenceExact: decimalText(difference.numerator, difference.denominator),
    percent:
      other.numerator > 0n
        ? quotient(100n * difference.numerator * other.denominator, difference.denominator * other.numerator)
        : null,
  };
}

/** A part of a total, in percent; null where the total is not above zero. */
export function shareOf(part: Decimal, total: Decimal): number | null {
  const [{ numerator, denominator }, whole] = [fractionOf(part), fractionOf(total)];
  if (whole.numerator <= 0n) return null;
  return quotient(100n * numerator * whole.denominator, denominator * whole.numerator);
}

/** Part of a total on either side; null: that side does not have it. */
export interface Part {
  value: Decimal | null;
  /** Null where the side does not have the period. */
  total: Decimal | null;
}

/** Shares of both sides; the difference, in points, is rounded once, and counts what a side does not have as 0. */
export function comparedShare(here: Part, there: Part): ComparedNumber {
  const value = here.value === null ? null : shareOf(here.value, here.total ?? '0');
  const other = there.value === null ? null : shareOf(there.value, there.total ?? '0');
  const [now, before] = [fractionOf(here.value ?? '0'), fractionOf(there.value ?? '0')];
  const [total, otherTotal] = [fractionOf(here.total ?? '0'), fractionOf(there.total ?? '0')];
  if (total.numerator <= 0n || otherTotal.numerator <= 0n) return { value, other, difference: null };
  // a/A - b/B, each of them fractions too.
  const [a, aOf] = [now.numerator * total.denominator, now.denominator * total.numerator];
  const [b, bOf] = [before.numerator * otherTotal.denominator, before.denominator * otherTotal.numerator];
  return { value, other, difference: quotient(100n * (a * bOf - b * aOf), aOf * bOf) };
}
