import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DescendingSort } from '../../../src/analysis/ranked/descending.js';

const key = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 2 ** 52, -(2 ** 52), Number.MIN_VALUE, Number.MAX_VALUE),
);

describe('DescendingSort', () => {
  const sort = new DescendingSort();

  it('sorts doubles of any size and sign, and keeps the order of equal ones', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), fc.constantFrom(1, 50), (few, times) => {
        // Some of them often enough that the digits of their bits are sorted.
        const keys = Float64Array.from(Array.from({ length: times }, () => few).flat());
        const expected = [...keys.keys()].sort((a, b) => keys[b]! - keys[a]! || a - b);
        expect([...sort.order(keys)]).toEqual(expected);
      }),
    );
  });

  it('sorts many different numbers', () => {
    const keys = Float64Array.from({ length: 20_000 }, (_, index) => ((index * 7919) % 20_000) * 1_000_003 - 7);
    const sorted = Float64Array.from(sort.order(keys), (position) => keys[position]!);
    expect(sorted).toEqual(Float64Array.from(keys).sort().reverse());
  });
});
