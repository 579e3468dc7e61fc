import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';
import { analysisOf, DAMAGED, datasets, getAnalysis, HASH, openCaches, putAnalysis, schemaOf } from './open-caches.js';

type Opened = Awaited<ReturnType<typeof openCaches>>;

const [dataset, other] = datasets(2) as [ReturnType<typeof datasets>[0], ReturnType<typeof datasets>[0]];
const newer = { ...dataset, revision: dataset.revision + 1 };

describe('values in the memory of a process', () => {
  let one: Opened;
  beforeEach(async () => {
    one = await openCaches(null);
  });

  it('reads a schema from disk once for each revision', async () => {
    for (const record of [dataset, dataset, newer, newer]) {
      expect(await one.caches.schemas.getMany([record])).toEqual([schemaOf(record)]);
    }
    expect(one.disk.reads).toBe(2);
    expect(await one.counters('memory.schema_summary')).toMatchObject({
      hits: 2,
      misses: 2,
      fills: 2,
      stalePrevented: 1,
      entries: 1,
    });
  });

  it('keeps a newer value when an older one is stored later', async () => {
    await one.caches.schemas.getMany([newer]);
    expect(await one.caches.schemas.getMany([dataset])).toEqual([schemaOf(dataset)]);
    expect(await one.caches.schemas.getMany([newer])).toEqual([schemaOf(newer)]);
    expect(one.disk.reads).toBe(2);
    expect((await one.counters('memory.schema_summary')).fillsRejected).toBe(1);
  });

  it('drops the values of a dataset and returns how many there were', async () => {
    await one.caches.schemas.getMany([dataset, other]);
    await putAnalysis(one.caches, dataset, analysisOf(dataset, HASH));
    expect(await one.caches.dropDataset(dataset.id)).toBe(2);
    expect(await getAnalysis(one.caches, dataset)).toBeNull();
    await one.caches.schemas.getMany([dataset, other]);
    expect(one.disk.reads).toBe(3);
  });

  it('evicts values before the memory exceeds its limit', async () => {
    for (const record of datasets(20_000)) await one.caches.schemas.getMany([record]);
    const { entries, bytes } = await one.counters('memory.schema_summary');
    expect(bytes).toBeLessThanOrEqual(2_000_000);
    expect(entries).toBeGreaterThan(100);
  });

  it('returns an analysis only for the version it was computed from', async () => {
    await putAnalysis(one.caches, dataset, analysisOf(dataset, HASH));
    expect(await getAnalysis(one.caches, newer)).toEqual(analysisOf(dataset, HASH));
    expect(await getAnalysis(one.caches, { ...newer, version: 2 })).toBeNull();
  });

  it('serves no analysis that was cached before the revision from which analyses are valid', async () => {
    await putAnalysis(one.caches, dataset, analysisOf(dataset, HASH, 2));
    const outdated = { ...newer, analysesFrom: newer.revision };
    expect(await getAnalysis(one.caches, outdated)).toBeNull();
    await putAnalysis(one.caches, outdated, analysisOf(dataset, HASH));
    expect(await getAnalysis(one.caches, outdated)).toEqual(analysisOf(dataset, HASH));
    expect(await one.counters('memory.analysis')).toMatchObject({ hits: 1, stalePrevented: 2 });
  });

  it('returns the other schemas when one cannot be read', async () => {
    const unready = { ...dataset, status: 'PROCESSING' as const };
    expect(await one.caches.schemas.getMany([unready, DAMAGED, other])).toEqual([
      null,
      new Error('the disk says no'),
      schemaOf(other),
    ]);
  });
});

describe.skipIf(!hasRedis)('values in Redis', () => {
  let redis: RedisServer;
  let opened: Opened[] = [];

  const open = async (options = {}) => {
    const caches = await openCaches(redis.url, options);
    opened.push(caches);
    return caches;
  };
  /** As of another process: nothing of it in memory. */
  const schemaInRedis = async () => {
    const fresh = await open();
    const [schema] = await fresh.caches.schemas.getMany([dataset]);
    return { schema, reads: fresh.disk.reads };
  };

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  afterEach(async () => {
    for (const { caches } of opened) caches.close();
    opened = [];
    await redis.client.flushall();
  });

  /** Fills are not waited for; this command comes after them on the same server. */
  const stored = (key: string) => expect.poll(() => redis.client.get(key)).not.toBeNull();

  it('returns with one MGET what another process has stored', async () => {
    const records = datasets(50);
    const first = await open();
    await first.caches.schemas.getMany(records);
    await expect.poll(async () => (await first.counters('redis')).fills).toBe(50);

    const second = await open();
    await redis.client.config('RESETSTAT');
    expect(await second.caches.schemas.getMany(records)).toEqual(records.map(schemaOf));
    expect(second.disk.reads).toBe(0);
    expect(await redis.client.info('commandstats')).toMatch(/cmdstat_mget:calls=1,/);
    expect(await second.counters('redis')).toMatchObject({ hits: 50, misses: 0 });
  });

  it('stores sealed JSON under the documented keys, all of which expire', async () => {
    const { caches } = await open();
    await caches.schemas.refresh(dataset);
    await putAnalysis(caches, dataset, analysisOf(dataset, HASH));
    await stored(`analysis:${dataset.id}:${HASH}`);

    expect(JSON.parse((await redis.client.get(`schema_summary:${dataset.id}`)) ?? '')).toEqual({
      revision: 1,
      hmac: expect.stringMatching(/^[\w-]{43}$/),
      value: schemaOf(dataset),
    });
    for (const key of await redis.client.keys('*')) {
      const left = await redis.client.pttl(key);
      expect(left).toBeGreaterThan(3_600_000 * 0.9 - 10_000);
      expect(left).toBeLessThanOrEqual(3_600_000);
    }
    expect((await redis.client.zrange(`keys:${dataset.id}`, '0', '-1')).sort()).toEqual([
      `analysis:${dataset.id}:${HASH}`,
      `schema_summary:${dataset.id}`,
    ]);
  });

  it('uses the longer time to live for datasets that have not changed for a day', async () => {
    const { caches } = await open({ coldSeconds: 86_400 });
    await caches.schemas.refresh(dataset);
    await caches.schemas.refresh({ ...other, updatedAt: new Date().toISOString() });
    const [cold, recent] = await Promise.all(
      [dataset, other].map(({ id }) => redis.client.ttl(`schema_summary:${id}`)),
    );
    expect(cold).toBeGreaterThan(86_400 * 0.9 - 10);
    expect(recent).toBeLessThanOrEqual(3600);
  });

  it('puts the prefix before every key', async () => {
    const { caches } = await open({ prefix: 'conc:' });
    await caches.schemas.refresh(dataset);
    await caches.analyses.getOrCompute(dataset, HASH, {
      read: async () => null,
      compute: async () => {
        expect(await redis.client.keys('*')).toContain(`conc:lease:analysis:${dataset.id}:${HASH}`);
        return analysisOf(dataset, HASH);
      },
    });
    expect((await redis.client.keys('*')).every((key) => key.startsWith('conc:'))).toBe(true);
    expect(await caches.dropDataset(dataset.id)).toBe(2);
    expect(await redis.client.keys('*')).toEqual([]);
  });

  it('never returns a value of another revision', async () => {
    const first = await open();
    await first.caches.schemas.refresh(dataset);
    const second = await open();
    expect(await second.caches.schemas.getMany([newer])).toEqual([schemaOf(newer)]);
    expect(await second.counters('redis')).toMatchObject({ hits: 0, stalePrevented: 1 });
  });

  it('keeps the newer value when a slow reader stores an older one', async () => {
    const { caches, counters } = await open();
    await caches.schemas.refresh(newer);
    const slow = await open();
    await slow.caches.schemas.refresh(dataset);
    expect((await slow.counters('redis')).fillsRejected).toBe(1);
    expect(await redis.client.get(`schema_summary:${dataset.id}`)).toContain('"revision":2,');
    expect((await counters('redis')).fills).toBe(1);
  });

  it('drops all values of a dataset and none of others, and counts each key once', async () => {
    const { caches } = await open();
    await caches.schemas.refresh(other);
    await caches.schemas.refresh(dataset);
    await putAnalysis(caches, dataset, analysisOf(dataset, HASH));
    await stored(`analysis:${dataset.id}:${HASH}`);
    expect(await caches.dropDataset(dataset.id)).toBe(2);
    expect((await redis.client.keys('*')).sort()).toEqual([`keys:${other.id}`, `schema_summary:${other.id}`]);
  });

  it('drops the values when version or status change or the dataset is deleted, and stores the schema again otherwise', async () => {
    const { caches } = await open();
    const key = `schema_summary:${dataset.id}`;
    for (const after of [{ ...newer, version: 2 }, { ...newer, status: 'FAILED' as const }, null]) {
      await caches.schemas.refresh(dataset);
      await caches.afterChange(dataset.id, dataset, after);
      expect(await redis.client.exists(key)).toBe(0);
    }
    await caches.afterChange(dataset.id, dataset, newer);
    expect(await redis.client.get(key)).toContain('"revision":2,');
  });

  describe('damaged or forged values', () => {
    const key = `schema_summary:${dataset.id}`;
    const otherKey = `schema_summary:${other.id}`;
    const text = async (of = key) => (await redis.client.get(of)) ?? '';
    const damage: Record<string, () => Promise<unknown>> = {
      'a text that is not JSON': () => redis.client.set(key, 'garbage'),
      'a text cut short': async () => redis.client.set(key, (await text()).slice(0, -20)),
      'a number changed by hand': async () =>
        redis.client.set(key, (await text()).replace('"rowCount":1', '"rowCount":7')),
      'a revision changed by hand': async () =>
        redis.client.set(key, (await text()).replace('"revision":1', '"revision":9')),
      'a value moved from another key': async () => redis.client.set(key, await text(otherKey)),
      'a value sealed without the secret': async () => {
        const forger = await open({ secret: 'a guess of somebody who can reach Redis' });
        await redis.client.del(key);
        await forger.caches.schemas.refresh({ ...dataset, revision: 1 });
        expect(await text()).toContain('"revision":1,');
      },
      'a value of another build': async () => {
        await redis.client.del(key);
        await (await open({ build: 'build 2' })).caches.schemas.refresh(dataset);
      },
      'a value as it was stored before values were sealed': async () =>
        redis.client.set(key, `{"revision":1,"version":1,"crc32":1,"value":${JSON.stringify(schemaOf(dataset))}}`),
    };
    /** Another process reads the damaged value; null where Redis did not answer one of the commands in time. */
    const readDamaged = async (name: string) => {
      const writer = await open();
      await writer.caches.schemas.refresh(dataset);
      await writer.caches.schemas.refresh(other);
      if ((await writer.counters('redis')).fills !== 2) return null;
      await damage[name]!();
      const reader = await open();
      const [schema] = await reader.caches.schemas.getMany([dataset]);
      const counters = await reader.counters('redis');
      return counters.errors > 0 || !(await reader.caches.statistics()).healthy ? null : { schema, counters };
    };
    it.each(Object.keys(damage))('treats %s as a miss, counts it and replaces it', async (name) => {
      let read = await readDamaged(name);
      // A busy machine answers late, which is a miss of another kind.
      while (read === null) {
        await redis.client.flushall();
        read = await readDamaged(name);
      }
      expect(read.schema).toEqual(schemaOf(dataset));
      expect(read.counters).toMatchObject({ hits: 0, misses: 1, unreadable: 1 });
      await expect.poll(async () => (await schemaInRedis()).reads).toBe(0);
      expect((await schemaInRedis()).schema).toEqual(schemaOf(dataset));
    });

    it.each(['value', 'index'])('replaces a list that has the key of the %s', async (place) => {
      const at = place === 'value' ? key : `keys:${dataset.id}`;
      await redis.client.rpush(at, 'x');
      const { caches } = await open();
      expect(await caches.schemas.getMany([dataset])).toEqual([schemaOf(dataset)]);
      await stored(key);
      expect(await caches.dropDataset(dataset.id)).toBe(1);
      expect(await redis.client.keys('*')).toEqual([]);
    });
  });

  it('reports the number of keys and the bytes that Redis holds', async () => {
    const { caches, counters } = await open();
    await caches.schemas.refresh(dataset);
    expect(await caches.statistics()).toMatchObject({ backend: 'redis', healthy: true });
    const { entries, bytes } = await counters('redis');
    expect(entries).toBe(2);
    expect(bytes).toBeGreaterThan(100_000);
  });
});
