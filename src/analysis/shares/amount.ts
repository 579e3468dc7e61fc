import type { Decimal } from '../../model/decimal.js';
import { type Fraction, quotient } from './fraction.js';

/** An amount twice: rounded once, to the nearest double, and exactly. */
export interface Amount {
  value: number;
  exact: Decimal;
}

/** What a number of whole units of a measure (measure.ts) is worth. */
export function amountOf(units: bigint, unit: Fraction): Amount {
  return {
    value: quotient(units * unit.numerator, unit.denominator),
    exact: decimalText(units * unit.numerator, unit.denominator),
  };
}

/**
 * The decimal expansion of a fraction whose denominator is a power of ten or of two, which therefore ends: no exponent,
 * no zeros at the end of the fraction, `0` for zero.
 */
export function decimalText(numerator: bigint, denominator: bigint): Decimal {
  const { digits, scale } = inTenths(numerator < 0n ? -numerator : numerator, denominator);
  const sign = numerator < 0n ? '-' : '';
  const padded = digits.toString().padStart(scale + 1, '0');
  const whole = padded.slice(0, padded.length - scale);
  const fraction = padded.slice(padded.length - scale).replace(/0+$/, '');
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** The fraction as `digits / 10^scale`. */
function inTenths(numerator: bigint, denominator: bigint): { digits: bigint; scale: number } {
  const scale = denominator.toString().length - 1;
  if (denominator === 10n ** BigInt(scale)) return { digits: numerator, scale };
  // 1 / 2^k is 5^k / 10^k.
  const bits = denominator.toString(2).length - 1;
  return { digits: numerator * 5n ** BigInt(bits), scale: bits };
}
