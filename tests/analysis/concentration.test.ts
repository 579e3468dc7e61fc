import { describe, expect, it } from 'vitest';
import { concentrate } from '../../src/analysis/shares/concentration.js';

const request = { thresholds: [10, 20, 50], topN: [1, 5], unit: { numerator: 1n, denominator: 100n } };

describe('concentrate', () => {
  it('keeps periods apart, also one without groups', () => {
    const [first, empty, last] = concentrate({ counts: [2, 0, 1], units: Float64Array.of(300, 100, 50) }, request);
    expect(first).toMatchObject({ total: 4, hhi: 6250, effectiveEntities: 1.6, gini: 0.25 });
    expect(empty).toMatchObject({ total: 0, totalUnits: 0n, thresholds: [], top: [], head: [], hhi: null, lorenz: [] });
    expect(last).toMatchObject({ total: 0.5, hhi: 10_000, effectiveEntities: 1, gini: 0 });
  });

  it('puts the three readings of "top X %" side by side', () => {
    // 100 in ten entities: 30, 20, 15, 10, 8, 6, 5, 3, 2, 1; cumulated 30, 50, 65, 75, 83, 89, 94, 97, 99, 100.
    const units = Float64Array.of(30, 20, 15, 10, 8, 6, 5, 3, 2, 1);
    const [{ thresholds, top } = { thresholds: [], top: [] }] = concentrate({ counts: [10], units }, request);
    expect(thresholds.map(({ within }) => within.count)).toEqual([1, 1, 2]);
    expect(thresholds.map(({ reaching }) => reaching?.count)).toEqual([1, 1, 2]);
    expect(thresholds.map(({ topPercent }) => topPercent)).toEqual([
      { count: 1, value: 0.3, valueExact: '0.3', share: 30 },
      { count: 2, value: 0.5, valueExact: '0.5', share: 50 },
      { count: 5, value: 0.83, valueExact: '0.83', share: 83 },
    ]);
    expect(top).toEqual([
      { n: 1, count: 1, value: 0.3, valueExact: '0.3', share: 30 },
      { n: 5, count: 5, value: 0.83, valueExact: '0.83', share: 83 },
    ]);
  });

  it('gives the same from bigints as from doubles, negatives and zeros included', () => {
    const values = [2n ** 50n + 1n, 2n ** 50n, 77n, 77n, 0n, 0n, -5n, -(2n ** 49n)];
    const counts = [5, 3];
    expect(concentrate({ counts, units: values }, request)).toEqual(
      concentrate({ counts, units: Float64Array.from(values, Number) }, request),
    );
  });

  it('is exact for sums of squares far beyond the digits of a double', () => {
    // Of two almost equal halves: HHI = 10^4·(a² + b²) / (a + b)², here with b = a − 1.
    const a = 2n ** 51n;
    const [{ hhi, gini } = { hhi: 0, gini: 0 }] = concentrate(
      { counts: [2], units: Float64Array.of(Number(a), Number(a - 1n)) },
      request,
    );
    expect(hhi).toBe(5000);
    // Gini = 1 / (2·(2a − 1)).
    expect(gini).toBe(1 / Number(2n * (2n * a - 1n)));
  });

  it('thins the Lorenz curve of 1,000 entities to 101 points with both ends, ascending', () => {
    const units = Float64Array.from({ length: 1000 }, (_, index) => 1000 - index);
    const [{ lorenz } = { lorenz: [] }] = concentrate({ counts: [1000], units }, request);
    expect(lorenz).toHaveLength(101);
    expect(lorenz[0]).toEqual({ x: 0, y: 0 });
    // The smallest half are 1 to 500: 125,250 of 500,500.
    expect(lorenz[50]).toEqual({ x: 0.5, y: 125_250 / 500_500 });
    expect(lorenz[100]).toEqual({ x: 1, y: 1 });
    expect(lorenz.every(({ y }, index) => index === 0 || y >= lorenz[index - 1]!.y)).toBe(true);
  });
});
