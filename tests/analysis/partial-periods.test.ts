import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { type Computed, runAnalysis } from '../../src/analysis/run-analysis.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, PeriodRequest } from '../../src/model/analysis.js';
import { analysisFixtureWithThread, type TimeOptions } from '../support/analysis-fixture.js';
import { followingMonth, isPartialByHand, lastDayOf } from './partial-by-hand.js';

const { fixture, thread } = await analysisFixtureWithThread();

const DAYS: TimeOptions = {
  grain: 'YEAR_MONTH',
  candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'],
  parts: { day: 'DATE' },
};

async function analyse(
  select: string,
  time: TimeOptions,
  periods: PeriodRequest,
  request: Partial<AnalysisRequest> = {},
): Promise<Computed> {
  const { parquetPath, schema } = await fixture.dataset(select, time);
  const columns = schema.columns.map((column) =>
    column.timePart === 'PERIOD' ? { ...column, periodGrain: schema.periodGrain } : column,
  );
  const resolved = resolveRequest({ ...schema, columns }, { groupBy: ['who'], value: 'amount', periods, ...request });
  return fixture.engine.withConnection((connection) =>
    runAnalysis(connection, thread, parquetPath, { ...schema, columns }, resolved, {}),
  );
}

const partialOf = ({ byPeriod }: Computed) => byPeriod.flatMap(({ period, isPartial }) => (isPartial ? [period] : []));

/** SQL: a row of 1 for each date. */
const rowsOn = (dates: string) => `SELECT d::DATE AS day, 'ACME' AS who, 1::BIGINT AS amount FROM (${dates}) AS t(d)`;
const every = (from: string, to: string, step: string, condition = 'true') =>
  `SELECT d FROM range(DATE '${from}', DATE '${to}' + INTERVAL 1 DAY, INTERVAL ${step}) AS r(d) WHERE ${condition}`;
const businessDays = (from: string, to: string) => every(from, to, '1 DAY', 'isodow(d) <= 5');
const listed = (...dates: string[]) => `VALUES ${dates.map((date) => `(DATE '${date}')`).join(', ')}`;

describe('periods of a file of dates', () => {
  it.each<[string, string, { YEAR: string[]; YEAR_QUARTER: string[]; YEAR_MONTH: string[] }]>([
    [
      'business days up to the Thursday before Easter',
      businessDays('2022-01-03', '2024-03-28'),
      { YEAR: ['2024'], YEAR_QUARTER: [], YEAR_MONTH: [] },
    ],
    [
      'business days that begin and end within a month',
      businessDays('2022-02-21', '2024-03-15'),
      { YEAR: ['2022', '2024'], YEAR_QUARTER: ['2022-Q1', '2024-Q1'], YEAR_MONTH: ['2022-M02', '2024-M03'] },
    ],
    [
      'business days of whole years',
      businessDays('2021-01-04', '2023-12-29'),
      { YEAR: [], YEAR_QUARTER: [], YEAR_MONTH: [] },
    ],
    [
      'all days up to 28 December, whose year is as good as whole',
      every('2022-01-01', '2023-12-27', '1 DAY'),
      { YEAR: [], YEAR_QUARTER: [], YEAR_MONTH: ['2023-M12'] },
    ],
    [
      'the ends of months',
      `SELECT last_day(d) FROM range(DATE '2022-01-01', DATE '2024-04-01', INTERVAL 1 MONTH) AS r(d)`,
      { YEAR: ['2024'], YEAR_QUARTER: [], YEAR_MONTH: [] },
    ],
    [
      'the first of each month, without one of them',
      every('2022-01-01', '2023-12-01', '1 MONTH', "d <> DATE '2023-02-01'"),
      { YEAR: [], YEAR_QUARTER: [], YEAR_MONTH: [] },
    ],
    [
      'two firsts of months, of which the first month is the shorter',
      listed('2023-02-01', '2023-03-01'),
      { YEAR: ['2023'], YEAR_QUARTER: ['2023-Q1'], YEAR_MONTH: [] },
    ],
    [
      'one posting date a month',
      every('2022-01-15', '2023-11-15', '1 MONTH'),
      { YEAR: ['2023'], YEAR_QUARTER: ['2023-Q4'], YEAR_MONTH: [] },
    ],
    ['one day a week', every('2022-01-05', '2023-12-27', '7 DAYS'), { YEAR: [], YEAR_QUARTER: [], YEAR_MONTH: [] }],
    [
      'one day a week, up to a week in autumn',
      every('2022-01-05', '2023-10-11', '7 DAYS'),
      { YEAR: ['2023'], YEAR_QUARTER: ['2023-Q4'], YEAR_MONTH: ['2023-M10'] },
    ],
    [
      'the ends of quarters',
      listed('2022-03-31', '2022-06-30', '2022-09-30', '2022-12-31', '2023-03-31', '2023-06-30'),
      { YEAR: ['2023'], YEAR_QUARTER: [], YEAR_MONTH: [] },
    ],
    [
      'the ends of years, of which the first is a leap year',
      listed('2020-12-31', '2021-12-31', '2022-12-31'),
      { YEAR: [], YEAR_QUARTER: [], YEAR_MONTH: [] },
    ],
    ['one date, which shows no period', listed('2024-03-31'), { YEAR: [], YEAR_QUARTER: [], YEAR_MONTH: [] }],
    [
      'a few dates of one month',
      listed('2024-03-05', '2024-03-31'),
      { YEAR: ['2024'], YEAR_QUARTER: ['2024-Q1'], YEAR_MONTH: [] },
    ],
    [
      'business days and one date of a mistyped year',
      `${businessDays('2022-01-03', '2024-03-28')} UNION ALL SELECT TIMESTAMP '1922-01-03'`,
      { YEAR: ['2024'], YEAR_QUARTER: [], YEAR_MONTH: [] },
    ],
  ])('of %s', async (_, dates, expected) => {
    for (const [grain, periods] of Object.entries(expected)) {
      const computed = await analyse(rowsOn(dates), DAYS, { grain: grain as keyof typeof expected });
      expect([grain, partialOf(computed)]).toEqual([grain, periods]);
    }
  });

  it('are whole where they are days', async () => {
    const computed = await analyse(rowsOn(businessDays('2024-01-10', '2024-01-31')), DAYS, { grain: 'DATE' });
    expect(partialOf(computed)).toEqual([]);
  });

  it('are judged by the rows with a value, whatever the filter selects', async () => {
    const months = every('2022-01-31', '2023-12-31', '1 MONTH');
    const rows = `SELECT day, CASE WHEN month(day) = 5 THEN 'May' ELSE who END AS who,
      CASE WHEN day < DATE '2023-07-01' THEN amount END AS amount FROM (${rowsOn(months)})`;
    const filtered = await analyse(rows, DAYS, { grain: 'YEAR' }, { where: { column: 'who', eq: 'May' } });
    expect(partialOf(filtered)).toEqual(['2023']);
    expect(filtered.warnings.find(({ code }) => code === 'PARTIAL_PERIODS')?.message).toBe(
      'The file has rows for a part of 2023 only: it has values from 2022-M01 to 2023-M06. Changes from or to such a period do not compare like with like.',
    );
    const counted = await analyse(rows, DAYS, { grain: 'YEAR' }, { measure: 'COUNT', value: null });
    expect(partialOf(counted)).toEqual([]);
  });
});

describe('periods of a file of longer ones', () => {
  const rowsOf = (...keys: string[]) =>
    `SELECT key, 'ACME' AS who, 1::BIGINT AS amount FROM (VALUES ${keys.map((key) => `(${quoteText(key)})`).join(', ')}) AS t(key)`;
  const months = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => {
      const at = from + index;
      return `${2022 + Math.floor(at / 12)}-M${String((at % 12) + 1).padStart(2, '0')}`;
    });
  const time = (grain: 'YEAR_MONTH' | 'YEAR_QUARTER' | 'YEAR'): TimeOptions => ({
    grain,
    candidates: (['YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'] as const).slice(
      ['YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'].indexOf(grain),
    ),
    parts: { key: 'PERIOD' },
  });

  it('are partial where months or quarters are missing before the first or after the last', async () => {
    const monthly = rowsOf(...months(1, 26));
    const ofMonths = (periods: PeriodRequest) => analyse(monthly, time('YEAR_MONTH'), periods);
    expect(partialOf(await ofMonths({ grain: 'YEAR' }))).toEqual(['2022', '2024']);
    expect(partialOf(await ofMonths({ grain: 'YEAR_QUARTER' }))).toEqual(['2022-Q1']);
    expect(partialOf(await ofMonths({ grain: 'YEAR_MONTH' }))).toEqual([]);
    expect(partialOf(await ofMonths({ grain: 'YEAR', fiscalYearStart: 4 }))).toEqual(['FY2022']);
    const quarterly = rowsOf('2022-Q1', '2022-Q2', '2022-Q3', '2022-Q4', '2023-Q1');
    expect(partialOf(await analyse(quarterly, time('YEAR_QUARTER'), { grain: 'YEAR' }))).toEqual(['2023']);
  });

  it('are whole where the file has nothing shorter, or as many are missing between others', async () => {
    expect(partialOf(await analyse(rowsOf('2022', '2023'), time('YEAR'), { grain: 'YEAR' }))).toEqual([]);
    const decembers = rowsOf('2021-M12', '2022-M12', '2023-M12');
    expect(partialOf(await analyse(decembers, time('YEAR_MONTH'), { grain: 'YEAR' }))).toEqual([]);
    const terms = rowsOf('2021-M02', '2021-M09', '2022-M02', '2022-M09', '2023-M02', '2023-M09');
    expect(partialOf(await analyse(terms, time('YEAR_MONTH'), { grain: 'YEAR' }))).toEqual([]);
  });
});

describe('over random dates, dense and sparse', () => {
  it('gives what a loop over the days gives', async () => {
    const dates = fc.integer({ min: 0, max: 300 }).chain((start) =>
      fc.array(fc.constantFrom(1, 1, 1, 2, 3, 4, 7, 30, 31, 90), { minLength: 0, maxLength: 150 }).map((steps) => {
        let day = Date.UTC(2021, 0, 1 + start);
        return [0, ...steps].map((step) => {
          day += step * 86_400_000;
          return new Date(day).toISOString().slice(0, 10);
        });
      }),
    );
    const dense = fc
      .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 15, max: 500 }), fc.constantFrom(1, 2, 7, 14))
      .map(([start, count, step]) =>
        Array.from({ length: Math.ceil(count / step) }, (_, index) =>
          new Date(Date.UTC(2021, 0, 1 + start + index * step)).toISOString().slice(0, 10),
        ),
      );
    const grain = fc.constantFrom('YEAR' as const, 'YEAR_QUARTER' as const, 'YEAR_MONTH' as const);
    await fc.assert(
      fc.asyncProperty(fc.oneof(dates, dense), grain, async (days, of) => {
        const computed = await analyse(rowsOn(listed(...days)), DAYS, { grain: of });
        for (const { period, isPartial } of computed.byPeriod) {
          const year = period.slice(0, 4);
          const at =
            of === 'YEAR' ? 1 : of === 'YEAR_MONTH' ? Number(period.slice(6)) : Number(period.slice(6)) * 3 - 2;
          const first = `${year}-${String(at).padStart(2, '0')}`;
          let last = first;
          for (let more = { YEAR: 11, YEAR_QUARTER: 2, YEAR_MONTH: 0 }[of]; more > 0; more--)
            last = followingMonth(last);
          const to = lastDayOf(last);
          expect([period, isPartial ?? false]).toEqual([period, isPartialByHand(days, `${first}-01`, to)]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
