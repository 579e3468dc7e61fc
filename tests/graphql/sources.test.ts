import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isOverHosts, startApp, type TestApp } from '../support/app.js';

const JANUARY = 'who,amount\nAcme,10\nBolt,5\n';
const FEBRUARY = 'who,amount\nAcme,7\nCore,1.50\n';
const MARCH = 'who,amount\nBolt,100\n';

const DATASET = `dataset { id name version status rowCount failure { code }
  source { fileName } sources { name fileName rowCount addedInVersion sha256 addedAt } versions { version reason } }`;
const APPEND = `mutation($input: AppendToDatasetInput!) { appendToDataset(input: $input) { ${DATASET} } }`;

describe('the files of a dataset', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp({ KEEP_VERSIONS: '10' });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const { data } = await app.upload({ content: JANUARY, fileName: 'january.csv' });
    id = data.uploadDataset.dataset.id;
  });

  /** Sends several files in one request; `order` is that of the body. */
  async function send(
    query: string,
    files: [name: string, content: string][],
    { input = {}, order = files.map((_, nth) => nth) }: { input?: object; order?: number[] } = {},
  ) {
    const form = new FormData();
    const variables = { input: { ...input, files: files.map(() => null) } };
    form.set('operations', JSON.stringify({ query, variables }));
    form.set('map', JSON.stringify(Object.fromEntries(files.map((_, nth) => [nth, [`variables.input.files.${nth}`]]))));
    for (const nth of order) form.append(String(nth), new Blob([files[nth]![1]]), files[nth]![0]);
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1' },
      body: form,
    });
    return (await response.json()) as Awaited<ReturnType<TestApp['gql']>>;
  }
  const UPLOAD = `mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { ${DATASET} } }`;
  const append = (content: string, fileName: string, input = {}) =>
    app.upload({ content, fileName, input: { id, ...input }, query: APPEND });
  const total = async (version?: number) => {
    const { data } = await app.gql(
      `query($id: ID!, $version: Int) { dataset(id: $id) { analysis(input: { groupBy: "who", value: "amount", version: $version }) { total { total } } } }`,
      { id, version },
    );
    return data.dataset.analysis.total.total as number;
  };

  it('are read in the order of the list, whatever their order in the body', async () => {
    const files: [string, string][] = [
      ['january.csv', JANUARY],
      ['february.csv', FEBRUARY],
      ['march.csv', MARCH],
    ];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const { data, errors } = await send(UPLOAD, files, { order });
      expect(errors).toBeUndefined();
      const { dataset } = data.uploadDataset;
      expect(dataset).toMatchObject({ name: 'january', status: 'READY', rowCount: 5, version: 1 });
      expect(dataset.sources).toMatchObject([
        { name: 'january.csv', rowCount: 2, addedInVersion: 1 },
        { name: 'february.csv', rowCount: 2, addedInVersion: 1 },
        { name: 'march.csv', rowCount: 1, addedInVersion: 1 },
      ]);
    }
  });

  it('with the same name are distinguished', async () => {
    const { data } = await send(UPLOAD, [
      ['sales.csv', JANUARY],
      ['sales.csv', MARCH],
    ]);
    const { sources } = data.uploadDataset.dataset;
    expect(sources.map(({ name, fileName }: { name: string; fileName: string }) => [name, fileName])).toEqual([
      ['sales.csv', 'sales.csv'],
      ['sales (2).csv', 'sales.csv'],
    ]);
  });

  it('come with a request of either one file or a list', async () => {
    const { errors } = await app.gql(`mutation { uploadDataset(input: {}) { dataset { id } } }`);
    expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
    const none = await app.gql(`mutation { uploadDataset(input: { files: [] }) { dataset { id } } }`);
    expect(none.errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it('are appended: the new version has the rows of all', async () => {
    const { data, errors } = await append(FEBRUARY, 'february.csv');
    expect(errors).toBeUndefined();
    expect(data.appendToDataset.dataset).toMatchObject({
      version: 2,
      rowCount: 4,
      source: { fileName: 'january.csv' },
      sources: [
        { name: 'january.csv', addedInVersion: 1 },
        { name: 'february.csv', addedInVersion: 2 },
      ],
      versions: [
        { version: 2, reason: 'APPEND' },
        { version: 1, reason: 'UPLOAD' },
      ],
    });
    expect(await total()).toBe(23.5);
    expect(await total(1)).toBe(15);
    const bySource = await app.gql(
      `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "source", value: "amount" }) { total { head { entity value } } } } }`,
      { id },
    );
    expect(bySource.errors).toBeUndefined();
    const entities = bySource.data.dataset.analysis.total.head;
    expect(entities.map(({ entity, value }: { entity: string; value: number }) => [entity, value])).toEqual([
      ['january.csv', 15],
      ['february.csv', 8.5],
    ]);
  });

  // It damages files of the folder.
  it.skipIf(isOverHosts)('appended leave the stored rows of the others, and do without damaged ones', async () => {
    const rowsOf = (version: number) => join(app.storageDir, 'datasets', id, `v${version}`, 'rows');
    const inodes = async (version: number) => {
      const names = await readdir(rowsOf(version));
      return Promise.all(names.sort().map(async (name) => [name, (await stat(join(rowsOf(version), name))).ino]));
    };
    await append(FEBRUARY, 'february.csv');
    await append(MARCH, 'march.csv');
    const [second, third] = [await inodes(2), await inodes(3)];
    expect(third).toHaveLength(3);
    expect(third).toEqual(expect.arrayContaining(second));
    for (const [name] of second) await writeFile(join(rowsOf(3), String(name)), 'damaged');
    const { errors } = await append('who,amount\nDyne,1\n', 'april.csv');
    expect(errors).toBeUndefined();
    expect(await total()).toBe(124.5);
    const { data } = await app.gql(
      `mutation($input: RemoveSourceInput!) { removeSource(input: $input) { ${DATASET} } }`,
      { input: { id, source: 'february.csv' } },
    );
    expect(data.removeSource.dataset).toMatchObject({ version: 5, rowCount: 4 });
    expect(await readdir(rowsOf(5))).toHaveLength(3);
    expect(await total()).toBe(116);
  });

  it('appended at the same time are all in the end', async () => {
    const names = ['b', 'c', 'd', 'e'];
    await Promise.all(names.map((name, nth) => append(`who,amount\n${name},${100 + nth}\n`, `${name}.csv`)));
    const { data } = await app.gql(`query($id: ID!) { dataset(id: $id) { sources { name } } }`, { id });
    const found = data.dataset.sources.map(({ name }: { name: string }) => name);
    expect(found[0]).toBe('january.csv');
    expect(found.slice(1).sort()).toEqual(names.map((name) => `${name}.csv`));
    expect(await total()).toBe(15 + 406);
  });

  it('with the rows of another are refused and nothing changes, unless that is allowed', async () => {
    const again = 'who;amount\nBolt;5\nAcme;10.00\n';
    const { errors } = await append(again, 'again.csv');
    expect(errors![0]!.extensions).toMatchObject({
      code: 'DUPLICATE_SOURCE',
      source: 'again.csv',
      repeats: 'january.csv',
      datasetId: id,
    });
    expect(await total()).toBe(15);
    const { data } = await app.gql(`query($id: ID!) { dataset(id: $id) { version sources { name } } }`, { id });
    expect(data.dataset).toEqual({ version: 1, sources: [{ name: 'january.csv' }] });
    await append(again, 'again.csv', { allowDuplicate: true });
    expect(await total()).toBe(30);
  });

  it('without a common column are refused and nothing changes', async () => {
    const { errors } = await append('city,price\nRome,3\n', 'prices.csv');
    expect(errors![0]!.extensions).toMatchObject({ code: 'NO_COMMON_COLUMN', source: 'prices.csv' });
    expect(await total()).toBe(15);
  });

  it('are appended once where a request is repeated with its key', async () => {
    const first = await append(FEBRUARY, 'february.csv', { idempotencyKey: `key ${id}` });
    const second = await append(FEBRUARY, 'february.csv', { idempotencyKey: `key ${id}` });
    expect(second.errors).toBeUndefined();
    expect(second.data.appendToDataset.dataset.version).toBe(first.data.appendToDataset.dataset.version);
    const other = await append(MARCH, 'march.csv', { idempotencyKey: `key ${id}` });
    expect(other.errors![0]!.extensions.code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('are uploaded together once where a request is repeated with its key', async () => {
    const files: [string, string][] = [
      ['a.csv', JANUARY],
      ['b.csv', MARCH],
    ];
    const input = { idempotencyKey: `both ${id}` };
    const first = await send(UPLOAD, files, { input });
    const second = await send(UPLOAD, files, { input, order: [1, 0] });
    expect(second.data.uploadDataset.dataset.id).toBe(first.data.uploadDataset.dataset.id);
    const other = await send(UPLOAD, files.toReversed(), { input });
    expect(other.errors![0]!.extensions.code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('are removed one by one, but not the last', async () => {
    const remove = (source: string) =>
      app.gql(
        `mutation($id: ID!, $source: String!) { removeSource(input: { id: $id, source: $source }) { ${DATASET} } }`,
        { id, source },
      );
    await append(FEBRUARY, 'february.csv');
    const { data } = await remove('january.csv');
    expect(data.removeSource.dataset).toMatchObject({
      version: 3,
      rowCount: 2,
      source: { fileName: 'february.csv' },
      sources: [{ name: 'february.csv', addedInVersion: 2 }],
    });
    expect(await total()).toBe(8.5);
    const last = await remove('february.csv');
    expect(last.errors![0]!.extensions.code).toBe('INVALID_INPUT');
    const unknown = await remove('march.csv');
    expect(unknown.errors![0]!.extensions).toMatchObject({ code: 'SOURCE_NOT_FOUND', sources: ['february.csv'] });
  });

  it('of an earlier version come back with it, and what was saved of its schema', async () => {
    await app.gql(
      'mutation($id: ID!) { saveSchema(input: { id: $id, columns: [{ name: "who", role: CATEGORICAL, description: "first" }] }) { dataset { id } } }',
      { id },
    );
    await append(FEBRUARY, 'february.csv');
    await app.gql(
      'mutation($id: ID!) { saveSchema(input: { id: $id, columns: [{ name: "who", role: CATEGORICAL, description: "second" }] }) { dataset { id } } }',
      { id },
    );
    const restore = (version: number) =>
      app.gql(
        `mutation($id: ID!, $version: Int!) { restoreVersion(input: { id: $id, version: $version }) { ${DATASET} } }`,
        { id, version },
      );
    const { data, errors } = await restore(1);
    expect(errors).toBeUndefined();
    expect(data.restoreVersion.dataset).toMatchObject({
      version: 3,
      rowCount: 2,
      sources: [{ name: 'january.csv' }],
      versions: [
        { version: 3, reason: 'RESTORE' },
        { version: 2, reason: 'APPEND' },
        { version: 1, reason: 'UPLOAD' },
      ],
    });
    expect(await total()).toBe(15);
    const schema = await app.gql(
      `query($id: ID!) { dataset(id: $id) { schema { version columns { name description } } } }`,
      { id },
    );
    expect(schema.data.dataset.schema).toMatchObject({ version: 3, columns: [{ description: 'first' }, {}] });
    expect((await restore(3)).errors![0]!.extensions.code).toBe('INVALID_INPUT');
    expect((await restore(9)).errors![0]!.extensions.code).toBe('VERSION_NOT_KEPT');
    await restore(2);
    expect(await total()).toBe(23.5);
  });

  it('are all read again by normalizeDataset and all replaced by replaceDataset', async () => {
    await append('who,amount\nDora,"1,234"\n', 'more.csv');
    const normalized = await app.gql(
      `mutation($id: ID!) { normalizeDataset(input: { id: $id, options: { decimalMark: COMMA } }) { ${DATASET} } }`,
      { id },
    );
    expect(normalized.data.normalizeDataset.dataset.sources).toHaveLength(2);
    expect(await total()).toBeCloseTo(16.234, 9);
    const replaced = await app.upload({ content: MARCH, fileName: 'march.csv', input: { id } });
    expect(replaced.errors).toBeUndefined();
    const { data } = await app.gql(`query($id: ID!) { dataset(id: $id) { sources { name } } }`, { id });
    expect(data.dataset.sources).toEqual([{ name: 'march.csv' }]);
  });

  it('are at most a hundred', async () => {
    const files = Array.from({ length: 101 }, (_, n): [string, string] => [`${n}.csv`, `who,amount\nx${n},${n}\n`]);
    const { errors } = await send(UPLOAD, files);
    expect(errors).toHaveLength(1);
    const { data } = await send(UPLOAD, files.slice(0, 100));
    id = data.uploadDataset.dataset.id;
    expect(data.uploadDataset.dataset.rowCount).toBe(100);
    const one = await append('who,amount\ny,1\n', 'y.csv');
    expect(one.errors![0]!.extensions.code).toBe('TOO_MANY_SOURCES');
  });

  it('of which one is refused are all refused, and the others do not hang', async () => {
    const { errors } = await send(UPLOAD, [
      ['a.csv', JANUARY],
      ['empty.csv', ''],
      ['c.csv', MARCH],
    ]);
    expect(errors![0]!.extensions.code).toBe('EMPTY_FILE');
  });
});
