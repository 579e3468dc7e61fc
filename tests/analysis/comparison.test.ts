import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparedAnalysis } from '../../src/analysis/comparison/caveats.js';
import { comparisonCaveats } from '../../src/analysis/comparison/caveats.js';
import { Comparisons } from '../../src/analysis/comparison/comparisons.js';
import { positionShift } from '../../src/analysis/comparison/period-pairs.js';
import { writeRanking } from '../../src/analysis/entity-list/ranking-file.js';
import { groupRows } from '../../src/analysis/group/group-rows.js';
import { isKeyFolded } from '../../src/analysis/parameters/entity-keys.js';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { runAnalysis } from '../../src/analysis/run-analysis.js';
import { parquetSql, quoteText } from '../../src/duckdb/quote.js';
import type { Analysis, AnalysisRequest, Comparison } from '../../src/model/analysis.js';
import type { ComparedEntity, ComparedOrder, Presence } from '../../src/model/comparison.js';
import type { DatasetSchema } from '../../src/model/schema.js';
import { analysisFixtureWithThread, column } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();
let files = 0;

interface Row {
  year: string | null;
  who: string | null;
  where: string | null;
  cents: number;
}

const text = (value: string | null) => (value === null ? 'NULL' : quoteText(value));

/** One side with the path of its ranking, as the service makes them; `type` is that of the amounts. */
async function side(rows: readonly Row[], type: string, request: Partial<AnalysisRequest>) {
  const values = rows.map(
    ({ year, who, where, cents }) => `(${text(year)}, ${text(who)}, ${text(where)}, ${(cents / 100).toFixed(2)})`,
  );
  const { parquetPath, schema } = await fixture.dataset(
    `SELECT year::INTEGER AS year, who::VARCHAR AS who, place::VARCHAR AS place, amount::${type} AS amount
     FROM (VALUES ${values.join(', ')}) AS t(year, who, place, amount)`,
    { grain: 'YEAR', candidates: ['YEAR'], parts: { year: 'YEAR' } },
  );
  const asked = { groupBy: ['who'], value: 'amount', topN: [1, 2], thresholds: [50], ...request };
  const resolved = resolveRequest(schema, asked);
  return fixture.engine.withConnection(async (connection) => {
    const computed = await runAnalysis(connection, thread, parquetPath, schema, resolved);
    const path = join(fixture.folder, `ranking-${files++}.parquet`);
    await fixture.engine.withConnection(async (other) => {
      const rowSource = { source: parquetSql(parquetPath), namesPath: null };
      await writeRanking(other, await groupRows(other, rowSource, resolved, []), path);
    });
    const { parameters } = resolved;
    const analysis = {
      ...computed,
      id: 'an_1',
      datasetId: 'ds_1',
      parameters,
      source: { fileName: 'a.csv', groupByHeader: 'who', valueHeader: 'amount' },
    } as Analysis;
    const matching = { entityMatching: parameters.entityMatching, codes: resolved.codes };
    const compared: ComparedAnalysis = {
      analysis,
      request: resolved,
      areFolded: resolved.groupBy.map((each) => isKeyFolded(each, matching)),
    };
    return { ...compared, path };
  });
}

async function compared(here: Awaited<ReturnType<typeof side>>, there: Awaited<ReturnType<typeof side>>) {
  const paths = new Map([
    [here.analysis, here.path],
    [there.analysis, there.path],
  ]);
  const path = join(fixture.folder, `compared-${files++}.parquet`);
  const comparisons = new Comparisons({
    engine: fixture.engine,
    withRanking: (analysis, work) => work(paths.get(analysis)!),
    sidesOf: async () => ({ here, there }),
    compared: async () => path,
  });
  const isByPosition = positionShift(here.analysis.parameters, there.analysis.parameters) !== null;
  const comparison = await comparisons.compare(here, there, isByPosition);
  const analysis: Analysis & { comparison: Comparison } = { ...here.analysis, comparison };
  await comparisons.write(analysis, 'COMPARED', path);
  return { comparison, analysis, comparisons };
}

/** A fraction without an engine: shares and differences as the rules say, rounded by dividing scaled integers. */
function percent(numerator: bigint, denominator: bigint): number {
  const scaled = (numerator * 100n * 10n ** 17n) / denominator;
  return Number(scaled) / 1e17;
}

interface Sum {
  parts: (string | null)[];
  cents: bigint;
}

/** Sums by folded parts; the shown name is the spelling of the largest sum over all periods. */
function sumsOf(rows: readonly Row[], columns: readonly ('who' | 'where')[], period: string) {
  const shown = new Map<string, string>();
  for (const name of columns) {
    const sums = new Map<string, bigint>();
    for (const row of rows) {
      const cell = row[name];
      if (cell !== null) sums.set(cell, (sums.get(cell) ?? 0n) + BigInt(row.cents));
    }
    const sorted = [...sums].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1));
    for (const [cell] of sorted) {
      const key = `${name} ${cell.toLowerCase()}`;
      if (!shown.has(key)) shown.set(key, cell);
    }
  }
  const inPeriod = rows.filter(({ year }) => period === 'TOTAL' || (year ?? 'UNKNOWN') === period);
  const groups = new Map<string, Sum>();
  let unassigned = 0n;
  for (const row of inPeriod) {
    const cells = columns.map((name) => row[name]);
    if (cells.every((cell) => cell === null)) {
      unassigned += BigInt(row.cents);
      continue;
    }
    const key = JSON.stringify(cells.map((cell) => cell?.toLowerCase() ?? null));
    const parts = cells.map((cell, index) =>
      cell === null ? null : shown.get(`${columns[index]} ${cell.toLowerCase()}`)!,
    );
    const group = groups.get(key) ?? { parts, cents: 0n };
    groups.set(key, { parts, cents: group.cents + BigInt(row.cents) });
  }
  const total = inPeriod.reduce((sum, { cents }) => sum + BigInt(cents), 0n);
  const byPart = (a: Sum, b: Sum) =>
    a.parts.reduce((order, part, index) => {
      if (order !== 0 || part === b.parts[index]) return order;
      return part === null ? 1 : b.parts[index] == null ? -1 : part < b.parts[index]! ? -1 : 1;
    }, 0);
  const ranked = [...groups].sort(([, a], [, b]) => (a.cents === b.cents ? byPart(a, b) : a.cents > b.cents ? -1 : 1));
  return {
    total,
    unassigned,
    isListed: inPeriod.length > 0,
    entities: new Map(ranked.map(([key, group], index) => [key, { ...group, rank: index + 1 }])),
  };
}

const exact = (cents: bigint) => {
  const sign = cents < 0n ? '-' : '';
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, '');
};

/** What the comparison says of each entity, by name. */
async function listOf(
  { comparisons, analysis }: Awaited<ReturnType<typeof compared>>,
  request: { period: string; orderBy?: ComparedOrder; presence?: Presence },
): Promise<ComparedEntity[]> {
  const nodes: ComparedEntity[] = [];
  for (let after: string | null = null; ; ) {
    const page = await comparisons.page(analysis, { first: 5, after, ...request });
    nodes.push(...page.edges.map(({ node }) => node));
    if (!page.hasNextPage) return nodes;
    after = page.edges.at(-1)!.cursor;
  }
}

const rowOf = fc.record({
  year: fc.constantFrom('2023', '2024', null),
  who: fc.constantFrom('Ada', 'ADA', 'Bo', 'bo', 'Cy · x', 'Di', null),
  where: fc.constantFrom('x', 'X', 'y', 'x · Di', null),
  cents: fc.integer({ min: -300, max: 2000 }),
});
const rowsOf = fc.array(rowOf, { minLength: 1, maxLength: 18 });

describe('a comparison', () => {
  it('has the figures of loops over the rows, for every entity of either side', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        rowsOf,
        fc.boolean(),
        fc.constantFrom('DECIMAL(18, 2)', 'DECIMAL(30, 4)'),
        async (rows, otherRows, areTuples, otherType) => {
          const columns = areTuples ? (['who', 'where'] as const) : (['who'] as const);
          const groupBy = areTuples ? ['who', 'place'] : ['who'];
          const [here, there] = [
            await side(rows, 'DECIMAL(18, 2)', { groupBy }),
            await side(otherRows, otherType, { groupBy }),
          ];
          const result = await compared(here, there);
          const { comparison } = result;
          const years = [...new Set([...rows, ...otherRows].map(({ year }) => year ?? 'UNKNOWN'))].sort();
          expect(comparison.byPeriod.map(({ period }) => period)).toEqual(years);
          for (const figures of [...comparison.byPeriod, comparison.total]) {
            const { period } = figures;
            const [now, other] = [sumsOf(rows, columns, period), sumsOf(otherRows, columns, period)];
            expect(figures.presence).toBe(!now.isListed ? 'OTHER_ONLY' : other.isListed ? 'BOTH' : 'THIS_ONLY');
            expect(figures.total.differenceExact).toBe(exact(now.total - other.total));
            expect(figures.unassigned.differenceExact).toBe(exact(now.unassigned - other.unassigned));
            const keys = [...new Set([...now.entities.keys(), ...other.entities.keys()])];
            const list = await listOf(result, { period });
            expect(list).toHaveLength(keys.length);
            const byName = new Map(list.map((each) => [JSON.stringify(each.parts ?? [each.entity]), each]));
            const areShared = now.total > 0n && other.total > 0n;
            const sums = { both: [0n, 0n], here: 0n, there: 0n };
            for (const key of keys) {
              const [ours, theirs] = [now.entities.get(key), other.entities.get(key)];
              const found = byName.get(JSON.stringify((ours ?? theirs)!.parts))!;
              if (ours && theirs) sums.both = [sums.both[0]! + ours.cents, sums.both[1]! + theirs.cents];
              else if (ours) sums.here += ours.cents;
              else sums.there += theirs!.cents;
              const [a, b] = [ours?.cents ?? 0n, theirs?.cents ?? 0n];
              expect([found.presence, found.value.valueExact, found.value.otherExact]).toEqual([
                ours && theirs ? 'BOTH' : ours ? 'THIS_ONLY' : 'OTHER_ONLY',
                ours ? exact(a) : null,
                theirs ? exact(b) : null,
              ]);
              expect(found.value.differenceExact).toBe(exact(a - b));
              expect(found.rank).toEqual({
                value: ours?.rank ?? null,
                other: theirs?.rank ?? null,
                difference: ours && theirs ? ours.rank - theirs.rank : null,
              });
              if (!areShared) expect(found.share.difference).toBeNull();
              else {
                const difference = percent(a * other.total - b * now.total, now.total * other.total);
                expect(found.share.difference).toBeCloseTo(difference, 9);
              }
              expect(found.share.value ?? null).toEqual(
                ours && now.total > 0n ? expect.closeTo(percent(a, now.total), 9) : null,
              );
            }
            // The parts add up to the change of the total.
            const { onlyInThis, onlyInOther, inBoth } = figures;
            expect([onlyInThis.valueExact, onlyInOther.valueExact, inBoth.total.differenceExact]).toEqual([
              exact(sums.here),
              exact(sums.there),
              exact(sums.both[0]! - sums.both[1]!),
            ]);
            expect(onlyInThis.count + onlyInOther.count + inBoth.count).toBe(keys.length);
            const change = sums.here - sums.there + sums.both[0]! - sums.both[1]! + now.unassigned - other.unassigned;
            expect(change).toBe(now.total - other.total);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('lists changes by size, ranks of one side last, and entities of one side alone', async () => {
    const row = (who: string, cents: number): Row => ({ year: '2024', who, where: null, cents });
    const here = await side(
      [row('A', 50_00), row('B', 30_00), row('C', 15_00), row('New', 5_00)],
      'DECIMAL(18, 2)',
      {},
    );
    const there = await side([row('c', 60_00), row('B', 25_00), row('A', 10_00), row('Gone', 5_00)], 'DOUBLE', {});
    const result = await compared(here, there);
    const names = async (request: { orderBy?: ComparedOrder; presence?: Presence }) =>
      (await listOf(result, { period: 'TOTAL', ...request })).map(({ entity }) => entity);
    expect(await names({})).toEqual(['C', 'A', 'B', 'New', 'Gone']);
    expect(await names({ orderBy: 'RANK_CHANGE' })).toEqual(['A', 'C', 'B', 'New', 'Gone']);
    expect(await names({ orderBy: 'VALUE_CHANGE' })).toEqual(['C', 'A', 'B', 'New', 'Gone']);
    expect(await names({ orderBy: 'LARGEST' })).toEqual(['A', 'B', 'C', 'New', 'Gone']);
    expect(await names({ orderBy: 'NAME' })).toEqual(['A', 'B', 'C', 'Gone', 'New']);
    expect(await names({ presence: 'THIS_ONLY' })).toEqual(['New']);
    expect(await names({ presence: 'OTHER_ONLY' })).toEqual(['Gone']);
    expect(result.comparison.shareMovers.map(({ entity, share }) => [entity, share.difference])).toEqual([
      ...[
        ['C', -45],
        ['A', 40],
        ['B', 5],
        ['New', 5],
        ['Gone', -5],
      ],
    ]);
    expect(result.comparison.rankMovers.map(({ entity, rank }) => [entity, rank.difference])).toEqual([
      ['A', -2],
      ['C', 2],
    ]);
    const { total } = result.comparison;
    expect(total.top).toMatchObject([{ n: 1, share: { value: 50, other: 60, difference: -10 } }, { n: 2 }]);
    expect(total.reaching).toEqual([{ threshold: 50, count: { value: 1, other: 1, difference: 0 } }]);
    expect(total.hhi).toEqual({ value: 3650, other: 4350, difference: -700 });
  });

  it('is exact where sums have more digits than 128 bits hold', async () => {
    const row = (who: string, cents: number): Row => ({ year: '2024', who, where: null, cents });
    const many = Array.from({ length: 40 }, () => row('Big', 9_99));
    const here = await side(many, 'DOUBLE', {});
    const there = await side([row('Big', 1_25), row('Other', 75)], 'DECIMAL(18, 2)', {});
    const { comparison } = await compared(here, there);
    // 9.99 is the nearest double, whose sum is exact too.
    const sum = 40n * BigInt(9.99 * 2 ** 49);
    expect(comparison.total.inBoth.total.valueExact).toBe(
      `${sum / 2n ** 49n}.${String(((sum % 2n ** 49n) * 10n ** 49n) / 2n ** 49n)
        .padStart(49, '0')
        .replace(/0+$/, '')}`,
    );
    expect(comparison.total.onlyInOther).toEqual({ count: 1, value: 0.75, valueExact: '0.75', share: 37.5 });
  });
});

describe('the caveats of a comparison', () => {
  const base = { groupBy: ['who'], value: 'amount' };
  const sideOf = (schema: DatasetSchema, request: AnalysisRequest, periods = 0, id = 'ds_1'): ComparedAnalysis => {
    const resolved = resolveRequest(schema, request);
    const byPeriod = Array.from({ length: periods }, () => ({}));
    const analysis = { datasetId: id, parameters: resolved.parameters, byPeriod } as unknown as Analysis;
    return { analysis, request: resolved, areFolded: [true] };
  };
  const schemaWith = (amount: Partial<Parameters<typeof column>[2]>): DatasetSchema => ({
    ...{ datasetId: 'ds_1', version: 1, rowCount: 1, periodGrain: 'YEAR', periodGrainCandidates: ['YEAR'] },
    ...{ timeCandidates: ['year'], timeColumns: ['year'], warnings: [], rowsLeftOut: [] },
    columns: [
      column('who', 'VARCHAR'),
      column('client', 'VARCHAR'),
      column('budget', 'DECIMAL(18,2)'),
      column('year', 'INTEGER', { role: 'DATETIME', timePart: 'YEAR' }),
      column('amount', 'DECIMAL(18,2)', amount),
    ],
  });
  const removed = (example: string) => ({ coercions: [{ kind: 'CURRENCY_REMOVED' as const, count: 1, example }] });
  const codes = (one: ComparedAnalysis, other: ComparedAnalysis) =>
    comparisonCaveats(one, other).map(({ code }) => code);

  it.each([
    ['EUR beside USD', removed('EUR 5'), removed('USD 5'), ['CURRENCY_DIFFERS']],
    ['€ beside £', { originalName: 'Amount (€)' }, { originalName: 'Amount (£)' }, ['CURRENCY_DIFFERS']],
    ['USD beside CAD, which share a sign', removed('USD 5'), removed('CAD 5'), ['CURRENCY_DIFFERS']],
    ['USD beside $', removed('USD 5'), removed('$5'), []],
    ['EUR beside none', removed('EUR 5'), {}, []],
    ['words in capitals', { originalName: 'ALL SALES' }, { originalName: 'TOP SALES' }, []],
    ['percent beside plain', { representation: 'PERCENT' as const }, {}, ['UNIT_DIFFERS']],
  ])('of %s are the right ones', (_, here, there, expected) => {
    const [one, other] = [sideOf(schemaWith(here), base), sideOf(schemaWith(there), base, 0, 'ds_2')];
    expect(codes(one, other)).toEqual(expected);
  });

  it('name other columns, other numbers of periods and the same question, and nothing else', () => {
    const schema = schemaWith({});
    const one = sideOf(schema, base);
    expect(codes(one, sideOf(schema, base))).toEqual(['SAME_QUESTION']);
    expect(codes(one, sideOf(schema, { ...base, value: 'budget' }))).toEqual(['VALUE_DIFFERS']);
    expect(codes(one, sideOf(schema, { ...base, groupBy: ['client'] }))).toEqual(['ENTITIES_DIFFER']);
    const year = (from: string, to: string) => ({ ...base, periods: { from, to } });
    expect(codes(sideOf(schema, year('2023', '2023'), 1), sideOf(schema, year('2024', '2024'), 1))).toEqual([]);
    expect(codes(sideOf(schema, year('2023', '2023'), 1), sideOf(schema, year('2020', '2022'), 3))).toEqual([
      'PERIODS_DIFFER',
    ]);
    expect(codes(sideOf(schema, base, 2), sideOf({ ...schema, version: 2 }, base, 3))).toEqual([]);
    expect(codes({ ...one, areFolded: [false] }, sideOf({ ...schema, version: 2 }, base))).toEqual([
      'MATCHING_DIFFERS',
    ]);
  });
});
