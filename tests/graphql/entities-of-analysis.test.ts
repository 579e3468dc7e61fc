import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rankingCost } from '../../src/analysis/entity-list/entity-lists.js';
import { Engine } from '../../src/duckdb/engine.js';
import type { PeriodConcentration } from '../../src/model/analysis.js';
import { startApp, type TestApp } from '../support/app.js';

interface Row {
  who: string;
  what: string;
  year: string;
  cents: number;
}

/** Ties, blanks in either column, the separator inside names, spellings that fold, negative and zero sums. */
const ROWS: Row[] = Array.from({ length: 900 }, (_, n) => ({
  who: n % 23 === 0 ? '' : ['Zoë · Co', `Customer ${(n * 7) % 41}`, `customer ${(n * 7) % 41}`, '=SUM(A1)'][n % 4]!,
  what: n % 19 === 0 ? '' : ['A', 'B · C', 'C'][n % 3]!,
  year: n % 29 === 0 ? '' : String(2022 + (n % 3)),
  cents: n % 31 === 0 ? -((n * 131) % 9000) : (n * 7919) % 5000,
}));
const CSV = `who,what,year,amount\n${ROWS.map(({ who, what, year, cents }) => `${who},${what},${year},${(cents / 100).toFixed(2)}`).join('\n')}\n`;

const FIELDS = 'rank entity key { parts } value valueExact share cumulativeShare class rowCount';
const QUERY = `query($id: ID!, $input: AnalysisInput!, $period: String, $first: Int, $after: String, $last: Int, $before: String, $skip: Int,
    $search: String, $orderBy: EntityOrder, $class: String) { dataset(id: $id) { analysis(input: $input) {
  entities(period: $period, first: $first, after: $after, last: $last, before: $before, skip: $skip, search: $search, orderBy: $orderBy, class: $class) {
    totalCount nodes { ${FIELDS} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;

interface Entity {
  rank: number;
  entity: string;
  key: { parts: (string | null)[] };
  valueExact: string;
  share: number | null;
  cumulativeShare: number | null;
  class: string | null;
  rowCount: number;
}

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startApp();
  id = (await app.upload({ content: CSV, fileName: 'all.csv' })).data.uploadDataset.dataset.id;
});
afterAll(() => app.close());

const INPUT = { groupBy: ['who'], value: 'amount', periodGrain: 'YEAR' };

async function page(variables: Record<string, unknown> = {}, input: Record<string, unknown> = INPUT) {
  const { data, errors } = await app.gql(QUERY, { id, input, ...variables });
  expect(errors).toBeUndefined();
  return data.dataset.analysis.entities as {
    totalCount: number;
    nodes: Entity[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  };
}

/** Every page, one after the other. */
async function all(variables: Record<string, unknown> = {}, input?: Record<string, unknown>): Promise<Entity[]> {
  const nodes: Entity[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes: some, pageInfo } = await page({ first: 13, after, ...variables }, input);
    nodes.push(...some);
    if (!pageInfo.hasNextPage) return nodes;
    after = pageInfo.endCursor;
  }
}

const fold = (text: string) => text.toLowerCase();
const exact = (cents: number) => String(cents / 100);
const byCodePoint = (a: string | null, b: string | null) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The entities of a period, by loops over whole cents; `name` is the spelling of the largest sum over all rows. */
function expectedEntities(period: string, columns: ('who' | 'what')[]): Entity[] {
  const shown = new Map<string, string>();
  for (const column of columns) {
    const sums = new Map<string, number>();
    for (const row of ROWS) if (row[column]) sums.set(row[column], (sums.get(row[column]) ?? 0) + row.cents);
    for (const [name, sum] of [...sums].sort(([a, x], [b, y]) => y - x || byCodePoint(a, b))) {
      if (!shown.has(column + fold(name))) shown.set(column + fold(name), name);
      void sum;
    }
  }
  const rows = ROWS.filter(({ year }) => period === 'TOTAL' || (year || 'UNKNOWN') === period);
  const total = rows.reduce((sum, { cents }) => sum + cents, 0);
  const groups = new Map<string, { parts: (string | null)[]; cents: number; rowCount: number }>();
  for (const row of rows) {
    const parts = columns.map((column) => (row[column] ? shown.get(column + fold(row[column]))! : null));
    if (parts.every((part) => part === null)) continue;
    const group = groups.get(JSON.stringify(parts)) ?? { parts, cents: 0, rowCount: 0 };
    groups.set(JSON.stringify(parts), { parts, cents: group.cents + row.cents, rowCount: group.rowCount + 1 });
  }
  const sorted = [...groups.values()].sort(
    (a, b) => b.cents - a.cents || a.parts.reduce((order, part, at) => order || byCodePoint(part, b.parts[at]!), 0),
  );
  let cumulative = 0;
  let [reached80, reached95] = [false, false];
  return sorted.map(({ parts, cents, rowCount }, index) => {
    const letter = reached95 ? 'C' : reached80 ? 'B' : 'A';
    cumulative += cents;
    reached80 ||= cumulative * 100 >= 80 * total;
    reached95 ||= cumulative * 100 >= 95 * total;
    return {
      rank: index + 1,
      entity: parts.map((part) => part ?? '(blank)').join(' · '),
      key: { parts },
      value: cents / 100,
      valueExact: exact(cents),
      share: total > 0 ? (100 * cents) / total : null,
      cumulativeShare: total > 0 ? (100 * cumulative) / total : null,
      class: total > 0 ? letter : null,
      rowCount,
    };
  });
}

describe('all entities of an analysis', () => {
  it('are those of a loop over the rows, page by page, in every period and for tuples', async () => {
    for (const columns of [['who'], ['who', 'what']] as const) {
      for (const period of ['TOTAL', '2023', 'UNKNOWN']) {
        const input = { ...INPUT, groupBy: columns };
        expect(await all({ period }, input)).toEqual(expectedEntities(period, [...columns]));
      }
    }
  });

  it('can be listed from the smallest, by name, backward and by class', async () => {
    const expected = expectedEntities('TOTAL', ['who']);
    expect(await all({ orderBy: 'SMALLEST' })).toEqual([...expected].reverse());
    const byName = [...expected].sort((a, b) => byCodePoint(a.entity, b.entity));
    expect(await all({ orderBy: 'NAME' })).toEqual(byName);
    for (const orderBy of ['LARGEST', 'SMALLEST', 'NAME']) {
      const forward = await all({ orderBy });
      const jumped = await page({ orderBy, first: 4, skip: 17 });
      expect(jumped.nodes).toEqual(forward.slice(17, 21));
      expect(jumped.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
      expect((await page({ orderBy, skip: 1000 })).nodes).toEqual([]);
      const last = await page({ orderBy, last: 7 });
      expect(last.nodes).toEqual(forward.slice(-7));
      expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      const before = await page({ orderBy, last: 5, before: last.pageInfo.startCursor });
      expect(before.nodes).toEqual(forward.slice(-12, -7));
      expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    }
    for (const letter of ['A', 'B', 'C']) {
      const ofClass = expected.filter((each) => each.class === letter);
      expect(await all({ class: letter })).toEqual(ofClass);
      expect((await page({ class: letter, first: 1 })).totalCount).toBe(ofClass.length);
    }
  });

  it('are searched by their folded names, within a class too', async () => {
    const expected = expectedEntities('TOTAL', ['who']);
    const found = expected.filter(({ entity }) => fold(entity).includes('mer 1'));
    expect(await all({ search: 'MER  1' })).toEqual(found);
    expect((await page({ search: 'MER 1', first: 2 })).totalCount).toBe(found.length);
    expect(await all({ search: 'zoË · c' })).toHaveLength(1);
    expect(await page({ search: '%' })).toMatchObject({ totalCount: 0, nodes: [] });
    const ofB = found.filter((each) => each.class === 'B');
    expect(await all({ search: 'mer 1', class: 'B' })).toEqual(ofB);
  });

  it('are listed again after their file was removed', async () => {
    const before = await page({ first: 3 });
    const folder = join(app.storageDir, 'datasets', id, 'v1', 'analyses');
    const files = (await readdir(folder)).filter((name) => name.includes('ranking'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) await rm(join(folder, name));
    expect((await page({ first: 3, after: before.pageInfo.endCursor })).nodes.map(({ rank }) => rank)).toEqual([
      4, 5, 6,
    ]);
  });

  it('are refused with their argument where a period, class, page or cursor is wrong', async () => {
    const refusal = async (variables: Record<string, unknown>) => {
      const { errors } = await app.gql(QUERY, { id, input: INPUT, ...variables });
      const { code, argument, nearest } = errors![0]!.extensions;
      return { code, argument, ...(nearest === undefined ? {} : { nearest }) };
    };
    const invalid = (argument: string) => ({ code: 'INVALID_INPUT', argument });
    expect(await refusal({ period: 'TOTL' })).toEqual({ ...invalid('period'), nearest: 'TOTAL' });
    expect(await refusal({ class: 'D' })).toEqual(invalid('class'));
    expect(await refusal({ first: 0 })).toEqual(invalid('first'));
    expect(await refusal({ last: 101 })).toEqual(invalid('last'));
    expect(await refusal({ skip: 1, last: 1 })).toEqual(invalid('skip'));
    expect(await refusal({ skip: -1 })).toEqual(invalid('skip'));
    expect(await refusal({ first: 1, last: 1 })).toEqual(invalid('last'));
    const { pageInfo } = await page({ first: 1 });
    expect(await refusal({ orderBy: 'NAME', after: pageInfo.endCursor })).toEqual({
      code: 'INVALID_CURSOR',
      argument: 'after',
    });
  });
});

describe('one entity', () => {
  const HISTORY = `query($id: ID!, $input: AnalysisInput!, $key: EntityKeyInput!) { dataset(id: $id) { analysis(input: $input) {
    entity(key: $key) { entity key { parts } total { period entity { ${FIELDS} } } byPeriod { period entity { ${FIELDS} } } } } } }`;
  const history = async (parts: (string | null)[], input: Record<string, unknown> = INPUT) => {
    const { data, errors } = await app.gql(HISTORY, { id, input, key: { parts } });
    return errors?.[0]?.extensions ?? data.dataset.analysis.entity;
  };

  it('has its rank, value and share in each period, and null where it is absent', async () => {
    for (const [columns, parts] of [
      [['who'], ['CUSTOMER 7']],
      [
        ['who', 'what'],
        ['zoë · co', 'b · c'],
      ],
      [
        ['who', 'what'],
        [null, 'a'],
      ],
    ] as [('who' | 'what')[], (string | null)[]][]) {
      const found = await history(parts, { ...INPUT, groupBy: columns });
      for (const { period, entity } of [found.total, ...found.byPeriod]) {
        const same = expectedEntities(period, columns).find(
          ({ key }) =>
            JSON.stringify(key.parts.map((each) => each && fold(each))) ===
            JSON.stringify(parts.map((each) => each && fold(each))),
        );
        expect(entity).toEqual(same ?? null);
      }
      expect(found.byPeriod.map((each: { period: string }) => each.period)).toEqual([
        '2022',
        '2023',
        '2024',
        'UNKNOWN',
      ]);
    }
  });

  it('is null where no row counts for it, and an error with the place where the key does not fit', async () => {
    expect(await history(['Nobody'])).toBeNull();
    expect(await history(['a', 'b'])).toMatchObject({ code: 'INVALID_INPUT', argument: 'key.parts' });
  });
});

describe('what a list does not show', () => {
  it('makes up the total with what it shows', async () => {
    const query = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) { total {
      totalExact entityCount unassigned { valueExact } other(first: 3) { count value valueExact share }
      head(first: 3) { valueExact } top { count valueExact other { count valueExact share } } classes { name upTo count valueExact share } } } } }`;
    const { data, errors } = await app.gql(query, { id, input: { ...INPUT, topN: [2] } });
    expect(errors).toBeUndefined();
    const { total } = data.dataset.analysis;
    const expected = expectedEntities('TOTAL', ['who']);
    const cents = (some: Entity[]) =>
      some.reduce((sum, { valueExact }) => sum + Math.round(Number(valueExact) * 100), 0);
    const all = Math.round(Number(total.totalExact) * 100);
    const part = (some: Entity[]) => ({
      count: some.length,
      valueExact: exact(cents(some)),
      share: (100 * cents(some)) / all,
    });
    expect(total.other).toEqual({ ...part(expected.slice(3)), value: cents(expected.slice(3)) / 100 });
    expect(total.top[0].other).toEqual(part(expected.slice(2)));
    const ofClass = (name: string) => part(expected.filter((each) => each.class === name));
    expect(total.classes).toEqual([
      { name: 'A', upTo: 80, ...ofClass('A') },
      { name: 'B', upTo: 95, ...ofClass('B') },
      { name: 'C', upTo: null, ...ofClass('C') },
    ]);
  });
});

describe('the list as files', () => {
  it('has every entity of every period, as CSV that no spreadsheet runs and as Parquet with types', async () => {
    const query = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
      artifacts(content: ENTITIES) { format content url fileName sizeBytes } } } }`;
    const { data, errors } = await app.gql(query, { id, input: { ...INPUT, groupBy: ['who', 'what'] } });
    expect(errors).toBeUndefined();
    const [csv, parquet] = data.dataset.analysis.artifacts;
    expect([csv.format, parquet.format, csv.content]).toEqual(['CSV', 'PARQUET', 'ENTITIES']);
    const text = await (await fetch(csv.url)).text();
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toBe('period,rank,entity,entity_1,entity_2,value,share,cumulative_share,class,rows');
    const expected = ['2022', '2023', '2024', 'UNKNOWN', 'TOTAL'].flatMap((period) =>
      expectedEntities(period, ['who', 'what']).map((each) => ({ period, ...each })),
    );
    expect(lines.slice(1)).toEqual(
      expected.map(({ period, rank, entity, key, valueExact, share, cumulativeShare, class: letter, rowCount }) => {
        const safe = (name: string | null) => (name === null ? '' : name.replace(/^=/, "'="));
        const cells = [
          period,
          rank,
          safe(entity),
          ...key.parts.map(safe),
          valueExact,
          share,
          cumulativeShare,
          letter,
          rowCount,
        ];
        return cells.map((cell) => cell ?? '').join(',');
      }),
    );
    const bytes = Buffer.from(await (await fetch(parquet.url)).arrayBuffer());
    const path = join(app.storageDir, 'read.parquet');
    await (await import('node:fs/promises')).writeFile(path, bytes);
    const engine = await Engine.open({ threads: 1, memoryLimitBytes: 200_000_000, tempDirectory: app.storageDir });
    const rows = await engine.withConnection((connection) =>
      connection.runAndReadAll(
        `SELECT period, rank, entity, entity_1, entity_2, value, value_exact, share, cumulative_share, class, rows::INTEGER FROM '${path}'`,
      ),
    );
    engine.close();
    expect(rows.getRowsJS()).toEqual(
      expected.map((each) => [
        ...[each.period, each.rank, each.entity, ...each.key.parts, Number(each.valueExact), each.valueExact],
        ...[each.share, each.cumulativeShare, each.class, each.rowCount],
      ]),
    );
  });
});

describe('the price of the list', () => {
  it('grows with the groups that are sorted, up to a limit', () => {
    const periods = (...counts: number[]) => counts.map((entityCount) => ({ entityCount }) as PeriodConcentration);
    const cost = (...counts: number[]) => rankingCost({ byPeriod: periods(...counts), total: periods(100_000)[0]! });
    expect(cost()).toBe(10);
    expect(cost(60_000, 55_001)).toBe(22);
    expect(cost(5_000_000)).toBe(200);
  });

  it('is spent once, when the list is first requested, and refused where nothing is left', async () => {
    const query =
      '{ datasets { nodes { analysis(input: { groupBy: "who", value: "amount" }) { entities(first: 1) { totalCount } } } } }';
    const upload = 'mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { dataset { id } } }';
    const cost = async (of: TestApp) => {
      const uploaded = await of.upload({ content: CSV, fileName: 'all.csv', query: upload });
      const asked = await of.gql(query);
      return { points: 2 + uploaded.extensions!.cost + asked.extensions!.cost, asked };
    };
    const unlimited = await startApp();
    const { points } = await cost(unlimited).finally(() => unlimited.close());
    // Another point is the price of a list of some groups.
    for (const [limit, codes] of [
      [points, ['RATE_LIMITED']],
      [points + 1, undefined],
    ] as const) {
      const limited = await startApp({ RATE_LIMIT: String(limit) });
      const { asked } = await cost(limited).finally(() => limited.close());
      expect(asked.errors?.map(({ extensions }) => extensions.code)).toEqual(codes);
      if (codes) expect(asked.errors![0]).toMatchObject({ path: ['datasets', 'nodes', 0, 'analysis', 'entities'] });
    }
  });
});
