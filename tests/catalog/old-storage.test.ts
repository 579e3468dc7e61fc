import { cp, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const fixture = join(import.meta.dirname, 'fixtures', 'storage-0.1');

interface Answer {
  query: string;
  variables: Record<string, unknown>;
  data: unknown;
}

/** A copy to work on; the times of stored analyses, which order their lists, are not kept by git. */
async function copyOfFixture(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'concentric-old-'));
  await cp(join(fixture, 'datasets'), join(folder, 'datasets'), { recursive: true });
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!/analyses\/[0-9a-f]{32}\.json$/.test(entry)) continue;
    const path = join(folder, entry);
    const { computedAt } = JSON.parse(await readFile(path, 'utf8')) as { computedAt: string };
    await utimes(path, new Date(computedAt), new Date(computedAt));
  }
  return folder;
}

const currentRecords = async (folder: string) => {
  const { data } = await app.gql('{ datasets(first: 50, orderBy: NAME) { nodes { id status } } }');
  const ready = data.datasets.nodes.filter(({ status }: { status: string }) => status === 'READY');
  return Promise.all(
    ready.map(async ({ id }: { id: string }) => {
      const names = (await readdir(join(folder, 'datasets', id))).filter((name) => name.startsWith('dataset.'));
      const newest = Math.max(...names.map((name) => Number(name.split('.')[1])));
      return JSON.parse(await readFile(join(folder, 'datasets', id, `dataset.${newest}.json`), 'utf8'));
    }),
  );
};

let app: TestApp;
let folder: string;
beforeAll(async () => {
  folder = await copyOfFixture();
  app = await startApp({ STORAGE_DIR: folder });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

describe('a storage folder written by release 0.1', async () => {
  const answers = JSON.parse(await readFile(join(fixture, 'answers.json'), 'utf8')) as Answer[];

  it('gives checksums to its versions after the start, with one line in the log', async () => {
    await expect
      .poll(() => app.logged.filter((line) => line.includes('now have checksums')), { timeout: 20_000 })
      .toHaveLength(1);
    const records = await currentRecords(folder);
    expect(records).toHaveLength(2);
    for (const record of records) {
      const hex = expect.stringMatching(/^[0-9a-f]{64}$/);
      const checksums = { parquet: hex, schema: hex, lineage: hex, rows: expect.stringMatching(/^[0-9a-f]+-\d+-/) };
      expect(record.reading).toMatchObject({ rulesVersion: 1, checksums });
      for (const kept of record.earlier) expect(kept.reading).toMatchObject({ rulesVersion: 1, checksums });
    }
    const replaced = records.find((record) => record.name === 'Sales 2024');
    const defaults = { unpivot: true, leaveOutSubtotals: false };
    expect(replaced.reading.options).toEqual({ ...defaults, decimalMark: 'COMMA', headerRow: 1 });
    expect(replaced.earlier[0].reading.options).toEqual({});
  });

  it.each(answers.map((answer, index) => ({ ...answer, index })))(
    'gives the answer of that release to query $index',
    async ({ query, variables, data }) => {
      const { errors, data: now } = await app.gql(query, variables);
      expect(errors).toBeUndefined();
      expect(now).toEqual(data);
    },
  );

  it('takes a new version of an old dataset', async () => {
    const { data } = await app.gql('{ datasets(first: 50, orderBy: NAME) { nodes { id name version } } }');
    const sales = data.datasets.nodes.find(({ name }: { name: string }) => name === 'Sales 2024');
    const replaced = await app.upload({ content: 'a,b\nx,1\ny,2\n', fileName: 'new.csv', input: { id: sales.id } });
    expect(replaced.data.replaceDataset.dataset).toMatchObject({ version: 3, status: 'READY', rowCount: 2 });
    const kept = await app.gql('query($id: ID!) { dataset(id: $id) { versions { version } } }', { id: sales.id });
    expect(kept.data.dataset.versions).toEqual([{ version: 3 }, { version: 2 }, { version: 1 }]);
  });
});
