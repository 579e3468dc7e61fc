import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherEntities } from '../../src/analysis/describe/other-entities.js';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { runAnalysis } from '../../src/analysis/run-analysis.js';
import { analyseSegments } from '../../src/analysis/segments/analyse-segments.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, ColumnSum, EntityKey, PeriodConcentration } from '../../src/model/analysis.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

interface Row {
  who: string | null;
  region: string | null;
  year: number | null;
  /** In cents, as are the others. */
  amount: number | null;
  margin: number | null;
  units: number | null;
}

/** The margin is a DOUBLE of quarters, which is exact; the units need more than 18 digits together. */
function sqlOf(rows: readonly Row[]): string {
  const text = (value: string | null) => (value === null ? 'NULL' : quoteText(value));
  const number = (value: number | null) => value ?? 'NULL';
  const values = rows.map(
    ({ who, region, year, amount, margin, units }) =>
      `(${[text(who), text(region), number(year), number(amount), number(margin), number(units)].join(', ')})`,
  );
  return `SELECT who::VARCHAR AS who, region::VARCHAR AS region, year::BIGINT AS year, (amount / 100)::DECIMAL(12, 2) AS amount,
      (margin / 4)::DOUBLE AS margin, (units::HUGEINT * 900000000000000000)::DECIMAL(38, 1) AS units
    FROM (VALUES ${values.join(', ')}) AS t(who, region, year, amount, margin, units)`;
}

async function open(rows: readonly Row[]) {
  const { parquetPath, schema } = await fixture.dataset(sqlOf(rows), { grain: 'YEAR', parts: { year: 'YEAR' } });
  return async (request: Partial<AnalysisRequest>) => {
    const resolved = resolveRequest(schema, { groupBy: ['who'], value: 'amount', ...request });
    const version = { parquetPath, namesPath: null };
    const computed = await fixture.engine.withConnection((connection) =>
      runAnalysis(connection, thread, parquetPath, schema, resolved),
    );
    if (resolved.segment === null) return computed;
    const segments = await fixture.engine.withConnection((connection) =>
      analyseSegments(connection, thread, version, resolved, []),
    );
    return { ...computed, segments };
  };
}

const row = (who: string | null, amount: number | null, margin: number | null, year: number | null = 2024): Row => ({
  ...{ who, region: 'N', year, amount, margin, units: null },
});
const exact = (sums: ColumnSum[] | undefined) => sums?.map(({ column, valueExact }) => [column, valueExact]);

/** Whole numbers of what a unit of each column is worth, as the exact text of their sum. */
const UNITS = {
  margin: (quarters: bigint) => decimal(quarters * 25n, 2),
  units: (each: bigint) => decimal(each * 900_000_000_000_000_000n, 0),
};

function decimal(digits: bigint, scale: number): string {
  const [sign, size] = digits < 0n ? ['-', -digits] : ['', digits];
  const padded = size.toString().padStart(scale + 1, '0');
  const fraction = padded.slice(padded.length - scale).replace(/0+$/, '');
  return `${sign}${scale === 0 ? padded : padded.slice(0, -scale)}${scale === 0 || fraction === '' ? '' : `.${fraction}`}`;
}

describe('also', () => {
  it('sums a further column over the rows of each figure, blank cells as nothing', async () => {
    const analyse = await open([
      row('ACME', 6000, 42),
      row('acme', 1000, null),
      row('Beta', 2000, -8),
      row('Gamma', 500, 4),
      // Without an amount it is in no figure.
      row('Gamma', null, 4000),
      row(null, 100, 1),
    ]);
    const { total } = await analyse({ also: ['margin'], topN: [2, 100] });
    expect(exact(total.also)).toEqual([['margin', '9.75']]);
    expect(exact(total.unassigned.also)).toEqual([['margin', '0.25']]);
    expect(total.head.map(({ entity, also }) => [entity, also])).toEqual([
      ['ACME', [{ column: 'margin', value: 10.5, valueExact: '10.5' }]],
      ['Beta', [{ column: 'margin', value: -2, valueExact: '-2' }]],
      ['Gamma', [{ column: 'margin', value: 1, valueExact: '1' }]],
    ]);
    expect(total.top.map(({ n, also }) => [n, exact(also)])).toEqual([
      [2, [['margin', '8.5']]],
      [100, [['margin', '9.5']]],
    ]);
    expect(otherEntities(total, 1, total.head.slice(0, 1))).toMatchObject({
      count: 2,
      valueExact: '25',
      also: [{ column: 'margin', value: -1, valueExact: '-1' }],
    });
  });

  it('has the sums of the largest together beyond the head, and of a period without rows', async () => {
    const rows = Array.from({ length: 120 }, (_, n) => row(`Customer ${n}`, 100 + n, n));
    const analyse = await open([...rows, row('Early', 1, 7, 2020)]);
    const { total, byPeriod } = await analyse({ also: ['margin'], topN: [70, 1000], exclude: [{ parts: ['Early'] }] });
    // The largest 70 are customers 50 to 119.
    expect(total.top.map(({ also }) => also![0]!.value)).toEqual([(70 * (50 + 119)) / 2 / 4, (119 * 120) / 2 / 4]);
    expect(total.head).toHaveLength(50);
    expect(byPeriod[0]).toMatchObject({ period: '2020', total: 0, also: [{ value: 0, valueExact: '0' }] });
    const none = await analyse({ also: ['margin'], where: { column: 'who', eq: 'unknown' } });
    expect(none.total).toMatchObject({ also: [{ valueExact: '0' }], unassigned: { also: [{ valueExact: '0' }] } });
  });

  it('gives the sums of a loop over the rows in every figure, and changes none of the others', async () => {
    const cell = fc.option(fc.integer({ min: -50, max: 99 }), { freq: 4 });
    const anyRows = fc.array(
      fc.record({
        who: fc.constantFrom('A', 'a', 'B', 'C · d', null),
        region: fc.constantFrom('N', 'S', null),
        year: fc.constantFrom(2022, 2023, 2024, null),
        amount: cell,
        margin: cell,
        units: cell,
      }),
      { minLength: 1, maxLength: 25 },
    );
    const anyRequest = fc.record({
      measure: fc.constantFrom('SUM' as const, 'COUNT' as const),
      blanks: fc.constantFrom('APART' as const, 'ENTITY' as const),
      periods: fc.constantFrom<NonNullable<AnalysisRequest['periods']>>(
        { grain: 'YEAR' },
        { grain: 'YEAR', window: { months: 24 } },
        { grain: 'NONE' },
      ),
      exclude: fc.constantFrom<EntityKey[] | undefined>(undefined, [{ parts: ['a'] }]),
    });
    await fc.assert(
      fc.asyncProperty(anyRows, anyRequest, async (rows, { exclude, ...request }) => {
        const analyse = await open(rows);
        const value = request.measure === 'SUM' ? 'amount' : null;
        const asked: Partial<AnalysisRequest> = {
          ...request,
          value,
          topN: [1, 3],
          ...(exclude === undefined ? { splitBy: 'region' } : { exclude }),
        };
        const { total, byPeriod, segments = [] } = await analyse({ ...asked, also: ['units', 'margin'] });

        const counted = rows.filter(({ who, amount }) => {
          return (request.measure === 'COUNT' || amount !== null) && !(exclude && who?.toLowerCase() === 'a');
        });
        const isIn = (period: string) => (each: Row) => {
          if (period === 'TOTAL') return true;
          if (period === 'UNKNOWN') return each.year === null;
          // A window has a prefix, `L24M 2024`.
          const last = Number(period.slice(-4));
          const first = period.length > 4 ? last - 1 : last;
          return each.year !== null && first <= each.year && each.year <= last;
        };
        const sums = (of: Row[]) =>
          (['margin', 'units'] as const).map((column) => [
            column,
            UNITS[column](of.reduce((sum, each) => sum + BigInt(each[column] ?? 0), 0n)),
          ]);
        const ofEntity = (entity: string) => (each: Row) =>
          entity === '(blank)' ? each.who === null : each.who?.toLowerCase() === entity.toLowerCase();
        const check = (figures: PeriodConcentration, of: Row[]) => {
          expect(exact(figures.also)).toEqual(sums(of));
          const apart = request.blanks === 'APART' ? of.filter(({ who }) => who === null) : [];
          expect(exact(figures.unassigned.also)).toEqual(sums(apart));
          for (const { entity, also } of figures.head) expect(exact(also)).toEqual(sums(of.filter(ofEntity(entity))));
          for (const { count, also } of figures.top) {
            const largest = figures.head.slice(0, count);
            expect(exact(also)).toEqual(
              sums(of.filter((each) => largest.some(({ entity }) => ofEntity(entity)(each)))),
            );
          }
        };
        for (const figures of [...byPeriod, total]) check(figures, counted.filter(isIn(figures.period)));
        for (const { name, concentration } of segments)
          check(
            concentration,
            counted.filter(({ region }) => region === name),
          );

        const without = await analyse(asked);
        expect(
          JSON.parse(JSON.stringify({ total, byPeriod, segments }, (key, each) => (key === 'also' ? undefined : each))),
        ).toEqual(
          JSON.parse(
            JSON.stringify({ total: without.total, byPeriod: without.byPeriod, segments: without.segments ?? [] }),
          ),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('is the same question whatever the order and repetition of its columns, and another than without', async () => {
    const { schema } = await fixture.dataset(sqlOf([row('A', 1, 1)]));
    const parametersOf = (also?: string[]) =>
      resolveRequest(schema, { groupBy: ['who'], value: 'amount', also }).parameters;
    const { hash, also } = parametersOf(['units', 'margin', 'units']);
    expect(also).toEqual(['margin', 'units']);
    expect(parametersOf(['margin', 'units']).hash).toBe(hash);
    expect(parametersOf([])).toEqual(parametersOf());
    expect(parametersOf().hash).not.toBe(hash);
  });

  it('refuses what cannot be added up, saying which of the columns', async () => {
    const { schema } = await fixture.dataset(
      'SELECT $$x$$ AS who, 1::BIGINT AS amount, 2::BIGINT AS margin, 1::BIGINT AS a, 1::BIGINT AS b, 1::BIGINT AS c, 1::BIGINT AS d, 1::BIGINT AS e',
    );
    const refused = (also: string[]) => {
      try {
        resolveRequest(schema, { groupBy: ['who'], value: 'amount', also });
        return null;
      } catch (error) {
        return error;
      }
    };
    expect(refused(['margin', 'margn'])).toMatchObject({
      code: 'COLUMN_NOT_FOUND',
      details: { nearest: 'margin', argument: 'also[1]' },
      message: expect.stringContaining('(at also[1])'),
    });
    expect(refused(['who'])).toMatchObject({ code: 'COLUMN_NOT_NUMERIC', details: { argument: 'also[0]' } });
    expect(refused(['margin', 'amount'])).toMatchObject({ code: 'INVALID_INPUT', details: { argument: 'also[1]' } });
    expect(refused(['margin', 'a', 'b', 'c', 'd', 'e'])).toMatchObject({
      code: 'INVALID_INPUT',
      details: { argument: 'also', max: 5, got: 6 },
    });
    expect(refused(['a', 'b', 'c', 'd', 'e', 'e'])).toBeNull();
  });
});
