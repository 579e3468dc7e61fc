import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { startApp, type TestApp } from '../support/app.js';
import { startFaultProxy } from '../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../support/postgres.js';
import { readMetrics } from '../support/read-metrics.js';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';

const CSV = 'customer,amount\nA,60\nB,30\n';
const LARGE = `customer,amount\n${'a name that makes the file large enough,1\n'.repeat(210_000)}`;
const UPLOAD = 'mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { dataset { id status } } }';
const STATUS = 'query($id: ID!) { dataset(id: $id) { status version failure { code message } } }';
const FILES_READ = 'concentric_ingest_duration_seconds_count{outcome="ok"}';
const WAIT = { timeout: 30_000, interval: 100 };

describe.skipIf(!hasPostgres || !hasRedis)('jobs in a queue', () => {
  let server: PostgresServer;
  let redis: RedisServer;
  beforeAll(async () => {
    [server, redis] = await Promise.all([startPostgres(), startRedis({ args: ['--maxmemory-policy', 'noeviction'] })]);
  });
  afterAll(async () => {
    await server.stop();
    await redis.stop();
  });

  async function cluster(queue = redis.url) {
    const storageDir = await mkdtemp(join(tmpdir(), 'concentric-queue-'));
    const url = await server.createDatabase();
    await migrate(url);
    const apps: TestApp[] = [];
    onTestFinished(async () => {
      for (const app of apps) await app.close();
      await rm(storageDir, { recursive: true, force: true });
    });
    return {
      url,
      async start(role: 'all' | 'web' | 'worker', environment: Record<string, string> = {}): Promise<TestApp> {
        const shared = { STORAGE_DIR: storageDir, DATABASE_URL: url, QUEUE_REDIS_URL: queue };
        const app = await startApp({ ...shared, ROLE: role, ...environment });
        apps.push(app);
        return app;
      },
    };
  }

  async function uploaded(web: TestApp, content = CSV): Promise<string> {
    const { data } = await web.upload({ content, fileName: 'rows.csv', input: { wait: false }, query: UPLOAD });
    return data.uploadDataset.dataset.id;
  }

  async function statusOf(app: TestApp, id: string) {
    return (await app.gql(STATUS, { id })).data.dataset.status;
  }

  it('are read by workers, which serve health and metrics alone', async () => {
    const { start } = await cluster();
    const [web, worker] = [await start('web'), await start('worker')];
    const { data, errors } = await web.upload({ content: CSV, fileName: 'sales.csv' });
    expect(errors).toBeUndefined();
    expect(data.uploadDataset.dataset).toMatchObject({ status: 'READY', rowCount: 2 });
    // Counted when its temporary files are removed.
    await expect.poll(async () => (await readMetrics(worker.url)).get(FILES_READ)).toBe(1);
    expect((await readMetrics(web.url)).get(FILES_READ)).toBeUndefined();
    expect((await fetch(`${worker.url}/health/ready`)).status).toBe(200);
    const refused = await fetch(`${worker.url}/graphql?query={datasets{totalCount}}`);
    expect(refused.status).toBe(404);
    expect((await fetch(worker.url)).status).toBe(404);
  });

  it('wait for a worker, small ones first, and are not lost when the queue is emptied meanwhile', async () => {
    const { start, url } = await cluster();
    const web = await start('web');
    const [large, small] = [await uploaded(web, LARGE), await uploaded(web)];
    expect(await redis.client.dbsize()).toBeGreaterThan(0);
    await redis.client.flushall();
    await start('worker', { MAX_CONCURRENT_INGESTS: '1' });
    for (const id of [large, small]) await expect.poll(() => statusOf(web, id), WAIT).toBe('READY');
    const ids = [large, small];
    const rows = await sql<{ id: string }>(url, 'SELECT id FROM changes WHERE id = ANY($1) ORDER BY n DESC', [ids]);
    expect([...new Set(rows.map(({ id }) => id))]).toEqual([large, small]);
  });

  it.each(['cut', 'drop'] as const)('go on without the queue (%s), and with it again', async (fault) => {
    const proxy = await startFaultProxy(redis.port);
    const { start } = await cluster(proxy.url);
    onTestFinished(() => proxy.close());
    const web = await start('web');
    await start('worker');
    proxy.set(fault);
    const during = await uploaded(web);
    await expect.poll(() => statusOf(web, during), WAIT).toBe('READY');
    proxy.set('none');
    const after = await uploaded(web);
    await expect.poll(() => statusOf(web, after), WAIT).toBe('READY');
  });

  it('are read once by several workers that get the same hints', async () => {
    const { start, url } = await cluster();
    const web = await start('web');
    const workers = [await start('worker'), await start('worker')];
    const ids = await Promise.all(Array.from({ length: 12 }, () => uploaded(web)));
    for (const id of ids) await expect.poll(() => statusOf(web, id), WAIT).toBe('READY');
    const counts = () => Promise.all(workers.map(async (each) => (await readMetrics(each.url)).get(FILES_READ) ?? 0));
    await expect.poll(async () => (await counts()).reduce((sum, count) => sum + count)).toBe(12);
    // Created, taken, published: three changes each.
    const [row] = await sql<{ n: number }>(url, 'SELECT count(*)::int AS n FROM changes WHERE id = ANY($1)', [ids]);
    expect(row!.n).toBe(36);
    const [service] = await sql<{ value: string }>(url, "SELECT value FROM settings WHERE name = 'storage'");
    const hints = async () => (await redis.client.keys(`concentric-${service!.value}:*-1-1-0`)).length;
    await expect.poll(hints, WAIT).toBe(0);
  });

  it('refuse a Redis that evicts, with one line', async () => {
    const evicting = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] });
    onTestFinished(() => evicting.stop());
    const { start } = await cluster(evicting.url);
    await expect(start('web')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringMatching(/^QUEUE_REDIS_URL: expected .* noeviction, got allkeys-lru.*$/),
    });
  });
});
