import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { SCHEMA_VERSION } from '../../src/postgres/migrations.js';
import { startApp, type TestApp } from '../support/app.js';
import { createClient } from '../support/client.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../support/postgres.js';
import { addressOf, type ServiceProcess, startProcess } from '../support/process.js';
import { startTraffic } from './traffic.js';

const DATASET = `query($id: ID!) { dataset(id: $id) { name status version rowCount versions { version } failure { code }
  analysis(input: { groupBy: ["customer"], value: "amount" }) { total { entityCount totalExact head { entity } } } } }`;
const WAIT = { timeout: 30_000, interval: 100 };

/** What a step may do (postgres/migrations.ts): the statements of the build before it know nothing of these columns. */
const ADDITIVE_STEP = `
  DO $$ DECLARE existing text; BEGIN
    FOR existing IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
      EXECUTE format('ALTER TABLE %I ADD COLUMN added_next text NOT NULL DEFAULT ''of the next build''', existing);
    END LOOP;
  END $$;
  CREATE INDEX datasets_by_next ON datasets (added_next);
  CREATE TABLE things_of_next (id text PRIMARY KEY);`;

describe.skipIf(!hasPostgres)('an update of hosts', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function cluster(storage?: string) {
    const storageDir = await mkdtemp(join(tmpdir(), 'concentric-rolling-'));
    if (storage !== undefined) await cp(storage, storageDir, { recursive: true });
    const url = await server.createDatabase();
    const environment = { STORAGE_DIR: storageDir, DATABASE_URL: url, SAMPLE_DATA: 'false', MEMORY_LIMIT: '512MB' };
    const [children, apps]: [ServiceProcess[], TestApp[]] = [[], []];
    onTestFinished(async () => {
      for (const app of apps) await app.close();
      for (const child of children) await killed(child);
      await rm(storageDir, { recursive: true, force: true });
    });

    /** A process of a build with further steps of the schema. */
    function spawned(role: string, further: string[]): ServiceProcess {
      const module = fileURLToPath(new URL('next-schema.mjs', import.meta.url));
      const variables = { ...environment, ROLE: role, NEXT_STEPS: JSON.stringify(further) };
      const child = startProcess(variables, ['--import', module]);
      children.push(child);
      return child;
    }

    return {
      url,
      /** A host of this build. */
      async start(): Promise<TestApp> {
        const app = await startApp(environment);
        apps.push(app);
        return app;
      },
      async stop(app: TestApp) {
        apps.splice(apps.indexOf(app), 1);
        await app.close();
      },
      async startNext(further: string[]) {
        const child = spawned('all', further);
        const address = await addressOf(child);
        child.stderr.resume();
        return createClient(address);
      },
      /** ROLE=migrate of a later build: what it prints. */
      async migrateTo(further: string[]): Promise<string> {
        const child = spawned('migrate', further);
        const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
        expect(stderr).toBe('');
        return stdout;
      },
    };
  }

  const versionOf = async (url: string) =>
    (await sql<{ version: number }>(url, 'SELECT max(version) AS version FROM migrations'))[0]!.version;

  it('to the next schema, one after the other, fails no request and serves nothing outdated', {
    timeout: 90_000,
  }, async () => {
    const { url, start, stop, startNext, migrateTo } = await cluster();
    await migrate(url);
    const [first, second] = await Promise.all([start(), start()]);
    const traffic = await startTraffic([first, second]);
    onTestFinished(() => void traffic.end());
    await traffic.goesOn();

    expect(await migrateTo([ADDITIVE_STEP])).toContain(`Applied migrations ${SCHEMA_VERSION + 1}.`);
    await traffic.goesOn();
    traffic.add(await startNext([ADDITIVE_STEP]));
    await traffic.goesOn();
    // A supervisor may restart a host of the release before.
    const restarted = await start();
    traffic.add(restarted);
    await traffic.goesOn();
    for (const host of [first, second, restarted]) {
      await traffic.remove(host);
      await stop(host);
    }
    await traffic.goesOn();

    // Two steps ahead it does not start.
    const afterNext = 'CREATE TABLE after_next (id text)';
    expect(await migrateTo([ADDITIVE_STEP, afterNext])).toContain(`Applied migrations ${SCHEMA_VERSION + 2}.`);
    await expect(start()).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: `DATABASE_URL: the database has schema version ${SCHEMA_VERSION + 2}, and this build works with ${SCHEMA_VERSION} and ${SCHEMA_VERSION + 1}. Start the newer build that migrated it.`,
    });
    await traffic.goesOn();

    const { requests, changes, failures, stale, lost } = await traffic.end();
    console.log(`rolling update: ${JSON.stringify({ requests, changes, failures, stale, lost })}`);
    expect({ failures, stale, lost }).toEqual({ failures: [], stale: [], lost: [] });
  });

  // Made by builds of this repository with one and two steps (fixtures/README.md).
  it.each([1, 2])('with a database at step %i needs ROLE=migrate, and then has all data and jobs', async (version) => {
    const fixture = fileURLToPath(new URL(`fixtures/schema-${version}`, import.meta.url));
    const { url, start } = await cluster(join(fixture, 'storage'));
    await sql(url, await readFile(join(fixture, 'database.sql'), 'utf8'));
    await expect(start()).rejects.toMatchObject({
      message: `DATABASE_URL: the database has schema version ${version}, and this build works with ${SCHEMA_VERSION} and ${SCHEMA_VERSION + 1}. Run this build once with ROLE=migrate, then start again.`,
    });
    expect(await versionOf(url)).toBe(version);
    await migrate(url);
    expect(await versionOf(url)).toBe(SCHEMA_VERSION);
    const host = await start();
    const { nodes } = (await host.gql('{ datasets { nodes { id name } } }')).data.datasets;
    const ids = new Map<string, string>(nodes.map(({ id, name }: { id: string; name: string }) => [name, id]));
    expect([...ids.keys()].sort()).toEqual(['Sales of a release before', 'waiting']);
    const id = ids.get('Sales of a release before')!;
    expect((await host.gql(DATASET, { id })).data.dataset).toEqual({
      name: 'Sales of a release before',
      ...{ status: 'READY', version: 2, rowCount: 4, failure: null },
      versions: [{ version: 2 }, { version: 1 }],
      analysis: {
        total: { entityCount: 3, totalExact: '100.5', head: [{ entity: 'Group' }, { entity: 'C' }, { entity: 'D' }] },
      },
    });
    const waiting = async () => (await host.gql(DATASET, { id: ids.get('waiting') })).data.dataset;
    await expect.poll(async () => (await waiting()).status, WAIT).toBe('READY');
    expect(await waiting()).toMatchObject({ version: 1, analysis: { total: { entityCount: 2, totalExact: '3' } } });
    const replaced = await host.upload({ content: 'customer,amount\nA,5\n', fileName: 'new.csv', input: { id } });
    expect(replaced.data.replaceDataset.dataset).toMatchObject({ version: 3, rowCount: 1 });
  });
});

async function killed(child: ServiceProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
