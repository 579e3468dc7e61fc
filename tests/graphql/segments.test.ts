import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const sales = [
  'Region,Customer,Month,Amount',
  'EMEA,Ada,2023-01,60',
  'emea,Ada,2023-02,10',
  'Europe,Bo,2023-02,20',
  'APAC,Bo,2023-01,50',
  'Nippon,Cy,2023-02,7',
  ',Ada,2023-02,30',
].join('\n');

const QUERY = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
  parameters { hash level isMapped splitBy segmentPeriods }
  segments { kind name values share concentration { id totalExact }
    byPeriod { share concentration { id period totalExact entityCount head { entity } lorenz { x } } } }
  artifacts { format url }
} } }`;
const SAVE = 'mutation($input: SaveEntitiesInput!) { saveEntities(input: $input) { mapping { checksum } } }';

describe('segments of an analysis', () => {
  let app: TestApp;
  let id: string;
  const input = { groupBy: 'customer', value: 'amount', splitBy: 'region' };
  const analyse = async (more: Record<string, unknown> = {}) => {
    const { data, errors } = await app.gql(QUERY, { id, input: { ...input, ...more } });
    expect(errors).toBeUndefined();
    return data.dataset.analysis;
  };
  const shares = ({ segments }: { segments: Record<string, unknown>[] }) =>
    segments.map(({ name, concentration }) => [name, (concentration as { totalExact: string }).totalExact]);

  beforeAll(async () => {
    app = await startApp();
    id = (await app.upload({ content: sales, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
  });
  afterAll(() => app.close());

  it('have periods where they are requested, each with an id of its own', async () => {
    const { segments, parameters } = await analyse({ segmentPeriods: true });
    expect(parameters).toMatchObject({ splitBy: 'region', segmentPeriods: true });
    expect(segments[0].byPeriod).toMatchObject([
      { share: 6000 / 110, concentration: { period: '2023-M01', totalExact: '60', head: [{ entity: 'Ada' }] } },
      { share: 1000 / 67, concentration: { period: '2023-M02', totalExact: '10', entityCount: 1, lorenz: [] } },
    ]);
    interface Identified {
      concentration: { id: string };
      byPeriod?: Identified[];
    }
    const idsOf = ({ concentration, byPeriod: of = [] }: Identified): string[] => [
      concentration.id,
      ...of.flatMap(idsOf),
    ];
    const ids = (segments as Identified[]).flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('have none otherwise, and cost no more', async () => {
    const { segments, parameters } = await analyse({ segmentPeriods: false });
    expect(parameters.segmentPeriods).toBe(false);
    expect(segments.map(({ byPeriod }: { byPeriod: unknown }) => byPeriod)).toEqual([null, null, null, null, null]);
    expect(parameters.hash).toBe((await analyse()).parameters.hash);
  });

  it('are in the CSV and the workbook by period', async () => {
    const { artifacts } = await analyse({ segmentPeriods: true });
    const file = async (format: string) =>
      fetch(artifacts.find((each: { format: string }) => each.format === format).url);
    const csv = await (await file('CSV')).text();
    expect(csv).toContain('\n2023-M01,segment,EMEA,1,60,54.5454');
    expect(csv).toContain('\nTOTAL,segment,EMEA,1,70,');
    const json = (await (await file('JSON')).json()) as { segments: { byPeriod: unknown[] }[] };
    expect(json.segments.map(({ byPeriod }) => byPeriod.length)).toEqual([2, 1, 1, 1, 1]);
    expect((await file('XLSX')).status).toBe(200);
  });

  it('are refused by period without segments, with the place in the input', async () => {
    const { errors } = await app.gql(QUERY, { id, input: { ...input, splitBy: null, segmentPeriods: true } });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', argument: 'segmentPeriods' } }]);
  });

  it('are merged by the mapping of their column, at the level of the question', async () => {
    const before = await analyse();
    expect(shares(before)).toEqual([
      ['EMEA', '70'],
      ['APAC', '50'],
      ['Europe', '20'],
      ['Nippon', '7'],
      [null, '30'],
    ]);
    const mapping = {
      merges: [{ entity: 'EMEA', names: ['Europe'] }],
      parents: [{ entity: 'Nippon', parent: 'APAC' }],
    };
    const { errors } = await app.gql(SAVE, { input: { id, column: 'region', ...mapping } });
    expect(errors).toBeUndefined();
    const merged = await analyse();
    expect(shares(merged)).toEqual([
      ['EMEA', '90'],
      ['APAC', '50'],
      ['Nippon', '7'],
      [null, '30'],
    ]);
    expect(merged.parameters).toMatchObject({ level: 'ENTITY', isMapped: false });
    expect(merged.parameters.hash).not.toBe(before.parameters.hash);
    const parents = await analyse({ level: 'PARENT', segmentPeriods: true });
    expect(shares(parents)).toEqual([
      ['EMEA', '90'],
      ['APAC', '57'],
      [null, '30'],
    ]);
    expect(parents.parameters.level).toBe('PARENT');
    // A mapping of a column that the analysis does not use changes nothing.
    const unsplit = await app.gql(QUERY, { id, input: { groupBy: 'customer', value: 'amount', level: 'PARENT' } });
    expect(unsplit.data.dataset.analysis.parameters.level).toBe('ENTITY');
  });
});
