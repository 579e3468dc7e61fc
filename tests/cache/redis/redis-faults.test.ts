import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { freePort, hasRedis, type RedisServer, startRedis } from '../../support/redis.js';
import { analysisOf, datasets, getAnalysis, HASH, openCaches, schemaOf } from '../open-caches.js';

type Opened = Awaited<ReturnType<typeof openCaches>>;

/** More than a request may be held up by Redis, on a machine that is busy with other tests: far from a hang all the same. */
const SOON_MS = 2_000;
const RESUMED = { timeout: 5_000, interval: 50 };

const [dataset] = datasets(1) as [ReturnType<typeof datasets>[0]];
let revision = 1;

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeAll(() => {
  process.on('unhandledRejection', note);
});
afterAll(() => {
  process.off('unhandledRejection', note);
});

/**
 * Executes everything that a request may do, on a new revision. Returns the milliseconds it took. `mayStay`: the number of
 * values of the same version that may not have been dropped, because Redis was suspect or had evicted their index.
 */
async function everything({ caches }: Opened, mayStay = 0): Promise<number> {
  const record = { ...dataset, revision: ++revision };
  const began = performance.now();
  expect(await caches.schemas.getMany([record])).toEqual([schemaOf(record)]);
  expect(await getAnalysis(caches, record)).toSatisfy((found) => found === null || mayStay > 0);
  // Of one version there is one analysis: where it could not be dropped, it is returned again.
  const analysis = analysisOf(record, HASH);
  const work = { read: async () => null, compute: async () => analysis };
  expect(await caches.analyses.getOrCompute(record, HASH, work)).toEqual(analysis);
  await caches.afterChange(dataset.id, record, { ...record, version: 2 });
  expect(await caches.dropDataset(dataset.id)).toBeLessThanOrEqual(mayStay);
  return performance.now() - began;
}

/** Another process has what the first stored. */
async function hitsResume(opened: Opened, url: string): Promise<void> {
  const reader = await openCaches(url);
  try {
    await expect
      .poll(async () => {
        const record = { ...dataset, revision: ++revision };
        await opened.caches.schemas.refresh(record);
        const before = reader.disk.reads;
        const [schema] = await reader.caches.schemas.getMany([record]);
        expect(schema).toEqual(schemaOf(record));
        return reader.disk.reads - before;
      }, RESUMED)
      .toBe(0);
    expect((await opened.caches.statistics()).healthy).toBe(true);
  } finally {
    reader.caches.close();
  }
}

describe.skipIf(!hasRedis)('requests during a fault of Redis', () => {
  let redis: RedisServer;
  let proxy: FaultProxy;
  let opened: Opened;

  beforeEach(async () => {
    redis = await startRedis();
    proxy = await startFaultProxy(redis.port);
    opened = await openCaches(proxy.url);
    expect((await opened.caches.statistics()).healthy).toBe(true);
  });
  afterEach(async () => {
    opened.caches.close();
    await proxy.close();
    await redis.stop();
    expect(unhandled).toEqual([]);
  });

  const proxied = {
    'cut off': 'cut',
    'silent, losing what it is sent': 'drop',
    'silent, keeping what it is sent': 'hold',
    'cut off in mid-reply': 'cutReplies',
    slow: { delayMs: 200 },
    'slow enough to be marked suspect again and again': { delayMs: 35 },
  } as const;

  it.each(Object.keys(proxied) as (keyof typeof proxied)[])(
    'answers while Redis is %s, and has hits again afterwards',
    async (name) => {
      proxy.set(proxied[name]);
      for (let request = 0; request < 10; request++) expect(await everything(opened, 2)).toBeLessThan(SOON_MS);
      expect((await opened.counters('redis')).errors).toBeGreaterThan(0);
      proxy.set('none');
      await hitsResume(opened, proxy.url);
    },
  );

  it('answers while Redis is stopped (SIGSTOP), and has hits again afterwards', async () => {
    redis.pause();
    for (let request = 0; request < 10; request++) expect(await everything(opened)).toBeLessThan(SOON_MS);
    expect((await opened.caches.statistics()).healthy).toBe(false);
    // Long enough for the connection to be taken for dead.
    await pause(1_500);
    redis.resume();
    await hitsResume(opened, proxy.url);
  });

  it('has hits again on a third connection when the second is silent too', async () => {
    proxy.set('drop');
    expect(await everything(opened)).toBeLessThan(SOON_MS);
    const { connections } = proxy;
    await expect.poll(() => proxy.connections, RESUMED).toBeGreaterThan(connections);
    proxy.set('none');
    await hitsResume(opened, proxy.url);
  });

  it('answers while Redis comes and goes, and has hits again afterwards', async () => {
    const flapping = (async () => {
      for (let turn = 0; turn < 10; turn++) {
        proxy.set(turn % 2 === 0 ? 'cut' : 'none');
        await pause(100);
      }
    })();
    for (let request = 0; request < 100; request++) {
      expect(await everything(opened, 2)).toBeLessThan(SOON_MS);
      await pause(10);
    }
    await flapping;
    await hitsResume(opened, proxy.url);
  });

  it('answers when Redis is killed and restarted empty, and has hits again', async () => {
    await opened.caches.schemas.refresh(dataset);
    await redis.stop();
    for (let request = 0; request < 10; request++) expect(await everything(opened)).toBeLessThan(SOON_MS);
    redis = await startRedis({ port: redis.port });
    await hitsResume(opened, proxy.url);
  });

  it('answers after FLUSHALL', async () => {
    await opened.caches.schemas.refresh(dataset);
    await redis.client.flushall();
    await redis.client.script('FLUSH');
    expect(await everything(opened)).toBeLessThan(SOON_MS);
    await hitsResume(opened, proxy.url);
  });

  it('reads stored values from a replica that accepts no writes', async () => {
    const record = { ...dataset, revision: ++revision };
    await opened.caches.schemas.refresh(record);
    // Itself a replica of nobody: it keeps its data.
    await redis.client.call('REPLICAOF', '127.0.0.1', String(await freePort()));
    expect(await everything(opened)).toBeLessThan(SOON_MS);
    expect((await opened.counters('redis')).errors).toBeGreaterThan(0);
    const reader = await openCaches(proxy.url);
    expect(await reader.caches.schemas.getMany([record])).toEqual([schemaOf(record)]);
    expect(reader.disk.reads).toBe(0);
    reader.caches.close();
    await redis.client.call('REPLICAOF', 'NO', 'ONE');
    await hitsResume(opened, proxy.url);
  });

  it('reads stored values while Redis is full (noeviction), and has hits again afterwards', async () => {
    const record = { ...dataset, revision: ++revision };
    await opened.caches.schemas.refresh(record);
    await redis.client.config('SET', 'maxmemory-policy', 'noeviction');
    await redis.client.config('SET', 'maxmemory', '1');
    expect(await everything(opened)).toBeLessThan(SOON_MS);
    expect((await opened.counters('redis')).errors).toBeGreaterThan(0);
    expect((await opened.caches.statistics()).healthy).toBe(true);
    await redis.client.config('SET', 'maxmemory', '0');
    await hitsResume(opened, proxy.url);
  });

  it('answers while Redis evicts keys (allkeys-lru)', async () => {
    await redis.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await redis.client.config('SET', 'maxmemory', '2mb');
    for (let key = 0; key < 3_000; key++) await redis.client.set(`filler:${key}`, 'x'.repeat(1_000));
    expect(await redis.client.info('stats')).toMatch(/evicted_keys:[1-9]/);
    // The index of a dataset's keys may be evicted before its values.
    for (let request = 0; request < 10; request++) expect(await everything(opened, 2)).toBeLessThan(SOON_MS);
    await hitsResume(opened, proxy.url);
  });

  it.each(['rpush', 'set', 'hset'] as const)(
    'answers correctly when its keys hold other types and texts (%s)',
    async (command) => {
      const record = { ...dataset, revision: ++revision };
      for (const key of [
        `schema_summary:${dataset.id}`,
        `analysis:${dataset.id}:${HASH}`,
        `lease:analysis:${dataset.id}:${HASH}`,
        `keys:${dataset.id}`,
      ]) {
        await redis.client.call(command, ...(command === 'hset' ? [key, 'field', 'x'] : [key, 'x']));
      }
      expect(await opened.caches.schemas.getMany([record])).toEqual([schemaOf(record)]);
      expect(await everything(opened)).toBeLessThan(SOON_MS);
      await hitsResume(opened, proxy.url);
    },
  );
});

describe.skipIf(!hasRedis)('a process that starts without a usable Redis', () => {
  it('answers at once and uses Redis as soon as it is reachable', async () => {
    const port = await freePort();
    const opened = await openCaches(`redis://127.0.0.1:${port}`);
    expect((await opened.caches.statistics()).healthy).toBe(false);
    expect(await everything(opened)).toBeLessThan(SOON_MS);
    const redis = await startRedis({ port });
    await hitsResume(opened, redis.url);
    opened.caches.close();
    await redis.stop();
    expect(unhandled).toEqual([]);
  });

  it('answers without Redis when the password is wrong', async () => {
    const redis = await startRedis();
    await redis.client.config('SET', 'requirepass', 'secret');
    const opened = await openCaches(`redis://:wrong@127.0.0.1:${redis.port}`);
    expect(await everything(opened)).toBeLessThan(SOON_MS);
    opened.caches.close();
    const right = await openCaches(`redis://:secret@127.0.0.1:${redis.port}`);
    expect((await right.caches.statistics()).healthy).toBe(true);
    right.caches.close();
    await redis.stop();
    expect(unhandled).toEqual([]);
  });
});
