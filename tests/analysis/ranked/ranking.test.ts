import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RankedPeriodGroups, Ranking, type Span } from '../../../src/analysis/ranked/ranking.js';
import { concentrate } from '../../../src/analysis/shares/concentration.js';

const UNKNOWN = 2_147_483_646;
const TOTAL = 2_147_483_647;
const ENTITIES = 80;
const options = {
  thresholds: [10, 50],
  topN: [3],
  unit: { numerator: 1n, denominator: 100n },
  minShare: 1,
  knownBefore: null,
};

interface Group {
  period: number;
  entity: number;
  units: bigint;
}

/** Each pair of a period and an entity once. */
function groups(size: bigint): fc.Arbitrary<Group[]> {
  const units = fc.oneof(fc.bigInt({ min: -size, max: size }), fc.constantFrom(0n, 1n, size, -size, size - 1n));
  const group = fc.record({
    period: fc.constantFrom(24_000, 24_001, 24_005, UNKNOWN),
    entity: fc.nat({ max: ENTITIES - 1 }),
    units,
  });
  return fc.uniqueArray(group, { maxLength: 200, selector: ({ period, entity }) => period * ENTITIES + entity });
}

/** The same by sorting and comparing objects. */
function expected(all: readonly Group[], periods: readonly number[], placeOf: (entity: number) => number) {
  const sorted = (some: readonly Group[]) =>
    [...some].sort((a, b) =>
      a.units === b.units ? placeOf(a.entity) - placeOf(b.entity) : a.units > b.units ? -1 : 1,
    );
  const inPeriod = (period: number) => sorted(all.filter((group) => group.period === period));
  const entities = [...new Set(all.map(({ entity }) => entity))];
  const sums = entities.map((entity) => ({
    entity,
    units: all.reduce((sum, group) => (group.entity === entity ? sum + group.units : sum), 0n),
  }));
  const total = sorted(sums.map((sum) => ({ ...sum, period: TOTAL })));
  const changed = (from: readonly Group[], others: readonly Group[]) =>
    from
      .filter(({ entity }) => others.every((other) => other.entity !== entity))
      .slice(0, 20)
      .map(({ entity, units }) => ({ entity, units }));
  return [...periods.map(inPeriod), total].map((ranked, index) => {
    const previous =
      index > 0 && index < periods.length && periods[index] !== UNKNOWN ? inPeriod(periods[index - 1]!) : null;
    const pairs = ranked.flatMap((now) => {
      const before = previous?.find(({ entity }) => entity === now.entity);
      return before ? [{ now, before }] : [];
    });
    const units = ranked.map((group) => group.units);
    const [concentration] = concentrate({ counts: [units.length], units }, options);
    return {
      entityCount: ranked.length,
      negativeCount: units.filter((each) => each < 0n).length,
      head: ranked.slice(0, 50).map(({ entity }) => entity),
      concentration,
      compared: previous && {
        stayed: {
          count: pairs.length,
          units: pairs.reduce((sum, { now }) => sum + now.units, 0n),
          previousUnits: pairs.reduce((sum, { before }) => sum + before.units, 0n),
        },
        entered: changed(ranked, previous),
        left: changed(previous, ranked),
      },
    };
  });
}

function ranked(
  all: readonly Group[],
  periods: readonly number[],
  { places, spanSize, hasLimbs }: { places: Int32Array | null; spanSize: number; hasLimbs: boolean },
): RankedPeriodGroups[] {
  const ranking = new Ranking({ ...options, entityCount: ENTITIES, places });
  const base = 10n ** 18n;
  const results: RankedPeriodGroups[] = [];
  for (let start = 0; start < periods.length; start += spanSize) {
    const listed = periods.slice(start, start + spanSize);
    const some = all.filter(({ period }) => listed.includes(period));
    const span: Span = {
      periods: listed.map((period, index) => ({
        period,
        groupCount: some.filter((group) => group.period === period).length,
        unassigned: 0n,
        previous: period === UNKNOWN ? null : (periods[start + index - 1] ?? null),
        isPrevious: (periods[start + index + 1] ?? UNKNOWN) !== UNKNOWN,
        bridge: null,
      })),
      period: Int32Array.from(some, ({ period }) => period),
      entity: Int32Array.from(some, ({ entity }) => entity),
      units: hasLimbs
        ? BigInt64Array.from(some.flatMap(({ units }) => [units / base / base, (units / base) % base, units % base]))
        : Float64Array.from(some, ({ units }) => Number(units)),
    };
    results.push(...ranking.add(span));
  }
  return [...results, ranking.total(TOTAL, 0n)];
}

/** Of the entities that occur, in the given order. */
function placesOf(order: readonly number[], entities: ReadonlySet<number>): Int32Array {
  const places = new Int32Array(ENTITIES).fill(-1);
  for (const [place, entity] of order.filter((each) => entities.has(each)).entries()) places[entity] = place;
  return places;
}

describe('Ranking', () => {
  it.each([
    ['numbers', 2n ** 44n, false],
    ['numbers as limbs', 2n ** 44n, true],
    ['numbers of fifty digits', 10n ** 49n, true],
  ])('gives what sorting and comparing objects gives, in spans of any size: %s', (_, size, hasLimbs) => {
    const shuffled = fc.shuffledSubarray([...Array(ENTITIES).keys()], { minLength: ENTITIES });
    fc.assert(
      fc.property(groups(size), fc.option(shuffled), fc.constantFrom(1, 2, 9), (all, order, spanSize) => {
        const periods = [...new Set(all.map(({ period }) => period))].sort((a, b) => a - b);
        const places = order && placesOf(order, new Set(all.map(({ entity }) => entity)));
        const found = ranked(all, periods, { places, spanSize, hasLimbs });
        const placeOf = (entity: number) => (places ? places[entity]! : entity);
        const shown = found.map(({ entityCount, negativeCount, head, concentration, compared }) => ({
          entityCount,
          negativeCount,
          head,
          concentration,
          compared,
        }));
        expect(shown).toEqual(expected(all, periods, placeOf));
      }),
      { numRuns: 60 },
    );
  });

  it('lists the entities with at least the requested share of a period, of ties the first in the order of names', () => {
    const all = [1n, 98n, 1n].map((units, entity) => ({ period: 24_000, entity, units }));
    const places = Int32Array.from({ length: ENTITIES }, (_, id) => ENTITIES - 1 - id);
    const [, total] = ranked(all, [24_000], { places, spanSize: 1, hasLimbs: false });
    expect(total?.large).toEqual([
      { entity: 1, share: 98 },
      { entity: 2, share: 1 },
      { entity: 0, share: 1 },
    ]);
  });
});
