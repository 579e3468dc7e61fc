import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

// docs/semantics.md §4, the worked example, in January; one sale in February.
const sales = `Customer,Month,Year,Amount
ACME,1,2024,"$2,345.67"
BETA,1,2024,2001.00
GAMMA,1,2024,"(1,000)"
DELTA,1,2024,1.2k
BETA,2,2024,100
`;

describe('the API', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
    const { data } = await app.upload({ content: sales, fileName: 'sales.csv', input: { name: 'Sales' } });
    id = data.uploadDataset.dataset.id;
  });
  afterAll(() => app.close());

  it('returns an uploaded dataset as READY with schema, lineage, preview and suggestions', async () => {
    const { data, errors } = await app.gql(
      `query($id: ID!) { dataset(id: $id) {
        __typename id name status version rowCount columnCount failure { code }
        source { fileName format sizeBytes sha256 encoding delimiter headerRow sheet }
        schema { datasetId version rowCount periodGrain periodGrainCandidates timeColumns
          columns { name originalName role dataType representation cardinality nullRate min max
            reconciliation { cells blank nullMarkers rejected typed } } }
        preview(first: 1) { columns rows }
        suggestions { groupBy value }
        lineage { id operation startedAt durationMs }
        analyses { totalCount }
      } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    const { schema, lineage, suggestions, ...dataset } = data.dataset;
    expect(dataset).toEqual({
      __typename: 'Dataset',
      id,
      name: 'Sales',
      status: 'READY',
      version: 1,
      rowCount: 5,
      columnCount: 4,
      failure: null,
      source: {
        fileName: 'sales.csv',
        format: 'CSV',
        sizeBytes: 128,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        encoding: 'UTF-8',
        delimiter: ',',
        headerRow: 1,
        sheet: null,
      },
      preview: { columns: ['customer', 'month', 'year', 'amount'], rows: [['ACME', '1', '2024', '2345.67']] },
      analyses: { totalCount: 0 },
    });
    expect(schema).toMatchObject({
      datasetId: id,
      version: 1,
      rowCount: 5,
      periodGrain: 'YEAR_MONTH',
      periodGrainCandidates: ['YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'],
      timeColumns: ['year', 'month'],
    });
    expect(schema.columns.map((column: { name: string; role: string }) => [column.name, column.role])).toEqual([
      ['customer', 'CATEGORICAL'],
      ['month', 'DATETIME'],
      ['year', 'DATETIME'],
      ['amount', 'NUMERIC'],
    ]);
    expect(schema.columns[3].reconciliation).toEqual({ cells: 5, blank: 0, nullMarkers: 0, rejected: 0, typed: 5 });
    expect(suggestions[0]).toEqual({ groupBy: ['customer'], value: 'amount' });
    expect(lineage.length).toBeGreaterThan(0);
  });

  it('analyses it with the numbers of the worked example', async () => {
    const { data, errors } = await app.gql(
      `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount", thresholds: [50, 96, 100] }) {
        id datasetVersion parameters { groupBy value periodGrain thresholds topN hash }
        byPeriod { period rowCount entityCount total head(first: 4) { rank entity value share }
          thresholds { threshold within { count } reaching { count } } }
        warnings { code }
        dataset { id }
      } } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    const { analysis } = data.dataset;
    expect(analysis.dataset).toEqual({ id });
    expect(analysis.id).toBe(`an_${id.slice(3)}_${analysis.parameters.hash}`);
    expect(analysis.parameters).toMatchObject({
      periodGrain: 'YEAR_MONTH',
      thresholds: [50, 96, 100],
      topN: [1, 5, 10],
    });
    const [january, february] = analysis.byPeriod;
    expect(january).toMatchObject({ period: '2024-M01', rowCount: 4, entityCount: 4, total: 4546.67 });
    expect(january.head.map((row: { entity: string; value: number }) => [row.entity, row.value])).toEqual([
      ['ACME', 2345.67],
      ['BETA', 2001],
      ['DELTA', 1200],
      ['GAMMA', -1000],
    ]);
    expect(january.head[0].share).toBeCloseTo((100 * 2345.67) / 4546.67, 9);
    expect(january.thresholds).toEqual([
      { threshold: 50, within: { count: 1 }, reaching: { count: 1 } },
      { threshold: 96, within: { count: 2 }, reaching: { count: 3 } },
      { threshold: 100, within: { count: 2 }, reaching: { count: 3 } },
    ]);
    expect(february).toMatchObject({ period: '2024-M02', total: 100, entityCount: 1 });
    expect(analysis.warnings).toContainEqual({ code: 'NEGATIVE_VALUES' });
  });

  it('finds datasets and analyses by node', async () => {
    const analysisId = await analyse();
    const query = 'query($id: ID!) { node(id: $id) { __typename id ... on Analysis { dataset { id } } } }';
    expect((await app.gql(query, { id })).data.node).toEqual({ __typename: 'Dataset', id });
    expect((await app.gql(query, { id: analysisId })).data.node).toEqual({
      __typename: 'Analysis',
      id: analysisId,
      dataset: { id },
    });
    for (const unknown of ['', 'x', 'ds_', 'an_', `${analysisId}0`, `an_x_${'0'.repeat(32)}`, '../../etc/passwd']) {
      expect((await app.gql(query, { id: unknown })).data, unknown).toEqual({ node: null });
    }
  });

  it('serves the three files of an analysis', async () => {
    await analyse();
    const { data } = await app.gql(
      `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount" }) {
        id artifacts { format url fileName sizeBytes sha256 expiresAt } } } }`,
      { id },
    );
    const { artifacts } = data.dataset.analysis;
    expect(artifacts.map(({ format }: { format: string }) => format)).toEqual(['JSON', 'CSV', 'XLSX']);
    for (const { url, sizeBytes, sha256 } of artifacts) {
      const response = await fetch(url);
      expect(response.status).toBe(200);
      expect(response.headers.get('etag')).toBe(`"${sha256}"`);
      expect((await response.arrayBuffer()).byteLength).toBe(sizeBytes);
    }
    const json = await (await fetch(artifacts[0].url)).json();
    expect(json).toMatchObject({ id: data.dataset.analysis.id, total: { total: 4646.67 } });
    const missing = await fetch(artifacts[0].url.replace(/[0-9a-f]{32}\.json$/, `${'0'.repeat(32)}.json`));
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: 'ARTIFACT_NOT_FOUND' } });
  });

  it('pages forward through datasets, each once, with search and order', async () => {
    for (const name of ['beta two', 'beta one', 'beta three']) {
      await app.upload({ content: 'name,value\na,1\nb,2\n', fileName: 'x.csv', input: { name } });
    }
    const query = `query($after: String) { datasets(first: 2, after: $after, search: "BETA", orderBy: NAME) {
      totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
    const first = (await app.gql(query)).data.datasets;
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ name: 'beta one' }, { name: 'beta three' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const second = (await app.gql(query, { after: first.pageInfo.endCursor })).data.datasets;
    expect(second).toMatchObject({
      nodes: [{ name: 'beta two' }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
  });

  it('replaces, normalizes again, saves a schema, invalidates and deletes', async () => {
    const { data } = await app.upload({ content: 'who,when,much\na,03/04/2024,5\n', fileName: 'first.csv' });
    const dataset = data.uploadDataset.dataset;
    const replaced = await app.upload({
      content: 'who,when,much\na,03/04/2024,5\nb,05/06/2024,7\n',
      fileName: 'second.csv',
      input: { id: dataset.id },
    });
    expect(replaced.data.replaceDataset.dataset).toMatchObject({
      id: dataset.id,
      version: 2,
      rowCount: 2,
      status: 'READY',
    });

    const normalize = `mutation($id: ID!) { normalizeDataset(input: { id: $id, options: { dateOrder: DMY } }) {
      dataset { version preview { rows } } } }`;
    const normalized = await app.gql(normalize, { id: dataset.id });
    expect(normalized.data.normalizeDataset.dataset).toEqual({
      version: 3,
      preview: {
        rows: [
          ['a', '2024-04-03', '5'],
          ['b', '2024-06-05', '7'],
        ],
      },
    });

    const save = `mutation($id: ID!) { saveSchema(input: { id: $id, periodGrain: YEAR,
      columns: [{ name: "who", role: TEXT, description: "Who bought" }] }) {
      dataset { version } schema { periodGrain columns { name role description } } } }`;
    const saved = (await app.gql(save, { id: dataset.id })).data.saveSchema;
    expect(saved.dataset.version).toBe(3);
    expect(saved.schema.periodGrain).toBe('YEAR');
    expect(saved.schema.columns[0]).toEqual({ name: 'who', role: 'TEXT', description: 'Who bought' });

    const invalidate = 'mutation($id: ID!) { invalidateDataset(id: $id) { id invalidated } }';
    expect((await app.gql(invalidate, { id: dataset.id })).data.invalidateDataset.id).toBe(dataset.id);

    const remove = 'mutation($id: ID!) { deleteDataset(id: $id) { id } }';
    expect((await app.gql(remove, { id: dataset.id })).data).toEqual({ deleteDataset: { id: dataset.id } });
    expect((await app.gql('query($id: ID!) { dataset(id: $id) { id } }', { id: dataset.id })).data).toEqual({
      dataset: null,
    });
  });

  it('returns an upload with wait: false at once, and READY later', async () => {
    const { data } = await app.upload({ content: sales, fileName: 'later.csv', input: { wait: false } });
    const { id: later, status } = data.uploadDataset.dataset;
    expect(['PROCESSING', 'READY']).toContain(status);
    const query = 'query($id: ID!) { dataset(id: $id, atLeastVersion: 1) { status } }';
    await expect
      .poll(async () => (await app.gql(query, { id: later })).data.dataset.status, { timeout: 10_000 })
      .toBe('READY');
  });

  it('has all datasets and analyses after a restart', async () => {
    const analysisId = await analyse();
    const { storageDir } = app;
    const before = await nodeOf(analysisId);
    const second = await startApp({ STORAGE_DIR: storageDir });
    try {
      const query = 'query($id: ID!) { node(id: $id) { ... on Analysis { computedAt total { total hhi } } } }';
      expect((await second.gql(query, { id: analysisId })).data.node).toEqual(before);
    } finally {
      await second.close();
    }
  });

  async function nodeOf(analysisId: string) {
    const query = 'query($id: ID!) { node(id: $id) { ... on Analysis { computedAt total { total hhi } } } }';
    return (await app.gql(query, { id: analysisId })).data.node;
  }

  async function analyse(): Promise<string> {
    const query =
      'query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount" }) { id } } }';
    return (await app.gql(query, { id })).data.dataset.analysis.id;
  }
});
