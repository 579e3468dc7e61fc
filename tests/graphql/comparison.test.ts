import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const FIRST = 'customer,region,year,amount,budget\nACME,EMEA,2023,60,70\nBeta,EMEA,2023,30,20\nGone,APAC,2024,10,10\n';
const SECOND =
  'customer,region,year,amount,budget\nacme,EMEA,2023,50,70\nBeta,EMEA,2023,30,20\nNew,APAC,2024,15,5\n,APAC,2024,5,5\n';
const OTHER = 'client,year,amount\nBeta,2023,80\nNew,2024,20\n';

const QUERY = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { version analysis(input: $input) {
  id parameters { compareWith { datasetId datasetVersion analysisId } }
  comparison { text caveats { code } otherDataset { id version } other { id datasetVersion total { total } }
    total { total { value other difference differenceExact } unassigned { difference } entityCount { difference }
      onlyInThis { count value } onlyInOther { count value } inBoth { count total { difference } } }
    byPeriod { period otherPeriod presence total { difference } }
    shareMovers(first: 2) { entity share { difference } }
    entities(first: 10, orderBy: LARGEST) { totalCount nodes { entity key { parts } presence rank { value other } value { valueExact otherExact } } } }
  artifacts(content: COMPARISON) { format url fileName } } } }`;
const BASE = { groupBy: ['customer'], value: 'amount' };

let app: TestApp;
let id: string;
let otherId: string;

beforeAll(async () => {
  app = await startApp({ KEEP_VERSIONS: '2' });
  id = (await app.upload({ content: FIRST, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
  await app.upload({ content: SECOND, fileName: 'sales.csv', input: { id } });
  otherId = (await app.upload({ content: OTHER, fileName: 'other.csv' })).data.uploadDataset.dataset.id;
});
afterAll(() => app.close());

async function compare(compareWith: Record<string, unknown>, input: Record<string, unknown> = {}, of = id) {
  return app.gql(QUERY, { id: of, input: { ...BASE, ...input, compareWith } });
}

describe('an analysis compared with another version', () => {
  it('has every entity of either, found in any spelling, and parts that add up to the change', async () => {
    const { data, errors } = await compare({ version: 1 });
    expect(errors).toBeUndefined();
    const { comparison, parameters } = data.dataset.analysis;
    expect(comparison).toMatchObject({
      text: 'version 1',
      caveats: [],
      otherDataset: { id, version: 2 },
      other: { id: parameters.compareWith.analysisId, datasetVersion: 1, total: { total: 100 } },
      total: {
        total: { value: 100, other: 100, difference: 0, differenceExact: '0' },
        unassigned: { difference: 5 },
        onlyInThis: { count: 1, value: 15 },
        onlyInOther: { count: 1, value: 10 },
        inBoth: { count: 2, total: { difference: -10 } },
      },
      byPeriod: [
        { period: '2023', presence: 'BOTH', total: { difference: -10 } },
        { period: '2024', presence: 'BOTH', total: { difference: 10 } },
      ],
      shareMovers: [
        { entity: 'New', share: { difference: 15 } },
        { entity: 'acme', share: { difference: -10 } },
      ],
    });
    expect(comparison.entities.totalCount).toBe(4);
    expect(comparison.entities.nodes).toEqual([
      ...[
        ['acme', 'BOTH', 1, 1, '50', '60'],
        ['Beta', 'BOTH', 2, 2, '30', '30'],
        ['New', 'THIS_ONLY', 3, null, '15', null],
        ['Gone', 'OTHER_ONLY', null, 3, null, '10'],
      ].map(([entity, presence, value, other, valueExact, otherExact]) => ({
        ...{ entity, key: { parts: [entity] }, presence, rank: { value, other }, value: { valueExact, otherExact } },
      })),
    ]);
  });

  it('has today’s merged names on both sides, and lists, rows and files of its own', async () => {
    const merge = `mutation($input: SaveEntitiesInput!) { saveEntities(input: $input) { dataset { id } } }`;
    const save = (merges: unknown[]) =>
      app.gql(merge, { input: { id, column: 'customer', merges, unknownNames: 'KEEP' } });
    expect((await save([{ entity: 'Group', names: ['ACME', 'Beta', 'Gone'] }])).errors).toBeUndefined();
    const { data } = await compare({ version: 1 });
    expect(data.dataset.analysis.comparison.entities.nodes).toMatchObject([
      { entity: 'Group', presence: 'BOTH', value: { valueExact: '80', otherExact: '100' } },
      { entity: 'New', presence: 'THIS_ONLY' },
    ]);
    await save([]);
    const query = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
      entities { totalCount } rows(entity: { parts: ["acme"] }) { sumExact } artifacts { format url } } } }`;
    const own = (await app.gql(query, { id, input: { ...BASE, compareWith: { version: 1 } } })).data.dataset.analysis;
    expect(own).toMatchObject({ entities: { totalCount: 3 }, rows: { sumExact: '50' } });
    const files = Object.fromEntries(
      own.artifacts.map((each: { format: string; url: string }) => [each.format, each.url]),
    );
    expect(await (await fetch(files.CSV)).text()).toContain('\nTOTAL,comparison_only_in_other,version 1,1,10,10\n');
    expect(await (await fetch(files.JSON)).json()).toMatchObject({ comparison: { text: 'version 1' } });
  });

  it('can be downloaded whole, as CSV and Parquet', async () => {
    const { artifacts } = (await compare({ version: 1 })).data.dataset.analysis;
    expect(artifacts.map(({ format }: { format: string }) => format)).toEqual(['CSV', 'PARQUET']);
    const text = await (await fetch(artifacts[0].url)).text();
    expect(text.split('\n').slice(-5)).toEqual([
      'TOTAL,acme,BOTH,1,1,0,50,60,-10,50,60,-10',
      'TOTAL,Beta,BOTH,2,2,0,30,30,0,30,30,0',
      'TOTAL,New,THIS_ONLY,3,,,15,,15,15,,15',
      'TOTAL,Gone,OTHER_ONLY,,3,,,10,-10,,10,-10',
      '',
    ]);
    const parquet = Buffer.from(await (await fetch(artifacts[1].url)).arrayBuffer());
    expect(parquet.subarray(0, 4).toString()).toBe('PAR1');
  });
});

describe('the workbook of an analysis', () => {
  it('has the segments, both sides of the comparison and who moved', async () => {
    const query = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) { artifacts { format url } } } }`;
    const input = { ...BASE, topN: [1], splitBy: 'region', compareWith: { version: 1 } };
    const { artifacts } = (await app.gql(query, { id, input })).data.dataset.analysis;
    const { url } = artifacts.find(({ format }: { format: string }) => format === 'XLSX');
    const book = new exceljs.Workbook();
    await book.xlsx.load(await (await fetch(url)).arrayBuffer());
    const rows = (name: string) => {
      const found: unknown[][] = [];
      book.getWorksheet(name)!.eachRow((row) => {
        // The first of exceljs's values is of no column.
        found.push((row.values as exceljs.CellValue[]).slice(1).map((cell) => resultOf(cell)));
      });
      return found.slice(1);
    };
    expect(rows('Segments').map((row) => row.slice(0, 4))).toEqual([
      ['EMEA', 80, 0.8, 2],
      ['APAC', 20, 0.2, 1],
    ]);
    expect(rows('Comparison').map((row) => row.slice(0, 4))).toEqual([
      [2023, 'Both', 80, 90],
      [2024, 'Both', 20, 10],
      ['Total', 'Both', 100, 100],
    ]);
    expect(rows('Movers').map((row) => [row[0], row[1], row[2], row[5]])).toEqual([
      ['New', 3, undefined, 15],
      ['acme', 1, 1, -10],
      ['Gone', undefined, 3, -10],
    ]);
  });
});

function resultOf(cell: exceljs.CellValue): unknown {
  return typeof cell === 'object' && cell !== null && 'result' in cell ? cell.result : cell;
}

describe('an analysis compared with other rows', () => {
  it('of another filter, another column and another period has caveats where these differ', async () => {
    const where = { column: 'region', eq: 'EMEA' };
    const filter = (await compare({ where: { column: 'region', eq: 'apac' } }, { where })).data.dataset.analysis;
    expect(filter.comparison).toMatchObject({
      text: 'rows where region is apac',
      caveats: [],
      total: { total: { value: 80, other: 20, difference: 60 }, unassigned: { difference: -5 } },
    });
    const all = (await compare({ allRows: true }, { where })).data.dataset.analysis;
    expect(all.comparison).toMatchObject({ text: 'all rows', total: { total: { other: 100 } } });
    const column = (await compare({ value: 'budget' })).data.dataset.analysis;
    expect(column.comparison).toMatchObject({
      text: 'budget instead of amount',
      caveats: [{ code: 'VALUE_DIFFERS' }],
    });
    const period = (await compare({ periods: { from: '2023', to: '2023' } }, { periods: { from: '2024', to: '2024' } }))
      .data.dataset.analysis;
    expect(period.comparison).toMatchObject({
      text: 'by year, 2023 only',
      caveats: [],
      total: { total: { value: 20, other: 80 } },
      byPeriod: [{ period: '2024', otherPeriod: '2023', presence: 'BOTH', total: { difference: -60 } }],
    });
  });
});

describe('two ranges of as many periods', () => {
  const RANGES = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
    comparison { caveats { code } total { ...figures } byPeriod { period otherPeriod presence ...figures }
      entities(period: $period, orderBy: NAME) { nodes { entity value { valueExact otherExact } } } }
    artifacts(content: COMPARISON) { format url } } } }
    fragment figures on PeriodComparison { total { valueExact otherExact } entityCount { value other }
      onlyInThis { count valueExact } onlyInOther { count valueExact } inBoth { count total { differenceExact } } }`;
  // Nothing in May 2023 and in April 2024.
  const content = [
    'who,day,amount',
    ...['Ada,2023-03-01,5', 'Bo,2023-04-02,7', 'Bo,2023-06-02,1', 'Cy,2023-06-30,2', 'Ada,2023-07-01,90'],
    ...['Ada,2024-03-31,6', 'Ada,2024-05-01,4', 'Cy,2024-06-09,8', 'Di,2024-06-10,3', 'Ada,2024-07-01,80'],
  ].join('\n');
  let ranges: string;
  const analyse = async (now: [string, string], then: [string, string], period = 'TOTAL', more = {}) => {
    const range = ([from, to]: [string, string]) => ({ from, to });
    const input = {
      ...{ groupBy: 'who', value: 'amount', compareWith: { periods: range(then) } },
      periods: { grain: 'YEAR_MONTH', ...range(now), ...more },
    };
    const query = RANGES.replace('$input: AnalysisInput!', '$input: AnalysisInput!, $period: String');
    const { data, errors } = await app.gql(query, { id: ranges, input, period });
    expect(errors).toBeUndefined();
    return data.dataset.analysis;
  };

  beforeAll(async () => {
    ranges = (await app.upload({ content, fileName: 'ranges.csv' })).data.uploadDataset.dataset.id;
  });

  it('are compared by position, each pair as the two periods on their own are', async () => {
    const { comparison } = await analyse(['2024-M03', '2024-M06'], ['2023-M03', '2023-M06'], '2024-M06');
    expect(comparison.caveats).toEqual([]);
    expect(
      comparison.byPeriod.map((each: Record<string, string>) => [each.period, each.otherPeriod, each.presence]),
    ).toEqual([
      ['2024-M03', '2023-M03', 'BOTH'],
      ['2024-M04', '2023-M04', 'OTHER_ONLY'],
      ['2024-M05', '2023-M05', 'THIS_ONLY'],
      ['2024-M06', '2023-M06', 'BOTH'],
    ]);
    for (const { period, otherPeriod, presence: _, ...figures } of comparison.byPeriod) {
      const alone = await analyse([period, period], [otherPeriod, otherPeriod]);
      const { total } = alone.comparison;
      const onlyBoth = comparison.byPeriod.filter((each: Record<string, string>) => each.presence === 'BOTH');
      if (onlyBoth.some((each: Record<string, string>) => each.period === period)) expect(figures).toEqual(total);
      else expect(figures.onlyInThis).toEqual(total.onlyInThis);
    }
    const amounts = (valueExact: string | null, otherExact: string | null) => ({ value: { valueExact, otherExact } });
    expect(comparison.entities.nodes).toEqual([
      { entity: 'Bo', ...amounts(null, '1') },
      { entity: 'Cy', ...amounts('8', '2') },
      { entity: 'Di', ...amounts('3', null) },
    ]);
  });

  it('have the other period in the files', async () => {
    const { artifacts } = await analyse(['2024-M03', '2024-M06'], ['2023-M03', '2023-M06']);
    const url = artifacts.find(({ format }: { format: string }) => format === 'CSV').url;
    const lines = (await (await fetch(url)).text()).split('\n');
    expect(lines[0]).toMatch(/,other_period$/);
    expect(lines.filter((line) => line.startsWith('2024-M06,')).every((line) => line.endsWith(',2023-M06'))).toBe(true);
  });

  it('are compared by name if they are of another length, and where windows end at the same positions', async () => {
    const longer = await analyse(['2024-M03', '2024-M06'], ['2023-M03', '2023-M07']);
    expect(longer.comparison.byPeriod.some(({ presence }: { presence: string }) => presence === 'BOTH')).toBe(false);
    const windows = await analyse(['2024-M06', '2024-M07'], ['2023-M06', '2023-M07'], 'TOTAL', {
      window: { months: 2 },
    });
    expect(windows.comparison.byPeriod).toMatchObject([
      { period: 'L2M 2024-M06', otherPeriod: 'L2M 2023-M06', total: { valueExact: '15', otherExact: '3' } },
      { period: 'L2M 2024-M07', otherPeriod: 'L2M 2023-M07', total: { valueExact: '91', otherExact: '93' } },
    ]);
  });
});

describe('an analysis compared with another dataset', () => {
  const compareWith = () => ({ datasetId: otherId, groupBy: ['client'] });

  it('is never outdated when that dataset changes, and gone when it is deleted', async () => {
    const first = (await compare(compareWith())).data.dataset.analysis;
    expect(first.comparison).toMatchObject({ total: { total: { other: 100 } }, otherDataset: { version: 1 } });
    expect((await compare(compareWith())).data.dataset.analysis.id).toBe(first.id);
    await app.upload({ content: OTHER.replace('80', '180'), fileName: 'other.csv', input: { id: otherId } });
    const second = (await compare(compareWith())).data.dataset.analysis;
    expect(second.comparison).toMatchObject({ total: { total: { other: 200 } }, otherDataset: { version: 2 } });
    const node = `query($id: ID!) { node(id: $id) { ... on Analysis { total { total } comparison { total { total { other } } } } } }`;
    expect((await app.gql(node, { id: first.id })).data.node.comparison.total.total.other).toBe(100);
    const [{ url }] = second.artifacts;
    expect((await fetch(url)).status).toBe(200);

    await app.gql('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id: otherId });
    expect((await compare(compareWith())).errors).toMatchObject([
      { extensions: { code: 'DATASET_NOT_FOUND', argument: 'compareWith.datasetId' } },
    ]);
    const left = await app.gql(node, { id: second.id });
    expect(left.data.node).toEqual({ total: { total: 100 }, comparison: null });
    expect(left.errors).toMatchObject([{ extensions: { code: 'DATASET_NOT_FOUND' } }]);
    expect((await fetch(url)).status).toBe(404);
  });
});

describe('a comparison that cannot be made', () => {
  it.each([
    [{ version: 9 }, {}, 'VERSION_NOT_KEPT', 'compareWith.version'],
    [{ datasetId: 'ds_none' }, {}, 'DATASET_NOT_FOUND', 'compareWith.datasetId'],
    [{ value: 'budgit' }, {}, 'COLUMN_NOT_FOUND', 'compareWith'],
    [{ groupBy: ['customer', 'region'] }, {}, 'INVALID_INPUT', 'compareWith.groupBy'],
    [{ allRows: true, where: { column: 'region', eq: 'x' } }, {}, 'INVALID_INPUT', 'compareWith.allRows'],
    [{ where: { column: 'regoin', eq: 'x' } }, {}, 'COLUMN_NOT_FOUND', 'compareWith.where.column'],
    [{ periods: { from: 'soon' } }, {}, 'INVALID_PERIODS', 'compareWith.periods.from'],
    [{ version: 1 }, { where: { column: 'regoin', eq: 'x' } }, 'COLUMN_NOT_FOUND', 'where.column'],
  ])('says where %j is wrong', async (compareWith, input, code, argument) => {
    const { data, errors } = await compare(compareWith, input);
    expect(data.dataset.analysis).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code, argument } }]);
  });

  it('says what is wrong with a page of its entities', async () => {
    const query = (args: string) =>
      app.gql(
        `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) { comparison { entities(${args}) { totalCount } } } } }`,
        { id, input: { ...BASE, compareWith: { version: 1 } } },
      );
    for (const [args, code, argument] of [
      ['period: "2032"', 'INVALID_INPUT', 'period'],
      ['first: 0', 'INVALID_INPUT', 'first'],
      ['after: "x"', 'INVALID_CURSOR', 'after'],
      ['skip: -1', 'INVALID_INPUT', 'skip'],
    ] as const) {
      const { errors } = await query(args);
      expect(errors).toMatchObject([{ extensions: { code, argument } }]);
    }
  });
});
