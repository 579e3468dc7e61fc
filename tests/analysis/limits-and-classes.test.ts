import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { concentrate } from '../../src/analysis/shares/concentration.js';
import { classOfRank, ranksOfClass } from '../../src/analysis/shares/limits-and-classes.js';
import type { AnalysisRequest } from '../../src/model/analysis.js';
import { column, schemaOf } from '../support/analysis-fixture.js';

const CENTS = { numerator: 1n, denominator: 100n };

function measure(cents: readonly number[], unassigned: number, limits: number[], classes?: number[]) {
  const sorted = [...cents].sort((a, b) => b - a);
  const groups = { counts: [sorted.length], units: Float64Array.from(sorted), unassigned: [BigInt(unassigned)] };
  return concentrate(groups, { thresholds: [50], topN: [1], limits, classes, unit: CENTS })[0]!;
}

describe('limits', () => {
  it('list who is above, and the excess of 60, 25, 10 and 5 over 20 %', () => {
    const { limits } = measure([6000, 2500, 1000, 500], 0, [20, 60]);
    expect(limits).toEqual([
      {
        ...{ limit: 20, count: 2, value: 85, valueExact: '85', share: 85, excess: 45, excessExact: '45' },
        entities: [
          { excess: 40, excessExact: '40' },
          { excess: 5, excessExact: '5' },
        ],
      },
      // A share that equals the limit is not above it.
      { limit: 60, count: 0, value: 0, valueExact: '0', share: 0, excess: 0, excessExact: '0', entities: [] },
    ]);
  });

  it('are exact for any values, limits and rows without an entity, against integer arithmetic', () => {
    const values = fc.array(fc.integer({ min: -500, max: 3000 }), { minLength: 1, maxLength: 12 });
    const tenths = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(values, fc.integer({ min: -200, max: 800 }), tenths, (cents, unassigned, limits) => {
        const found =
          measure(
            cents,
            unassigned,
            limits.map((limit) => limit / 10),
          ).limits ?? [];
        const total = cents.reduce((sum, each) => sum + each, unassigned);
        if (total <= 0) {
          expect(found).toEqual([]);
          return;
        }
        const expected = limits.map((limit) => {
          const above = cents.filter((each) => each * 1000 > limit * total);
          // In thousandths of a cent.
          const excess = above.reduce((sum, each) => sum + each * 1000 - limit * total, 0);
          return [above.length, above.reduce((sum, each) => sum + each, 0) / 100, excess / 100_000];
        });
        expect(found.map(({ count, value, excess }) => [count, value, excess])).toEqual(expected);
        expect(found.map(({ excessExact }) => Number(excessExact))).toEqual(expected.map(([, , excess]) => excess));
      }),
      { numRuns: 200 },
    );
  });

  it('are exact for sums of doubles, whose units are powers of two', () => {
    const groups = { counts: [2], units: Float64Array.from([6, 2]), unassigned: [0n] };
    const unit = { numerator: 1n, denominator: 8n };
    const [period] = concentrate(groups, { thresholds: [50], topN: [1], limits: [33.3], unit });
    // 0.75 - 33.3 % of 1
    expect(period!.limits).toMatchObject([{ count: 1, value: 0.75, excess: 0.417, excessExact: '0.417' }]);
  });
});

describe('classes', () => {
  it('are the fewest that reach each percentage, whatever comes after them', () => {
    const values = fc.array(fc.integer({ min: -300, max: 3000 }), { maxLength: 15 });
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 900 }), ends, (cents, unassigned, percentages) => {
        const ascending = [...percentages].sort((a, b) => a - b);
        const { classes = [] } = measure(cents, unassigned, [], ascending);
        const total = cents.reduce((sum, each) => sum + each, unassigned);
        if (total <= 0) {
          expect(classes).toEqual([]);
          return;
        }
        let cumulative = 0;
        let reached = 0;
        const letters = [...cents]
          .sort((a, b) => b - a)
          .map((each) => {
            while (reached < ascending.length && cumulative * 100 >= ascending[reached]! * total && cumulative > 0)
              reached++;
            cumulative += each;
            return 'ABCD'[reached];
          });
        expect(letters.map((_, index) => classOfRank(classes, index + 1))).toEqual(letters);
        for (const { name, count, value } of classes) {
          const ofClass = [...cents].sort((a, b) => b - a).filter((_, index) => letters[index] === name);
          expect([count, value]).toEqual([ofClass.length, ofClass.reduce((sum, each) => sum + each, 0) / 100]);
          const first = letters.indexOf(name) + 1;
          expect(ranksOfClass(classes, name)).toEqual(count === 0 ? null : { first, last: first + count - 1 });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the parameters', () => {
  const schema = schemaOf([column('who', 'VARCHAR'), column('amount', 'BIGINT')]);
  const resolve = (request: Partial<AnalysisRequest>) =>
    resolveRequest(schema, { groupBy: ['who'], value: 'amount', ...request }).parameters;

  it('have a hash of their own only where they are not the default', () => {
    const { hash } = resolve({});
    for (const same of [{ classes: [95, 80, 80] }, { classes: null }, { limits: [] }])
      expect(resolve(same).hash).toBe(hash);
    expect(resolve({ limits: [20, 10, 20] })).toMatchObject({ limits: [10, 20] });
    expect(new Set([hash, resolve({ limits: [20] }).hash, resolve({ classes: [80] }).hash]).size).toBe(3);
  });

  it('are refused with their place where they are no percentages', () => {
    for (const argument of ['limits', 'classes'] as const) {
      for (const numbers of [[0], [101], [Number.NaN], Array.from({ length: 11 }, (_, n) => n + 1)]) {
        expect(() => resolve({ [argument]: numbers })).toThrow(
          expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ argument }) }),
        );
      }
    }
  });
});
