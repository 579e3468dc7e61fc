import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { analyseSegments } from '../../src/analysis/segments/analyse-segments.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, Segment } from '../../src/model/analysis.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

type Row = [month: string | null, region: string | null, who: string | null, amount: number];

const text = (value: string | null) => (value === null ? 'NULL' : quoteText(value));

async function resolved(rows: readonly Row[], request: Partial<AnalysisRequest> = {}) {
  const values = rows.map(
    ([month, region, who, amount]) =>
      `(${month === null ? 'NULL' : `DATE '${month}-15'`}, ${text(region)}, ${text(who)}, ${amount})`,
  );
  const { parquetPath, schema } = await fixture.dataset(
    `SELECT day::DATE AS day, region::VARCHAR AS region, who::VARCHAR AS who, amount::DECIMAL(18, 2) AS amount
     FROM (VALUES ${values.join(', ')}) AS t(day, region, who, amount)`,
    { grain: 'YEAR_MONTH', candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'], parts: { day: 'DATE' } },
  );
  const asked = { groupBy: ['who'], value: 'amount', splitBy: 'region', topN: [1], thresholds: [50], ...request };
  return { parquetPath, request: resolveRequest(schema, asked) };
}

async function segmentsOf(rows: readonly Row[], asked: Partial<AnalysisRequest> = {}): Promise<Segment[]> {
  const { parquetPath, request } = await resolved(rows, asked);
  return fixture.engine.withConnection((connection) =>
    analyseSegments(connection, thread, { parquetPath, namesPath: null }, request, [null]),
  );
}

const SALES: Row[] = [
  ['2023-01', 'EMEA', 'Ada', 60],
  ['2023-02', 'emea ', 'ada', 10],
  ['2023-02', 'EMEA', 'Bo', 20],
  ['2023-03', 'EMEA', null, 10],
  ['2023-03', 'APAC', 'Bo', 50],
  ['2023-04', null, 'Ada', 30],
  ['2023-04', null, null, 20],
];

describe('segments', () => {
  it('are the same analysis within each value, in any spelling, and add up to the whole', async () => {
    const segments = await segmentsOf(SALES);
    const shown = segments.map(({ kind, name, values, share, concentration }) => [
      ...[kind, name, values, share],
      ...[concentration.total, concentration.entityCount, concentration.unassigned.value],
      concentration.head.map(({ entity, share: of }) => [entity, of]),
    ]);
    expect(shown).toEqual([
      [
        'VALUE',
        'EMEA',
        1,
        50,
        100,
        2,
        10,
        [
          ['Ada', 70],
          ['Bo', 20],
        ],
      ],
      ['VALUE', 'APAC', 1, 25, 50, 1, 0, [['Bo', 100]]],
      ['UNASSIGNED', null, 0, 25, 50, 1, 20, [['Ada', 60]]],
    ]);
    expect(segments[0]!.concentration).toMatchObject({ period: 'TOTAL', rowCount: 4, top: [{ n: 1, share: 70 }] });
  });

  it('are of the range of periods, and count a row once whatever windows cover it', async () => {
    const range = await segmentsOf(SALES, { periods: { from: '2023-M03' } });
    expect(range.map(({ name, concentration }) => [name, concentration.total])).toEqual([
      ['APAC', 50],
      ['EMEA', 10],
      [null, 50],
    ]);
    const windows = await segmentsOf(SALES, { periods: { window: { months: 12 } } });
    expect(windows.map(({ concentration }) => concentration.total)).toEqual([100, 50, 50]);
  });

  it('beyond the 50 largest are one', async () => {
    const rows = Array.from({ length: 53 }, (_, index): Row => ['2023-01', `r${index}`, 'Ada', 100 - index]);
    const segments = await segmentsOf(rows);
    expect(segments).toHaveLength(51);
    expect(segments.at(-1)).toMatchObject({
      ...{ kind: 'OTHER', name: null, values: 3 },
      concentration: { total: 50 + 49 + 48, entityCount: 1, rowCount: 3 },
    });
  });

  it('have an entity of blank cells where the analysis has', async () => {
    const [first] = await segmentsOf(SALES, { blanks: 'ENTITY' });
    expect(first!.concentration.head.map(({ entity, parts }) => [entity, parts])).toEqual([
      ['Ada', undefined],
      ['Bo', undefined],
      ['(blank)', [null]],
    ]);
  });

  it('have no shares where the total is not above zero', async () => {
    const segments = await segmentsOf([
      ['2023-01', 'EMEA', 'Ada', 10],
      ['2023-01', 'APAC', 'Bo', -10],
    ]);
    expect(segments.map(({ share, concentration }) => [share, concentration.problem?.code])).toEqual([
      [null, undefined],
      [null, 'NON_POSITIVE_TOTAL'],
    ]);
  });

  it('are refused by a column of the entities, an unknown one, and with selected entities of which one is blank', async () => {
    const refused = (request: Partial<AnalysisRequest>) => expect(resolved(SALES, request)).rejects;
    await refused({ splitBy: 'who' }).toMatchObject({ code: 'INVALID_INPUT', details: { argument: 'splitBy' } });
    await refused({ splitBy: 'regoin' }).toMatchObject({ code: 'COLUMN_NOT_FOUND', details: { nearest: 'region' } });
    await refused({ exclude: [{ parts: ['Ada'] }], blanks: 'ENTITY' }).toMatchObject({
      ...{ code: 'INVALID_INPUT', details: { argument: 'splitBy' } },
    });
  });

  it('are of the entities that are selected', async () => {
    const without = await segmentsOf(SALES, { exclude: [{ parts: ['ADA'] }] });
    expect(
      without.map(({ name, share, concentration: { total, rowCount } }) => [name, share, total, rowCount]),
    ).toEqual([
      ['APAC', 50, 50, 1],
      ['EMEA', 30, 30, 2],
      [null, 20, 20, 1],
    ]);
    const only = await segmentsOf(SALES, { only: [{ parts: ['Ada'] }, { parts: [null] }] });
    expect(only.map(({ name, concentration: { total, unassigned } }) => [name, total, unassigned.value])).toEqual([
      ['EMEA', 80, 10],
      [null, 50, 20],
    ]);
    expect(await segmentsOf(SALES, { only: [{ parts: ['Unknown'] }] })).toEqual([]);
  });

  it('have the sums of a loop over the rows, for one and for two columns of entities', async () => {
    const row = fc.tuple(
      fc.constantFrom('2023-01', '2023-05', null),
      fc.constantFrom('x', 'y', 'z', null),
      fc.constantFrom('a', 'b', 'c', null),
      fc.integer({ min: -5, max: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 25 }),
        fc.boolean(),
        fc.boolean(),
        async (all, byMonth, isSelecting) => {
          const groupBy = byMonth ? ['who', 'day'] : ['who'];
          const exclude = [
            { parts: byMonth ? ['A', '2023-01-15'] : ['A'] },
            { parts: byMonth ? [null, null] : [null] },
          ];
          const segments = await segmentsOf(all as Row[], isSelecting ? { groupBy, exclude } : { groupBy });
          const isLeftOut = ([month, , who]: Row) =>
            byMonth
              ? (who === 'a' && month === '2023-01') || (who === null && month === null)
              : who === 'a' || who === null;
          const rows = isSelecting ? (all as Row[]).filter((each) => !isLeftOut(each)) : all;
          const sums = new Map<string | null, Map<string, number>>();
          const nameOf = ([month, , who]: Row) => {
            if (!byMonth) return who ?? '';
            return month === null && who === null
              ? ''
              : `${who ?? '(blank)'} · ${month === null ? '(blank)' : `${month}-15`}`;
          };
          for (const each of rows as Row[]) {
            const of = sums.get(each[1]) ?? new Map<string, number>();
            of.set(nameOf(each), (of.get(nameOf(each)) ?? 0) + each[3]);
            sums.set(each[1], of);
          }
          expect(segments).toHaveLength(sums.size);
          for (const { name, concentration } of segments) {
            const { '': blank = 0, ...named } = Object.fromEntries(sums.get(name)!);
            const entities = Object.fromEntries(concentration.head.map(({ entity, value }) => [entity, value]));
            expect(entities).toEqual(named);
            expect(concentration.unassigned.value).toBe(blank);
            expect(concentration.total).toBe(Object.values(named).reduce((sum, each) => sum + each, blank));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
