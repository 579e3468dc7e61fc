import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

/** A column is called as the tables of entity-rows.ts call theirs. */
const HEADER = ['who', 'name', 'amount', 'day', 'wanted'];
const SIZES = { short: 240, long: 20_400 };

interface Line {
  rowNumber: number;
  who: string;
  name: string;
  amount: number;
  year: string;
  wanted: string;
}

function lines(count: number): Line[] {
  return Array.from({ length: count }, (_, n) => ({
    rowNumber: n + 2,
    who: ['Acme', 'ACME', 'Bolt', 'Core', ''][(n * 7) % 5]!,
    name: ['zeta', 'Öl', 'Alpha', 'beta', ''][(n * 3 + (n % 2)) % 5]!,
    amount: ((n * 7919) % 10_000) - 2000,
    year: `202${2 + (n % 3)}`,
    wanted: n % 4 === 0 ? '' : `Note ${n % 37}`,
  }));
}

const ROWS = `query($id: ID!, $input: AnalysisInput!, $entity: EntityKeyInput, $period: String, $where: RowFilter,
    $search: String, $orderBy: RowOrder, $first: Int, $skip: Int, $after: String) {
  dataset(id: $id) { analysis(input: $input) { rows(entity: $entity, period: $period, where: $where, search: $search,
      orderBy: $orderBy, first: $first, skip: $skip, after: $after) {
    totalCount sumExact pageInfo { hasNextPage } nodes { rowNumber valueExact address } } } } }`;

describe.each(['short', 'long'] as const)('the rows behind a figure of a %s file', (size) => {
  let app: TestApp;
  let id: string;
  const all = lines(SIZES[size]);

  beforeAll(async () => {
    app = await startApp();
    const content = [
      HEADER.join(','),
      ...all.map(({ who, name, amount, year, wanted }) => [who, name, amount, `${year}-05-01`, wanted].join(',')),
    ].join('\n');
    id = (await app.upload({ content, fileName: `${size}.csv` })).data.uploadDataset.dataset.id;
  });
  afterAll(() => app.close());

  const question = { groupBy: ['who'], value: 'amount', periodGrain: 'YEAR' };
  const ask = async (variables: object, input: object = {}) => {
    const { data, errors } = await app.gql(ROWS, { id, input: { ...question, ...input }, first: 50, ...variables });
    return { rows: data?.dataset?.analysis?.rows, errors };
  };
  const expectRows = async (variables: object, expected: readonly Line[], input: object = {}) => {
    const { rows, errors } = await ask(variables, input);
    expect(errors).toBeUndefined();
    expect(rows.totalCount).toBe(expected.length);
    expect(rows.sumExact).toBe(String(expected.reduce((sum, { amount }) => sum + amount, 0)));
    expect(rows.nodes.map(({ rowNumber }: Line) => rowNumber)).toEqual(
      expected.slice(0, 50).map(({ rowNumber }) => rowNumber),
    );
    expect(rows.pageInfo.hasNextPage).toBe(expected.length > 50);
  };
  const ofAcme = all.filter(({ who, year }) => who.toLowerCase() === 'acme' && year === '2023');
  const acme = { entity: { parts: ['Acme'] }, period: '2023' };

  it('are sorted by a column of numbers, equal ones in the order of the data', async () => {
    const sorted = [...ofAcme].sort((a, b) => b.amount - a.amount || a.rowNumber - b.rowNumber);
    await expectRows({ ...acme, orderBy: { column: 'amount', descending: true } }, sorted);
    const page = { orderBy: { column: 'amount', descending: true }, first: 5, skip: 7 };
    const { rows } = await ask({ ...acme, ...page });
    expect(
      rows.nodes.map(({ rowNumber, valueExact, address }: Record<string, unknown>) => [rowNumber, valueExact, address]),
    ).toEqual(sorted.slice(7, 12).map(({ rowNumber, amount }) => [rowNumber, String(amount), `C${rowNumber}`]));
  });

  it.each(['name', 'wanted'] as const)(
    'are sorted by the texts of %s without regard to case and accents, blanks last',
    async (column) => {
      const key = (line: Line) => line[column].normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
      const sorted = [...ofAcme].sort(
        (a, b) =>
          Number(key(a) === '') - Number(key(b) === '') ||
          (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.rowNumber - b.rowNumber),
      );
      await expectRows({ ...acme, orderBy: { column } }, sorted);
      // Beside entities that are left out, whose names are joined.
      const others = all.filter(({ who }) => who !== 'Bolt');
      const { rows } = await ask({ orderBy: { column } }, { exclude: [{ parts: ['bolt'] }] });
      expect(rows.totalCount).toBe(others.length);
    },
  );

  it('are searched in all columns and filtered, with the sum of what is selected', async () => {
    const found = (text: string) => (line: Line) =>
      [line.who, line.name, String(line.amount), `${line.year}-05-01`, line.wanted].some((cell) =>
        cell.toLowerCase().includes(text),
      );
    await expectRows({ ...acme, search: 'NOTE 3' }, ofAcme.filter(found('note 3')));
    await expectRows({ ...acme, search: 'öl' }, ofAcme.filter(found('öl')));
    const isNegative = ({ amount }: Line) => amount < 0;
    await expectRows({ ...acme, where: { column: 'amount', lt: '0' } }, ofAcme.filter(isNegative));
    await expectRows(
      { period: '2024', search: '77', where: { column: 'amount', lt: '0' }, orderBy: { column: 'amount' } },
      all
        .filter(({ year }) => year === '2024')
        .filter(isNegative)
        .filter(found('77'))
        .sort((a, b) => a.amount - b.amount || a.rowNumber - b.rowNumber),
    );
    // The filter of the analysis stays.
    await expectRows({ search: 'alpha' }, all.filter(({ who }) => who === 'Core').filter(found('alpha')), {
      where: { column: 'who', eq: 'core' },
    });
  });

  it('are none, without an error, where the selection has none', async () => {
    await expectRows({ ...acme, search: 'no such text' }, []);
  });

  it.each([
    ['an unknown column', { orderBy: { column: 'amont' } }, 'COLUMN_NOT_FOUND', {}],
    ['an unknown column of a filter', { where: { column: 'amont', lt: '0' } }, 'COLUMN_NOT_FOUND', {}],
    [
      'a cursor beside an order',
      { orderBy: { column: 'amount' }, after: 'cm93OjA' },
      'INVALID_INPUT',
      { argument: 'orderBy' },
    ],
    ['a search of a page', { search: 'a'.repeat(1001) }, 'INVALID_INPUT', { argument: 'search' }],
  ])('refuse %s', async (_, variables, code, details) => {
    const { rows, errors } = await ask(variables);
    expect(rows).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code, ...details });
  });
});
