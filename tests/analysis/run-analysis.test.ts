import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { type Computed, runAnalysis } from '../../src/analysis/run-analysis.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, PeriodConcentration } from '../../src/model/analysis.js';
import type { Warning, WarningCode } from '../../src/model/schema.js';
import { analysisFixtureWithThread, type TimeOptions } from '../support/analysis-fixture.js';
import { approximately, type OracleRow, oracle } from '../support/oracle.js';

const { fixture, thread } = await analysisFixtureWithThread();

async function analyse(rows: string, request: Partial<AnalysisRequest> = {}, time?: TimeOptions): Promise<Computed> {
  const { parquetPath, schema } = await fixture.dataset(rows, time);
  const resolved = resolveRequest(schema, { groupBy: ['who'], value: 'amount', ...request });
  return fixture.engine.withConnection((connection) => runAnalysis(connection, thread, parquetPath, schema, resolved));
}

const YEARS: TimeOptions = { grain: 'YEAR', parts: { year: 'YEAR' } };

function rowsOf(type: string, rows: readonly OracleRow[]): string {
  const text = (cell: string | null) => (cell === null ? 'NULL' : quoteText(cell));
  const values = rows.map(({ entity, value, period }) => `(${text(entity)}, ${text(value)}, ${period ?? 'NULL'})`);
  return `SELECT who::VARCHAR AS who, amount::${type} AS amount, year::BIGINT AS year FROM (VALUES ${values.join(', ')}) AS t(who, amount, year)`;
}

describe('the worked example of docs/semantics.md §4', () => {
  const rows = `SELECT * FROM (VALUES ('DELTA', 1200::DECIMAL(38, 2)), ('ACME', 2345.67), ('GAMMA', -1000), ('BETA', 2001)) AS t(who, amount)`;

  it('orders the entities and gives the shares and cumulative shares written there', async () => {
    const { total } = await analyse(rows);
    expect(total.total).toBe(4546.67);
    expect(total.head.map(({ entity }) => entity)).toEqual(['ACME', 'BETA', 'DELTA', 'GAMMA']);
    expect(total.head.map(({ share }) => share!.toFixed(3))).toEqual(['51.591', '44.010', '26.393', '-21.994']);
    expect(total.head.map((each) => each.cumulativeShare!.toFixed(3))).toEqual([
      ...['51.591', '95.601', '121.994', '100.000'],
    ]);
  });

  it('stops the head of within at the first crossing and keeps at least one entity', async () => {
    const { total, warnings } = await analyse(rows, { thresholds: [50, 96, 100] });
    expect(total.thresholds.map(({ within }) => within.count)).toEqual([1, 2, 2]);
    expect(total.thresholds.map(({ reaching }) => reaching?.count)).toEqual([1, 3, 3]);
    expect(total.gini).toBeNull();
    expect(warnings.map(({ code }) => code)).toEqual(['NO_TIME_DIMENSION', 'NEGATIVE_VALUES']);
  });
});

describe('exact comparisons', () => {
  it.each(['DECIMAL(38, 1)', 'DOUBLE'])(
    'takes 1, 2 and 5 of ten values of 0.1 as %s for 10, 20 and 50 %',
    async (type) => {
      const { total } = await analyse(`SELECT 'e' || i AS who, 0.1::${type} AS amount FROM range(10) AS t(i)`);
      expect(total.thresholds.map(({ within }) => within.count)).toEqual([1, 2, 5]);
      expect(total.thresholds.map(({ reaching }) => reaching?.count)).toEqual([1, 2, 5]);
      expect(total).toMatchObject({ total: 1, hhi: 1000, gini: 0, effectiveEntities: 10 });
    },
  );

  it('distinguishes 10^-10 above a threshold from the threshold among sums of 28 digits', async () => {
    const quarter = '2499999999999999999999999999';
    const rows = (last: string) =>
      `SELECT * FROM (VALUES ('a', ${quarter}.0000000001::DECIMAL(38, 10)), ('b', ${quarter}.0000000001),
        ('c', ${quarter}.0000000001), ('d', ${quarter}.${last})) AS t(who, amount)`;
    const { total: even } = await analyse(rows('0000000001'), { thresholds: [50] });
    expect(even.thresholds[0]).toMatchObject({ within: { count: 2, share: 50 }, reaching: { count: 2 } });
    const { total: above } = await analyse(rows('0000000000'), { thresholds: [50] });
    expect(above.thresholds[0]).toMatchObject({ within: { count: 1 }, reaching: { count: 2, share: 50 } });
    const { total: first } = await analyse(rows('0000000002'), { thresholds: [50] });
    expect(first.head.map(({ entity }) => entity)).toEqual(['d', 'a', 'b', 'c']);
    expect(first.thresholds[0]).toMatchObject({ within: { count: 1 }, reaching: { count: 2, share: 50 } });
  });

  it('adds up more than 38 digits', async () => {
    const { total } = await analyse(
      `SELECT 'e' || i % 2 AS who, 99999999999999999999999999999999999999::DECIMAL(38, 0) AS amount FROM range(300) AS t(i)`,
      { thresholds: [50] },
    );
    expect(total).toMatchObject({ total: 3e40, hhi: 5000, gini: 0 });
    expect(total.thresholds[0]?.within).toEqual({
      count: 1,
      value: 1.5e40,
      valueExact: `149${'9'.repeat(35)}850`,
      share: 50,
    });
  });

  it('reads 33.3 as 333/1000 and not as the nearest binary fraction', async () => {
    const { total } = await analyse(`SELECT * FROM (VALUES ('a', 333), ('b', 332), ('c', 335)) AS t(who, amount)`, {
      thresholds: [33.5, 66.8],
    });
    expect(total.thresholds.map(({ within }) => within.count)).toEqual([1, 2]);
    expect(total.thresholds.map(({ reaching }) => reaching?.count)).toEqual([1, 2]);
  });

  it('prints the sum of cents as it would be written', async () => {
    const { total } = await analyse(
      `SELECT * FROM (VALUES ('a', 1781219.60::DECIMAL(38, 2)), ('a', 0.05)) AS t(who, amount)`,
    );
    expect(total.total).toBe(1781219.65);
    expect(total.head[0]?.value).toBe(1781219.65);
  });
});

describe('entities', () => {
  it('leaves rows without a value out before grouping, so that they make no entity', async () => {
    const { total, warnings } = await analyse(
      `SELECT * FROM (VALUES ('a', 1), ('b', NULL), ('a', NULL)) AS t(who, amount)`,
    );
    expect(total).toMatchObject({ rowCount: 1, entityCount: 1 });
    expect(warnings).toContainEqual({
      code: 'NULL_VALUES',
      message: '2 rows have no number in "amount" and are left out.',
      column: 'amount',
      count: 2,
    });
  });

  it('makes one entity of blank ones, together with those that are called so, where blanks are an entity', async () => {
    const { total, warnings } = await analyse(
      `SELECT * FROM (VALUES (NULL, 1), (NULL, 2), ('(blank)', 4), ('a', 5)) AS t(who, amount)`,
      { blanks: 'ENTITY' },
    );
    expect(total.head.map(({ entity, value }) => [entity, value])).toEqual([
      ['(blank)', 7],
      ['a', 5],
    ]);
    expect(warnings.find(({ code }) => code === 'BLANK_ENTITY')?.count).toBe(2);
  });

  it('breaks ties by code point, not by locale or UTF-16', async () => {
    const { total } = await analyse(
      `SELECT who, 1 AS amount FROM (VALUES ('é'), ('z'), ('Z'), ('a'), ('😀'), ('﹏'), ('10'), ('9')) AS t(who)`,
      { entityMatching: 'EXACT' },
    );
    expect(total.head.map(({ entity }) => entity)).toEqual(['10', '9', 'Z', 'a', 'z', 'é', '﹏', '😀']);
  });

  it.each([
    ['1.50::DECIMAL(10, 2)', '1.5'],
    ['20.00::DECIMAL(10, 2)', '20'],
    ['200::BIGINT', '200'],
    ['-0.0::DOUBLE', '0'],
    ['0.25::DOUBLE', '0.25'],
    ["DATE '2024-03-31'", '2024-03-31'],
    ['true', 'true'],
  ])('names a key %s %s', async (key, name) => {
    const { total } = await analyse(`SELECT ${key} AS who, 1 AS amount`);
    expect(total.head[0]?.entity).toBe(name);
  });

  it('gives the 50 largest with their ranks and counts the rest', async () => {
    const { total } = await analyse(
      `SELECT 'e' || lpad(i::VARCHAR, 3, '0') AS who, 1 AS amount FROM range(120) AS t(i)`,
    );
    expect(total.entityCount).toBe(120);
    expect(total.head).toHaveLength(50);
    expect(total.head.at(-1)).toMatchObject({ rank: 50, entity: 'e049' });
    expect(total.lorenz).toHaveLength(101);
    expect(total.lorenz.at(0)).toEqual({ x: 0, y: 0 });
    expect(total.lorenz.at(-1)).toEqual({ x: 1, y: 1 });
    expect(total.lorenz[50]).toEqual({ x: 0.5, y: 0.5 });
  });
});

describe('warnings of the dataset', () => {
  const warning = (code: WarningCode, column: string | null): Warning => ({ code, message: code, column, count: 1 });
  const found = async (warnings: Warning[], request: Partial<AnalysisRequest> = {}) => {
    const { parquetPath, schema } = await fixture.dataset("SELECT 'a' AS who, 1 AS amount, 2 AS other");
    const resolved = resolveRequest({ ...schema, warnings }, { groupBy: ['who'], value: 'amount', ...request });
    const computed = await fixture.engine.withConnection((connection) =>
      runAnalysis(connection, thread, parquetPath, { ...schema, warnings }, resolved),
    );
    return computed.warnings.filter(({ code, message }) => code === message);
  };

  it('come with the analysis where they are about rows, or about a column that it reads', async () => {
    const rows = [warning('SUBTOTAL_ROWS', 'other'), warning('DUPLICATE_ROWS', null)];
    const columns = [warning('UNPARSEABLE_VALUES', 'amount'), warning('MIXED_TYPES', 'who')];
    expect(await found([...rows, ...columns])).toEqual([...rows, ...columns]);
  });

  it('stay away where they are about another column, until a filter reads it, or change no figure', async () => {
    const other = warning('UNPARSEABLE_VALUES', 'other');
    const noFigure = warning('HIGH_NULL_RATE', 'amount');
    expect(await found([other, noFigure])).toEqual([]);
    expect(await found([other, noFigure], { where: { column: 'other', gt: '1' } })).toEqual([other]);
  });

  it('name spellings that may be one entity and names that represent several, but no codes', async () => {
    const rows = (names: string[]) =>
      `SELECT who, 10 AS amount FROM (VALUES ${names.map((name) => `('${name}')`).join(', ')}) AS t(who)`;
    const codes = async (names: string[]) => (await analyse(rows(names))).warnings.map(({ code }) => code);
    expect(await codes(['NHS CCG', 'NHS CCG *', 'Other Ltd'])).toContain('SIMILAR_NAMES');
    expect(await codes(['Redacted data', 'Other Ltd'])).toContain('PLACEHOLDER_NAMES');
    expect(await codes(['A-1', 'A1', 'B-2', 'C-3'])).toEqual(['NO_TIME_DIMENSION']);
  });
});

describe('periods', () => {
  const rows = rowsOf('DECIMAL(38, 2)', [
    { period: '2020', entity: 'a', value: '60' },
    { period: '2020', entity: 'b', value: '40' },
    { period: '2023', entity: 'b', value: '50' },
    { period: '2023', entity: 'c', value: '150' },
    { period: '2024', entity: 'c', value: '-5' },
    { period: null, entity: 'a', value: '7' },
  ]);

  it('lists them by time, UNKNOWN last, and totals all rows', async () => {
    const { byPeriod, total } = await analyse(rows, {}, YEARS);
    expect(byPeriod.map(({ period }) => period)).toEqual(['2020', '2023', '2024', 'UNKNOWN']);
    expect(byPeriod.map((each) => each.total)).toEqual([100, 200, -5, 7]);
    expect(total).toMatchObject({ period: 'TOTAL', total: 302, rowCount: 6, entityCount: 3, change: null });
  });

  it('compares each known period with the one before it in the list, and UNKNOWN with none', async () => {
    const { byPeriod } = await analyse(rows, {}, YEARS);
    // HHI: 2020 60² + 40² = 5,200; 2023 25² + 75² = 6,250; 2024 has none.
    expect(byPeriod.map(({ change }) => change)).toEqual([
      null,
      {
        ...{ previous: '2020', total: 100, totalExact: '100', totalPercent: 100, hhi: 1050 },
        ...{ entered: 1, enteredValue: 150, enteredValueExact: '150', left: 1, leftValue: 60, leftValueExact: '60' },
        ...{
          enteredEntities: [{ entity: 'c', value: 150, valueExact: '150' }],
          leftEntities: [{ entity: 'a', value: 60, valueExact: '60' }],
        },
      },
      {
        ...{ previous: '2023', total: -205, totalExact: '-205', totalPercent: -102.5, hhi: null },
        ...{ entered: 0, enteredValue: 0, enteredValueExact: '0', left: 1, leftValue: 50, leftValueExact: '50' },
        ...{ enteredEntities: [], leftEntities: [{ entity: 'b', value: 50, valueExact: '50' }] },
      },
      null,
    ]);
  });

  it.each(['BIGINT', 'DECIMAL(18, 2)', 'DECIMAL(38, 10)', 'DOUBLE'])(
    'names who entered and who left by %s as a plain query of each pair of periods does: ties, zeros, negatives, blanks',
    async (type) => {
      // A hundred and fifty names in five years, present about every other year; sums from -2 to 2, so that most are ties. 2022 is missing.
      const table = `(SELECT CASE WHEN e = 7 THEN NULL ELSE chr(200 + (e % 13)::INTEGER) || e END AS who,
          ((hash(e + 31 * y) % 5)::INTEGER - 2)::${type} AS amount, (2019 + y + (y > 2)::INTEGER)::BIGINT AS year
        FROM range(150) AS t(e), range(5) AS u(y) WHERE hash(e * 17 + y) % 2 = 0
        UNION ALL SELECT 'no period', 1::${type}, NULL UNION ALL SELECT 'no value', NULL, 2020)`;
      const { byPeriod } = await analyse(`SELECT * FROM ${table}`, { blanks: 'ENTITY' }, YEARS);
      const onlyIn = (year: string, other: string) =>
        fixture.engine.withConnection(async (connection) => {
          const rows = `(SELECT coalesce(who, '(blank)') AS who, amount, year FROM ${table} WHERE amount IS NOT NULL)`;
          const found = await connection.runAndReadAll(
            `SELECT who, sum(amount)::DOUBLE FROM ${rows} WHERE year = ${year}
             AND who NOT IN (SELECT who FROM ${rows} WHERE year = ${other}) GROUP BY who`,
          );
          return (found.getRowsJS() as [string, number][])
            .map(([entity, value]) => ({
              entity,
              ...(entity === '(blank)' ? { parts: [null] } : {}),
              value,
              valueExact: String(value),
            }))
            .sort((a, b) => b.value - a.value || Buffer.compare(Buffer.from(a.entity), Buffer.from(b.entity)));
        });
      expect(byPeriod.map(({ period }) => period)).toEqual(['2019', '2020', '2021', '2023', '2024', 'UNKNOWN']);
      expect([byPeriod[0]!.change, byPeriod[5]!.change]).toEqual([null, null]);
      for (const [index, { period, change }] of byPeriod.slice(0, 5).entries()) {
        if (change === null) continue;
        const previous = byPeriod[index - 1]!.period;
        const [entered, left] = [await onlyIn(period, previous), await onlyIn(previous, period)];
        expect(entered.length).toBeGreaterThan(20);
        expect(change).toMatchObject({ entered: entered.length, left: left.length });
        expect(change.enteredEntities).toEqual(entered.slice(0, 20));
        expect(change.leftEntities).toEqual(left.slice(0, 20));
      }
    },
  );

  it('has a problem in the period whose total is not above zero, and only there', async () => {
    const { byPeriod, warnings } = await analyse(rows, {}, YEARS);
    expect(byPeriod.map(({ problem }) => problem?.code)).toEqual([
      undefined,
      undefined,
      'NON_POSITIVE_TOTAL',
      undefined,
    ]);
    expect(byPeriod[2]).toEqual({
      period: '2024',
      rowCount: 1,
      entityCount: 1,
      total: -5,
      totalExact: '-5',
      assignedTotal: -5,
      assignedTotalExact: '-5',
      unassigned: { rows: 0, value: 0, valueExact: '0', share: null },
      thresholds: [],
      top: [],
      limits: [],
      classes: [],
      head: [{ rank: 1, entity: 'c', value: -5, valueExact: '-5', share: null, cumulativeShare: null }],
      hhi: null,
      gini: null,
      effectiveEntities: null,
      lorenz: [],
      change: expect.anything(),
      problem: {
        code: 'NON_POSITIVE_TOTAL',
        message: 'Total value is non-positive; cannot compute concentration',
      },
      measuresProblem: null,
    });
    expect(warnings.map(({ code, count, message }) => [code, count, message])).toEqual([
      ['UNKNOWN_PERIOD', 1, '1 row has no period in "year": counted in the total and in the period UNKNOWN.'],
      [
        'NEGATIVE_VALUES',
        1,
        '1 row has a negative number in "amount"; no entity has a negative sum over all periods, but some have in 1 period. Where a sum is negative there is no Gini coefficient, and cumulative shares can pass 100 %.',
      ],
      ['NON_POSITIVE_TOTAL', 1, 'The total of "amount" is not above zero in 2024: no shares can be computed there.'],
      ['PERIOD_GAPS', 2, '2 periods have no rows between 2020 and 2024: 2021 is the first.'],
    ]);
  });

  it('analyses all rows together where the grain is NONE, without a warning if that was chosen', async () => {
    const { byPeriod, total, warnings } = await analyse(rows, { periodGrain: 'NONE' }, YEARS);
    expect(byPeriod).toEqual([]);
    expect(total.total).toBe(302);
    expect(warnings.map(({ code }) => code)).toEqual(['NEGATIVE_VALUES']);
  });

  it.each([
    ['no rows', 'SELECT * FROM (VALUES (NULL, NULL::BIGINT)) AS t(who, amount) WHERE false'],
    ['no values', `SELECT * FROM (VALUES ('a', NULL::BIGINT)) AS t(who, amount)`],
  ])('answers with a problem where there are %s', async (_, none) => {
    const { byPeriod, total } = await analyse(none);
    expect(byPeriod).toEqual([]);
    expect(total).toMatchObject({
      rowCount: 0,
      entityCount: 0,
      total: 0,
      head: [],
      problem: { code: 'NON_POSITIVE_TOTAL' },
    });
  });
});

describe('against an independent loop over BigInt fractions', () => {
  const digits = (whole: number, scale: number) =>
    fc
      .tuple(fc.bigInt({ min: -(10n ** BigInt(whole)), max: 10n ** BigInt(whole) }), fc.nat({ max: 10 ** scale - 1 }))
      .map(([units, fraction]) => `${units}.${String(fraction).padStart(scale, '0')}`);
  const tied = fc.constantFrom('0.00', '0.10', '0.10', '0.20', '1.00', '1.00', '-0.30');
  const shapes = {
    'DECIMAL(18, 2) with ties, zeros and negatives': { type: 'DECIMAL(18, 2)', value: tied },
    'DECIMAL(38, 4)': { type: 'DECIMAL(38, 4)', value: digits(6, 4) },
    'DECIMAL(38, 9) of all its digits': { type: 'DECIMAL(38, 9)', value: digits(28, 9) },
    BIGINT: { type: 'BIGINT', value: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(String) },
  };
  const percents = ['0.1', '10', '12.5', '33.3', '50', '99.999', '100'];

  it.each(Object.entries(shapes))('agrees on %s', async (_, { type, value }) => {
    const row = fc.record({
      period: fc.constantFrom(null, '2020', '2021', '2022', '2025'),
      entity: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'É', '😀'), { freq: 8 }),
      value: fc.option(value, { freq: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        const computed = await analyse(
          rowsOf(type, rows),
          { thresholds: percents.map(Number), topN: [1, 3, 1000], entityMatching: 'EXACT', blanks: 'ENTITY' },
          YEARS,
        );
        const valued = rows.filter((each) => each.value !== null);
        const keys = [...new Set(valued.map(({ period }) => period))].sort((a, b) =>
          (a ?? '9999') < (b ?? '9999') ? -1 : 1,
        );
        expect(computed.byPeriod.map(({ period }) => period)).toEqual(keys.map((key) => key ?? 'UNKNOWN'));
        for (const [index, key] of keys.entries()) {
          expectAgreement(
            computed.byPeriod[index]!,
            rows.filter(({ period }) => period === key),
          );
        }
        expectAgreement(computed.total, rows);
      }),
      { numRuns: 40 },
    );
  });

  function expectAgreement(actual: PeriodConcentration, rows: OracleRow[]): void {
    const expected = oracle(rows);
    const near = (value: number, exact: number) =>
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-12 * Math.abs(exact));
    expect(actual).toMatchObject({ rowCount: expected.rowCount, entityCount: expected.entities.length });
    near(actual.total, approximately(expected.total));
    expect(actual.head.map(({ entity }) => entity)).toEqual(expected.entities.map(({ name }) => name));
    for (const [index, { value }] of expected.entities.entries()) near(actual.head[index]!.value, approximately(value));
    if (expected.total.n <= 0n) {
      expect(actual.problem?.code).toBe('NON_POSITIVE_TOTAL');
      return;
    }
    expect(actual.thresholds.map(({ within }) => within.count)).toEqual(
      percents.map((percent) => expected.within(percent)),
    );
    expect(actual.thresholds.map((each) => each.reaching?.count)).toEqual(
      percents.map((each) => expected.reaching(each)),
    );
    expect(actual.thresholds.map((each) => each.topPercent.count)).toEqual(
      percents.map((each) => expected.topPercent(each)),
    );
    expect(actual.top.map(({ count }) => count)).toEqual(
      [1, 3, 1000].map((n) => Math.min(n, expected.entities.length)),
    );
    near(actual.hhi!, approximately(expected.hhi()));
    const hasNegative = expected.entities.some(({ value }) => value.n < 0n);
    if (hasNegative) expect(actual.gini).toBeNull();
    else near(actual.gini!, approximately(expected.gini()));
  }
});

describe('DOUBLE columns', () => {
  it('are summed without rounding in between', async () => {
    const { total } = await analyse(
      `SELECT 'a' AS who, amount FROM (VALUES (1e16::DOUBLE), (1), (-1e16), (1), (1e-3)) AS t(amount)`,
    );
    expect(total.total).toBe(2.001);
  });

  it('leave out what is no number', async () => {
    const { total, warnings } = await analyse(
      `SELECT 'a' AS who, amount FROM (VALUES ('nan'::DOUBLE), ('inf'), ('-inf'), (2.5), (NULL)) AS t(amount)`,
    );
    expect(total.total).toBe(2.5);
    expect(warnings.find(({ code }) => code === 'NULL_VALUES')?.count).toBe(4);
  });

  it.each([
    [[1e300, 1e299], 1.1e300],
    [[1e-300, 1e-301], 1.1e-300],
    [[1.5e-9, 2e15], 2e15],
  ])('of any size are summed: %j', async ([a = 0, b = 0], sum) => {
    const { total } = await analyse(
      `SELECT * FROM (VALUES ('a', ${a}::DOUBLE), ('b', ${b}::DOUBLE)) AS t(who, amount)`,
    );
    expect(Math.abs(total.total - sum)).toBeLessThanOrEqual(1e-15 * sum);
  });

  it.each([
    ['DOUBLE', '1'],
    ['DECIMAL(38, 2)', '4e34'],
  ])(
    'of %s are summed in windows that overlap, although all windows together exceed what is exact',
    async (type, one) => {
      const { byPeriod, total } = await analyse(
        `SELECT 'a' AS who, ${one}::${type} AS amount, DATE '2022-01-15' + INTERVAL (i) MONTH AS paid FROM range(24) AS t(i)`,
        { periods: { window: { months: 12 } } },
        { grain: 'YEAR_MONTH', parts: { paid: 'DATE' } },
      );
      expect(byPeriod.at(-1)!.total).toBe(12 * Number(one));
      expect(total.total).toBe(24 * Number(one));
    },
  );

  it('whose sum no number can hold are refused', async () => {
    await expect(analyse(`SELECT 'a' AS who, 1.7e308::DOUBLE AS amount FROM range(2)`)).rejects.toMatchObject({
      code: 'COLUMN_NOT_NUMERIC',
    });
  });
});
