import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { runAnalysis } from '../../src/analysis/run-analysis.js';
import { analyseSegments } from '../../src/analysis/segments/analyse-segments.js';
import { analysisJson, readAnalysisJson } from '../../src/artifact/json.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { Analysis, AnalysisRequest, PeriodConcentration, Segment } from '../../src/model/analysis.js';
import type { RowFilter } from '../../src/model/row-filter.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

type Row = [month: string | null, region: string | null, who: string | null, amount: number];

const text = (value: string | null) => (value === null ? 'NULL' : quoteText(value));

async function dataset(rows: readonly Row[]) {
  const values = rows.map(
    ([month, region, who, amount]) =>
      `(${month === null ? 'NULL' : `DATE '${month}-15'`}, ${text(region)}, ${text(who)}, ${amount}, ${amount * 2})`,
  );
  return fixture.dataset(
    `SELECT day::DATE AS day, region::VARCHAR AS region, who::VARCHAR AS who, amount::DECIMAL(18, 2) AS amount,
       double::DECIMAL(18, 2) AS double
     FROM (VALUES ${values.join(', ')}) AS t(day, region, who, amount, double)`,
    { grain: 'YEAR_MONTH', candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'], parts: { day: 'DATE' } },
  );
}

const QUESTION = { groupBy: ['who'], value: 'amount', topN: [1, 2], thresholds: [50], limits: [20] };

async function segmentsOf(
  { parquetPath, schema }: Awaited<ReturnType<typeof dataset>>,
  asked: Partial<AnalysisRequest> = {},
): Promise<Segment[]> {
  const request = resolveRequest(schema, { ...QUESTION, splitBy: 'region', segmentPeriods: true, ...asked });
  return fixture.engine.withConnection((connection) =>
    analyseSegments(connection, thread, { parquetPath, namesPath: null }, request, []),
  );
}

async function plain(
  { parquetPath, schema }: Awaited<ReturnType<typeof dataset>>,
  asked: Partial<AnalysisRequest>,
): Promise<PeriodConcentration[]> {
  const request = resolveRequest(schema, { ...QUESTION, ...asked });
  const { byPeriod } = await fixture.engine.withConnection((connection) =>
    runAnalysis(connection, thread, parquetPath, schema, request),
  );
  return byPeriod;
}

/** What a segment in a period shows of the same period of a plain analysis. */
function asInSegment({ leftOut: _, ...period }: PeriodConcentration): PeriodConcentration {
  const limits = period.limits?.map((limit) => ({ ...limit, entities: limit.entities.slice(0, 10) }));
  const change = period.change && {
    ...period.change,
    enteredEntities: period.change.enteredEntities.slice(0, 10),
    leftEntities: period.change.leftEntities.slice(0, 10),
  };
  return { ...period, head: period.head.slice(0, 10), lorenz: [], change, ...(limits ? { limits } : {}) };
}

/** The spelling of the largest sum is shown, over all rows of the question or those that the filter selects. */
function spelledOnce(periods: PeriodConcentration[]): unknown {
  return JSON.parse(JSON.stringify(periods).replaceAll('"b "', '"b"').replaceAll('b  · ', 'b · '));
}

const SALES: Row[] = [
  ['2023-01', 'EMEA', 'Ada', 60],
  ['2023-02', 'emea ', 'ada', 10],
  ['2023-02', 'EMEA', 'Bo', 20],
  ['2023-03', 'EMEA', null, 10],
  ['2023-03', 'APAC', 'Bo', 50],
  ['2023-04', null, 'Ada', 30],
  [null, null, null, 20],
];

describe('segments by period', () => {
  it('are analysed in each period in which they have rows, with their share of it', async () => {
    const segments = await segmentsOf(await dataset(SALES), { limits: [] });
    const shown = segments.map(({ name, byPeriod = [] }) => [
      name,
      byPeriod.map(({ share, concentration: { period, total, entityCount, unassigned, change } }) => [
        ...[period, share, total, entityCount, unassigned.value, change?.previous ?? null, change?.entered ?? null],
      ]),
    ]);
    expect(shown).toEqual([
      [
        'EMEA',
        [
          ['2023-M01', 100, 60, 1, 0, null, null],
          ['2023-M02', 100, 30, 2, 0, '2023-M01', 1],
          ['2023-M03', 100 / 6, 10, 0, 10, '2023-M02', 0],
        ],
      ],
      ['APAC', [['2023-M03', 500 / 6, 50, 1, 0, null, null]]],
      [
        null,
        [
          ['2023-M04', 100, 30, 1, 0, null, null],
          ['UNKNOWN', 100, 20, 0, 20, null, null],
        ],
      ],
    ]);
  });

  it('are absent unless requested, and the segments are the same', async () => {
    const data = await dataset(SALES);
    const without = await segmentsOf(data, { segmentPeriods: false });
    expect(without.every((segment) => !('byPeriod' in segment))).toBe(true);
    const segments = await segmentsOf(data);
    expect(segments.map(({ byPeriod: _, ...segment }) => segment)).toEqual(without);
  });

  it('have windows at the same ends as the whole analysis', async () => {
    const segments = await segmentsOf(await dataset(SALES), { periods: { window: { months: 2 } } });
    const emea = segments.find(({ name }) => name === 'EMEA')!;
    expect(emea.byPeriod!.map(({ share, concentration: { period, total } }) => [period, total, share])).toEqual([
      ['L2M 2023-M01', 60, 100],
      ['L2M 2023-M02', 90, 100],
      ['L2M 2023-M03', 40, (100 * 40) / 90],
      ['L2M 2023-M04', 10, (100 * 10) / 90],
    ]);
  });

  it('are refused without segments, without periods, and where there are too many', async () => {
    const data = await dataset(SALES);
    const refused = (asked: Partial<AnalysisRequest>, code = 'INVALID_INPUT') =>
      expect(segmentsOf(data, asked)).rejects.toMatchObject({ code, details: { argument: 'segmentPeriods' } });
    await refused({ splitBy: null });
    await refused({ periodGrain: 'NONE' });
    const many = Array.from({ length: 52 }, (_, region) =>
      Array.from({ length: 61 }, (__, month): Row => {
        return [
          `${2018 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
          `r${region}`,
          'Ada',
          1,
        ];
      }),
    ).flat();
    // 50 values, and the two others as one.
    expect(await segmentsOf(await dataset(many), { periodGrain: 'YEAR' })).toHaveLength(51);
    await expect(
      segmentsOf(await dataset([...many, ...many.map(([month, , ...rest]): Row => [month, null, ...rest])])),
    ).rejects.toMatchObject({ details: { argument: 'segmentPeriods', got: 52 * 61, max: 3120 } });
  });

  it('are those of an analysis of the rows that a filter selects', async () => {
    const row = fc.tuple(
      fc.constantFrom('2023-01', '2023-02', '2023-05', '2024-01', null),
      fc.constantFrom('x', 'y', 'Z', 'z ', null),
      fc.constantFrom('a', 'b', 'b ', 'c', null),
      fc.integer({ min: -5, max: 20 }),
    );
    const question = fc.record({
      periodGrain: fc.constantFrom('YEAR_MONTH' as const, 'YEAR_QUARTER' as const, 'YEAR' as const),
      blanks: fc.constantFrom('APART' as const, 'ENTITY' as const),
      also: fc.constantFrom<string[] | null>(null, ['double']),
      isCounted: fc.boolean(),
      isExcluding: fc.boolean(),
      periods: fc.constantFrom(null, { from: '2023-M02' }, { fiscalYearStart: 4 }, { from: '2023', to: '2023' }),
      groupBy: fc.constantFrom<string[]>(['who'], ['who', 'day']),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), question, async (rows, drawn) => {
        const { isCounted, isExcluding, periods, ...others } = drawn;
        const hasMonths = others.periodGrain === 'YEAR_MONTH' || periods?.from !== '2023-M02';
        const data = await dataset(rows);
        const asked: Partial<AnalysisRequest> = {
          ...others,
          periods: hasMonths ? periods : null,
          ...(isCounted ? { measure: 'COUNT' as const, value: null } : {}),
          ...(isExcluding && others.blanks === 'APART'
            ? { exclude: [{ parts: others.groupBy.length === 1 ? ['b'] : ['b', '2023-01-15'] }] }
            : {}),
        };
        const whole = await plain(data, asked);
        const totals = new Map(whole.map(({ period, total }) => [period, total]));
        const segments = await segmentsOf(data, asked);
        for (const { kind, name, byPeriod = [] } of segments) {
          const where: RowFilter =
            kind === 'VALUE' ? { column: 'region', eq: name! } : { column: 'region', isBlank: true };
          const filtered = await plain(data, { ...asked, where });
          const expected = filtered.filter(({ rowCount }) => rowCount > 0);
          // A period of which everything is left out is listed there, and later ones are compared with it.
          const isComparable = expected.length === filtered.length;
          const shown = (period: PeriodConcentration) => (isComparable ? period : { ...period, change: null });
          expect(spelledOnce(byPeriod.map(({ concentration }) => shown(concentration)))).toEqual(
            spelledOnce(expected.map((each) => shown(asInSegment(each)))),
          );
          for (const { share, concentration } of byPeriod) {
            const total = totals.get(concentration.period)!;
            if (total > 0) expect(share).toBeCloseTo((100 * concentration.total) / total, 9);
            else expect(share).toBeNull();
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('add up to the whole in windows and years to date, as a loop over the rows does', async () => {
    const months = ['2023-01', '2023-02', '2023-04', '2023-09', '2024-02'];
    const row = fc.tuple(
      fc.constantFrom(...months),
      fc.constantFrom('x', 'y', null),
      fc.constantFrom('a', 'b', null),
      fc.integer({ min: 1, max: 20 }),
    );
    const monthOf = (key: string) => 12 * Number(key.slice(0, 4)) + Number(key.slice(-2));
    const schemes = [
      { rules: { window: { months: 3 } }, covers: (end: number, month: number) => month > end - 3 && month <= end },
      {
        rules: { yearToDate: true },
        covers: (end: number, month: number) => month <= end && Math.ceil(month / 12) === Math.ceil(end / 12),
      },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(...schemes),
        async (rows, { rules, covers }) => {
          const data = await dataset(rows);
          const segments = await segmentsOf(data, { periods: rules });
          const found = segments.flatMap(({ name, byPeriod = [] }) =>
            byPeriod.map(({ concentration: { period, total, entityCount, rowCount } }) => {
              return [name, period.slice(4), total, entityCount, rowCount].join(' ');
            }),
          );
          const all = rows.map(([month]) => monthOf(month));
          const expected: string[] = [];
          for (const region of [...new Set(rows.map(([, each]) => each))]) {
            for (let end = Math.min(...all); end <= Math.max(...all); end++) {
              const covered = rows.filter(([month, of]) => of === region && covers(end, monthOf(month)));
              if (covered.length === 0) continue;
              const key = `${Math.ceil(end / 12) - 1}-M${String(((end - 1) % 12) + 1).padStart(2, '0')}`;
              const total = covered.reduce((sum, [, , , amount]) => sum + amount, 0);
              const named = covered.flatMap(([, , who]) => (who === null ? [] : [who]));
              expected.push([region, key, total, new Set(named).size, covered.length].join(' '));
            }
          }
          expect(found.sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are read from the file as they were written, line by line', async () => {
    const segments = await segmentsOf(await dataset(SALES));
    const analysis = { id: 'an_1', byPeriod: [segments[0]!.concentration], segments } as unknown as Analysis;
    const written = [...analysisJson(analysis)].join('');
    expect(JSON.parse(written)).toMatchObject({ segments });
    expect(await readAnalysisJson(written)).toEqual(analysis);
    const lines = written.split('\n');
    expect(lines.filter((line) => line.includes('2023-M02'))).not.toEqual([]);
    expect(Math.max(...lines.map((line) => line.split('"head"').length))).toBe(2);
    expect(await readAnalysisJson(lines.toSpliced(5, 1).join('\n'))).toBeNull();
  });
});
