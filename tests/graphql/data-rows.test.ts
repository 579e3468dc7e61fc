import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

/** Names in several spellings and with accents, a code that differs by case alone, blank cells, equal amounts. */
const SALES = `Code,Customer,Date,Amount
a1,Émile,2024-01-05,30
A1,zeta,2024-02-01,-5.5
b2,Beta,2024-01-20,
b3,ALPHA,2023-12-31,30
,,2024-03-01,1200
`;

interface Row {
  number: number;
  cells: (string | null)[];
}

describe('the rows of a dataset', { timeout: 60_000 }, () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
    id = (await app.upload({ content: SALES, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
  });
  afterAll(() => app.close());

  const request = (args: string) =>
    app.gql(`query ($id: ID!) { dataset(id: $id) { rows(${args}) { columns totalCount nodes { number cells } } } }`, {
      id,
    });
  const numbers = async (args: string) => {
    const { data, errors } = await request(args);
    expect(errors).toBeUndefined();
    return (data.dataset.rows.nodes as Row[]).map(({ number }) => number);
  };
  const error = async (args: string) => {
    const { data, errors } = await request(args);
    expect(data.dataset.rows).toBeNull();
    return errors![0]!.extensions;
  };

  it('lists pages in the order of the data, with the number of all rows', async () => {
    const { data } = await request('first: 2, skip: 1');
    expect(data.dataset.rows).toEqual({
      columns: ['code', 'customer', 'date', 'amount'],
      totalCount: 5,
      nodes: [
        { number: 2, cells: ['A1', 'zeta', '2024-02-01', '-5.5'] },
        { number: 3, cells: ['b2', 'Beta', '2024-01-20', null] },
      ],
    });
    expect(await numbers('skip: 4')).toEqual([5]);
    expect(await numbers('skip: 5')).toEqual([]);
  });

  it.each([
    ['text without regard to case and accents', '{ column: "customer" }', [4, 3, 1, 2, 5]],
    ['numbers by size, equal ones in the order of the data, blank ones last', '{ column: "amount" }', [2, 1, 4, 5, 3]],
    ['the largest first, blank ones still last', '{ column: "amount", descending: true }', [5, 1, 4, 2, 3]],
    ['dates', '{ column: "date", descending: true }', [5, 2, 3, 1, 4]],
  ])('sorts %s', async (_, orderBy, expected) => {
    expect(await numbers(`orderBy: ${orderBy}`)).toEqual(expected);
    expect(await numbers(`orderBy: ${orderBy}, first: 2, skip: 2`)).toEqual(expected.slice(2, 4));
  });

  it.each([
    ['names in any case', 'alpha', [4]],
    ['codes in any case', 'a1', [1, 2]],
    ['numbers', '-5.5', [2]],
    ['dates', '2024-01', [1, 3]],
    ['any column', '30', [1, 4]],
    ['the characters of patterns as they are', '%', []],
    ['everything where the text is blank', '  ', [1, 2, 3, 4, 5]],
  ])('finds %s', async (_, search, expected) => {
    expect(await numbers(`search: ${JSON.stringify(search)}`)).toEqual(expected);
  });

  it('filters, searches and sorts together, and counts what is left', async () => {
    const { data } = await request(
      'where: { column: "amount", gte: "0" }, search: "2024", orderBy: { column: "amount", descending: true }, first: 1',
    );
    expect(data.dataset.rows).toMatchObject({ totalCount: 2, nodes: [{ number: 5 }] });
  });

  it('finds codes in any case where a filter compares them exactly', async () => {
    const inColumn = (condition: string, search: string) =>
      numbers(`where: { column: "code", ${condition} }, search: "${search}"`);
    expect(await inColumn('in: ["a1", "A1"]', 'A1')).toEqual([1, 2]);
    expect(await inColumn('eq: "a1"', 'A1')).toEqual([1]);
    expect(await inColumn('contains: "A"', 'a1')).toEqual([2]);
    const query = `query ($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount",
      where: { column: "code", in: ["a1", "A1", "b3"] } }) { rows(search: "A1") { nodes { rowNumber } } } } }`;
    const { data } = await app.gql(query, { id });
    expect(data.dataset.analysis.rows.nodes).toEqual([{ rowNumber: 2 }, { rowNumber: 3 }]);
  });

  it('refuses a column that is not there, a bad page and a filter that does not fit', async () => {
    expect(await error('orderBy: { column: "amuont" }')).toMatchObject({ code: 'COLUMN_NOT_FOUND', nearest: 'amount' });
    expect(await error('skip: -1')).toMatchObject({ code: 'INVALID_INPUT', argument: 'skip' });
    expect(await error('first: 101')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await error('where: { column: "amount", contains: "1" }')).toMatchObject({
      code: 'INVALID_INPUT',
      argument: 'where.contains',
    });
    expect(await error(`search: "${'x'.repeat(1001)}"`)).toMatchObject({ code: 'INVALID_INPUT', argument: 'search' });
  });
});
