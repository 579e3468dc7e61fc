import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { SCHEMA_VERSION } from '../../src/postgres/migrations.js';
import { startApp, type TestApp } from '../support/app.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../support/postgres.js';

const CSV = 'customer,month,amount\nA,2024-01,60\nB,2024-01,30\nC,2024-02,10\n';
const DATASETS = '{ datasets { totalCount nodes { id name status version } } }';
const DATASET = 'query($id: ID!) { dataset(id: $id) { id name version rowCount } }';
const RENAME =
  'mutation($id: ID!, $name: String!) { updateDataset(input: { id: $id, name: $name }) { dataset { name } } }';
const DELETE = 'mutation($id: ID!) { deleteDataset(id: $id) { id } }';
const ANALYZE = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: ["customer"], value: "amount" }) {
  total { entityCount total } } } }`;

const root = fileURLToPath(new URL('../..', import.meta.url));

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'concentric-hosts-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe.skipIf(!hasPostgres)('hosts that share PostgreSQL and a folder', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function database(): Promise<string> {
    const url = await server.createDatabase();
    await migrate(url);
    return url;
  }

  async function start(environment: Record<string, string>): Promise<TestApp> {
    const app = await startApp(environment);
    onTestFinished(() => app.close());
    return app;
  }

  async function hosts() {
    const environment = { STORAGE_DIR: await folder(), DATABASE_URL: await database() };
    return [await start(environment), await start(environment)] as const;
  }

  /** Runs `npm run import-storage` without its build. */
  async function importStorage(environment: Record<string, string>, ...options: string[]) {
    const env = { ...process.env, ...environment };
    return promisify(execFile)(process.execPath, [join(root, 'dist/src/import-storage.js'), ...options], { env });
  }

  async function done(app: TestApp, mutation: string, variables: Record<string, unknown>) {
    expect((await app.gql(mutation, variables)).errors).toBeUndefined();
  }

  async function uploaded(app: TestApp, fileName = 'sales.csv', content = CSV): Promise<string> {
    const { data, errors } = await app.upload({ fileName, content });
    expect(errors).toBeUndefined();
    return data.uploadDataset.dataset.id;
  }

  it('show a change of one host in the next answer of the other, cached or not', async () => {
    const [a, b] = await hosts();
    const id = await uploaded(a);
    expect((await b.gql(DATASETS)).data.datasets).toMatchObject({ totalCount: 1, nodes: [{ id, status: 'READY' }] });
    for (let round = 1; round <= 20; round++) {
      const [writer, reader] = round % 2 ? [a, b] : [b, a];
      await done(writer, RENAME, { id, name: `name ${round}` });
      expect((await reader.gql(DATASET, { id })).data.dataset.name).toBe(`name ${round}`);
      expect((await reader.gql(DATASETS)).data.datasets.nodes[0].name).toBe(`name ${round}`);
    }
    expect((await b.gql(ANALYZE, { id })).data.dataset.analysis.total).toMatchObject({ entityCount: 3 });
    await b.upload({ fileName: 'new.csv', content: `${CSV}D,2024-02,5\n`, input: { id } });
    expect((await a.gql(ANALYZE, { id })).data.dataset.analysis.total).toMatchObject({ entityCount: 4 });
    await done(a, DELETE, { id });
    expect((await b.gql(DATASET, { id })).data.dataset).toBeNull();
    expect((await b.gql(DATASETS)).data.datasets.totalCount).toBe(0);
  });

  it('let no change be lost where both hosts change a dataset at the same time', async () => {
    const [a, b] = await hosts();
    const id = await uploaded(a);
    const changes = Array.from({ length: 20 }, (_, n) => (n % 2 ? a : b).gql(RENAME, { id, name: `change ${n}` }));
    for (const { errors } of await Promise.all(changes)) expect(errors).toBeUndefined();
    const names = await Promise.all([a, b].map(async (host) => (await host.gql(DATASET, { id })).data.dataset.name));
    expect(names[0]).toMatch(/^change \d+$/);
    expect(names[1]).toBe(names[0]);
  });

  describe('while PostgreSQL is away', () => {
    let app: TestApp;
    let proxy: FaultProxy;
    let id: string;

    beforeAll(async () => {
      const url = await database();
      proxy = await startFaultProxy(server.port);
      app = await startApp({
        STORAGE_DIR: await mkdtemp(join(tmpdir(), 'concentric-hosts-')),
        DATABASE_URL: url.replace(`:${server.port}/`, `:${proxy.port}/`),
      });
      id = await uploaded(app);
      for (let n = 0; n < 3; n++) await app.gql(DATASET, { id });
    });
    afterAll(async () => {
      proxy.set('none');
      await app.close();
      await proxy.close();
      await rm(app.storageDir, { recursive: true });
    });

    it.each(['cut', 'drop'] as const)(
      '(%s) nothing cached is served, errors are named, and all is back afterwards',
      async (fault) => {
        proxy.set(fault);
        for (const [query, variables] of [
          [DATASET, { id }],
          [DATASETS, {}],
          [RENAME, { id, name: 'never' }],
        ] as const) {
          const { status, data, errors } = await app.gql(query, variables);
          expect(errors?.[0]).toMatchObject({
            message: expect.stringContaining('PostgreSQL is not available'),
            extensions: { code: 'STORAGE_UNAVAILABLE' },
          });
          expect(status).toBe(query.startsWith('mutation') ? 200 : 503);
          expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
        }
        const ready = await fetch(`${app.url}/health/ready`);
        expect(ready.status).toBe(503);
        expect(await ready.json()).toMatchObject({ checks: { database: 'failed', storage: 'ok' } });
        expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
        proxy.set('none');
        expect((await app.gql(DATASET, { id })).data.dataset).toMatchObject({ name: 'sales', rowCount: 3 });
        expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
      },
    );

    it('an upload is refused before its file is sent', async () => {
      proxy.set('cut');
      const answer = await answerToUnfinishedUpload(new URL(app.url));
      proxy.set('none');
      expect(answer).toContain('"code":"STORAGE_UNAVAILABLE"');
      expect((await app.gql(DATASETS)).data.datasets.totalCount).toBe(1);
    });
  });

  describe('refuse to start', () => {
    it('with the database of another folder', async () => {
      const url = await database();
      await start({ STORAGE_DIR: await folder(), DATABASE_URL: url });
      await expect(startApp({ STORAGE_DIR: await folder(), DATABASE_URL: url })).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        message: expect.stringContaining('belongs to another folder'),
      });
    });

    it('on a folder that has records of its own, and without the database of one that has not', async () => {
      const [own, shared, url] = [await folder(), await folder(), await database()];
      const app = await startApp({ STORAGE_DIR: own });
      await uploaded(app);
      await app.close();
      await expect(startApp({ STORAGE_DIR: own, DATABASE_URL: url })).rejects.toThrow(/npm run import-storage/);
      await (await startApp({ STORAGE_DIR: shared, DATABASE_URL: url })).close();
      await expect(startApp({ STORAGE_DIR: shared })).rejects.toThrow(
        /its records are in PostgreSQL\. Set DATABASE_URL/,
      );
    });

    it.each([
      ['an empty database', undefined, 'schema version 0'],
      ['the schema of an older build', SCHEMA_VERSION - 1, `schema version ${SCHEMA_VERSION - 1}`],
      ['the schema of a build two versions newer', SCHEMA_VERSION + 2, `schema version ${SCHEMA_VERSION + 2}`],
    ])('with %s', async (_case, version, message) => {
      const url = await server.createDatabase();
      if (version !== undefined) {
        await migrate(url);
        await sql(url, 'DELETE FROM migrations');
        await sql(url, 'INSERT INTO migrations (version) VALUES ($1)', [version]);
      }
      await expect(startApp({ STORAGE_DIR: await folder(), DATABASE_URL: url })).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        message: expect.stringContaining(message),
      });
    });

    it('where nothing listens at DATABASE_URL', async () => {
      const environment = { STORAGE_DIR: await folder(), DATABASE_URL: 'postgresql://u:secret@127.0.0.1:1/x' };
      const error: Error = await startApp(environment).then(
        () => expect.unreachable(),
        (reason) => reason,
      );
      expect(error.message).toContain('nothing listens at the address of DATABASE_URL');
      expect(error.message).not.toContain('secret');
    });
  });

  it('serve the schema of the next build, so that hosts can be updated one after the other', async () => {
    const url = await database();
    await sql(url, 'INSERT INTO migrations (version) VALUES ($1)', [SCHEMA_VERSION + 1]);
    const app = await start({ STORAGE_DIR: await folder(), DATABASE_URL: url });
    expect((await app.gql(DATASETS)).errors).toBeUndefined();
  });

  it('are migrated once where several processes migrate at the same time', async () => {
    const url = await server.createDatabase();
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(url)));
    expect(applied.filter((versions) => versions.length > 0)).toHaveLength(1);
  });

  it('take over a folder, and give it back with what changed meanwhile', async () => {
    const environment = { STORAGE_DIR: await folder(), DATABASE_URL: await database() };
    const { STORAGE_DIR } = environment;
    const alone = await startApp({ STORAGE_DIR });
    const [kept, deleted] = [await uploaded(alone, 'kept.csv'), await uploaded(alone, 'deleted.csv')];
    await done(alone, RENAME, { id: kept, name: 'renamed alone' });
    await expect(importStorage(environment)).rejects.toThrow(/Stop the service first/);
    await alone.close();

    expect((await importStorage(environment)).stdout).toContain('2 datasets');
    // An interrupted import is repeated.
    await importStorage(environment);
    const host = await startApp(environment);
    expect((await host.gql(DATASET, { id: kept })).data.dataset).toMatchObject({ name: 'renamed alone', rowCount: 3 });
    await done(host, RENAME, { id: kept, name: 'renamed by a host' });
    await done(host, DELETE, { id: deleted });
    const added = await uploaded(host, 'added.csv');
    await host.close();

    await importStorage(environment, '--from-database');
    const again = await start({ STORAGE_DIR });
    const { nodes } = (await again.gql(DATASETS)).data.datasets;
    expect(nodes.map(({ id, name }: { id: string; name: string }) => [id, name]).sort()).toEqual(
      [
        [kept, 'renamed by a host'],
        [added, 'added'],
      ].sort(),
    );
    expect((await again.gql(ANALYZE, { id: kept })).data.dataset.analysis.total.entityCount).toBe(3);
  });
});

/** Sends the head of an upload and no byte of its file, and returns what the service answers. */
function answerToUnfinishedUpload({ hostname, port }: URL): Promise<string> {
  const query = 'mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { dataset { id } } }';
  const part = (name: string, content: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
  const body =
    part('operations', JSON.stringify({ query, variables: { input: { file: null } } })) +
    part('map', JSON.stringify({ 0: ['variables.input.file'] })) +
    '--x\r\ncontent-disposition: form-data; name="0"; filename="a.csv"\r\n\r\na';
  const head = `POST /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\napollo-require-preflight: 1\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 10000000\r\n\r\n`;
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = createConnection(Number(port), hostname, () => socket.write(head + body));
    socket.on('error', reject).on('close', () => resolve(answer));
    socket.on('data', (chunk) => {
      answer += chunk;
      if (answer.includes('STORAGE_UNAVAILABLE')) socket.destroy();
    });
  });
}
