import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { startApp, type TestApp } from '../support/app.js';
import { startFaultProxy } from '../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../support/postgres.js';
import { environmentOf, hasSwift, type SwiftServer, startSwift } from '../support/swift.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CSV = 'customer,month,amount\nA,2024-01,60\nB,2024-01,30\nC,2024-02,10\n';
const DATASET = `query($id: ID!) { dataset(id: $id) { name status version rowCount failure { code message }
  sources { fileName } preview(first: 2) { rows } schema { columns { name } } lineage { operation } versions { version } } }`;
const ANALYZE = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: ["customer"], value: "amount" }) {
  id total { entityCount total } artifacts { format url sha256 } entities(first: 2) { nodes { entity } } } } }`;
const NODE = 'query($id: ID!) { node(id: $id) { ... on Analysis { total { entityCount } } } }';
const APPEND = 'mutation($input: AppendToDatasetInput!) { appendToDataset(input: $input) { dataset { id } } }';
const REMOVE_SOURCE =
  'mutation($id: ID!, $source: String!) { removeSource(input: { id: $id, source: $source }) { dataset { id } } }';
const RESTORE =
  'mutation($id: ID!, $version: Int!) { restoreVersion(input: { id: $id, version: $version }) { dataset { id } } }';
const DELETE = 'mutation($id: ID!) { deleteDataset(id: $id) { id } }';

describe.skipIf(!hasPostgres || !hasSwift)('hosts that share PostgreSQL and an object store', () => {
  let postgres: PostgresServer;
  let swift: SwiftServer;
  beforeAll(async () => {
    postgres = await startPostgres();
    swift = await startSwift();
  });
  afterAll(async () => {
    postgres.stop();
    await swift.stop();
  });

  async function environment(): Promise<Record<string, string>> {
    const DATABASE_URL = await postgres.createDatabase();
    await migrate(DATABASE_URL);
    return { DATABASE_URL, ...environmentOf(await swift.createBucket()) };
  }

  /** A host with a disk of its own. */
  async function start(shared: Record<string, string>): Promise<TestApp> {
    const STORAGE_DIR = await mkdtemp(join(tmpdir(), 'concentric-host-'));
    const app = await startApp({ ...shared, STORAGE_DIR });
    onTestFinished(async () => {
      await app.close();
      await rm(STORAGE_DIR, { recursive: true, force: true });
    });
    return app;
  }

  async function uploaded(app: TestApp, content = CSV, input = {}): Promise<string> {
    const { data, errors } = await app.upload({ fileName: 'sales.csv', content, input });
    expect(errors).toBeUndefined();
    return (data.uploadDataset ?? data.replaceDataset).dataset.id;
  }

  async function dataset(app: TestApp, id: string) {
    const { data, errors } = await app.gql(DATASET, { id });
    expect(errors).toBeUndefined();
    return data.dataset;
  }

  /** Objects that the database knows. */
  const objects = (shared: Record<string, string>) => sql(shared.DATABASE_URL!, 'SELECT name FROM objects');

  async function done(app: TestApp, mutation: string, variables: Record<string, unknown>) {
    expect((await app.gql(mutation, variables)).errors).toBeUndefined();
  }

  /** Runs `npm run import-storage` without its build. */
  async function importStorage(environment: Record<string, string>, ...options: string[]) {
    const env = { ...process.env, ...environment };
    return promisify(execFile)(process.execPath, [join(root, 'dist/src/import-storage.js'), ...options], { env });
  }

  it('read, analyse, download and change what another host has stored', async () => {
    const shared = await environment();
    const [a, b] = [await start(shared), await start(shared)];
    const id = await uploaded(a);
    expect(await dataset(b, id)).toMatchObject({ status: 'READY', rowCount: 3, sources: [{ fileName: 'sales.csv' }] });
    const first = (await a.gql(ANALYZE, { id })).data.dataset.analysis;
    expect(first.total).toEqual({ entityCount: 3, total: 100 });
    const second = (await b.gql(ANALYZE, { id })).data.dataset.analysis;
    expect({ ...second, artifacts: null }).toEqual({ ...first, artifacts: null });
    for (const { url, sha256 } of first.artifacts) {
      const same = second.artifacts.find((artifact: { sha256: string }) => artifact.sha256 === sha256);
      const [ofA, ofB] = await Promise.all([url, same.url].map(async (link) => (await fetch(link)).text()));
      expect(ofB).toBe(ofA);
    }
    expect((await b.gql(NODE, { id: first.id })).data.node.total.entityCount).toBe(3);
    const appended = await b.upload({
      fileName: 'more.csv',
      content: 'customer,month,amount\nD,2024-03,5\n',
      query: APPEND,
      input: { id },
    });
    expect(appended.errors).toBeUndefined();
    expect(await dataset(a, id)).toMatchObject({ version: 2, rowCount: 4, sources: [{}, { fileName: 'more.csv' }] });
    await done(a, REMOVE_SOURCE, { id, source: 'sales.csv' });
    expect(await dataset(b, id)).toMatchObject({ version: 3, rowCount: 1 });
    await done(b, RESTORE, { id, version: 2 });
    expect(await dataset(a, id)).toMatchObject({ version: 4, rowCount: 4 });
    expect((await a.gql(ANALYZE, { id })).data.dataset.analysis.total.entityCount).toBe(4);
    await done(b, DELETE, { id });
    expect((await a.gql(DATASET, { id })).data.dataset).toBeNull();
    expect(await objects(shared)).toEqual([]);
  });

  it('read a file that a host with ROLE=web has received', async () => {
    const shared = await environment();
    const [web, reader] = [await start({ ...shared, ROLE: 'web' }), await start(shared)];
    const id = await uploaded(web);
    expect(await dataset(web, id)).toMatchObject({ status: 'READY', rowCount: 3 });
    expect(await dataset(reader, id)).toMatchObject({ status: 'READY', rowCount: 3 });
  });

  it('keep an idempotency key for each other, and only one of two equal uploads', async () => {
    const shared = await environment();
    const hosts = [await start(shared), await start(shared)];
    const ids = await Promise.all([0, 1, 0, 1].map((nth) => uploaded(hosts[nth]!, CSV, { idempotencyKey: 'a key' })));
    expect(new Set(ids).size).toBe(1);
    expect((await hosts[0]!.gql('{ datasets { totalCount } }')).data.datasets.totalCount).toBe(1);
  });

  it('serve what is on the disk and refuse the rest while the store is away', async () => {
    const shared = await environment();
    const proxy = await startFaultProxy(swift.port);
    onTestFinished(() => proxy.close());
    const app = await start({ ...shared, S3_ENDPOINT: `http://127.0.0.1:${proxy.port}` });
    const id = await uploaded(app);
    proxy.set('cut');
    expect(await dataset(app, id)).toMatchObject({ status: 'READY', rowCount: 3 });
    const refused = await app.upload({ fileName: 'new.csv', content: CSV });
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringContaining('the object store is not available'),
      extensions: { code: 'STORAGE_UNAVAILABLE' },
    });
    const ready = await fetch(`${app.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { objects: 'failed', storage: 'ok', database: 'ok' } });
    proxy.set('none');
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
    expect((await app.gql('{ datasets { totalCount } }')).data.datasets.totalCount).toBe(1);
    await uploaded(app);
  });

  it('read on when the copies on the disk are deleted or damaged', async () => {
    const shared = await environment();
    const app = await start(shared);
    const id = await uploaded(app);
    const copies = join(app.storageDir, 'copies');
    for (const name of await readdir(copies)) await writeFile(join(copies, name, 'bytes'), 'rot');
    expect(await dataset(app, id)).toMatchObject({
      status: 'READY',
      preview: {
        rows: [
          ['A', '2024-M01', '60'],
          ['B', '2024-M01', '30'],
        ],
      },
    });
    await rm(copies, { recursive: true });
    expect((await app.gql(ANALYZE, { id })).data.dataset.analysis.total).toEqual({ entityCount: 3, total: 100 });
    expect(app.logged.filter((line) => line.includes('rebuilt'))).toEqual([]);
  });

  it('rebuild a file that is damaged in the store from its source', async () => {
    const shared = await environment();
    const [a, b] = [await start(shared), await start(shared)];
    const id = await uploaded(a);
    const text = "SELECT object FROM files WHERE key LIKE '%normalized.parquet'";
    const [file] = await sql<{ object: string }>(shared.DATABASE_URL!, text);
    await swift.putObject(shared.S3_BUCKET!, file!.object, 'rot');
    expect((await b.gql(ANALYZE, { id })).data.dataset.analysis.total).toEqual({ entityCount: 3, total: 100 });
    expect(b.logged.some((line) => line.includes('a damaged file of a version was rebuilt from its source'))).toBe(
      true,
    );
  });

  it('take over a folder with its records, and give back what changed meanwhile', async () => {
    const STORAGE_DIR = await mkdtemp(join(tmpdir(), 'concentric-host-'));
    onTestFinished(() => rm(STORAGE_DIR, { recursive: true, force: true }));
    const shared = await environment();
    const alone = await startApp({ STORAGE_DIR });
    const id = await uploaded(alone);
    const { id: analysis } = (await alone.gql(ANALYZE, { id })).data.dataset.analysis;
    await alone.close();
    expect((await importStorage({ STORAGE_DIR, ...shared })).stdout).toContain('1 datasets');
    await importStorage({ STORAGE_DIR, ...shared });
    const host = await startApp({ STORAGE_DIR: join(STORAGE_DIR, 'other'), ...shared });
    expect(await dataset(host, id)).toMatchObject({ status: 'READY', version: 1, rowCount: 3 });
    expect((await host.gql(NODE, { id: analysis })).data.node.total.entityCount).toBe(3);
    await uploaded(host, `${CSV}D,2024-02,5\n`, { id });
    await host.close();
    await rm(STORAGE_DIR, { recursive: true });
    await importStorage({ STORAGE_DIR, ...shared }, '--from-database');
    const again = await startApp({ STORAGE_DIR });
    expect(await dataset(again, id)).toMatchObject({
      version: 2,
      rowCount: 4,
      versions: [{ version: 2 }, { version: 1 }],
    });
    expect((await again.gql(ANALYZE, { id })).data.dataset.analysis.total.entityCount).toBe(4);
    await again.close();
    await importStorage({ STORAGE_DIR, ...shared });
    expect(await dataset(await start(shared), id)).toMatchObject({ version: 2, rowCount: 4 });
  });

  it('take over the files of hosts that shared a folder', async () => {
    const STORAGE_DIR = await mkdtemp(join(tmpdir(), 'concentric-host-'));
    onTestFinished(() => rm(STORAGE_DIR, { recursive: true, force: true }));
    const shared = await environment();
    const before = await startApp({ STORAGE_DIR, DATABASE_URL: shared.DATABASE_URL! });
    const id = await uploaded(before);
    await before.close();
    await expect(start(shared)).rejects.toThrow(/in a folder. Move them to the object store/);
    await importStorage({ STORAGE_DIR, ...shared });
    expect(await dataset(await start(shared), id)).toMatchObject({ status: 'READY', rowCount: 3 });
  });

  it.each([
    ['no bucket', { S3_BUCKET: 'nothing-here' }, /^Looking at the bucket failed.*S3_BUCKET/],
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'wrong' }, /^Looking at the bucket failed.*keys/],
    [
      'no store',
      { S3_ENDPOINT: 'http://127.0.0.1:9' },
      /^Looking at the bucket failed.*nothing listens at the address of S3_ENDPOINT/,
    ],
  ])('do not start with %s, and say why', async (_, wrong, message) => {
    const shared = await environment();
    await expect(start({ ...shared, ...wrong })).rejects.toThrow(message);
  });

  it('do not start with another bucket than the one of the database, nor without it', async () => {
    const shared = await environment();
    await uploaded(await start(shared));
    const other = environmentOf(await swift.createBucket());
    await expect(start({ ...shared, ...other })).rejects.toThrow(
      /S3_BUCKET: the files of this database are in another bucket/,
    );
    const { DATABASE_URL } = shared;
    await expect(start({ DATABASE_URL: DATABASE_URL! })).rejects.toThrow(/in an object store. Set S3_BUCKET/);
  });
});
