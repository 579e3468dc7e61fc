import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulate } from '../../src/analysis/shares/cumulate.js';

/** The same in one formula each. */
function byFormula(periods: bigint[][]) {
  const running = periods.map((units) =>
    units.map((_, k) => units.slice(0, k + 1).reduce((sum, unit) => sum + unit, 0n)),
  );
  return {
    cumulative: running.flat(),
    squares: periods.map((units) => units.reduce((sum, unit) => sum + unit ** 2n, 0n)),
    cumulatives: running.map((sums) => sums.reduce((sum, each) => sum + each, 0n)),
  };
}

function asBigints({ cumulative, squares, cumulatives }: ReturnType<typeof cumulate>) {
  return { cumulative: Array.from(cumulative, BigInt), squares, cumulatives };
}

/** Whole numbers of any size, of both signs, whose sizes add up to `limit` at most. */
function periodsWithin(limit: bigint) {
  const share = limit / 40n;
  const unit = fc.oneof(
    fc.bigInt({ min: -share, max: share }),
    fc.constantFrom(0n, share, -share, 1n, 67_108_864n, -67_108_863n),
  );
  return fc.array(fc.array(unit, { maxLength: 40 }), { maxLength: 6 });
}

describe('cumulate', () => {
  it('is exact for numbers up to 2^52', () => {
    fc.assert(
      fc.property(periodsWithin(2n ** 52n), (periods) => {
        const found = cumulate(
          periods.map(({ length }) => length),
          Float64Array.from(periods.flat(), Number),
        );
        expect(asBigints(found)).toEqual(byFormula(periods));
      }),
    );
  });

  it('is exact for whole numbers of any size', () => {
    fc.assert(
      fc.property(periodsWithin(10n ** 50n), (periods) => {
        const found = cumulate(
          periods.map(({ length }) => length),
          periods.flat(),
        );
        expect(asBigints(found)).toEqual(byFormula(periods));
      }),
    );
  });

  it('is exact for many of the largest numbers that are allowed', () => {
    const units = new Float64Array(1_000_000).fill(2 ** 32 - 1);
    const [n, unit] = [1_000_000n, 2n ** 32n - 1n];
    const { squares, cumulatives } = cumulate([units.length], units);
    expect({ squares, cumulatives }).toEqual({ squares: [n * unit ** 2n], cumulatives: [(unit * n * (n + 1n)) / 2n] });
  });
});
