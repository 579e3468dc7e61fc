import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const CSV = [
  'who,region,month,amount,margin',
  'ACME,North,2024-01,500,50.5',
  'acme,South,2024-01,300,-20',
  'ACME,North,2024-02,,7',
  'Beta,North,2024-02,9000,',
  ',South,2024-02,10,1.25',
  '',
].join('\n');

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startApp();
  id = (await app.upload({ content: CSV, fileName: 'orders.csv' })).data.uploadDataset.dataset.id;
});
afterAll(() => app.close());

async function analyse(fields: string, input: Record<string, unknown>) {
  const query = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) { ${fields} } } }`;
  const { data, errors } = await app.gql(query, { id, input });
  return { analysis: data?.dataset.analysis, errors };
}

async function download(input: Record<string, unknown>, format: string, content = 'ANALYSIS') {
  const { analysis } = await analyse(`artifacts(content: ${content}) { format fileName url }`, input);
  const artifact = analysis.artifacts.find((each: { format: string }) => each.format === format);
  return { fileName: artifact.fileName as string, response: await fetch(artifact.url) };
}

async function workbookOf(input: Record<string, unknown>) {
  const { response, fileName } = await download(input, 'XLSX');
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(await response.arrayBuffer());
  const rows = (name: string) =>
    (workbook.getWorksheet(name)?.getSheetValues() ?? []).slice(1).map((row) => (row as unknown[]).slice(1));
  return { rows, fileName, sheets: workbook.worksheets.map(({ name }) => name) };
}

const formulas = (row: number, share: number, excess: number) => [
  { formula: `E${row}/H${row}`, result: share },
  { formula: `E${row}-D${row}*B${row}*H${row}`, result: excess },
];

describe('rows that are counted', () => {
  const COUNT = { groupBy: ['who'], measure: 'COUNT', periodGrain: 'YEAR_MONTH' };

  it('are listed, found by entity and period, and led back to', async () => {
    const { analysis, errors } = await analyse(
      `parameters { measure value } total { totalExact unassigned { rows } }
       entities { nodes { entity valueExact share rowCount class } }
       entity(key: { parts: ["Acme"] }) { byPeriod { period entity { valueExact rank } } }
       rows(entity: { parts: ["acme"] }) { sumExact totalCount nodes { rowNumber valueExact address } }`,
      COUNT,
    );
    expect(errors).toBeUndefined();
    expect(analysis).toEqual({
      parameters: { measure: 'COUNT', value: null },
      total: { totalExact: '5', unassigned: { rows: 1 } },
      entities: {
        nodes: [
          { entity: 'ACME', valueExact: '3', share: 60, rowCount: 3, class: 'A' },
          { entity: 'Beta', valueExact: '1', share: 20, rowCount: 1, class: 'A' },
        ],
      },
      entity: {
        byPeriod: [
          { period: '2024-M01', entity: { valueExact: '2', rank: 1 } },
          { period: '2024-M02', entity: { valueExact: '1', rank: 1 } },
        ],
      },
      rows: {
        sumExact: '3',
        totalCount: 3,
        nodes: [2, 3, 4].map((rowNumber) => ({ rowNumber, valueExact: '1', address: null })),
      },
    });
  });

  it('are called rows in the files', async () => {
    const csv = await download({ ...COUNT, limits: [30] }, 'CSV');
    expect(csv.fileName).toMatch(/^rows_by_who_[0-9a-f]{8}\.csv$/);
    const lines = (await csv.response.text()).split('\n').filter((line) => line.startsWith('TOTAL,'));
    expect(lines).toEqual(
      expect.arrayContaining([
        'TOTAL,counted,rows,,,',
        'TOTAL,limit,30,1,3,60',
        'TOTAL,limit_excess,30,1,1.5,',
        'TOTAL,entity_above_30,ACME,1,1.5,60',
        'TOTAL,class,A,2,4,80',
      ]),
    );
    const { rows } = await workbookOf(COUNT);
    expect(rows('Summary').flat()).toContain('Rows by who');
    expect(rows('Ranking')[0]!.slice(0, 3)).toEqual(['Rank', 'Entity', 'Rows']);
    expect(rows('Method and sources')).toContainEqual(['Question', 'Counted', 'rows']);
  });

  it('have a sheet of those above the limits, by formulas', async () => {
    const { rows } = await workbookOf({ ...COUNT, limits: [30] });
    const [header, ...cells] = rows('Above limits');
    expect(header).toEqual(['Period', 'Limit', 'Entity', 'Entities', 'Value', 'Share', 'Above the limit', 'Total']);
    expect(cells.slice(-2)).toEqual([
      ['Total', 0.3, 'All above the limit', 1, 3, ...formulas(cells.length, 0.6, 1.5), 5],
      ['Total', 0.3, 'ACME', 1, 3, ...formulas(cells.length + 1, 0.6, 1.5), 5],
    ]);
    expect((await workbookOf(COUNT)).sheets).not.toContain('Above limits');
  });

  it('need no value, which a sum does', async () => {
    for (const [input, message] of [
      [{ groupBy: ['who'] }, '"value" is missing'],
      [{ groupBy: ['who'], measure: 'COUNT', value: 'amount' }, 'leave out "value"'],
    ] as const) {
      const { errors } = await analyse('id', input);
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', argument: 'value' } }]);
      expect(errors![0]!.message).toContain(message);
    }
  });
});

describe('further columns', () => {
  const ALSO = { groupBy: ['who'], value: 'amount', also: ['margin'], periodGrain: 'YEAR_MONTH' };
  const sum = (valueExact: string) => [{ column: 'margin', valueExact }];

  it('are summed in every list of entities and in what closes it', async () => {
    const fields = 'entity also { column valueExact }';
    const { analysis, errors } = await analyse(
      `parameters { also } total { also { column valueExact } unassigned { also { column valueExact } }
         head(first: 1) { ${fields} } other(first: 1) { also { column valueExact } }
         top { n also { column valueExact } other { also { column valueExact } } }
         limits { entities { ${fields} } } }
       entities { nodes { ${fields} } }
       entity(key: { parts: ["ACME"] }) { total { entity { ${fields} } } byPeriod { period entity { ${fields} } } }
       segments { name concentration { also { valueExact } head { entity also { valueExact } } } }`,
      { ...ALSO, topN: [2], limits: [50], splitBy: 'region' },
    );
    expect(errors).toBeUndefined();
    const acme = { entity: 'ACME', also: sum('30.5') };
    const beta = { entity: 'Beta', also: sum('0') };
    expect(analysis).toEqual({
      parameters: { also: ['margin'] },
      total: {
        also: sum('31.75'),
        unassigned: { also: sum('1.25') },
        head: [beta],
        other: { also: sum('30.5') },
        top: [{ n: 2, also: sum('30.5'), other: { also: sum('0') } }],
        limits: [{ entities: [beta] }],
      },
      entities: { nodes: [beta, acme] },
      entity: {
        total: { entity: acme },
        byPeriod: [
          { period: '2024-M01', entity: acme },
          { period: '2024-M02', entity: null },
        ],
      },
      segments: [
        {
          name: 'North',
          concentration: {
            also: [{ valueExact: '50.5' }],
            head: [
              { entity: 'Beta', also: [{ valueExact: '0' }] },
              { entity: 'ACME', also: [{ valueExact: '50.5' }] },
            ],
          },
        },
        {
          name: 'South',
          concentration: {
            also: [{ valueExact: '-18.75' }],
            head: [{ entity: 'ACME', also: [{ valueExact: '-20' }] }],
          },
        },
      ],
    });
  });

  it('are null where none are requested', async () => {
    const { analysis } = await analyse(
      'total { also { column } head { also { column } } } entities { nodes { also { column } } }',
      {
        groupBy: ['who'],
        value: 'amount',
      },
    );
    const none = [{ also: null }, { also: null }];
    expect(analysis).toEqual({ total: { also: null, head: none }, entities: { nodes: none } });
  });

  it('are in every file', async () => {
    const csv = await (await download(ALSO, 'CSV')).response.text();
    expect(csv.split('\n')).toEqual(
      expect.arrayContaining([
        'TOTAL,also,margin,,31.75,',
        'TOTAL,also_unassigned,margin,1,1.25,',
        'TOTAL,also_top_1,margin,1,0,',
        'TOTAL,also_entity_margin,ACME,1,30.5,',
      ]),
    );
    const listed = await (await download(ALSO, 'CSV', 'ENTITIES')).response.text();
    expect(listed.split('\n').slice(0, 2)).toEqual([
      'period,rank,entity,value,share,cumulative_share,class,rows,also_margin',
      '2024-M01,1,ACME,800,100,100,A,2,30.5',
    ]);
    const { status } = (await download(ALSO, 'PARQUET', 'ENTITIES')).response;
    expect(status).toBe(200);
    const { rows } = await workbookOf(ALSO);
    const ranking = rows('Ranking').map((cells) => [cells[1], cells[6]]);
    expect(ranking).toEqual([
      ['Entity', 'margin'],
      ['Total', 31.75],
      ['Beta', 0],
      ['ACME', 30.5],
      ['Not assigned', 1.25],
    ]);
    expect(rows('By period')[0]).toContain('Total of margin');
    expect(rows('Method and sources')).toContainEqual(['Question', 'Also added up', 'margin']);
  });

  it('cost more, each', async () => {
    const cost = async (input: Record<string, unknown>) => {
      const query = 'query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) { id } } }';
      return (await app.gql(query, { id, input })).extensions!.cost;
    };
    const sumOf = { groupBy: ['who'], value: 'amount' };
    const plain = await cost(sumOf);
    expect(await cost({ ...sumOf, also: ['margin'] })).toBe(plain + 10);
    expect(await cost({ ...sumOf, also: ['margin', 'margin', 'margin'] })).toBe(plain + 30);
    expect(await cost({ ...sumOf, also: [] })).toBe(plain);
    const literal = await app.gql(
      `{ dataset(id: "${id}") { analysis(input: { groupBy: "who", value: "amount", also: ["margin", "margin"], splitBy: "region" }) { id } } }`,
    );
    expect(literal.extensions!.cost).toBe(plain + 120);
  });
});
