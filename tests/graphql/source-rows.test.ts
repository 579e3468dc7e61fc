import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

/** More than 20,000, so that texts have ids (docs/adr/0015), where `long`. */
const SIZES = { short: 300, long: 20_400 };
const HEADER = ['who', 'region', 'amount', 'day', 'note'];

/** Several spellings, blanks in every column, negative amounts, blank rows between the others. */
function lines(count: number): string[] {
  const names = ['Acme', 'ACME', ' acme', 'Bolt', 'Bolt Ltd', 'Ünsal', 'ÜNSAL', '', 'Core', '(blank)'];
  return Array.from({ length: count }, (_, n) => {
    if (n % 97 === 50) return '';
    const cents = ((n * 7919) % 100_000) - (n % 17 === 0 ? 120_000 : 0) + 1;
    const day = n % 11 === 0 ? '' : `202${2 + (n % 3)}-${String(1 + (n % 12)).padStart(2, '0')}-15`;
    const amount = n % 23 === 5 ? '' : (cents / 100).toFixed(2);
    return [names[(n * 7 + (n % 3)) % 10], ['EMEA', 'APAC', ''][n % 3], amount, day, `note ${n}`].join(',');
  });
}

const ROWS = `query($id: ID!, $input: AnalysisInput!, $entity: EntityKeyInput, $period: String, $first: Int, $after: String) {
  dataset(id: $id) { analysis(input: $input) { rows(entity: $entity, period: $period, first: $first, after: $after) {
    totalCount sum sumExact pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { source sheet rowNumber address period value valueExact cells { column text address } } } } } }`;
const FIGURES = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
  id total { ...figures } byPeriod { ...figures } } } }
  fragment figures on PeriodConcentration { period rowCount totalExact unassigned { rows valueExact }
    head(first: 50) { entity key { parts } valueExact } }`;

let app: TestApp;
const ids: Partial<Record<keyof typeof SIZES, string>> = {};
const files: Partial<Record<keyof typeof SIZES, string[]>> = {};
beforeAll(async () => {
  app = await startApp();
  for (const size of ['short', 'long'] as const) {
    files[size] = [HEADER.join(','), ...lines(SIZES[size])];
    const { data } = await app.upload({ content: `${files[size].join('\n')}\n`, fileName: `${size}.csv` });
    ids[size] = data.uploadDataset.dataset.id;
  }
});
afterAll(() => app.close());

async function rowsOf(size: keyof typeof SIZES, input: object, figure: object = {}) {
  const { data, errors } = await app.gql(ROWS, { id: ids[size], input, first: 100, ...figure });
  expect(errors).toBeUndefined();
  return data.dataset.analysis.rows;
}

async function figuresOf(size: keyof typeof SIZES, input: object) {
  const { data, errors } = await app.gql(FIGURES, { id: ids[size], input });
  expect(errors).toBeUndefined();
  return data.dataset.analysis;
}

/** The sum of exact decimals of at most two digits after the point. */
function sumOf(decimals: readonly string[]): string {
  const cents = decimals.reduce((sum, decimal) => sum + Math.round(Number(decimal) * 100), 0);
  return String(cents / 100);
}

const QUESTIONS: [string, object][] = [
  ['names', {}],
  ['spellings', { entityMatching: 'EXACT' }],
  ['blank cells as an entity', { blanks: 'ENTITY' }],
  ['months', { periodGrain: 'YEAR_MONTH' }],
  ['no periods', { periodGrain: 'NONE' }],
  ['two columns', { groupBy: ['who', 'region'] }],
  ['a filter', { where: { column: 'region', in: ['emea', 'apac'] } }],
  ['two columns and a filter', { groupBy: ['region', 'who'], where: { column: 'amount', gte: '0' } }],
  ['some entities only', { only: [{ parts: ['acme'] }, { parts: [null] }] }],
  ['all but some entities', { exclude: [{ parts: ['Bolt'] }, { parts: ['unsal'] }, { parts: ['ünsal'] }] }],
  [
    'all but some pairs',
    { groupBy: ['who', 'region'], exclude: [{ parts: ['acme', 'EMEA'] }, { parts: [null, null] }] },
  ],
  ['a range of time', { periods: { grain: 'YEAR_MONTH', from: '2022-M03', to: '2023-M02' } }],
  ['fiscal years', { periods: { grain: 'YEAR', fiscalYearStart: 4 } }],
  ['rolling windows', { periods: { grain: 'YEAR_MONTH', window: { months: 12 } } }],
  ['years to date', { periods: { grain: 'YEAR_MONTH', yearToDate: true, from: '2023-M01' } }],
];

describe('the rows behind a figure', () => {
  it.each(QUESTIONS)('add up to it exactly for %s', async (_, question) => {
    const input = { groupBy: ['who'], value: 'amount', ...question };
    const analysis = await figuresOf('short', input);
    // The first, the last and one in the middle: each figure is a request of its own.
    const periods = [
      analysis.total,
      ...[0, 0.5, 1].flatMap((at) => analysis.byPeriod.at(Math.round(at * (analysis.byPeriod.length - 1))) ?? []),
    ];
    for (const { period, rowCount, totalExact, unassigned, head } of periods) {
      const all = await rowsOf('short', input, { period });
      expect([all.totalCount, all.sumExact], period).toEqual([rowCount, totalExact]);
      const blank = await rowsOf('short', input, { period, entity: { parts: input.groupBy.map(() => null) } });
      if (question !== QUESTIONS[2]![1]) {
        expect([blank.totalCount, blank.sumExact], period).toEqual([unassigned.rows, unassigned.valueExact]);
      }
      for (const { key, valueExact } of head.slice(0, 3)) {
        const rows = await rowsOf('short', input, { period, entity: key });
        expect(rows.sumExact, `${period} ${key.parts}`).toBe(valueExact);
        if (!rows.pageInfo.hasNextPage) expect(sumOf(rows.nodes.map((row: Row) => row.valueExact))).toBe(valueExact);
      }
    }
  });

  it.each(['short', 'long'] as const)('are the rows of the file, in its order, page by page (%s)', async (size) => {
    const input = { groupBy: ['who'], value: 'amount', periodGrain: 'YEAR' };
    const figure = { entity: { parts: ['Acme'] }, period: '2023', first: size === 'long' ? 100 : 9 };
    const expected = files[size]!.flatMap((line, index) => {
      const [who = '', , amount, day = ''] = line.split(',');
      const isIn = who.trim().toLowerCase() === 'acme' && day.startsWith('2023') && amount !== '';
      return isIn ? [index + 1] : [];
    });
    const found: Row[] = [];
    for (let after: string | null = null; ; ) {
      const page = await rowsOf(size, input, { ...figure, after });
      expect(page.totalCount).toBe(expected.length);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      found.push(...page.nodes);
      if (!page.pageInfo.hasNextPage || found.length > 300) break;
      after = page.pageInfo.endCursor;
    }
    expect(found.map(({ rowNumber }) => rowNumber)).toEqual(expected.slice(0, found.length));
    for (const row of found) {
      const cells = files[size]![row.rowNumber - 1]!.split(',');
      expect(row).toMatchObject({ source: `${size}.csv`, sheet: null, address: `C${row.rowNumber}`, period: '2023' });
      expect(Number(row.valueExact)).toBe(Number(cells[2]));
      expect(row.cells.map(({ text }) => text ?? '')).toEqual(
        cells.map((cell, index) => (index === 2 ? String(row.cells[2]!.text) : cell.trim())),
      );
      expect(row.cells.map(({ address }) => address)).toEqual(
        [...'ABCDE'].map((letter) => `${letter}${row.rowNumber}`),
      );
    }
  });

  it('with ids of texts add up as those without', async () => {
    for (const question of [{}, { groupBy: ['region', 'who'] }, { exclude: [{ parts: ['acme'] }] }]) {
      const input = { groupBy: ['who'], value: 'amount', ...question };
      const { total } = await figuresOf('long', input);
      for (const { key, valueExact } of total.head.slice(0, 2)) {
        expect((await rowsOf('long', input, { entity: key })).sumExact).toBe(valueExact);
      }
      expect((await rowsOf('long', input)).sumExact).toBe(total.totalExact);
    }
  });

  it('follow merged names and parents', async () => {
    const { data } = await app.upload({ content: `${files.short!.join('\n')}\n`, fileName: 'mapped.csv' });
    ids.short = data.uploadDataset.dataset.id;
    const saved = await app.gql(
      `mutation($input: SaveEntitiesInput!) { saveEntities(input: $input) { dataset { id } } }`,
      {
        input: {
          id: ids.short,
          column: 'who',
          merges: [{ entity: 'Bolt', names: ['Bolt Ltd'] }],
          parents: [
            { entity: 'Bolt', parent: 'Holding' },
            { entity: 'Core', parent: 'Holding' },
          ],
        },
      },
    );
    expect(saved.errors).toBeUndefined();
    for (const level of ['ENTITY', 'PARENT']) {
      const input = { groupBy: ['who'], value: 'amount', level };
      const { total } = await figuresOf('short', input);
      expect(total.head.map(({ entity }: { entity: string }) => entity)).toContain(
        level === 'ENTITY' ? 'Bolt' : 'Holding',
      );
      for (const { key, valueExact } of total.head) {
        const rows = await rowsOf('short', input, { entity: key });
        expect(rows.sumExact, key.parts[0]).toBe(valueExact);
      }
    }
  });
});

describe('the example of semantics.md', () => {
  it('leads through unpivoted columns and merged cells to the sheet', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Sheet1');
    const header = ['Customer', '2023', '2024', '2025'];
    const rows = [['Sales'], [], header, ['ACME', 10, 20, 30], [null, 1, 2, 3], [], ['acme', 5, null, 7]];
    for (const row of rows) sheet.addRow(row);
    sheet.mergeCells('A4:A5');
    const content = Buffer.from(await book.xlsx.writeBuffer());
    const { data } = await app.upload({ content, fileName: 'book.xlsx' });
    const input = { groupBy: ['customer'], value: 'value', periodGrain: 'YEAR' };
    const variables = { id: data.uploadDataset.dataset.id, input, entity: { parts: ['ACME'] } };
    const of2024 = (await app.gql(ROWS, { ...variables, period: '2024' })).data.dataset.analysis.rows;
    expect([of2024.totalCount, of2024.sumExact]).toEqual([2, '22']);
    expect(of2024.nodes.map((row: Row) => [row.address, row.valueExact, row.cells[0]!.address])).toEqual([
      ['Sheet1!C4', '20', 'Sheet1!A4'],
      ['Sheet1!C5', '2', 'Sheet1!A4'],
    ]);
    const of2023 = (await app.gql(ROWS, { ...variables, period: '2023' })).data.dataset.analysis.rows;
    expect(of2023.nodes.map(({ address }: Row) => address)).toEqual(['Sheet1!B4', 'Sheet1!B5', 'Sheet1!B7']);
    expect(of2023.sumExact).toBe('16');
  });
});

describe('a figure that is not there', () => {
  const input = { groupBy: ['who'], value: 'amount' };
  it.each([
    ['an unknown name', { entity: { parts: ['Acmee'] } }, 'ENTITY_NOT_FOUND', { argument: 'entity.parts[0]' }],
    ['too many parts', { entity: { parts: ['Acme', 'EMEA'] } }, 'INVALID_INPUT', { argument: 'entity.parts' }],
    ['an unknown period', { period: '2032' }, 'INVALID_INPUT', { argument: 'period' }],
    ['a page of no rows', { first: 0 }, 'INVALID_INPUT', { argument: 'first' }],
    ['a foreign cursor', { after: 'abc' }, 'INVALID_CURSOR', {}],
  ])('is refused: %s', async (_, figure, code, details) => {
    const { data, errors } = await app.gql(ROWS, { id: ids.short, input, first: 10, ...figure });
    expect(data.dataset.analysis.rows).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code, ...details });
    expect(errors?.[0]?.path).toEqual(['dataset', 'analysis', 'rows']);
  });

  it('names the nearest entity', async () => {
    const { errors } = await app.gql(ROWS, { id: ids.short, input, entity: { parts: ['Acmee'] } });
    expect(errors?.[0]?.message).toContain('Did you mean "');
    const nearest = errors?.[0]?.extensions?.nearest as { parts: string[] };
    expect(nearest.parts[0]!.trim().toLowerCase()).toBe('acme');
  });
});

interface Row {
  address: string | null;
  source: string;
  rowNumber: number;
  valueExact: string;
  cells: { column: string; text: string | null; address: string | null }[];
}
