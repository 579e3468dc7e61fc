import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { type Computed, runAnalysis } from '../../src/analysis/run-analysis.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest, PeriodConcentration } from '../../src/model/analysis.js';
import type { EntityMapping } from '../../src/model/entity-mapping.js';
import { foldSpelling } from '../../src/names/fold-spelling.js';
import { analysisFixtureWithThread, type TimeOptions } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

async function analyse(
  rows: string,
  request: Partial<AnalysisRequest> = {},
  time?: TimeOptions,
  mapping?: Partial<EntityMapping>,
): Promise<Computed> {
  const { parquetPath, schema } = await fixture.dataset(rows, time);
  const saved = mapping ? [{ column: 'who', sha256: 'ab', savedAt: '2026-01-01T00:00:00.000Z' }] : [];
  const resolved = resolveRequest(schema, { groupBy: ['who'], value: 'amount', ...request }, saved);
  const mappings = resolved.groupBy.map(({ name }) =>
    mapping && name === 'who' ? { merges: [], parents: [], distinct: [], ...mapping } : null,
  );
  return fixture.engine.withConnection((connection) =>
    runAnalysis(connection, thread, parquetPath, schema, resolved, { mappings }),
  );
}

type Row = [who: string | null, amount: number];

function rowsOf(rows: readonly Row[]): string {
  const values = rows.map(([who, amount]) => `(${who === null ? 'NULL' : quoteText(who)}::VARCHAR, ${amount}::BIGINT)`);
  const table = `(VALUES ${values.join(', ') || '(NULL, NULL)'}) AS t(who, amount)`;
  return `SELECT who::VARCHAR AS who, amount::BIGINT AS amount FROM ${table} ${values.length === 0 ? 'WHERE false' : ''}`;
}

const named = ({ head }: PeriodConcentration) => head.map(({ entity, value }) => [entity, value]);

describe('rows without an entity', () => {
  const blanks: Row[] = [
    ['a', 16],
    ['b', 12],
    ['c', 10],
    ['d', 8],
    ['e', 2],
    [null, 52],
  ];

  it('are no entity, but part of the total that shares are of (16, 12, 10, 8, 2 and 52 blank)', async () => {
    const { total, warnings } = await analyse(rowsOf(blanks), { thresholds: [50] });
    expect(total).toMatchObject({ total: 100, assignedTotal: 48, entityCount: 5, rowCount: 6, problem: null });
    expect(total.unassigned).toEqual({ rows: 1, value: 52, valueExact: '52', share: 52 });
    expect(total.thresholds[0]).toMatchObject({ within: { count: 5, share: 48 }, reaching: null });
    expect(Math.round(total.hhi!)).toBe(2465);
    expect(total.effectiveEntities!.toFixed(2)).toBe('4.06');
    expect(total.head.map(({ share }) => share)).toEqual([16, 12, 10, 8, 2]);
    expect(warnings.find(({ code }) => code === 'BLANK_ENTITY')).toEqual({
      code: 'BLANK_ENTITY',
      message:
        '1 row has a value but nothing in "who": 52 % of the total is assigned to no entity. Shares are of all rows; HHI, effective entities, Gini and the Lorenz curve are of the rows with an entity.',
      column: 'who',
      count: 1,
    });
  });

  it('may be negative together (60, 40, 40 and -40 blank)', async () => {
    const rows: Row[] = [
      ['a', 60],
      ['b', 40],
      ['c', 40],
      [null, -40],
    ];
    const { total, warnings } = await analyse(rowsOf(rows), { thresholds: [50, 100] });
    expect(total).toMatchObject({ total: 100, assignedTotal: 140 });
    expect(total.unassigned).toMatchObject({ value: -40, share: -40 });
    expect(total.thresholds[0]?.reaching?.count).toBe(1);
    expect(total.thresholds[1]?.within.count).toBe(2);
    expect(warnings.find(({ code }) => code === 'NEGATIVE_VALUES')?.message).toContain(
      'and the rows without an entity add up to less than zero',
    );
  });

  it('alone make a period with a total and no entities', async () => {
    const { total } = await analyse(
      rowsOf([
        [null, 5],
        [null, 2],
      ]),
      { thresholds: [50] },
    );
    expect(total).toMatchObject({ entityCount: 0, rowCount: 2, total: 7, assignedTotal: 0, head: [], hhi: null });
    expect(total.thresholds[0]).toMatchObject({ within: { count: 0, share: 0 }, reaching: null });
    expect(total).toMatchObject({ gini: null, effectiveEntities: null, lorenz: [], problem: null });
    expect(total.measuresProblem?.code).toBe('NON_POSITIVE_TOTAL');
  });

  it('leave shares where only the rows with an entity add up to nothing, and no measures', async () => {
    const { total } = await analyse(
      rowsOf([
        ['a', -5],
        [null, 10],
      ]),
      { thresholds: [50] },
    );
    expect(total.head[0]).toMatchObject({ value: -5, share: -100 });
    expect(total).toMatchObject({ hhi: null, gini: null, effectiveEntities: null, problem: null });
    expect(total.measuresProblem?.code).toBe('NON_POSITIVE_TOTAL');
  });

  it('leave nothing but a problem where the total is not above zero', async () => {
    const { total } = await analyse(
      rowsOf([
        ['a', 5],
        [null, -10],
      ]),
    );
    expect(total.problem?.code).toBe('NON_POSITIVE_TOTAL');
    expect(total).toMatchObject({ thresholds: [], top: [], hhi: null, lorenz: [], measuresProblem: null });
    expect(total.head[0]).toMatchObject({ value: 5, share: null, cumulativeShare: null });
    expect(total.unassigned).toMatchObject({ value: -10, share: null });
  });

  it('are kept apart from what entered and left', async () => {
    const rows = `SELECT * FROM (VALUES ('a', 5, 2020), (NULL, 3, 2020), ('a', 6, 2021), ('b', 1, 2022), (NULL, 4, 2022)) AS t(who, amount, year)`;
    const { byPeriod } = await analyse(rows, {}, { grain: 'YEAR', parts: { year: 'YEAR' } });
    expect(byPeriod.map(({ unassigned }) => unassigned.value)).toEqual([3, 0, 4]);
    expect(byPeriod[1]!.change).toMatchObject({ total: -2, entered: 0, left: 0, enteredValue: 0, leftValue: 0 });
    expect(byPeriod[2]!.change).toMatchObject({ total: -1, entered: 1, left: 1, enteredValue: 1, leftValue: 6 });
  });

  it('leave the measures of the others as they are without these rows, and all shares add up to 100', async () => {
    const row = fc.tuple(
      fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { freq: 3 }),
      fc.integer({ min: -3, max: 9 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const [{ total }, { total: without }] = await Promise.all([
          analyse(rowsOf(rows)),
          analyse(rowsOf(rows.filter(([who]) => who !== null))),
        ]);
        const sum = rows.reduce((all, [, amount]) => all + amount, 0);
        expect(total.total).toBe(sum);
        expect(total.assignedTotal).toBe(without.total);
        expect(total.entityCount).toBe(without.entityCount);
        if (sum <= 0) {
          expect(total.problem?.code).toBe('NON_POSITIVE_TOTAL');
          return;
        }
        const measures = ({ hhi, gini, effectiveEntities, lorenz }: PeriodConcentration) => [
          hhi,
          gini,
          effectiveEntities,
          lorenz,
        ];
        expect(measures(total)).toEqual(measures(without));
        const shares = total.head.reduce((all, { share }) => all + share!, total.unassigned.share!);
        expect(shares).toBeCloseTo(100, 9);
      }),
      { numRuns: 30 },
    );
  });
});

describe('spellings of one name', () => {
  it('are one entity, shown in the spelling of the largest sum, ties by code point', async () => {
    const rows: Row[] = [
      ['ACME ltd', 5],
      ['Acme  Ltd', 9],
      ['acme ltd', 1],
      ['b', 4],
      ['B', 4],
      ['café', 1],
      ['CAFE\u0301', 2],
      ['Ｘ１', 1],
      ['x1', 1],
    ];
    const { total, warnings } = await analyse(rowsOf(rows));
    expect(named(total)).toEqual([
      ['Acme  Ltd', 15],
      ['B', 8],
      ['CAFE\u0301', 3],
      ['x1', 2],
    ]);
    expect(warnings.find(({ code }) => code === 'MERGED_SPELLINGS')).toEqual({
      code: 'MERGED_SPELLINGS',
      message:
        '4 names in "who" are written in 9 ways and each is counted once, for example "Acme  Ltd" (9), "ACME ltd" (5) and "acme ltd" (1); "B" (4) and "b" (4); "CAFE\u0301" (2) and "café" (1).',
      column: 'who',
      count: 4,
    });
  });

  it('are as many entities with EXACT, without a warning', async () => {
    const { total, warnings } = await analyse(
      rowsOf([
        ['A', 2],
        ['a', 1],
      ]),
      { entityMatching: 'EXACT' },
    );
    expect(named(total)).toEqual([
      ['A', 2],
      ['a', 1],
    ]);
    expect(warnings.map(({ code }) => code)).not.toContain('MERGED_SPELLINGS');
  });

  it('stay apart in a column of codes, where one in ten may be anything else', async () => {
    const codes: Row[] = [
      ['0015g00aB', 1],
      ['0015G00Ab', 1],
      ...Array.from({ length: 7 }, (_, i): Row => [`id-${i}`, 1]),
    ];
    const { total, warnings } = await analyse(rowsOf([...codes, ['Other', 1]]));
    expect(total.entityCount).toBe(10);
    expect(warnings.map(({ code }) => code)).not.toContain('MERGED_SPELLINGS');
    const { total: names } = await analyse(rowsOf([...codes, ['Other', 1], ['One more', 1]]));
    expect(names.entityCount).toBe(10);
  });

  it('stay apart in identifiers', async () => {
    const { parquetPath, schema } = await fixture.dataset(
      rowsOf([
        ['A', 2],
        ['a', 1],
      ]),
    );
    const columns = schema.columns.map((each) =>
      each.name === 'who' ? { ...each, role: 'IDENTIFIER' as const } : each,
    );
    const resolved = resolveRequest({ ...schema, columns }, { groupBy: ['who'], value: 'amount' });
    expect(resolved.parameters.entityMatching).toBe('EXACT');
    const { total } = await fixture.engine.withConnection((connection) =>
      runAnalysis(connection, thread, parquetPath, schema, resolved),
    );
    expect(total.entityCount).toBe(2);
  });

  it('give the sums of a loop over folded names, in every period', async () => {
    const name = fc.constantFrom(
      'a',
      'A',
      ' a',
      'a b',
      'A  B',
      'a\u00A0b',
      'é',
      'E\u0301',
      'ß',
      'SS',
      'ς',
      'Σ',
      'σ',
      'ﬁ',
      'FI',
      'ı',
      'I',
    );
    const row = fc.record({
      who: fc.option(name, { freq: 6 }),
      amount: fc.integer({ min: -5, max: 50 }),
      year: fc.constantFrom(2020, 2021),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const values = rows.map(
          ({ who, amount, year }) => `(${who === null ? 'NULL' : quoteText(who)}, ${amount}, ${year})`,
        );
        const query = `SELECT who::VARCHAR AS who, amount::BIGINT AS amount, year::BIGINT AS year FROM (VALUES ${values.join(', ')}) AS t(who, amount, year)`;
        const { total, byPeriod } = await analyse(query, {}, { grain: 'YEAR', parts: { year: 'YEAR' } });
        for (const period of [total, ...byPeriod]) {
          const expected = new Map<string, number>();
          for (const { who, amount, year } of rows) {
            if (who === null || (period.period !== 'TOTAL' && period.period !== String(year))) continue;
            expected.set(foldSpelling(who), (expected.get(foldSpelling(who)) ?? 0) + amount);
          }
          const sorted = (entries: [string, number][]) => entries.sort(([a], [b]) => (a < b ? -1 : 1));
          expect(sorted(period.head.map(({ entity, value }) => [foldSpelling(entity), value]))).toEqual(
            sorted([...expected]),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('entities of several columns', () => {
  const rows = `SELECT * FROM (VALUES ('a · b', 'c', 1), ('a', 'b · c', 2), ('A', 'B · C', 4), ('a', NULL, 8), (NULL, NULL, 16)) AS t(who, product, amount)`;

  it('are tuples of values, never a joined text, with blank parts', async () => {
    const { total } = await analyse(rows, { groupBy: ['who', 'product'] });
    expect(total.head.map(({ entity, parts, value }) => [entity, parts, value])).toEqual([
      ['a · (blank)', ['a', null], 8],
      ['a · B · C', ['a', 'B · C'], 6],
      ['a · b · c', ['a · b', 'c'], 1],
    ]);
    expect(total.unassigned).toMatchObject({ rows: 1, value: 16 });
  });

  it('have one more, all blank, where blanks are an entity', async () => {
    const { total } = await analyse(rows, { groupBy: ['who', 'product'], blanks: 'ENTITY', entityMatching: 'EXACT' });
    expect(total.head.map(({ parts, value }) => [parts, value])).toEqual([
      [[null, null], 16],
      [['a', null], 8],
      [['A', 'B · C'], 4],
      [['a', 'b · c'], 2],
      [['a · b', 'c'], 1],
    ]);
  });

  it('give the sums of a plain query over random tuples', async () => {
    const part = fc.option(fc.constantFrom('x', 'X', 'y', 'y · z', 'z'), { freq: 4 });
    const row = fc.tuple(part, part, fc.integer({ min: -3, max: 9 }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), async (tuples) => {
        const text = (each: string | null) => (each === null ? 'NULL' : quoteText(each));
        const values = tuples.map(([who, product, amount]) => `(${text(who)}, ${text(product)}, ${amount})`);
        const query = `SELECT who::VARCHAR AS who, product::VARCHAR AS product, amount::BIGINT AS amount FROM (VALUES ${values.join(', ')}) AS t(who, product, amount)`;
        const { total } = await analyse(query, { groupBy: ['product', 'who'] });
        const expected = new Map<string, number>();
        for (const [who, product, amount] of tuples) {
          if (who === null && product === null) continue;
          const key = JSON.stringify([product?.toLowerCase() ?? null, who?.toLowerCase() ?? null]);
          expected.set(key, (expected.get(key) ?? 0) + amount);
        }
        const found = total.head.map(({ parts, value }) => [
          JSON.stringify(parts!.map((each) => each?.toLowerCase() ?? null)),
          value,
        ]);
        expect(new Map(found as [string, number][])).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a mapping of names', () => {
  const rows: Row[] = [
    ['NHS CCG', 10],
    ['nhs ccg *', 7],
    ['NHS CCG*', 1],
    ['Acme Ltd', 6],
    ['ACME LTD', 4],
    ['Acme Services', 3],
    ['Other', 2],
    [null, 1],
  ];
  const merges = [{ entity: 'NHS Clinical Commissioning Group', names: ['nhs  CCG', 'NHS CCG *', 'NHS CCG*'] }];
  const parents = [
    { entity: 'Acme Services', parent: 'acme ltd' },
    { entity: 'Acme Ltd', parent: 'Acme Holding' },
  ];

  it('merges names in any spelling under the name written there', async () => {
    const { total, warnings } = await analyse(rowsOf(rows), {}, {}, { merges, parents });
    expect(named(total)).toEqual(
      [
        ['NHS Clinical Commissioning Group', 18],
        ['acme ltd', 10],
        ['Acme Services', 3],
        ['Other', 2],
      ].map(([name, value]) => (name === 'acme ltd' ? [expect.stringMatching(/^acme ltd$/i), value] : [name, value])),
    );
    expect(total.unassigned.value).toBe(1);
    expect(warnings.map(({ code }) => code)).toContain('MERGED_SPELLINGS');
  });

  it('counts entities for their topmost parent at the level of parents', async () => {
    const { total } = await analyse(rowsOf(rows), { level: 'PARENT' }, {}, { merges, parents });
    expect(named(total)).toEqual([
      ['NHS Clinical Commissioning Group', 18],
      ['Acme Holding', 13],
      ['Other', 2],
    ]);
  });

  it('applies to the same text alone where spellings are exact', async () => {
    const exact = { entityMatching: 'EXACT' } as const;
    const { total } = await analyse(rowsOf(rows), exact, {}, { merges: [{ entity: 'NHS CCG', names: ['NHS CCG*'] }] });
    expect(named(total).slice(0, 2)).toEqual([
      ['NHS CCG', 11],
      ['nhs ccg *', 7],
    ]);
  });

  it('merges the parts of an entity of several columns', async () => {
    const query =
      "SELECT who, amount, 'x' AS product FROM (SELECT * FROM (VALUES ('a', 1), ('b', 2), ('c', 4)) AS t(who, amount))";
    const mapping = { merges: [{ entity: 'b', names: ['a'] }] };
    const { total } = await analyse(query, { groupBy: ['product', 'who'] }, {}, mapping);
    expect(total.head.map(({ parts, value }) => [parts, value])).toEqual([
      [['x', 'c'], 4],
      [['x', 'b'], 3],
    ]);
  });

  it('has no part in the hash where none is saved, and one for each mapping and level where one is', async () => {
    const { schema } = await fixture.dataset(rowsOf(rows));
    const hash = (sha256: string | null, level?: 'ENTITY' | 'PARENT') =>
      resolveRequest(
        schema,
        { groupBy: ['who'], value: 'amount', level },
        sha256 === null ? [] : [{ column: 'who', sha256, savedAt: '' }],
      ).parameters.hash;
    expect(hash(null, 'PARENT')).toBe(hash(null));
    expect(new Set([hash(null), hash('a'), hash('b'), hash('a', 'PARENT')]).size).toBe(4);
  });
});
