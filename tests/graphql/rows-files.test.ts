import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const HEADER = ['who', 'region', 'amount', 'day', 'source_file', 'account', 'paid'];

/** Several spellings, blanks in every column, negative amounts, formulas, dates before 1900, numbers of 18 digits. */
function lines(count: number): string[] {
  const names = ['Acme', 'ACME', ' acme', '=1+1', 'Garnier Frères', '', '"a, ""b"""', '-x'];
  return Array.from({ length: count }, (_, n) => {
    const cents = ((n * 7919) % 100_000) - (n % 17 === 0 ? 120_000 : 0) + 1;
    const day = n % 11 === 0 ? '' : n % 29 === 0 ? '1899-12-31' : `202${2 + (n % 3)}-0${1 + (n % 9)}-15`;
    const amount = n % 23 === 5 ? '' : (cents / 100).toFixed(2);
    const region = ['EMEA', 'APAC', ''][n % 3];
    const account = `40000000000000${String(1000 + n)}`;
    return [names[n % 8], region, amount, day, `+file ${n}`, account, n % 2 ? 'true' : 'false'].join(',');
  });
}

const QUERY = `query($id: ID!, $input: AnalysisInput!, $entity: EntityKeyInput, $period: String, $after: String) {
  dataset(id: $id) { analysis(input: $input) {
    artifacts(content: ROWS, entity: $entity, period: $period) { format url fileName content sizeBytes }
    rows(entity: $entity, period: $period, first: 100, after: $after) {
      totalCount sum sumExact pageInfo { hasNextPage endCursor }
      nodes { source sheet rowNumber address period valueExact cells { column text } } } } } }`;

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startApp();
  const content = `${[HEADER.join(','), ...lines(240)].join('\n')}\n`;
  const { data } = await app.upload({ content, fileName: 'spend.csv' });
  id = data.uploadDataset.dataset.id;
});
afterAll(() => app.close());

/** The links and all rows of a figure, page by page. */
async function figureOf(input: object, figure: object): Promise<Figure> {
  const nodes: Row[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await app.gql(QUERY, { id, input, ...figure, after });
    expect(errors).toBeUndefined();
    const { artifacts, rows } = data.dataset.analysis;
    nodes.push(...rows.nodes);
    if (!rows.pageInfo.hasNextPage) return { artifacts: artifacts as Link[], ...rows, nodes };
    after = rows.pageInfo.endCursor;
  }
}

async function download(links: readonly Link[], format: string): Promise<Buffer> {
  const response = await fetch(links.find((link) => link.format === format)!.url);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

async function rowsSheet(links: readonly Link[]) {
  const book = new ExcelJS.Workbook();
  // exceljs has types of an older Buffer.
  await book.xlsx.load((await download(links, 'XLSX')) as unknown as ArrayBuffer);
  return { book, sheet: book.getWorksheet('Rows')! };
}

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n)/g)];
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const centsOf = (decimal: string) => Math.round(Number(decimal) * 100);

const FIGURES: [string, object, object][] = [
  ['the total', {}, {}],
  ['an entity', {}, { entity: { parts: ['Acme'] } }],
  ['rows without an entity', {}, { entity: { parts: [null] } }],
  ['a year', { periodGrain: 'YEAR' }, { period: '2023' }],
  [
    'an entity in a rolling window',
    { periods: { window: { months: 12 } } },
    { entity: { parts: ['acme'] }, period: 'LTM 2024-M09' },
  ],
  [
    'two columns and a filter',
    { groupBy: ['who', 'region'], where: { column: 'region', in: ['emea'] } },
    { entity: { parts: ['ACME', 'EMEA'] } },
  ],
  ['counted rows', { measure: 'COUNT', value: null }, { entity: { parts: ['acme'] } }],
  ['no rows', { where: { column: 'region', in: ['nowhere'] } }, {}],
];

describe('the files with the rows behind a figure', () => {
  it.each(FIGURES)('list the rows of the API and add up to the figure exactly: %s', async (_, question, figure) => {
    const { artifacts, nodes, totalCount, sumExact, sum } = await figureOf(
      { groupBy: ['who'], value: 'amount', ...question },
      figure,
    );
    const [header, ...rows] = parseCsv((await download(artifacts, 'CSV')).toString());
    expect(header).toEqual([
      ...['source_file_2', 'source_sheet', 'source_row', 'source_cell', 'row_period', 'row_value'],
      ...HEADER,
    ]);
    expect(rows).toHaveLength(totalCount);
    expect(rows.reduce((cents, row) => cents + centsOf(row[5]!), 0)).toBe(centsOf(sumExact));
    const shown = (text: string | null) => (text ?? '').replace(/^(?=[=+-])/, "'");
    expect(rows).toEqual(
      nodes.map((row: Row) => [
        ...[row.source, '', String(row.rowNumber), row.address ?? '', row.period ?? '', row.valueExact],
        ...row.cells.map(({ column, text }) => (column === 'amount' ? (text ?? '') : shown(text))),
      ]),
    );

    const { sheet } = await rowsSheet(artifacts);
    const values = (sheet.getColumn('E').values as ExcelJS.CellValue[]).slice(3) as number[];
    expect(values.reduce((cents, value) => cents + Math.round(value * 100), 0)).toBe(centsOf(sumExact));
    expect(sheet.getCell('E2').value).toEqual(
      totalCount === 0 ? 0 : { formula: `SUM(E3:E${totalCount + 2})`, result: sum },
    );
  });

  it('have dates as dates, numbers as numbers, and as texts what a spreadsheet would change', async () => {
    const { artifacts, nodes } = await figureOf({ groupBy: ['who'], value: 'amount' }, {});
    const { book, sheet } = await rowsSheet(artifacts);
    expect(book.worksheets.map(({ name }) => name).slice(-2)).toEqual(['Rows', 'Method and sources']);
    expect((sheet.getRow(1).values as string[]).slice(1)).toEqual([
      ...['File', 'Row', 'Cell', 'Period', 'Value'],
      ...['who', 'day', 'region', 'amount', 'source_file', 'account', 'paid'],
    ]);
    for (const [index, row] of nodes.entries()) {
      const cells = (sheet.getRow(index + 3).values as ExcelJS.CellValue[]).slice(6);
      const text = (column: string) => row.cells.find((cell: Row['cells'][0]) => cell.column === column)!.text;
      const day = text('day');
      expect(cells).toEqual(
        [
          text('who') ?? undefined,
          day === null ? undefined : day < '1900' ? day : new Date(`${day}T00:00:00Z`),
          text('region') ?? undefined,
          Number(text('amount')),
          text('source_file'),
          text('account'),
          text('paid') === 'true',
        ].map((cell) => cell),
      );
    }
    expect(sheet.getCell('G4').numFmt).toBe('yyyy-mm-dd');
    expect(sheet.getCell('I4').numFmt).toBe('#,##0.00');
  });

  it('are the same at every download, and have names of their own', async () => {
    const input = { groupBy: ['who'], value: 'amount' };
    const one = (await figureOf(input, { entity: { parts: ['Acme'] } })).artifacts;
    const other = (await figureOf(input, {})).artifacts;
    expect(one.map(({ format, content }) => [format, content])).toEqual([
      ['CSV', 'ROWS'],
      ['XLSX', 'ROWS'],
    ]);
    expect(one[0]!.fileName).toMatch(/^amount_by_who_[0-9a-f]{8}\.rows\.csv$/);
    expect(one[0]!.fileName).not.toBe(other[0]!.fileName);
    const first = await download(one, 'CSV');
    expect(first.equals(await download(one, 'CSV'))).toBe(true);
    expect(first.length).toBe(one[0]!.sizeBytes);
  });

  it.each([
    ['an entity that is not there', { entity: { parts: ['Acmee'] } }, 'ENTITY_NOT_FOUND'],
    ['a period that is not there', { period: '1950' }, 'INVALID_INPUT'],
    ['a name too long for a link', { entity: { parts: ['x'.repeat(10_000)] } }, 'ENTITY_NOT_FOUND'],
  ])('have no link for %s', async (_, figure, code) => {
    const { data, errors } = await app.gql(QUERY, { id, input: { groupBy: ['who'], value: 'amount' }, ...figure });
    expect(data.dataset.analysis.artifacts).toBeNull();
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code, code]);
  });

  it('are refused where an argument would be ignored', async () => {
    const query = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
      artifacts(period: "2023") { url } } } }`;
    const { errors } = await app.gql(query, { id, input: { groupBy: ['who'], value: 'amount' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', argument: 'period', content: 'ANALYSIS' });
  });

  it.each([
    ['another text', (url: string) => url.replace(/\/[\w-]+\.rows/, '/bm90aGluZw.rows'), 400],
    ['an analysis without a figure', (url: string) => url.replace(/\/[\w-]+\.rows/, '.rows'), 400],
    ['a figure of another file', (url: string) => url.replace('.rows.csv', '.csv'), 400],
    [
      'a figure that is not there',
      (url: string) => url.replace(/\/[\w-]+\.rows/, `/${token({ entity: null, period: '1950' })}.rows`),
      400,
    ],
    [
      'more than a figure',
      (url: string) => url.replace(/\/[\w-]+\.rows/, `/${token({ entity: null, more: 1, period: 'TOTAL' })}.rows`),
      400,
    ],
    ['an analysis that is not there', (url: string) => url.replace(/[0-9a-f]{32}/, '0'.repeat(32)), 404],
  ])('are not served for a path of %s', async (_, change, status) => {
    const { artifacts } = await figureOf({ groupBy: ['who'], value: 'amount' }, {});
    const response = await fetch(change(artifacts[0]!.url));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String) } });
  });
});

function token(figure: object): string {
  return Buffer.from(JSON.stringify(figure)).toString('base64url');
}

interface Link {
  format: string;
  url: string;
  fileName: string;
  content: string;
  sizeBytes: number;
}

interface Figure {
  artifacts: Link[];
  nodes: Row[];
  totalCount: number;
  sum: number;
  sumExact: string;
}

interface Row {
  source: string;
  rowNumber: number;
  address: string | null;
  period: string | null;
  valueExact: string;
  cells: { column: string; text: string | null }[];
}
