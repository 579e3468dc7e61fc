import type { Decimal } from '../../model/decimal.js';

/** An exact fraction; the denominator is positive. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
/** More bits than a double's 53 and one for rounding, so that the last of them can stand for all that was cut off. */
const QUOTIENT_BITS = 66;

/** numerator / denominator (> 0), rounded once, to the nearest double. */
export function quotient(numerator: bigint, denominator: bigint): number {
  if (-SAFE <= numerator && numerator <= SAFE && denominator <= SAFE) return Number(numerator) / Number(denominator);
  if (numerator < 0n) return -quotient(-numerator, denominator);

  const shift = BigInt(QUOTIENT_BITS + bitLength(denominator) - bitLength(numerator));
  const dividend = shift > 0n ? numerator << shift : numerator;
  const divisor = shift > 0n ? denominator : denominator << -shift;
  const bits = dividend / divisor;
  const sticky = bits * divisor === dividend ? bits : bits | 1n;
  return scaledByPowerOfTwo(Number(sticky), -Number(shift));
}

/** The decimal number that `value` is written as: 33.3 is 333/10, not the nearest binary fraction. */
export function decimalFraction(value: number): Fraction {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', digits = ''] = mantissa.split('.');
  const power = Number(exponent) - digits.length;
  const numerator = BigInt(whole + digits);
  return power < 0
    ? { numerator, denominator: 10n ** BigInt(-power) }
    : { numerator: numerator * 10n ** BigInt(power), denominator: 1n };
}

/** An exact decimal as a fraction whose denominator is a power of ten. */
export function fractionOf(decimal: Decimal): Fraction {
  const [whole = '', digits = ''] = decimal.split('.');
  return { numerator: BigInt(whole + digits), denominator: 10n ** BigInt(digits.length) };
}

/** Of fractions whose denominators are powers of ten: the larger one is common to both. */
export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator < b.denominator) return add(b, a);
  return {
    numerator: a.numerator + b.numerator * (a.denominator / b.denominator),
    denominator: a.denominator,
  };
}

/** a - b, of fractions as of add(). */
export function subtract(a: Fraction, { numerator, denominator }: Fraction): Fraction {
  return add(a, { numerator: -numerator, denominator });
}

/** Of fractions that are not negative. */
export function floor({ numerator, denominator }: Fraction): bigint {
  return numerator / denominator;
}

/** Of fractions that are not negative. */
export function ceil({ numerator, denominator }: Fraction): bigint {
  return (numerator + denominator - 1n) / denominator;
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

/** In two steps, because 2^exponent itself may lie outside the range of a double while the product does not. */
function scaledByPowerOfTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}
