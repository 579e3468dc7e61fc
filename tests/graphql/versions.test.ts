import { existsSync } from 'node:fs';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEYS, bearer } from '../support/api-keys.js';
import { startApp, type TestApp } from '../support/app.js';
import { createClient } from '../support/client.js';

const FIRST = 'who,amount,year\nAlpha,10,2023\nBeta,5,2023\n';
const SECOND = 'who,amount,year,region\nAlpha,100,2024,North\n';

const LIST = `query($id: ID!) { dataset(id: $id) { version versions {
  version reason publishedAt rowCount columnCount source { fileName sha256 } } } }`;
const OF_VERSION = `query($id: ID!, $version: Int) { dataset(id: $id) {
  version
  analysis(input: { groupBy: "who", value: "amount", version: $version }) {
    id datasetVersion total { total } byPeriod { period } artifacts { format url } }
  schema(version: $version) { version columns { name role description } }
  preview(version: $version) { rows }
  lineage(version: $version) { operation }
} }`;

describe('the versions of a dataset', () => {
  let app: TestApp;
  let id: string;

  /** Upload, a schema saved, a replacement: versions 1 and 2, of which two may be kept. */
  beforeAll(async () => {
    app = await startApp({ KEEP_VERSIONS: '2' });
    const { data } = await app.upload({ content: FIRST, fileName: 'first.csv' });
    id = data.uploadDataset.dataset.id;
    await app.gql(
      'mutation($id: ID!) { saveSchema(input: { id: $id, columns: [{ name: "who", role: CATEGORICAL, description: "of the first" }], periodGrain: NONE }) { dataset { id } } }',
      { id },
    );
    await app.upload({ content: SECOND, fileName: 'second.csv', input: { id } });
    await app.gql(
      'mutation($id: ID!) { saveSchema(input: { id: $id, columns: [{ name: "who", role: TEXT, description: "of the second" }] }) { dataset { id } } }',
      { id },
    );
  });
  afterAll(() => app.close());

  const ask = async (version: number | null, query = OF_VERSION) => {
    const { data, errors } = await app.gql(query, { id, version });
    expect(errors).toBeUndefined();
    return data.dataset;
  };

  it('are listed with time, reason and file, the current one first', async () => {
    const { version, versions } = await ask(null, LIST);
    expect(version).toBe(2);
    expect(versions).toMatchObject([
      { version: 2, reason: 'REPLACE', rowCount: 1, columnCount: 4, source: { fileName: 'second.csv' } },
      { version: 1, reason: 'UPLOAD', rowCount: 2, columnCount: 3, source: { fileName: 'first.csv' } },
    ]);
    expect(versions[0].source.sha256).not.toBe(versions[1].source.sha256);
    expect(Date.parse(versions[0].publishedAt)).toBeGreaterThan(Date.parse(versions[1].publishedAt));
    const { versions: newest } = await ask(
      null,
      'query($id: ID!) { dataset(id: $id) { versions(first: 1) { version } } }',
    );
    expect(newest).toEqual([{ version: 2 }]);
  });

  it('return their own data, with the schema that was saved while they were current', async () => {
    const [first, second, current] = [await ask(1), await ask(2), await ask(null)];
    expect(first).toMatchObject({
      version: 2,
      analysis: { datasetVersion: 1, total: { total: 15 }, byPeriod: [] },
      schema: { version: 1, columns: [{ name: 'who', role: 'CATEGORICAL', description: 'of the first' }, {}, {}] },
      preview: {
        rows: [
          ['Alpha', '10', '2023'],
          ['Beta', '5', '2023'],
        ],
      },
    });
    expect(second).toMatchObject({
      analysis: { datasetVersion: 2, total: { total: 100 } },
      schema: { version: 2, columns: [{ role: 'TEXT', description: 'of the second' }, {}, {}, {}] },
      preview: { rows: [['Alpha', '100', '2024', 'North']] },
    });
    expect(current).toEqual(second);
    expect(first.lineage.length).toBeGreaterThan(0);
  });

  it('have suggestions from their own columns and their own analyses', async () => {
    const query = `query($id: ID!, $version: Int) { dataset(id: $id) {
      suggestions(version: $version) { groupBy value periodGrain }
      analyses(version: $version) { totalCount nodes { datasetVersion parameters { groupBy } } } } }`;
    const asked =
      'query($id: ID!, $by: [String!]!) { dataset(id: $id) { analysis(input: { groupBy: $by, value: "amount" }) { id } } }';
    await app.gql(asked, { id, by: 'region' });
    const [first, current] = [await ask(1, query), await ask(null, query)];
    expect(first.suggestions).toEqual([{ groupBy: ['who'], value: 'amount', periodGrain: 'NONE' }]);
    // Of a single row nothing stands out.
    expect(current.suggestions).toEqual([]);
    const by = ({ nodes }: { nodes: { datasetVersion: number; parameters: { groupBy: string[] } }[] }) =>
      nodes.map(({ datasetVersion, parameters: { groupBy } }) => [datasetVersion, groupBy]);
    expect(by(first.analyses)).toEqual([[1, ['who']]]);
    expect(by(current.analyses)).toContainEqual([2, ['region']]);
    expect(by(current.analyses).every(([version]) => version === 2)).toBe(true);
    expect(current.analyses.totalCount).toBe(current.analyses.nodes.length);
  });

  it('are separate in every cache, in any order of requests', async () => {
    for (const version of [1, 2, 1, null, 1, 2]) {
      const { analysis, schema } = await ask(version);
      expect([version, analysis.total.total, schema.version]).toEqual([
        version,
        ...(version === 1 ? [15, 1] : [100, 2]),
      ]);
    }
  });

  it('have analyses with ids, files and links of their own', async () => {
    const { analysis } = await ask(1);
    const node = await app.gql('query($id: ID!) { node(id: $id) { id ... on Analysis { datasetVersion } } }', {
      id: analysis.id,
    });
    expect(node.data.node).toEqual({ id: analysis.id, datasetVersion: 1 });
    const { url } = analysis.artifacts.find(({ format }: { format: string }) => format === 'JSON');
    expect(url).toContain(`/${id}/1/`);
    expect(await (await fetch(url)).json()).toMatchObject({ datasetVersion: 1, source: { fileName: 'first.csv' } });
  });

  it('name the requested version in the error about a column that only another has', async () => {
    const { errors } = await app.gql(
      'query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "region", value: "amount", version: 1 }) { id } } }',
      { id },
    );
    expect(errors![0]).toMatchObject({
      message: expect.stringContaining(`Column "region" is not in version 1 of dataset ${id}`),
      extensions: { code: 'COLUMN_NOT_FOUND' },
    });
  });

  it('are listed in the error about an unknown version', async () => {
    const { errors } = await app.gql('query($id: ID!) { dataset(id: $id) { schema(version: 9) { version } } }', { id });
    expect(errors![0]).toMatchObject({
      message: expect.stringContaining(`There is no version 9 of dataset ${id} yet`),
      extensions: { code: 'VERSION_NOT_KEPT', version: 9, kept: [2, 1] },
    });
  });

  it('disappear at once beyond KEEP_VERSIONS, from the caches too', async () => {
    expect((await ask(1)).analysis.total.total).toBe(15);
    const { errors: normalized } = await app.gql(
      'mutation($id: ID!) { normalizeDataset(input: { id: $id, options: { unpivot: false } }) { dataset { id } } }',
      { id },
    );
    expect(normalized).toBeUndefined();
    expect((await ask(null, LIST)).versions).toMatchObject([
      { version: 3, reason: 'NORMALIZE', source: { fileName: 'second.csv' } },
      { version: 2, reason: 'REPLACE' },
    ]);
    const { data, errors } = await app.gql(OF_VERSION, { id, version: 1 });
    expect(data.dataset).toEqual({ version: 3, schema: null, preview: null, lineage: null, analysis: null });
    expect(errors![0]).toMatchObject({
      message: expect.stringMatching(/Version 1 of dataset .* is not kept\. Kept: 3 \(the current one\), 2\./),
      extensions: { code: 'VERSION_NOT_KEPT', datasetId: id, version: 1, kept: [3, 2] },
    });
    expect((await ask(2)).analysis.total.total).toBe(100);
  });

  it('are deleted with the dataset', async () => {
    await app.gql('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id });
    expect((await app.gql(OF_VERSION, { id, version: 2 })).data.dataset).toBeNull();
    const left = await readdir(join(app.storageDir, 'datasets', id));
    expect(left.every((name) => name.startsWith('dataset.'))).toBe(true);
  });
});

describe('a storage folder', () => {
  it('loses versions beyond a lowered KEEP_VERSIONS at the next start', async () => {
    const before = await startApp({ API_KEYS, KEEP_VERSIONS: '3' });
    const environment = { API_KEYS, STORAGE_DIR: before.storageDir, KEEP_VERSIONS: '2' };
    const admin = createClient(before.url, bearer('ADMIN'));
    const { data } = await admin.upload({ content: FIRST, fileName: 'first.csv' });
    const { id } = data.uploadDataset.dataset;
    for (const fileName of ['second.csv', 'third.csv'])
      await admin.upload({ content: SECOND, fileName, input: { id } });
    const folder = (version: number) => join(before.storageDir, 'datasets', id, `v${version}`);
    const reader = createClient(before.url, bearer('READER'));
    expect((await reader.gql(OF_VERSION, { id, version: 1 })).data.dataset.analysis.total.total).toBe(15);
    // As if all of it had happened a while ago: nobody reads what is swept.
    for (const version of [1, 2, 3]) await utimes(folder(version), new Date(0), new Date(0));
    const after = await startApp(environment);
    try {
      const { errors } = await createClient(after.url, bearer('READER')).gql(OF_VERSION, {
        id,
        version: 1,
      });
      expect(errors![0]!.extensions).toMatchObject({ code: 'VERSION_NOT_KEPT', kept: [3, 2] });
      expect([1, 2, 3].map((version) => existsSync(folder(version)))).toEqual([false, true, true]);
    } finally {
      await after.close();
      await before.close();
    }
  });
});
