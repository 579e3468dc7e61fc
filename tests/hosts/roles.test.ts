import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { startApp, type TestApp } from '../support/app.js';
import { createClient as serviceAt } from '../support/client.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../support/postgres.js';
import { addressOf, startProcess } from '../support/process.js';
import { readMetrics } from '../support/read-metrics.js';

const CSV = 'customer,amount\nA,60\nB,30\n';
const LARGE = `customer,amount\n${'a name that makes the file large enough,1\n'.repeat(210_000)}`;
const UPLOAD =
  'mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { dataset { id status rowCount } } }';
const STATUS = 'query($id: ID!) { dataset(id: $id) { status } }';
const PROGRESS = 'subscription($id: ID!) { datasetProgress(id: $id) { stage fraction failure { code } } }';
const CANCEL = 'mutation($id: ID!) { cancelIngest(id: $id) { cancelled dataset { status version } } }';
const FILES_READ = 'concentric_ingest_duration_seconds_count{outcome="ok"}';

interface Progress {
  stage: string;
  fraction: number | null;
  failure: { code: string } | null;
}

describe.skipIf(!hasPostgres)('ROLE=web', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function cluster() {
    const storageDir = await mkdtemp(join(tmpdir(), 'concentric-roles-'));
    const url = await server.createDatabase();
    await migrate(url);
    const apps: TestApp[] = [];
    onTestFinished(async () => {
      for (const app of apps) await app.close();
      await rm(storageDir, { recursive: true, force: true });
    });
    return {
      url,
      async start(environment: Record<string, string>): Promise<TestApp> {
        const app = await startApp({ STORAGE_DIR: storageDir, DATABASE_URL: url, ...environment });
        apps.push(app);
        return app;
      },
      /** A host that reads files, as a process of its own. */
      async startReader() {
        const child = startProcess({ STORAGE_DIR: storageDir, DATABASE_URL: url, SAMPLE_DATA: 'false' });
        child.stderr.resume();
        onTestFinished(async () => {
          child.kill('SIGKILL');
          if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
        });
        return { ...serviceAt(await addressOf(child)), child };
      },
    };
  }

  async function statusIs(app: TestApp, id: string, status: string): Promise<void> {
    const current = async () => (await app.gql(STATUS, { id })).data.dataset.status;
    await expect.poll(current, { timeout: 30_000, interval: 100 }).toBe(status);
  }

  it('leaves the reading of files to the other hosts, and answers as one that reads them', async () => {
    const { start } = await cluster();
    const [web, reader] = [await start({ ROLE: 'web' }), await start({})];
    const { data, errors } = await web.upload({ content: CSV, fileName: 'sales.csv' });
    expect(errors).toBeUndefined();
    const { id, ...dataset } = data.uploadDataset.dataset;
    expect(dataset).toMatchObject({ status: 'READY', rowCount: 2, version: 1 });
    const replaced = await web.upload({ content: `${CSV}C,1\n`, fileName: 'sales.csv', input: { id } });
    expect(replaced.data.replaceDataset.dataset).toMatchObject({ status: 'READY', rowCount: 3, version: 2 });
    const options = { headerRow: 99 };
    const [atWeb, atReader] = await Promise.all(
      [web, reader].map((app) => app.upload({ content: CSV, fileName: 'wrong.csv', input: { options } })),
    );
    expect(atReader!.errors).toHaveLength(1);
    expect(atWeb!.errors![0]!.message).toBe(atReader!.errors![0]!.message);
    expect(atWeb!.errors![0]!.extensions.code).toBe(atReader!.errors![0]!.extensions.code);
    // Counted when its temporary files are removed.
    await expect.poll(async () => (await readMetrics(reader.url)).get(FILES_READ)).toBe(2);
    expect((await readMetrics(web.url)).get(FILES_READ)).toBeUndefined();
  });

  it('keeps files until a host is there to read them, small ones first', async () => {
    const { start, url } = await cluster();
    const web = await start({ ROLE: 'web' });
    const ids: string[] = [];
    for (const content of [LARGE, CSV]) {
      const { data } = await web.upload({ content, fileName: 'rows.csv', input: { wait: false }, query: UPLOAD });
      ids.push(data.uploadDataset.dataset.id);
    }
    const [large, small] = ids as [string, string];
    await pause(1_500);
    for (const id of ids) await statusIs(web, id, 'PROCESSING');
    await start({ MAX_CONCURRENT_INGESTS: '1' });
    for (const id of ids) await statusIs(web, id, 'READY');
    const published = await sql<{ id: string }>(url, 'SELECT id FROM changes WHERE id = ANY($1) ORDER BY n DESC', [
      ids,
    ]);
    const lastFirst = [...new Set(published.map(({ id }) => id))];
    expect(lastFirst).toEqual([large, small]);
  });

  it('shows the progress of a file that another host reads, and cancels it there', async () => {
    const { start, startReader, url } = await cluster();
    const [web, reader] = [await start({ ROLE: 'web' }), await startReader()];
    const { data } = await web.upload({ content: CSV, fileName: 'rows.csv', query: UPLOAD });
    const { id } = data.uploadDataset.dataset;
    // Names that differ take longer to read than progress takes to arrive.
    const lines = Array.from({ length: 1_000_000 }, (_, index) => `${index} is a name that makes the file large,1`);
    const content = `customer,amount\n${lines.join('\n')}\n`;
    await web.upload({ content, fileName: 'rows.csv', input: { id, wait: false } });
    const running = async () => (await readMetrics(reader.url)).get('concentric_ingest_files{state="running"}');
    await expect.poll(running, { interval: 10 }).toBe(1);
    // Paused as soon as its progress is written, so that the file is not read before it is cancelled.
    await expect.poll(() => sql(url, 'SELECT FROM readings'), { interval: 10 }).toHaveLength(1);
    reader.child.kill('SIGSTOP');
    const events = createClient({ url: `${web.url}/graphql`, retryAttempts: 0 });
    onTestFinished(() => events.dispose());
    const stages: string[] = [];
    let last: Progress | undefined;
    for await (const { data: event } of events.iterate({ query: PROGRESS, variables: { id } })) {
      last = (event as { datasetProgress: Progress }).datasetProgress;
      if (stages.length === 0) {
        const answer = await web.gql(CANCEL, { id });
        expect(answer.data.cancelIngest).toMatchObject({ cancelled: true, dataset: { status: 'READY', version: 1 } });
        reader.child.kill('SIGCONT');
      }
      stages.push(last.stage);
    }
    expect(['RECEIVING', 'READING']).toContain(stages[0]);
    expect(stages.at(-1)).toBe('FAILED');
    expect(last!.failure).toMatchObject({ code: 'INGEST_CANCELLED' });
    await expect.poll(running, { timeout: 10_000 }).toBe(0);
    expect((await readMetrics(reader.url)).get(FILES_READ)).toBe(1);
    expect((await web.gql(CANCEL, { id })).data.cancelIngest).toMatchObject({ cancelled: false });
    const failure = 'query($id: ID!) { dataset(id: $id) { version rowCount failure { code } } }';
    expect((await reader.gql(failure, { id })).data.dataset).toEqual({
      version: 1,
      rowCount: 2,
      failure: { code: 'INGEST_CANCELLED' },
    });
  });

  it('shares waiting files among the hosts that read', async () => {
    const { start } = await cluster();
    const web = await start({ ROLE: 'web' });
    // Each takes longer than the interval at which the hosts look for jobs.
    const content = LARGE.slice(0, 2_000_000);
    const uploads = Array.from({ length: 6 }, (_, n) =>
      web.upload({ content, fileName: `rows ${n}.csv`, input: { wait: false }, query: UPLOAD }),
    );
    const ids = (await Promise.all(uploads)).map(({ data }) => data.uploadDataset.dataset.id);
    const readers = await Promise.all([1, 2].map(() => start({ MAX_CONCURRENT_INGESTS: '1' })));
    for (const id of ids) await statusIs(web, id, 'READY');
    const counts = () => Promise.all(readers.map(async ({ url }) => (await readMetrics(url)).get(FILES_READ) ?? 0));
    await expect.poll(async () => (await counts()).reduce((sum, count) => sum + count)).toBe(6);
    expect(Math.min(...(await counts()))).toBeGreaterThan(0);
  });

  // The host leaves its requests 10 s.
  it.skipIf(process.env.HOSTS_KILLS === undefined)(
    'tells a client that waits that its file will be read when the host ends before',
    async () => {
      const { start } = await cluster();
      const [web, other] = [await start({ ROLE: 'web' }), await start({ ROLE: 'web' })];
      const waiting = web.upload({ content: CSV, fileName: 'sales.csv', query: UPLOAD });
      const count = async () => (await other.gql('{ datasets { totalCount nodes { id } } }')).data.datasets;
      await expect.poll(async () => (await count()).totalCount, { timeout: 20_000 }).toBe(1);
      const closing = web.close();
      const { errors } = await waiting;
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('was received and will be read; do not send it again'),
        extensions: { code: 'OVERLOADED' },
      });
      await closing;
      await start({});
      await statusIs(other, (await count()).nodes[0].id, 'READY');
    },
  );
});
