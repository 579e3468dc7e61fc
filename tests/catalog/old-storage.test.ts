import { cp, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALGORITHM_VERSION } from '../../src/model/analysis.js';
import { readCsvTable, readWorkbookTable, selectionOf } from '../graphql/model/artifact-tables.js';
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

/** An analysis of the fixture whose parameters were not sent again. */
const STORED = 'datasets/ds_1k8l7f091e2cr0i6fsv5ma/v2/analyses/6f19931be81e1fe69cb43977e765ba2e';

describe('the analyses of release 0.1', () => {
  let untouched: TestApp;
  let storage: string;
  beforeAll(async () => {
    storage = await copyOfFixture();
    untouched = await startApp({ STORAGE_DIR: storage });
  });
  afterAll(async () => {
    await untouched.close();
    await rm(storage, { recursive: true });
  });

  const url = (format: string) => {
    const [, id, version, , hash] = STORED.split('/');
    return `${untouched.url}/artifacts/${id}/${version!.slice(1)}/${hash}.${format}`;
  };

  it('serves the links that release 0.1 gave, in each format, with the numbers of that release', async () => {
    const csv = await readFile(join(fixture, `${STORED}.csv`), 'utf8');
    // Classes came later, as rows of their own.
    const served = await (await fetch(url('csv'))).text();
    expect(served.replaceAll(/^[^,]*,class,.*\n/gm, '')).toBe(csv);
    const workbook = await readWorkbookTable(await (await fetch(url('xlsx'))).arrayBuffer());
    for (const [period, measures] of selectionOf(readCsvTable(csv), { hasPeriods: true })) {
      for (const [measure, numbers] of measures) {
        const cells = workbook.get(period)?.get(measure);
        for (const [index, number] of numbers.entries()) {
          if (number !== null) expect(cells?.[index], `${period} ${measure}`).toBeCloseTo(number, 9);
        }
      }
    }
    const before = JSON.parse(await readFile(join(fixture, `${STORED}.json`), 'utf8'));
    const { checksum, ...now } = (await (await fetch(url('json'))).json()) as Record<string, unknown>;
    expect(checksum).toMatch(/^[0-9a-f]{64}$/);
    // Computed again under the rules of that release, which the parameters now name.
    const rules = { entityMatching: 'EXACT', blanks: 'ENTITY' };
    const parameters = { ...before.parameters, groupBy: [before.parameters.groupBy], ...rules };
    const { algorithmVersion } = now;
    expect(algorithmVersion).toBe(ALGORITHM_VERSION);
    expect(withoutLaterFields(now)).toEqual({ ...before, algorithmVersion, parameters, warnings: now.warnings });
    expect((now.total as { totalExact: string }).totalExact).toBe('82500');
  });

  it('finds an analysis by its id after the overrides it was made with were changed', async () => {
    const [, dataset] = STORED.split('/');
    const id = `an_${dataset!.slice(3)}_${STORED.split('/').at(-1)}`;
    const folder = await copyOfFixture();
    const app = await startApp({ STORAGE_DIR: folder });
    try {
      const saved = await app.gql(
        'mutation($input: SaveSchemaInput!) { saveSchema(input: $input) { dataset { id } } }',
        { input: { id: dataset, columns: [{ name: 'amount', role: 'IDENTIFIER' }] } },
      );
      expect(saved.errors).toBeUndefined();
      const { data } = await app.gql('query($id: ID!) { node(id: $id) { ... on Analysis { total { totalExact } } } }', {
        id,
      });
      expect(data.node).toEqual({ total: { totalExact: '82500' } });
    } finally {
      await app.close();
      await rm(folder, { recursive: true });
    }
  });
});

const LATER_FIELDS = /Exact$|^(assignedTotal|unassigned|measuresProblem|limits|classes)$/;

function withoutLaterFields(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each) => (LATER_FIELDS.test(key) ? undefined : each)));
}
