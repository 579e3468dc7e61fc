import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { type Computed, runAnalysis } from '../../src/analysis/run-analysis.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, EntityKey, PeriodConcentration } from '../../src/model/analysis.js';
import type { EntityMapping } from '../../src/model/entity-mapping.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

interface Row {
  who: string | null;
  what: string | null;
  year: number | null;
  amount: number | null;
}

function sqlOf(rows: readonly Row[]): string {
  const text = (value: string | null) => (value === null ? 'NULL' : quoteText(value));
  const values = rows.map(
    ({ who, what, year, amount }) => `(${text(who)}, ${text(what)}, ${year ?? 'NULL'}, ${amount ?? 'NULL'})`,
  );
  return `SELECT who::VARCHAR AS who, what::VARCHAR AS what, year::BIGINT AS year, amount::BIGINT AS amount
    FROM (VALUES ${values.join(', ')}) AS t(who, what, year, amount)`;
}

async function analyse(
  rows: readonly Row[],
  request: Partial<AnalysisRequest>,
  mapping?: Partial<EntityMapping>,
): Promise<Computed> {
  const { parquetPath, schema } = await fixture.dataset(sqlOf(rows), { grain: 'YEAR', parts: { year: 'YEAR' } });
  const saved = mapping ? [{ column: 'who', sha256: 'ab', savedAt: '2026-01-01T00:00:00.000Z' }] : [];
  const resolved = resolveRequest(schema, { groupBy: ['who'], value: 'amount', ...request }, saved);
  const mappings = resolved.groupBy.map(({ name }) =>
    mapping && name === 'who' ? { merges: [], parents: [], distinct: [], ...mapping } : null,
  );
  return fixture.engine.withConnection((connection) =>
    runAnalysis(connection, thread, parquetPath, schema, resolved, { mappings }),
  );
}

const key = (...parts: (string | null)[]): EntityKey => ({ parts });
const row = (who: string | null, amount: number, year: number | null = 2024, what: string | null = null): Row => ({
  who,
  what,
  year,
  amount,
});
const named = ({ head }: PeriodConcentration) => head.map(({ entity, value }) => [entity, value]);

describe('exclude and only', () => {
  const rows = [row('ACME', 60), row('acme', 10), row('Beta', 20), row('Gamma', 10, 2023), row(null, 5)];

  it('reduces every total by what is left out, and says what that was', async () => {
    const { total, byPeriod, unknownEntities } = await analyse(rows, { exclude: [key('Acme')] });
    expect(total).toMatchObject({ total: 35, assignedTotal: 30, entityCount: 2, rowCount: 3 });
    expect(total.unassigned).toMatchObject({ rows: 1, value: 5 });
    expect(named(total)).toEqual([
      ['Beta', 20],
      ['Gamma', 10],
    ]);
    expect(total.leftOut).toEqual({
      entities: 1,
      rows: 2,
      value: 70,
      valueExact: '70',
      share: (100 * 70) / 105,
      head: [{ entity: 'ACME', value: 70, valueExact: '70' }],
    });
    expect(byPeriod.map(({ period, total: sum, leftOut }) => [period, sum, leftOut?.value])).toEqual([
      ['2023', 10, 0],
      ['2024', 25, 70],
    ]);
    expect(unknownEntities).toBeUndefined();
  });

  it('keeps a period of which everything was left out, with a total of zero', async () => {
    const { total, byPeriod } = await analyse(rows, { only: [key('gamma')] });
    expect(total).toMatchObject({ total: 10, entityCount: 1, leftOut: { entities: 2, rows: 4, value: 95 } });
    expect(byPeriod.map(({ period, total: sum, entityCount }) => [period, sum, entityCount])).toEqual([
      ['2023', 10, 1],
      ['2024', 0, 0],
    ]);
    expect(byPeriod[1]).toMatchObject({ problem: { code: 'NON_POSITIVE_TOTAL' }, change: { left: 1, leftValue: 10 } });
  });

  it('has no leftOut where nothing is selected', async () => {
    for (const request of [{}, { exclude: [] }])
      expect((await analyse(rows, request)).total).not.toHaveProperty('leftOut');
  });

  it('reports a key that does not occur, with the nearest, and leaves nothing out for it', async () => {
    const { total, unknownEntities, warnings } = await analyse(rows, {
      exclude: [key('Betta'), key('Zzz'), key('gamma')],
    });
    expect(total.leftOut).toMatchObject({ entities: 1, value: 10 });
    expect(unknownEntities).toEqual([
      { argument: 'exclude', key: key('betta'), nearest: key('Beta') },
      { argument: 'exclude', key: key('zzz'), nearest: null },
    ]);
    expect(warnings.find(({ code }) => code === 'ENTITY_NOT_FOUND')).toEqual({
      code: 'ENTITY_NOT_FOUND',
      message:
        '2 entities were not found in the analysed rows: "betta" in "exclude", the nearest is "Beta"; "zzz" in "exclude".',
      column: 'who',
      count: 2,
    });
  });

  it('leaves nothing where only unknown entities are wanted, without an error', async () => {
    const { total, byPeriod } = await analyse(rows, { only: [key('Unknown')] });
    expect(total).toMatchObject({ total: 0, entityCount: 0, rowCount: 0, problem: { code: 'NON_POSITIVE_TOTAL' } });
    expect(total.leftOut).toMatchObject({ entities: 3, rows: 5, value: 105, share: 100 });
    expect(byPeriod).toHaveLength(2);
  });

  it('takes null for the rows without an entity, and warns of them only where they are in', async () => {
    const without = await analyse(rows, { exclude: [key(null)] });
    expect(without.total).toMatchObject({
      total: 100,
      unassigned: { rows: 0 },
      leftOut: { entities: 0, rows: 1, head: [] },
    });
    expect(without.warnings.map(({ code }) => code)).not.toContain('BLANK_ENTITY');
    const alone = await analyse(rows, { only: [key(null)], blanks: 'ENTITY' });
    expect(named(alone.total)).toEqual([['(blank)', 5]]);
    expect(alone.warnings.map(({ code }) => code)).toContain('BLANK_ENTITY');
  });

  it('finds an entity by any name that a mapping merged into it, a child not at the level of parents', async () => {
    const mapping = {
      merges: [{ entity: 'Alphabet', names: ['Beta'] }],
      parents: [{ entity: 'Gamma', parent: 'Alphabet' }],
    };
    for (const name of ['BETA', 'alphabet']) {
      const { total } = await analyse(rows, { exclude: [key(name)] }, mapping);
      expect(total.leftOut?.head).toEqual([{ entity: 'Alphabet', value: 20, valueExact: '20' }]);
    }
    const parents = await analyse(rows, { exclude: [key('gamma')], level: 'PARENT' }, mapping);
    expect(parents.unknownEntities).toEqual([{ argument: 'exclude', key: key('gamma'), nearest: null }]);
    const whole = await analyse(rows, { exclude: [key('beta')], level: 'PARENT' }, mapping);
    expect(whole.total.leftOut).toMatchObject({ entities: 1, value: 30 });
  });

  it('counts negative rows of the entities that are left', async () => {
    const withRefund = [...rows, row('Refunds Ltd', -5)];
    const warningOf = async (request: Partial<AnalysisRequest>) =>
      (await analyse(withRefund, request)).warnings.find(({ code }) => code === 'NEGATIVE_VALUES')?.count;
    expect(await warningOf({})).toBe(1);
    expect(await warningOf({ exclude: [key('beta')] })).toBe(1);
    expect(await warningOf({ exclude: [key('refunds ltd')] })).toBeUndefined();
  });

  it('reports as rows without a number only those, not the ones that are left out', async () => {
    const withBlank = [...rows, { ...row('Beta', 0), amount: null }];
    for (const request of [{}, { exclude: [key('acme')] }, { only: [key('Unknown')] }]) {
      const { warnings } = await analyse(withBlank, request);
      expect(warnings.find(({ code }) => code === 'NULL_VALUES')?.count).toBe(1);
    }
  });

  it('matches the numbers of a loop over the rows, for any rows and keys', async () => {
    const name = fc.constantFrom('A', 'a', 'A · b', 'b', 'B ', 'c', 'C · d', null);
    const anyRow = fc.record({
      who: name,
      what: name,
      year: fc.constantFrom(2023, 2024, null),
      amount: fc.option(fc.integer({ min: -5, max: 9 }), { freq: 6 }),
    });
    const anyKey = fc.tuple(name, name).map((parts) => key(...parts));
    const lists = fc.record({
      only: fc.option(fc.array(anyKey, { minLength: 1, maxLength: 6 }), { nil: undefined }),
      exclude: fc.option(fc.array(anyKey, { minLength: 1, maxLength: 4 }), { nil: undefined }),
    });
    const fold = (text: string | null) => text?.trim().toLowerCase() ?? null;
    const id = ({ parts }: EntityKey) => JSON.stringify(parts.map(fold));
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 25 }), lists, async (all, { only, exclude }) => {
        fc.pre(only !== undefined || exclude !== undefined);
        const {
          total,
          byPeriod,
          unknownEntities = [],
        } = await analyse(all, { groupBy: ['who', 'what'], only, exclude });
        const counted = all.filter(({ amount }) => amount !== null);
        const onlyIds = only && new Set(only.map(id));
        const excluded = new Set(exclude?.map(id));
        const idOf = ({ who, what }: Row) => id(key(who, what));
        const isIn = (each: Row) => (onlyIds?.has(idOf(each)) ?? true) && !excluded.has(idOf(each));
        const expected = (ofPeriod: Row[]) => {
          const sum = (some: Row[]) => some.reduce((all, { amount }) => all + amount!, 0);
          const entities = (some: Row[]) => new Set(some.map(idOf).filter((each) => each !== '[null,null]')).size;
          const [within, without] = [ofPeriod.filter(isIn), ofPeriod.filter((each) => !isIn(each))];
          return {
            total: sum(within),
            rowCount: within.length,
            entityCount: entities(within),
            leftOut: { value: sum(without), rows: without.length, entities: entities(without) },
          };
        };
        if (counted.length > 0) expect(total).toMatchObject(expected(counted));
        for (const period of byPeriod) {
          const ofPeriod = counted.filter(({ year }) => String(year ?? 'UNKNOWN') === period.period);
          expect(period).toMatchObject(expected(ofPeriod));
        }
        const known = new Set(counted.map(idOf));
        const missing = [...new Set([...(only ?? []), ...(exclude ?? [])].map(id))].filter((each) => !known.has(each));
        expect(new Set(unknownEntities.map((each) => id(each.key)))).toEqual(new Set(missing));
      }),
      { numRuns: 30 },
    );
  });
});

describe('keys of entities', () => {
  const resolve = async (request: Partial<AnalysisRequest>, codes: string[] = []) => {
    const { schema } = await fixture.dataset(sqlOf([row('a', 1)]));
    return resolveRequest(schema, { groupBy: ['who'], value: 'amount', ...request }, [], new Set(codes)).parameters;
  };

  it('have one normal form, so that equal questions have one hash', async () => {
    const one = await resolve({ exclude: [key('ACME  Ltd'), key(null), key('b')] });
    const other = await resolve({ exclude: [key('B'), key('acme ltd'), key(null), key('Acme Ltd')] });
    expect(other).toEqual(one);
    expect(one.exclude).toEqual([key('acme ltd'), key('b'), key(null)]);
    expect((await resolve({ exclude: [] })).hash).toBe((await resolve({})).hash);
    expect((await resolve({ only: [key('b')] })).hash).not.toBe((await resolve({ exclude: [key('b')] })).hash);
  });

  it('are compared exactly in columns of codes, and where the request says so', async () => {
    const keys = [key('x-1A'), key('X-1a')];
    expect((await resolve({ only: keys }, ['who'])).only).toHaveLength(2);
    expect((await resolve({ only: keys, entityMatching: 'EXACT' })).only).toHaveLength(2);
    expect((await resolve({ only: keys })).only).toHaveLength(1);
  });

  it('find entities that are numbers, dates and truth values, however they are written', async () => {
    const { parquetPath, schema } = await fixture.dataset(
      `SELECT * FROM (VALUES (5::DECIMAL(9,2), 1e20::DOUBLE, DATE '2024-03-01', TIMESTAMP '2024-03-01 10:30:00', true, 1),
         (0.25, 0.5, DATE '2024-03-02', TIMESTAMP '2024-03-02 00:00:00', false, 2)) AS t(d, f, day, time, yes, amount)`,
    );
    const found = async (column: string, part: string) => {
      const roles = schema.columns.map((each) =>
        each.name === 'amount' ? each : { ...each, role: 'CATEGORICAL' as const },
      );
      const request = { groupBy: [column], value: 'amount', only: [key(part)] };
      const resolved = resolveRequest({ ...schema, columns: roles }, request);
      const { total } = await fixture.engine.withConnection((connection) =>
        runAnalysis(connection, thread, parquetPath, schema, resolved),
      );
      return total.total;
    };
    expect(await found('d', '5.00')).toBe(1);
    expect(await found('d', '.25')).toBe(0);
    expect(await found('d', '0.250')).toBe(2);
    expect(await found('f', '100000000000000000000')).toBe(1);
    expect(await found('f', '1e20')).toBe(1);
    expect(await found('day', '2024-03-02')).toBe(2);
    expect(await found('time', '2024-03-01T10:30')).toBe(1);
    expect(await found('time', '2024-03-02')).toBe(2);
    expect(await found('yes', 'TRUE')).toBe(1);
    expect(await found('yes', 'perhaps')).toBe(0);
  });

  it('are refused with their place where they have the wrong number of parts, are too many or none', async () => {
    const refusal = async (request: Partial<AnalysisRequest>) => {
      const error = await resolve(request).then(
        () => null,
        (thrown) => thrown,
      );
      return { code: error?.code, argument: error?.details.argument, message: error?.message };
    };
    expect(await refusal({ groupBy: ['who', 'what'], exclude: [key('a', 'b'), key('a')] })).toEqual({
      code: 'INVALID_INPUT',
      argument: 'exclude[1].parts',
      message: '"exclude[1].parts" has 1: expected 2 values, for who, what. Null is a blank cell.',
    });
    expect(await refusal({ only: [] })).toMatchObject({ code: 'INVALID_INPUT', argument: 'only' });
    const many = Array.from({ length: 1001 }, (_, n) => key(String(n)));
    expect(await refusal({ only: many })).toMatchObject({ code: 'INVALID_INPUT', argument: 'only' });
  });
});
