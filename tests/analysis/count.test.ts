import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { runAnalysis } from '../../src/analysis/run-analysis.js';
import { analyseSegments } from '../../src/analysis/segments/analyse-segments.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, EntityKey } from '../../src/model/analysis.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

interface Row {
  who: string | null;
  what: string | null;
  day: string | null;
  amount: number | null;
}

/** With a column of ones beside the rows, so that counting and adding up can be compared. */
function sqlOf(rows: readonly Row[]): string {
  const text = (value: string | null) => (value === null ? 'NULL' : quoteText(value));
  const values = rows.map(
    ({ who, what, day, amount }) => `(${text(who)}, ${text(what)}, ${text(day)}, ${amount ?? 'NULL'})`,
  );
  return `SELECT who::VARCHAR AS who, what::VARCHAR AS what, day::DATE AS day, amount::DECIMAL(9, 2) AS amount, 1::BIGINT AS one
    FROM (VALUES ${values.join(', ')}) AS t(who, what, day, amount)`;
}

async function open(rows: readonly Row[]) {
  const { parquetPath, schema } = await fixture.dataset(sqlOf(rows), {
    grain: 'YEAR_MONTH',
    candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'],
    parts: { day: 'DATE' },
  });
  return async (request: Omit<AnalysisRequest, 'groupBy'> & { groupBy?: string[] }) => {
    const resolved = resolveRequest(schema, { groupBy: ['who'], ...request });
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

const name = fc.constantFrom('A', 'a', 'B', 'b ', 'C · d', null);
const anyRows = fc.array(
  fc.record({
    who: name,
    what: name,
    day: fc.constantFrom('2022-12-31', '2023-01-05', '2023-02-28', '2023-07-01', '2024-02-29', null),
    amount: fc.option(fc.integer({ min: -9, max: 9 }), { freq: 3 }),
  }),
  { minLength: 1, maxLength: 25 },
);
const anyKeys = fc.array(
  name.map((part): EntityKey => ({ parts: [part] })),
  { minLength: 1, maxLength: 3 },
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

describe('measure: COUNT', () => {
  it('counts each row once, blank amounts and blank cells included', async () => {
    const analyse = await open([
      { who: 'ACME', what: 'x', day: '2024-01-01', amount: null },
      { who: 'acme', what: null, day: '2024-02-01', amount: -50 },
      { who: 'Beta', what: 'x', day: null, amount: 100 },
      { who: null, what: null, day: '2024-01-02', amount: null },
    ]);
    const { total, byPeriod, warnings } = await analyse({ measure: 'COUNT', periods: { grain: 'YEAR' }, limits: [25] });
    expect(total).toMatchObject({ rowCount: 4, total: 4, totalExact: '4', assignedTotal: 3 });
    expect(total.unassigned).toEqual({ rows: 1, value: 1, valueExact: '1', share: 25 });
    expect(total.head.map(({ entity, value, share }) => [entity, value, share])).toEqual([
      ['ACME', 2, 50],
      ['Beta', 1, 25],
    ]);
    expect(total.limits).toMatchObject([{ count: 1, excess: 1 }]);
    expect(byPeriod.map(({ period, total: rows }) => [period, rows])).toEqual([
      ['2024', 3],
      ['UNKNOWN', 1],
    ]);
    expect(warnings.map(({ code }) => code)).toEqual([
      'BLANK_ENTITY',
      'UNKNOWN_PERIOD',
      'PARTIAL_PERIODS',
      'MERGED_SPELLINGS',
    ]);
    expect(warnings[0]!.message).toBe(
      '1 row has nothing in "who": 25 % of the total is assigned to no entity. Shares are of all rows; HHI, effective entities, Gini and the Lorenz curve are of the rows with an entity.',
    );
  });

  it('says that there are no rows where a filter leaves none', async () => {
    const analyse = await open([{ who: 'A', what: null, day: null, amount: 1 }]);
    const { total, warnings } = await analyse({ measure: 'COUNT', where: { column: 'who', eq: 'B' } });
    expect(total).toMatchObject({ total: 0, rowCount: 0, problem: { code: 'NON_POSITIVE_TOTAL' } });
    expect(warnings).toMatchObject([{ code: 'NON_POSITIVE_TOTAL', column: null, count: 1 }]);
    expect(warnings[0]!.message).toBe('There are no rows in TOTAL: no shares can be computed there.');
  });

  it('gives every figure that adding up a column of ones gives, whatever else is requested', async () => {
    const anyRequest = fc
      .record({
        groupBy: fc.constantFrom<string[]>(['who'], ['who', 'what']),
        where: optional(fc.constantFrom({ column: 'amount', gt: '0' }, { not: { column: 'what', eq: 'a' } })),
        only: optional(anyKeys),
        exclude: optional(anyKeys),
        blanks: fc.constantFrom('APART' as const, 'ENTITY' as const),
        entityMatching: fc.constantFrom('FOLDED' as const, 'EXACT' as const),
        limits: optional(fc.constant<number[]>([10, 25])),
        classes: optional(fc.constant<number[]>([50])),
        bridge: optional(fc.constantFrom('PREVIOUS' as const, 'YEAR_BEFORE' as const)),
        splitBy: optional(fc.constant('what')),
        periods: fc.constantFrom<NonNullable<AnalysisRequest['periods']>>(
          { grain: 'YEAR' },
          { grain: 'YEAR_MONTH', window: { months: 12 } },
          { grain: 'YEAR_QUARTER', yearToDate: true },
          { grain: 'YEAR', fiscalYearStart: 4 },
          { grain: 'YEAR_MONTH', from: '2023-M01', to: '2023-M12' },
        ),
      })
      .map(({ only, exclude, splitBy, ...request }) => {
        // Keys have one part here, and segments are of all entities.
        if (request.groupBy.length > 1) return request;
        return splitBy === undefined ? { ...request, only, exclude } : { ...request, splitBy };
      });
    await fc.assert(
      fc.asyncProperty(anyRows, anyRequest, async (rows, request) => {
        const analyse = await open(rows);
        const counted = await analyse({ ...request, measure: 'COUNT' });
        const summed = await analyse({ ...request, value: 'one' });
        const { warnings: _, ...figures } = counted;
        const { warnings: __, ...expected } = summed;
        expect(figures).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the numbers of a loop over the rows', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const analyse = await open(rows);
        const { total } = await analyse({ measure: 'COUNT', entityMatching: 'EXACT', topN: [1] });
        const counts = new Map<string, number>();
        for (const { who } of rows) if (who !== null) counts.set(who, (counts.get(who) ?? 0) + 1);
        const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
        expect(total.head.map(({ entity, value }) => [entity, value])).toEqual(sorted);
        expect(total.total).toBe(rows.length);
        const assigned = sorted.reduce((sum, [, count]) => sum + count, 0);
        expect(total.unassigned.rows).toBe(rows.length - assigned);
        const squares = sorted.reduce((sum, [, count]) => sum + count * count, 0);
        if (assigned > 0) expect(total.hhi).toBeCloseTo((10_000 * squares) / assigned ** 2, 8);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a column, and a sum without one, saying what to do instead', async () => {
    const analyse = await open([{ who: 'A', what: null, day: null, amount: 1 }]);
    await expect(analyse({ measure: 'COUNT', value: 'amount' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { argument: 'value' },
      message: expect.stringContaining('{ column: "amount", isBlank: false }'),
    });
    for (const measure of ['SUM', undefined, null] as const) {
      await expect(analyse({ measure })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: { argument: 'value', available: ['amount', 'one'] },
        message: expect.stringContaining('measure: COUNT'),
      });
    }
  });

  it('has a hash of its own, and leaves those of sums as they are', async () => {
    const { schema } = await fixture.dataset('SELECT 1::BIGINT AS amount, $$x$$ AS who');
    const hashOf = (request: Partial<AnalysisRequest>) =>
      resolveRequest(schema, { groupBy: ['who'], ...request }).parameters.hash;
    expect(hashOf({ measure: 'SUM', value: 'amount' })).toBe(hashOf({ value: 'amount' }));
    expect(hashOf({ measure: 'COUNT' })).not.toBe(hashOf({ value: 'amount' }));
  });
});
