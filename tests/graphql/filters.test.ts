import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { RowFilter } from '../../src/model/row-filter.js';
import { sharedDataFolder, sharedDataIsThere } from '../conformance/expectations.js';
import { startApp, type TestApp } from '../support/app.js';

interface Row {
  who: string;
  region: string;
  cents: number;
  day: string;
}

/** Blanks in every column that is filtered, spellings that fold together, one beyond ASCII, a negative amount. */
const ROWS: Row[] = Array.from({ length: 240 }, (_, n) => ({
  who: `Customer ${(n * 7) % 13}`,
  region: ['EMEA', 'emea', 'Île-de-France', 'ÎLE-DE-FRANCE', 'North  America', 'North America', ''][n % 7]!,
  cents: ((n * 7919) % 100_000) - (n % 17 === 0 ? 120_000 : 0) + 1,
  day: n % 11 === 0 ? '' : `202${2 + (n % 3)}-${String(1 + (n % 12)).padStart(2, '0')}-15`,
}));
const CSV = `who,region,amount,day\n${ROWS.map(({ who, region, cents, day }) => `${who},${region},${(cents / 100).toFixed(2)},${day}`).join('\n')}\n`;

const ANALYSIS = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
  id parameters { hash where whereText } warnings { code count }
  total { period rowCount entityCount totalExact problem { code } head(first: 50) { entity valueExact } }
  byPeriod { period rowCount totalExact }
  artifacts { format url } } } }`;

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startApp();
  const { data } = await app.upload({ content: CSV, fileName: 'filters.csv' });
  id = data.uploadDataset.dataset.id;
});
afterAll(() => app.close());

async function ask(where?: RowFilter, more: Record<string, unknown> = {}) {
  const input = { groupBy: 'who', value: 'amount', ...(where === undefined ? {} : { where }), ...more };
  return app.gql(ANALYSIS, { id, input });
}

async function answerTo(where?: RowFilter, more: Record<string, unknown> = {}) {
  const { data, errors } = await ask(where, more);
  expect(errors).toBeUndefined();
  return data.dataset.analysis;
}

const exact = (cents: number) => String(cents / 100);

/** The rows, the sums of the entities and of the years, by loops over whole cents. */
function expectedOf(keeps: (row: Row) => boolean) {
  const rows = ROWS.filter(keeps);
  const sums = new Map<string, number>();
  const years = new Map<string, { rows: number; cents: number }>();
  for (const { who, cents, day } of rows) {
    sums.set(who, (sums.get(who) ?? 0) + cents);
    const period = day.slice(0, 4) || 'UNKNOWN';
    const year = years.get(period) ?? { rows: 0, cents: 0 };
    years.set(period, { rows: year.rows + 1, cents: year.cents + cents });
  }
  return {
    total: {
      rowCount: rows.length,
      entityCount: sums.size,
      totalExact: exact(rows.reduce((sum, { cents }) => sum + cents, 0)),
      head: [...sums]
        .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
        .map(([entity, cents]) => ({ entity, valueExact: exact(cents) })),
    },
    byPeriod: [...years]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([period, { rows: rowCount, cents }]) => ({ period, rowCount, totalExact: exact(cents) })),
    negative: rows.filter(({ cents }) => cents < 0).length,
  };
}

const isEmea = ({ region }: Row) => region === 'EMEA' || region === 'emea';
const isParis = ({ region }: Row) => region === 'Île-de-France' || region === 'ÎLE-DE-FRANCE';
const isAmerica = ({ region }: Row) => region.startsWith('North');

describe('an analysis with a filter', () => {
  it.each<[string, RowFilter, (row: Row) => boolean]>([
    ['one text in any spelling', { column: 'region', eq: ' Emea ' }, isEmea],
    ['texts beyond ASCII', { column: 'region', in: ['île-de-france', 'EMEA'] }, (row) => isParis(row) || isEmea(row)],
    ['runs of spaces', { column: 'region', eq: 'north america' }, isAmerica],
    ['no listed text, with the blanks', { column: 'region', notIn: ['EMEA'] }, (row) => !isEmea(row)],
    ['a part of a text', { column: 'region', contains: 'DE-FR' }, isParis],
    ['the start of a text', { column: 'region', startsWith: 'NORTH' }, isAmerica],
    ['blank cells', { column: 'region', isBlank: true }, ({ region }) => region === ''],
    ['cells that are not blank', { column: 'day', isBlank: false }, ({ day }) => day !== ''],
    [
      'a range of amounts',
      { column: 'amount', gt: '-100.005', lte: '500' },
      ({ cents }) => cents > -10_000.5 && cents <= 50_000,
    ],
    [
      'a range of days',
      { column: 'day', gte: '2023-03-15', lt: '2024-06-15' },
      ({ day }) => day >= '2023-03-15' && day < '2024-06-15',
    ],
    [
      'the complement of a range, with the blanks',
      { not: { column: 'day', gte: '2023-01-01' } },
      ({ day }) => !(day >= '2023-01-01'),
    ],
    [
      'and with or',
      {
        and: [
          {
            or: [
              { column: 'region', eq: 'EMEA' },
              { column: 'region', isBlank: true },
            ],
          },
          { column: 'day', gte: '2023-01-01' },
        ],
      },
      (row) => (isEmea(row) || row.region === '') && row.day >= '2023-01-01',
    ],
    [
      'a negated or',
      {
        not: {
          or: [
            { column: 'region', eq: 'emea' },
            { column: 'amount', lt: '0' },
          ],
        },
      },
      (row) => !isEmea(row) && row.cents >= 0,
    ],
    [
      'the entity itself',
      { column: 'who', in: ['customer 1', 'CUSTOMER 12'] },
      ({ who }) => who === 'Customer 1' || who === 'Customer 12',
    ],
  ])('reads only its rows: %s', async (_, where, keeps) => {
    const expected = expectedOf(keeps);
    expect(expected.total.rowCount).toBeGreaterThan(0);
    expect(expected.total.rowCount).toBeLessThan(ROWS.length);
    const { total, byPeriod, warnings } = await answerTo(where, { periodGrain: 'YEAR' });
    expect(total).toMatchObject(expected.total);
    expect(byPeriod).toEqual(expected.byPeriod);
    const negative = warnings.find(({ code }: { code: string }) => code === 'NEGATIVE_VALUES');
    expect(negative?.count ?? 0).toBe(expected.negative);
  });

  it('is an answer where no row is left', async () => {
    const { total, byPeriod, parameters } = await answerTo({ column: 'region', eq: 'Mars' }, { periodGrain: 'YEAR' });
    expect(total).toMatchObject({
      period: 'TOTAL',
      ...{ rowCount: 0, entityCount: 0, totalExact: '0', head: [], problem: { code: 'NON_POSITIVE_TOTAL' } },
    });
    expect(byPeriod).toEqual([]);
    expect(parameters.whereText).toBe('region is mars');
  });

  it('is one analysis for every order and spelling, and another for another filter', async () => {
    const one = await answerTo({
      and: [
        { column: 'region', in: ['EMEA', 'Mars'] },
        { column: 'amount', gte: '1.50' },
      ],
    });
    const same = await answerTo({
      and: [
        { column: 'amount', gte: '+1.5' },
        { column: 'region', in: ['mars', 'emea', 'EMEA'] },
      ],
    });
    const other = await answerTo({
      and: [
        { column: 'amount', gt: '1.5' },
        { column: 'region', in: ['mars', 'emea'] },
      ],
    });
    expect(same).toEqual(one);
    expect(other.id).not.toBe(one.id);
    expect(one.parameters.whereText).toBe('amount is at least 1.5 and region is one of emea, mars');
    expect(JSON.parse(one.parameters.where)).toEqual({
      and: [
        { column: 'amount', gte: '1.5' },
        { column: 'region', in: ['emea', 'mars'] },
      ],
    });
  });

  it('gives the same answer for the filter that it echoed', async () => {
    const one = await answerTo({
      not: {
        and: [
          { column: 'day', lt: '2024-01-01' },
          { column: 'region', notIn: ['EMEA'] },
        ],
      },
    });
    expect(await answerTo(JSON.parse(one.parameters.where))).toEqual(one);
  });

  it('has no filter in its parameters where none is requested, null included', async () => {
    const none = await answerTo();
    expect(none.parameters).toMatchObject({ where: null, whereText: null });
    const { data } = await app.gql(ANALYSIS, { id, input: { groupBy: 'who', value: 'amount', where: null } });
    expect(data.dataset.analysis.id).toBe(none.id);
  });

  it('is another analysis when the role of a filtered column changes how its texts are compared', async () => {
    const { data } = await app.upload({ content: CSV, fileName: 'roles.csv' });
    const input = { groupBy: 'who', value: 'amount', where: { column: 'region', eq: 'emea' } };
    const rowsOf = async () => {
      const answer = await app.gql(ANALYSIS, { id: data.uploadDataset.dataset.id, input });
      return answer.data.dataset.analysis.total.rowCount;
    };
    const save =
      'mutation($id: ID!) { saveSchema(input: { id: $id, columns: [{ name: "region", role: IDENTIFIER }] }) { dataset { id } } }';
    expect(await rowsOf()).toBe(ROWS.filter(isEmea).length);
    await app.gql(save, { id: data.uploadDataset.dataset.id });
    expect(await rowsOf()).toBe(ROWS.filter(({ region }) => region === 'emea').length);
  });

  it('carries the question in its JSON', async () => {
    const { artifacts } = await answerTo({ column: 'region', eq: 'EMEA' });
    const { url } = artifacts.find(({ format }: { format: string }) => format === 'JSON');
    const response = await fetch(new URL(url, app.url));
    const { parameters } = (await response.json()) as { parameters: { where: unknown } };
    expect(parameters.where).toEqual({ column: 'region', in: ['emea'] });
  });

  it.each<[string, unknown, string, string, RegExp]>([
    [
      'a value of another type',
      { and: [{ column: 'day', gte: 'last year' }] },
      'INVALID_INPUT',
      'where.and[0].gte',
      /expected an ISO date such as 2024-03-31/,
    ],
    [
      'a value in a list',
      { column: 'amount', in: ['1', '1.000,50'] },
      'INVALID_INPUT',
      'where.in[1]',
      /expected a number such as 1250\.5/,
    ],
    [
      'an operator that the type cannot bear',
      { not: { column: 'region', gt: 'A' } },
      'INVALID_INPUT',
      'where.not.gt',
      /Use in, notIn, eq, contains/,
    ],
    ['nothing', {}, 'INVALID_INPUT', 'where', /exactly one of and, or, not and column/],
    [
      'an unknown column',
      { or: [{ column: 'regoin', eq: 'EMEA' }] },
      'COLUMN_NOT_FOUND',
      'where.or[0].column',
      /did you mean "region"\?/,
    ],
    [
      'too many levels',
      Array.from({ length: 40 }).reduce<RowFilter>((not) => ({ not }), { column: 'region', eq: 'x' }),
      ...(['INVALID_INPUT', 'where.not.not.not.not.not', /5 levels/] as const),
    ],
    [
      'too many values',
      { column: 'region', in: Array.from({ length: 1001 }, String) },
      'INVALID_INPUT',
      'where.in',
      /at most 1,000 values/,
    ],
  ])('refuses %s with the place and the remedy', async (_, where, code, argument, message) => {
    const { data, errors } = await ask(where as RowFilter);
    expect(data.dataset.analysis).toBeNull();
    expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code, argument } }]);
  });
});

const SALFORD = join(sharedDataFolder, 'salford_spend_year_quarter.csv');

describe.runIf(sharedDataIsThere && existsSync(SALFORD))('a real file', () => {
  it('gives the sums that plain SQL over the source gives', async () => {
    const engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
    const [rows, entities, total] = await engine.withConnection(async (connection) => {
      const reader = await connection.runAndReadAll(
        `SELECT count(*)::INTEGER, count(DISTINCT trim(supplier))::INTEGER, sum(amount)::VARCHAR FROM (
           SELECT #1 AS year, #4 AS supplier, replace(#5, ',', '')::DECIMAL(18, 2) AS amount
           FROM read_csv(${quoteText(SALFORD)}, header = true, all_varchar = true)) WHERE year = '2020' AND amount >= 500`,
      );
      return reader.getRows()[0] as [number, number, string];
    });
    engine.close();
    const { data } = await app.upload({ content: readFileSync(SALFORD), fileName: 'salford.csv' });
    const input = {
      groupBy: 'supplier_name',
      value: 'net_amount',
      entityMatching: 'EXACT',
      blanks: 'ENTITY',
      where: {
        and: [
          { column: 'year', eq: '2020' },
          { column: 'net_amount', gte: '500' },
        ],
      },
    };
    const answer = await app.gql(ANALYSIS, { id: data.uploadDataset.dataset.id, input });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.dataset.analysis.total).toMatchObject({ rowCount: rows, entityCount: entities });
    expect(Number(answer.data.dataset.analysis.total.totalExact)).toBe(Number(total));
  });
});
