import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { type Computed, runAnalysis } from '../../src/analysis/run-analysis.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, PeriodConcentration, PeriodRequest } from '../../src/model/analysis.js';
import { type Column, type DatasetSchema, TimePart } from '../../src/model/schema.js';
import { grainCandidates } from '../../src/period/grains.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';
import { isPartialByHand, lastDayOf } from './partial-by-hand.js';

const { fixture, thread } = await analysisFixtureWithThread();

/** Months are `2024-03`; null is a row without a date. */
type Row = [month: string | null, who: string | null, cents: number];

const dayOf = (index: number) => String((index % 28) + 1).padStart(2, '0');

async function datasetOf(rows: readonly Row[]) {
  const values = rows.map(([month, who, cents], index) => {
    const day = month === null ? 'NULL' : `DATE '${month}-${dayOf(index)}'`;
    return `(${day}, ${who === null ? 'NULL' : quoteText(who)}, ${(cents / 100).toFixed(2)}::DECIMAL(18, 2))`;
  });
  return fixture.dataset(
    `SELECT day::DATE AS day, who::VARCHAR AS who, amount::DECIMAL(18, 2) AS amount
     FROM (VALUES ${values.join(', ')}) AS t(day, who, amount)`,
    { grain: 'YEAR_MONTH', candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'], parts: { day: 'DATE' } },
  );
}

async function analyse(
  { parquetPath, schema }: { parquetPath: string; schema: DatasetSchema },
  periods: PeriodRequest,
  request: Partial<AnalysisRequest> = {},
): Promise<Computed> {
  const resolved = resolveRequest(schema, { groupBy: ['who'], value: 'amount', periods, ...request });
  return fixture.engine.withConnection((connection) =>
    runAnalysis(connection, thread, parquetPath, schema, resolved, {}),
  );
}

const SALES: Row[] = [
  ['2022-12', 'a', 100],
  ['2023-02', 'b', 200],
  ['2023-04', 'a', 300],
  ['2023-12', 'c', 400],
  ['2024-02', 'a', 500],
  ['2024-05', null, 600],
  [null, 'b', 700],
];

const totals = ({ byPeriod }: Computed) => byPeriod.map(({ period, total }) => [period, total]);

describe('the range of periods', () => {
  it('analyses the rows in it as if the others were filtered out, and counts these', async () => {
    const computed = await analyse(await datasetOf(SALES), { grain: 'YEAR', from: '2023', to: '2023' });
    expect(totals(computed)).toEqual([['2023', 9]]);
    expect(computed.total).toMatchObject({ period: 'TOTAL', totalExact: '9', rowCount: 3, entityCount: 3 });
    expect(computed.outsidePeriods).toEqual({ rows: 4, value: 19, valueExact: '19', unknownRows: 1 });
    expect(computed.warnings.find(({ code }) => code === 'UNKNOWN_PERIOD')).toMatchObject({
      message: '1 row has no period in "day": not in the periods from "periods.from" to "periods.to", and is left out.',
      count: 1,
    });
  });

  it('may be open, and gives no rows where there are none in it', async () => {
    const dataset = await datasetOf(SALES);
    expect(totals(await analyse(dataset, { from: '2024' }))).toEqual([
      ['2024-M02', 5],
      ['2024-M05', 6],
    ]);
    expect(totals(await analyse(dataset, { to: '2022' }))).toEqual([['2022-M12', 1]]);
    const none = await analyse(dataset, { from: '2030' });
    expect(none).toMatchObject({ byPeriod: [], total: { total: 0, rowCount: 0 }, outsidePeriods: { rows: 7 } });
  });

  it('leaves the periods without one in UNKNOWN and TOTAL', async () => {
    const computed = await analyse(await datasetOf(SALES), { grain: 'YEAR' });
    expect(totals(computed).at(-1)).toEqual(['UNKNOWN', 7]);
    expect(computed.total.total).toBe(28);
    expect(computed.outsidePeriods).toBeUndefined();
  });
});

describe('fiscal years', () => {
  it('are named by the year in which they end, or in which they start', async () => {
    const dataset = await datasetOf(SALES);
    const byEnd = await analyse(dataset, { grain: 'YEAR', fiscalYearStart: 4 });
    expect(totals(byEnd)).toEqual([
      ['FY2023', 3],
      ['FY2024', 12],
      ['FY2025', 6],
      ['UNKNOWN', 7],
    ]);
    const byStart = await analyse(dataset, { grain: 'YEAR', fiscalYearStart: 4, fiscalYearNamedBy: 'START' });
    expect(totals(byStart).map(([period]) => period)).toEqual(['FY2022', 'FY2023', 'FY2024', 'UNKNOWN']);
    const quarters = await analyse(dataset, { grain: 'YEAR_QUARTER', fiscalYearStart: 4, from: 'FY2024' });
    expect(totals(quarters)).toEqual([
      ['FY2024-Q1', 3],
      ['FY2024-Q3', 4],
      ['FY2024-Q4', 5],
      ['FY2025-Q1', 6],
    ]);
  });

  it('are partial where the file begins after their start or ends before their end', async () => {
    const { byPeriod, warnings } = await analyse(await datasetOf(SALES), { grain: 'YEAR', fiscalYearStart: 4 });
    expect(byPeriod.map(({ period, isPartial }) => [period, isPartial ?? false])).toEqual([
      ['FY2023', true],
      ['FY2024', false],
      ['FY2025', true],
      ['UNKNOWN', false],
    ]);
    expect(warnings.find(({ code }) => code === 'PARTIAL_PERIODS')).toEqual({
      code: 'PARTIAL_PERIODS',
      message:
        'The file has rows for a part of FY2023 and 1 more only: it has values from 2022-M12 to 2024-M05. Changes from or to such a period do not compare like with like.',
      column: 'day',
      count: 2,
    });
  });
});

describe('rolling windows', () => {
  it('end with each month and are compared with the one before that does not overlap', async () => {
    const { byPeriod, total } = await analyse(await datasetOf(SALES), { window: { months: 12 } });
    const shown = byPeriod.map(({ period, total: sum, isPartial, change }) => [
      period,
      sum,
      isPartial ?? false,
      change?.previous,
    ]);
    expect(shown.slice(0, 3)).toEqual([
      ['LTM 2022-M12', 1, true, undefined],
      ['LTM 2023-M01', 1, true, undefined],
      ['LTM 2023-M02', 3, true, undefined],
    ]);
    expect(shown.find(([period]) => period === 'LTM 2023-M11')).toEqual(['LTM 2023-M11', 6, false, undefined]);
    expect(shown.slice(-3)).toEqual([
      ['LTM 2024-M04', 9, false, 'LTM 2023-M04'],
      ['LTM 2024-M05', 15, false, 'LTM 2023-M05'],
      ['UNKNOWN', 7, false, undefined],
    ]);
    expect(total.total).toBe(28);
  });

  it('are whole where the range begins within them', async () => {
    const computed = await analyse(await datasetOf(SALES), {
      window: { months: 12 },
      from: '2023-M12',
      to: '2023-M12',
    });
    expect(totals(computed)).toEqual([['LTM 2023-M12', 9]]);
    expect(computed.byPeriod[0]!.isPartial).toBeUndefined();
    expect(computed.total.total).toBe(9);
  });
});

describe('years to date', () => {
  it('are compared with the same span of the year before', async () => {
    const { byPeriod } = await analyse(await datasetOf(SALES), { yearToDate: true, from: '2024-M02' });
    expect(byPeriod.map(({ period, total }) => [period, total])).toEqual([
      ['YTD 2024-M02', 5],
      ['YTD 2024-M03', 5],
      ['YTD 2024-M04', 5],
      ['YTD 2024-M05', 11],
    ]);
    const all = await analyse(await datasetOf(SALES), { yearToDate: true });
    const last = all.byPeriod.find(({ period }) => period === 'YTD 2024-M02')!;
    expect(last.change).toMatchObject({ previous: 'YTD 2023-M02', total: 3, entered: 1, left: 1 });
  });

  it('begin with the fiscal year', async () => {
    const { byPeriod } = await analyse(await datasetOf(SALES), {
      yearToDate: true,
      fiscalYearStart: 4,
      to: '2024-M02',
    });
    expect(
      byPeriod.filter(({ period }) => /M02$|M04$/.test(period)).map(({ period, total }) => [period, total]),
    ).toEqual([
      ['FYTD 2023-M02', 3],
      ['FYTD 2023-M04', 3],
      ['FYTD 2024-M02', 12],
    ]);
  });
});

/** Months as numbers from year 0; written for this test alone, every sum a loop over all rows. */
const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;

const monthText = (at: number) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;

function sumsBetween(rows: readonly Row[], first: number, last: number) {
  const sums = new Map<string | null, bigint>();
  let count = 0;
  for (const [month, who, cents] of rows) {
    if (month === null || monthOf(month) < first || monthOf(month) > last) continue;
    sums.set(who, (sums.get(who) ?? 0n) + BigInt(cents));
    count++;
  }
  return { sums, count };
}

function exact(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  const text = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return text.replace(/\.?0+$/, '');
}

function expectPeriod(got: PeriodConcentration, rows: readonly Row[], first: number, last: number): void {
  const { sums, count } = sumsBetween(rows, first, last);
  const entities = [...sums].filter(([who]) => who !== null);
  const total = [...sums.values()].reduce((sum, each) => sum + each, 0n);
  expect(got.rowCount).toBe(count);
  expect(got.entityCount).toBe(entities.length);
  expect(got.totalExact).toBe(exact(total));
  expect(got.unassigned.valueExact).toBe(exact(sums.get(null) ?? 0n));
  const values = entities.sort((a, b) => (a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : a[0]! < b[0]! ? -1 : 1));
  expect(got.head.map(({ entity, valueExact }) => [entity, valueExact])).toEqual(
    values.map(([who, cents]) => [who, exact(cents)]),
  );
}

const month = fc.integer({ min: 0, max: 40 }).map((at) => {
  return monthText(2021 * 12 + 5 + at);
});
const row = fc.tuple(
  fc.option(month, { freq: 12 }),
  fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { freq: 8 }),
  fc.integer({ min: -500, max: 900 }),
);
const rows = fc.array(row, { minLength: 1, maxLength: 30 }) as fc.Arbitrary<Row[]>;

describe('over random rows with gaps, refunds and rows without a date', () => {
  it('gives windows, years to date and fiscal periods as a loop over the rows does', async () => {
    const question = fc.record({
      kind: fc.constantFrom('window' as const, 'yearToDate' as const, 'plain' as const),
      months: fc.constantFrom(1, 2, 3, 12, 17),
      start: fc.integer({ min: 1, max: 12 }),
      length: fc.constantFrom(1, 3, 12),
      namedBy: fc.constantFrom('END' as const, 'START' as const),
      range: fc.option(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))),
    });
    await fc.assert(
      fc.asyncProperty(rows, question, async (sales, { kind, months, start, length, namedBy, range }) => {
        const step = kind === 'yearToDate' && length === 12 ? 3 : length;
        const grain = ({ 1: 'YEAR_MONTH', 3: 'YEAR_QUARTER', 12: 'YEAR' } as const)[step]!;
        const size = kind === 'window' ? Math.min(months * step, 120) : step;
        const known = sales.flatMap(([at]) => (at === null ? [] : [monthOf(at)]));
        const offset = start - 1;
        // The first month of the step that a month is in; steps are counted from the start of the year.
        const floorTo = (at: number, unit: number) => at - ((((at - offset) % unit) + unit) % unit);
        const startOf = (at: number) => (step === 1 ? at : floorTo(at, step));
        const nameOf = (first: number) => {
          const fiscal = start > 1;
          const year = Math.floor((first - offset) / 12) + (fiscal && namedBy === 'END' ? 1 : 0);
          const calendar = `${Math.floor(first / 12)}-M${String((first % 12) + 1).padStart(2, '0')}`;
          const part = `${fiscal ? 'FY' : ''}${year}`;
          if (step === 1) return calendar;
          return step === 12 ? part : `${part}-Q${((((first - offset) % 12) + 12) % 12) / 3 + 1}`;
        };
        const prefix =
          kind === 'plain'
            ? ''
            : kind === 'yearToDate'
              ? start > 1
                ? 'FYTD '
                : 'YTD '
              : size === 12
                ? 'LTM '
                : `L${size}M `;
        const [low, high] = range ? [Math.min(...range), Math.max(...range)] : [null, null];
        const origin = startOf(2021 * 12 + 5);
        const from = low === null ? null : startOf(origin + low);
        const to = high === null ? null : startOf(origin + high);
        const firstOf = (last: number) =>
          kind === 'window' ? last - size + 1 : kind === 'yearToDate' ? floorTo(last, 12) : last - step + 1;
        const ends: { name: string; first: number; last: number }[] = [];
        if (known.length > 0) {
          // Stored rows outside the range do not extend the list.
          const lowest = from === null ? Number.NEGATIVE_INFINITY : firstOf(from + step - 1);
          const highest = to === null ? Number.POSITIVE_INFINITY : to + step - 1;
          const inRange = known.filter((at) => at >= lowest && at <= highest);
          if (inRange.length > 0) {
            for (let at = startOf(Math.min(...inRange)); at <= Math.max(...inRange); at += step) {
              if ((from !== null && at < from) || (to !== null && at > to)) continue;
              const last = at + step - 1;
              if (sumsBetween(sales, firstOf(last), last).count > 0) {
                ends.push({ name: prefix + nameOf(at), first: firstOf(last), last });
              }
            }
          }
        }
        const computed = await analyse(await datasetOf(sales), {
          grain,
          ...(start > 1 ? { fiscalYearStart: start, fiscalYearNamedBy: namedBy } : {}),
          ...(kind === 'window' ? { window: { months: size } } : {}),
          ...(kind === 'yearToDate' ? { yearToDate: true } : {}),
          ...(from === null ? {} : { from: nameOf(from) }),
          ...(to === null ? {} : { to: prefix + nameOf(to) }),
        });
        const listed = computed.byPeriod.filter(({ period }) => period !== 'UNKNOWN');
        expect(listed.map(({ period }) => period)).toEqual(ends.map(({ name }) => name));
        for (const [index, { first, last, name }] of ends.entries()) {
          expectPeriod(listed[index]!, sales, first, last);
          const back = kind === 'window' ? size : 12;
          const before = kind === 'plain' ? ends[index - 1] : ends.find((each) => each.last === last - back);
          expect([name, listed[index]!.change?.previous]).toEqual([name, before?.name]);
          if (before) {
            const [now, then] = [
              sumsBetween(sales, first, last).sums,
              sumsBetween(sales, before.first, before.last).sums,
            ];
            const entered = [...now.keys()].filter((who) => who !== null && !then.has(who));
            const left = [...then.keys()].filter((who) => who !== null && !now.has(who));
            expect(listed[index]!.change).toMatchObject({ entered: entered.length, left: left.length });
          }
          const days = sales.flatMap(([at], nth) => (at === null ? [] : [`${at}-${dayOf(nth)}`]));
          const isPartial = isPartialByHand(days, `${monthText(first)}-01`, lastDayOf(monthText(last)));
          expect([name, listed[index]!.isPartial ?? false]).toEqual([name, isPartial]);
        }
        const unlimited = from === null && to === null;
        const [lowest, highest] = unlimited
          ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
          : [firstOf(from! + step - 1), to! + step - 1];
        const analysed = sales.filter(([at]) =>
          at === null ? unlimited : monthOf(at) >= lowest && monthOf(at) <= highest,
        );
        expect(computed.total.rowCount).toBe(analysed.length);
        expect(computed.total.totalExact).toBe(exact(analysed.reduce((sum, each) => sum + BigInt(each[2]), 0n)));
        const outside = sales.filter((each) => !analysed.includes(each));
        if (unlimited) expect(computed.outsidePeriods).toBeUndefined();
        else {
          expect(computed.outsidePeriods).toMatchObject({
            rows: outside.length,
            valueExact: exact(outside.reduce((sum, each) => sum + BigInt(each[2]), 0n)),
            unknownRows: outside.filter(([at]) => at === null).length,
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('periods that cannot be formed', () => {
  const column = (name: string, timePart: TimePart, more: Partial<Column> = {}): Column =>
    ({ name, originalName: name, timePart, periodGrain: null, samples: [], dataType: 'STRING', ...more }) as Column;
  const schemaOf = (...time: Column[]): DatasetSchema =>
    ({
      ...{ datasetId: 'ds_1', version: 1, rowCount: 1, warnings: [], rowsLeftOut: [] },
      columns: [
        column('who', null as never, { role: 'CATEGORICAL' }),
        column('amount', null as never, { role: 'NUMERIC', dataType: 'INTEGER' }),
        ...time,
      ],
      periodGrain: grainCandidates(time)[0] ?? 'NONE',
      periodGrainCandidates: grainCandidates(time),
      ...{ timeCandidates: time.map(({ name }) => name), timeColumns: time.map(({ name }) => name) },
    }) as DatasetSchema;
  const day = schemaOf(column('day', 'DATE', { dataType: 'DATE' }));
  const resolve = (schema: DatasetSchema, periods: PeriodRequest) =>
    resolveRequest(schema, { groupBy: ['who'], value: 'amount', periods }).parameters;
  const refused = (schema: DatasetSchema, periods: PeriodRequest) => {
    try {
      resolve(schema, periods);
    } catch (error) {
      const { code, message, details } = error as { code: string; message: string; details: { argument: string } };
      return [code, details.argument, message];
    }
    return ['accepted'];
  };

  it.each<[string, PeriodRequest, DatasetSchema, string]>([
    ['from', { grain: 'YEAR_MONTH', from: '2024-M13' }, day, 'Expected 2024-M03, 2024-Q1 or 2024'],
    ['from', { grain: 'YEAR', from: '2024-M01' }, day, 'Expected 2024'],
    ['to', { grain: 'YEAR', to: 'FY2024' }, day, 'Expected 2024'],
    ['from', { grain: 'YEAR', from: '2024', fiscalYearStart: 4 }, day, 'Expected FY2024'],
    ['from', { grain: 'DATE', from: '2023-02-30' }, day, 'Expected 2024-03-31'],
    ['to', { grain: 'YEAR', from: '2024', to: '2023' }, day, 'Exchange them'],
    ['from', { grain: 'NONE', from: '2024' }, day, 'Set "periods.grain"'],
    ['window', { grain: 'NONE', window: { months: 12 } }, day, 'Set "periods.grain"'],
    ['window', { grain: 'DATE', window: { months: 12 } }, day, 'YEAR_MONTH'],
    ['window.months', { grain: 'YEAR_MONTH', window: { months: 0 } }, day, '1 to 120'],
    ['window.months', { grain: 'YEAR_QUARTER', window: { months: 10 } }, day, 'multiple of 3'],
    ['yearToDate', { grain: 'YEAR', yearToDate: true }, day, 'YEAR_MONTH or YEAR_QUARTER'],
    ['yearToDate', { grain: 'YEAR_MONTH', yearToDate: true, window: { months: 12 } }, day, 'not both'],
    ['fiscalYearStart', { fiscalYearStart: 13 }, day, '1 (January: the calendar year) to 12'],
    ['fiscalYearStart', { fiscalYearStart: 4 }, schemaOf(column('year', 'YEAR')), 'years only'],
    [
      'fiscalYearStart',
      { grain: 'YEAR', fiscalYearStart: 5 },
      schemaOf(column('year', 'YEAR'), column('quarter', 'QUARTER')),
      'Expected 1, 4, 7 or 10',
    ],
    [
      'fiscalYearStart',
      { grain: 'YEAR', fiscalYearStart: 4 },
      schemaOf(column('half', 'PERIOD', { periodGrain: 'YEAR', samples: ['1H22'] })),
      'years only',
    ],
    ...['FY2024', '2023/24', 'Q3 FY24', '2023-2024', '2024-P03'].map(
      (sample): [string, PeriodRequest, DatasetSchema, string] => [
        'fiscalYearStart',
        { grain: 'YEAR', fiscalYearStart: 4 },
        schemaOf(column('when', 'PERIOD', { periodGrain: 'YEAR_QUARTER', samples: [sample] })),
        'fiscal periods already',
      ],
    ),
    [
      'fiscalYearStart',
      { grain: 'YEAR', fiscalYearStart: 4 },
      schemaOf(column('fiscal_year', 'YEAR'), column('month', 'MONTH')),
      'fiscal periods already',
    ],
  ])('names %s (%o)', (argument, periods, schema, words) => {
    const [code, path, message] = refused(schema, periods);
    expect([code, path]).toEqual(['INVALID_PERIODS', `periods.${argument}`]);
    expect(message).toContain(words);
  });

  it('accepts fiscal years on quarters that align, on months, and on columns of months that look like spans', () => {
    const quarters = schemaOf(column('year', 'YEAR'), column('quarter', 'QUARTER'));
    expect(resolve(quarters, { grain: 'YEAR', fiscalYearStart: 7 }).periods).toEqual({
      fiscalYearStart: 7,
      fiscalYearNamedBy: 'END',
    });
    const months = schemaOf(column('when', 'PERIOD', { periodGrain: 'YEAR_MONTH', samples: ['2011-12', '2012-01'] }));
    expect(resolve(months, { grain: 'YEAR', fiscalYearStart: 7 }).periods).toBeDefined();
  });

  it('leaves out of the hash what makes no difference', () => {
    const plain = resolve(day, { grain: 'YEAR_MONTH' });
    expect(plain.periods).toBeUndefined();
    expect(resolve(day, { grain: 'YEAR_MONTH', fiscalYearStart: 1, yearToDate: false }).hash).toBe(plain.hash);
    expect(resolve(day, { grain: 'YEAR_MONTH', fiscalYearStart: 4 }).hash).toBe(plain.hash);
    const spelled = (from: string) => resolve(day, { grain: 'YEAR_MONTH', from }).hash;
    expect(spelled('2024')).toBe(spelled('2024-M01'));
    expect(spelled('2024-01')).toBe(spelled('2024-m01 '));
    expect(spelled('2024')).not.toBe(plain.hash);
    const end = resolve(day, { grain: 'YEAR_MONTH', fiscalYearStart: 4, yearToDate: true, fiscalYearNamedBy: 'END' });
    const start = resolve(day, {
      grain: 'YEAR_MONTH',
      fiscalYearStart: 4,
      yearToDate: true,
      fiscalYearNamedBy: 'START',
    });
    expect(start.hash).toBe(end.hash);
  });
});
