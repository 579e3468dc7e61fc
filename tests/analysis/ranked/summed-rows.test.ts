import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroupSort } from '../../../src/analysis/ranked/sorted-groups.js';
import { SummedRows } from '../../../src/analysis/ranked/summed-rows.js';

const UNKNOWN = 2_147_483_646;
const TOTAL = 2_147_483_647;
const NAMES = 12;

interface Row {
  period: number;
  /** Null for a blank cell. */
  id: number | null;
  units: number;
}

/** Near each other, far from all others as days of the first and the last year are, and without a period. */
const period = fc.constantFrom(24_000, 24_001, 24_700, -700_000, 2_900_000, UNKNOWN);

const row = fc.record<Row>({
  period,
  id: fc.option(fc.nat({ max: NAMES - 1 }), { freq: 6 }),
  units: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(2 ** 40, -(2 ** 40))),
});

/** Few rows are listed as they are, many are sums for each name. */
const blocks = fc
  .tuple(fc.array(fc.array(row, { maxLength: 30 }), { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 20))
  .map(([some, times]) => Array.from({ length: times }, () => some).flat());

function summed(rows: readonly (readonly Row[])[], hasPeriods: boolean): SummedRows {
  const summing = new SummedRows({ nameCount: NAMES, period: TOTAL });
  for (const block of rows) {
    summing.add({
      period: hasPeriods ? Int32Array.from(block, (each) => each.period) : null,
      name: Int32Array.from(block, ({ id }) => (id === null ? 0 : id + 1)),
      units: Float64Array.from(block, ({ units }) => units),
    });
  }
  return summing;
}

/** By period and entity, of the rows with a name. */
function expectedGroups(rows: readonly Row[], entityOf: (id: number) => number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { period, id, units } of rows) {
    if (id === null) continue;
    const key = `${period}/${entityOf(id)}`;
    sums.set(key, (sums.get(key) ?? 0) + units);
  }
  return sums;
}

function groupsOf(summing: SummedRows, entityCount: number): Map<string, number> {
  const periods = summing.periods();
  const found = new Map<string, number>();
  let nth = 0;
  for (const { entities, units } of summing.groups(periods, entityCount)) {
    for (const [index, entity] of entities.entries()) {
      found.set(`${periods[nth]!.period}/${entity}`, (units as Float64Array)[index]!);
    }
    nth++;
  }
  return found;
}

const byKey = (sums: Map<string, number>) => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));

describe('SummedRows', () => {
  it('gives the sums that a map gives, and what has no name apart', () => {
    fc.assert(
      fc.property(blocks, fc.boolean(), (drawn, hasPeriods) => {
        const rows = drawn.flat().map((each) => (hasPeriods ? each : { ...each, period: TOTAL }));
        const summing = summed(drawn, hasPeriods);
        const periods = [...new Set(rows.map((each) => each.period))].sort((a, b) => a - b);
        const described = periods.map((each) => {
          const blank = rows.filter((other) => other.period === each && other.id === null);
          return {
            period: each,
            rowCount: rows.filter((other) => other.period === each).length,
            unassigned: { units: BigInt(blank.reduce((sum, { units }) => sum + units, 0)), rowCount: blank.length },
          };
        });
        expect(summing.periods().filter(({ rowCount }) => rowCount > 0)).toEqual(described);
        expect(byKey(groupsOf(summing, NAMES))).toEqual(byKey(expectedGroups(rows, (id) => id)));
      }),
      { numRuns: 150 },
    );
  });

  it('merges the names of a class into the entity of a mapping, else into the spelling with the largest sum', () => {
    // 0 and 2 are of a mapping, whose entity no row has; 1, 4 and 5 are spellings of one name, and so are 6 and 7.
    const names = {
      id: Int32Array.of(0, 1, 2, 4, 5, 6, 7),
      group: Int32Array.of(0, 1, 0, 1, 1, 2, 2),
      entity: Int32Array.of(NAMES, -1, -1),
    };
    const classes = [
      [1, 4, 5],
      [6, 7],
    ];
    fc.assert(
      fc.property(blocks, fc.boolean(), (drawn, areApplied) => {
        const rows = drawn.flat();
        const sumOf = (id: number) => rows.reduce((sum, each) => (each.id === id ? sum + each.units : sum), 0);
        const occurs = (id: number) => rows.some((each) => each.id === id);
        const several = classes.map((ids) => ids.filter(occurs)).filter(({ length }) => length > 1);
        const ranked = (ids: readonly number[]) => [...ids].sort((a, b) => sumOf(b) - sumOf(a) || a - b);
        const total = (ids: readonly number[]) => ids.reduce((sum, id) => sum + sumOf(id), 0);
        const summing = summed(drawn, true);
        const merged = summing.merge({ ...names, areApplied });
        expect(merged).toEqual({
          hasMerged: several.length > 0 || occurs(0) || occurs(2),
          names: several.length,
          spellings: several.flat().length,
          examples: [...several]
            .sort((a, b) => total(b) - total(a) || Math.min(...a) - Math.min(...b))
            .map((ids) => ranked(ids).map((id) => ({ id, units: BigInt(sumOf(id)) }))),
        });
        const entityOf = (id: number) => {
          if (!areApplied) return id;
          if (id === 0 || id === 2) return NAMES;
          const spellings = several.find((ids) => ids.includes(id));
          return spellings === undefined ? id : ranked(spellings)[0]!;
        };
        expect(byKey(groupsOf(summing, NAMES + 1))).toEqual(byKey(expectedGroups(rows, entityOf)));
      }),
      { numRuns: 150 },
    );
  });
});

describe('GroupSort', () => {
  const units = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.constantFrom(2 ** 45, -(2 ** 45), 2 ** 32, 2 ** 32 - 1),
    fc.maxSafeInteger().map((each) => Math.trunc(each / 4)),
  );

  it('sorts numbers of any range as comparing objects does, one period after the other', () => {
    const sort = new GroupSort();
    fc.assert(
      fc.property(fc.array(fc.array(units, { maxLength: 600 }), { minLength: 1, maxLength: 3 }), (drawn) => {
        // Entities in another order than their place.
        const periods = drawn.map((each) => ({
          entities: Int32Array.from(each, (_, index) => (index * 7) % 601),
          units: Float64Array.from(each),
        }));
        const expected = periods.map((each) =>
          [...each.units.entries()]
            .map(([index, value]) => ({ value, entity: each.entities[index]! }))
            .sort((a, b) => b.value - a.value || a.entity - b.entity),
        );
        const { sorted, units: all } = sort.sort(periods, drawn.flat().length);
        expect(sorted.map(({ entities }) => [...entities])).toEqual(
          expected.map((each) => each.map(({ entity }) => entity)),
        );
        expect([...(all as Float64Array)]).toEqual(expected.flat().map(({ value }) => value));
      }),
      { numRuns: 60 },
    );
  });
});
