import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFraction, quotient } from '../../src/analysis/shares/fraction.js';

describe('quotient', () => {
  it('is the double nearest to a decimal number, which is what the language reads its text as', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), fc.nat({ max: 40 }), (units, scale) => {
        expect(quotient(units, 10n ** BigInt(scale)) + 0).toBe(Number(`${units}e-${scale}`) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back a double from the fraction that it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-200, max: 1e200 }), (value) => {
        // As many halvings or doublings as leave a whole number, which has 61 bits at most.
        const exponent = Math.floor(Math.log2(value)) - 60;
        const units = BigInt(value / 2 ** exponent);
        const power = 2n ** BigInt(Math.abs(exponent));
        expect(exponent < 0 ? quotient(units, power) : quotient(units * power, 1n)).toBe(value);
      }),
    );
  });

  it('rounds halves to even and anything above a half up, however far behind', () => {
    const even = 2n ** 53n;
    expect(quotient((even + 1n) * 3n ** 50n, 3n ** 50n)).toBe(2 ** 53);
    expect(quotient((even + 1n) * 3n ** 50n + 1n, 3n ** 50n)).toBe(2 ** 53 + 2);
    expect(quotient(-(even + 1n) * 3n ** 50n - 1n, 3n ** 50n)).toBe(-(2 ** 53) - 2);
  });
});

describe('decimalFraction', () => {
  it.each([
    [33.3, 333n, 10n],
    [0.1, 1n, 10n],
    [100, 100n, 1n],
    [1e-7, 1n, 10_000_000n],
    [1.25e-9, 125n, 100_000_000_000n],
  ])('reads %f as it is written', (value, numerator, denominator) => {
    expect(decimalFraction(value)).toEqual({ numerator, denominator });
  });
});
