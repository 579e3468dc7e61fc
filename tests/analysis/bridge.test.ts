import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { type Computed, runAnalysis } from '../../src/analysis/run-analysis.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { PeriodRequest } from '../../src/model/analysis.js';
import { BRIDGE_KINDS, type BridgeAgainst, type BridgePart } from '../../src/model/bridge.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

/** Months are `2024-03`; amounts are whole. */
type Row = [month: string | null, who: string | null, amount: number];

async function analyse(
  rows: readonly Row[],
  bridge: BridgeAgainst,
  periods: PeriodRequest = {},
  type = 'BIGINT',
): Promise<Computed> {
  const values = rows.map(
    ([month, who, amount]) =>
      `(${month === null ? 'NULL' : `DATE '${month}-15'`}, ${who === null ? 'NULL' : quoteText(who)}, ${amount}::${type})`,
  );
  const { parquetPath, schema } = await fixture.dataset(
    `SELECT day::DATE AS day, who::VARCHAR AS who, amount::${type} AS amount
     FROM (VALUES ${values.join(', ')}) AS t(day, who, amount)`,
    { grain: 'YEAR_MONTH', candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'], parts: { day: 'DATE' } },
  );
  const resolved = resolveRequest(schema, { groupBy: ['who'], value: 'amount', periods, bridge });
  return fixture.engine.withConnection((connection) =>
    runAnalysis(connection, thread, parquetPath, schema, resolved, {}),
  );
}

const bridgeOf = (computed: Computed, period: string) => {
  const found = computed.byPeriod.find((each) => each.period === period);
  if (!found?.bridge) throw new Error(`no bridge of ${period}`);
  return found.bridge;
};
const part = ({ count, change }: BridgePart) => [count, change];

/** The example of docs/semantics.md. */
const EXAMPLE: Row[] = [
  ['2021-06', 'Old', 1],
  ['2022-03', 'Ada', 100],
  ['2022-04', 'Bo', 50],
  ['2022-05', 'Cy', 30],
  ['2022-05', 'Di', -5],
  ['2022-05', null, 10],
  ['2023-01', 'Ada', 130],
  ['2023-02', 'Bo', 20],
  ['2023-02', 'Di', 5],
  ['2023-03', 'Eve', 40],
  ['2023-04', 'Old', 7],
  ['2023-05', null, 4],
];

describe('the bridge from one period to the next', () => {
  it('explains the change of the total by what entities did', async () => {
    const bridge = bridgeOf(await analyse(EXAMPLE, 'PREVIOUS', { grain: 'YEAR' }), '2023');
    expect(bridge).toMatchObject({ previous: '2022', previousTotal: 185, change: 21, unchanged: 0 });
    expect(Object.fromEntries(BRIDGE_KINDS.map((kind) => [kind, part(bridge[kind])]))).toEqual({
      new: [1, 40],
      returning: [1, 7],
      lost: [1, -30],
      expanded: [2, 40],
      contracted: [1, -30],
    });
    expect(bridge.unassignedChange).toBe(-6);
    expect(bridge.expanded.entities).toEqual([
      {
        ...{ entity: 'Ada', previousValue: 100, previousValueExact: '100', value: 130, valueExact: '130' },
        ...{ change: 30, changeExact: '30' },
      },
      {
        ...{ entity: 'Di', previousValue: -5, previousValueExact: '-5', value: 5, valueExact: '5' },
        ...{ change: 10, changeExact: '10' },
      },
    ]);
  });

  it('gives retention over the entities with a value above zero before', async () => {
    const { retention } = bridgeOf(await analyse(EXAMPLE, 'PREVIOUS', { grain: 'YEAR' }), '2023');
    expect(retention).toMatchObject({ entities: 3, previousValue: 180, problem: null });
    // min(130, 100) + min(20, 50) + 0 of 180; 130 + 20 + 0 of 180; one of three.
    expect(retention.gross).toBeCloseTo((100 * 120) / 180, 12);
    expect(retention.net).toBeCloseTo((100 * 150) / 180, 12);
    expect(retention.logoChurn).toBeCloseTo(100 / 3, 12);
  });

  it('has no retention, with a reason, where no entity had a value above zero', async () => {
    const rows: Row[] = [
      ['2022-01', 'a', -5],
      ['2023-01', 'a', 5],
    ];
    const { retention } = bridgeOf(await analyse(rows, 'PREVIOUS', { grain: 'YEAR' }), '2023');
    expect(retention).toEqual({
      ...{ entities: 0, previousValue: 0, previousValueExact: '0', gross: null, net: null, logoChurn: null },
      problem: {
        code: 'NON_POSITIVE_TOTAL',
        message: 'No entity had a value above zero in the period before, so there is nothing to retain.',
      },
    });
  });

  it('calls an entity new only if it has no row before, in whatever range and spelling', async () => {
    const rows: Row[] = [
      ['2020-01', 'ACME', 900],
      ['2022-01', 'Beta', 1],
      ['2023-01', 'acme', -1],
      ['2023-01', 'Beta', 2],
      ['2023-01', 'Gamma', 3],
    ];
    const { byPeriod, total } = await analyse(rows, 'PREVIOUS', { grain: 'YEAR', from: '2022' });
    expect(byPeriod[1]!.bridge).toMatchObject({ new: { count: 1 }, returning: { count: 1 } });
    // The row of 2020 decides nothing else: not the spelling that is shown.
    expect(byPeriod[1]!.bridge!.returning.entities[0]!.entity).toBe('acme');
    expect(total).toMatchObject({ total: 5, entityCount: 3, rowCount: 4 });
  });

  it('is that of the same period a year before, where requested, and absent where that has no rows', async () => {
    const rows: Row[] = [
      ['2022-03', 'a', 5],
      ['2023-02', 'a', 8],
      ['2023-03', 'a', 9],
    ];
    const { byPeriod } = await analyse(rows, 'YEAR_BEFORE');
    expect(byPeriod.map(({ period, bridge }) => [period, bridge?.previous, bridge?.change])).toEqual([
      ['2022-M03', undefined, undefined],
      ['2023-M02', undefined, undefined],
      ['2023-M03', '2022-M03', 4],
    ]);
  });

  it('is refused where there is no such period', async () => {
    const refused = async (bridge: BridgeAgainst, periods: PeriodRequest) =>
      expect(analyse(EXAMPLE, bridge, periods)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: { argument: 'bridge' },
      });
    await refused('PREVIOUS', { grain: 'NONE' });
    await refused('YEAR_BEFORE', { grain: 'DATE' });
    await refused('YEAR_BEFORE', { window: { months: 24 } });
  });
});

const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
const name = (at: number) => `${Math.floor(at / 12)}-M${String((at % 12) + 1).padStart(2, '0')}`;

const month = fc.integer({ min: 0, max: 30 }).map((at) => name(2021 * 12 + at).replace('M', ''));
const row = fc.tuple(
  fc.option(month, { freq: 12 }),
  fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { freq: 8 }),
  fc.integer({ min: -4, max: 9 }),
);

describe('over random rows with gaps, refunds and entities that come back', () => {
  it('adds up to the change of the total, kind by kind as a loop over the entities says', async () => {
    const question = fc.record({
      against: fc.constantFrom('PREVIOUS' as const, 'YEAR_BEFORE' as const),
      kind: fc.constantFrom('plain' as const, 'window' as const, 'yearToDate' as const),
      months: fc.constantFrom(1, 3, 12),
      from: fc.option(fc.integer({ min: 0, max: 20 })),
      type: fc.constantFrom('BIGINT', 'DECIMAL(18, 2)', 'DECIMAL(38, 4)', 'DOUBLE'),
    });
    let bridges = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 5, maxLength: 40 }), question, async (rows, asked) => {
        const { against, kind, months, type } = asked;
        const sales = rows as Row[];
        const from = asked.from === null ? null : 2021 * 12 + asked.from;
        const firstOf = (at: number) =>
          kind === 'window' ? at - months + 1 : kind === 'yearToDate' ? at - (at % 12) : at;
        const sums = (first: number, last: number) => {
          const found = new Map<string | null, number>();
          for (const [at, who, amount] of sales) {
            if (at === null || monthOf(at) < first || monthOf(at) > last) continue;
            found.set(who, (found.get(who) ?? 0) + amount);
          }
          return found;
        };
        const { byPeriod } = await analyse(
          sales,
          against,
          {
            ...(from === null ? {} : { from: name(from) }),
            ...(kind === 'window' ? { window: { months } } : {}),
            ...(kind === 'yearToDate' ? { yearToDate: true } : {}),
          },
          type,
        );
        const known = byPeriod.filter(({ period }) => period !== 'UNKNOWN');
        const ordinals = known.map(({ period }) => monthOf(period.split(' ').at(-1)!.replace('M', '')));
        for (const [index, at] of ordinals.entries()) {
          const back =
            against === 'YEAR_BEFORE' || kind === 'yearToDate'
              ? at - 12
              : kind === 'window'
                ? at - months
                : (ordinals[index - 1] ?? null);
          const { bridge } = known[index]!;
          if (back === null || !ordinals.includes(back)) {
            expect(bridge).toBeUndefined();
            continue;
          }
          bridges++;
          const [now, then] = [sums(firstOf(at), at), sums(firstOf(back), back)];
          const before = new Set(sales.flatMap(([m, who]) => (m !== null && monthOf(m) < firstOf(at) ? [who] : [])));
          const kinds: Record<string, [string, number][]> = { unchanged: [] };
          for (const each of BRIDGE_KINDS) kinds[each] = [];
          for (const who of new Set([...now.keys(), ...then.keys()])) {
            if (who === null) continue;
            const [value, past] = [now.get(who), then.get(who)];
            const of =
              past === undefined
                ? before.has(who)
                  ? 'returning'
                  : 'new'
                : value === undefined
                  ? 'lost'
                  : value > past
                    ? 'expanded'
                    : value < past
                      ? 'contracted'
                      : 'unchanged';
            kinds[of]!.push([who, (value ?? 0) - (past ?? 0)]);
          }
          for (const each of BRIDGE_KINDS) {
            const expected = kinds[each]!.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1));
            expect([each, bridge![each].entities.map(({ entity, change }) => [entity, change])]).toEqual([
              each,
              expected,
            ]);
            expect(bridge![each].count).toBe(expected.length);
            expect(BigInt(bridge![each].changeExact)).toBe(
              BigInt(expected.reduce((sum, [, change]) => sum + change, 0)),
            );
          }
          expect(bridge!.unchanged).toBe(kinds.unchanged!.length);
          const parts = BRIDGE_KINDS.map((each) => BigInt(bridge![each].changeExact));
          const all = parts.reduce((sum, each) => sum + each, BigInt(bridge!.unassignedChangeExact));
          const previous = known[ordinals.indexOf(back)]!;
          expect(all).toBe(BigInt(known[index]!.totalExact) - BigInt(previous.totalExact));
          expect(bridge!.changeExact).toBe(String(all));
          const positive = [...then].filter(([who, value]) => who !== null && value > 0);
          const base = positive.reduce((sum, [, value]) => sum + value, 0);
          expect(bridge!.retention.entities).toBe(positive.length);
          if (positive.length === 0) continue;
          const kept = positive.reduce((sum, [who, value]) => sum + Math.min(value, Math.max(now.get(who) ?? 0, 0)), 0);
          const net = positive.reduce((sum, [who]) => sum + (now.get(who) ?? 0), 0);
          const churned = positive.filter(([who]) => (now.get(who) ?? 0) <= 0).length;
          expect(bridge!.retention.gross).toBeCloseTo((100 * kept) / base, 10);
          expect(bridge!.retention.net).toBeCloseTo((100 * net) / base, 10);
          expect(bridge!.retention.logoChurn).toBeCloseTo((100 * churned) / positive.length, 10);
        }
      }),
      { numRuns: 60 },
    );
    expect(bridges).toBeGreaterThan(10);
  });
});
