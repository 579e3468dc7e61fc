import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';
import { analysisOf, DAMAGED, datasets, getAnalysis, HASH, openCaches, putAnalysis, schemaOf } from './open-caches.js';

type Opened = Awaited<ReturnType<typeof openCaches>>;

const [dataset, other] = datasets(2) as [ReturnType<typeof datasets>[0], ReturnType<typeof datasets>[0]];
const newer = { ...dataset, revision: dataset.revision + 1 };

describe('the memory of a process', () => {
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

  it('keeps a newer value though an older one comes later', async () => {
    await one.caches.schemas.getMany([newer]);
    expect(await one.caches.schemas.getMany([dataset])).toEqual([schemaOf(dataset)]);
    expect(await one.caches.schemas.getMany([newer])).toEqual([schemaOf(newer)]);
    expect(one.disk.reads).toBe(2);
    expect((await one.counters('memory.schema_summary')).fillsRejected).toBe(1);
  });

  it('forgets a dataset, and says how many values that were', async () => {
    await one.caches.schemas.getMany([dataset, other]);
    await putAnalysis(one.caches, dataset, analysisOf(dataset, HASH));
    expect(await one.caches.dropDataset(dataset.id)).toBe(2);
    expect(await getAnalysis(one.caches, dataset)).toBeNull();
    await one.caches.schemas.getMany([dataset, other]);
    expect(one.disk.reads).toBe(3);
  });

  it('stays within its bytes', async () => {
    for (const record of datasets(20_000)) await one.caches.schemas.getMany([record]);
    const { entries, bytes } = await one.counters('memory.schema_summary');
    expect(bytes).toBeLessThanOrEqual(2_000_000);
    expect(entries).toBeGreaterThan(100);
  });

  it('gives an analysis for its version alone', async () => {
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

  it('does not let one schema that cannot be read take the others with it', async () => {
    const unready = { ...dataset, status: 'PROCESSING' as const };
    expect(await one.caches.schemas.getMany([unready, DAMAGED, other])).toEqual([
      null,
      new Error('the disk says no'),
      schemaOf(other),
    ]);
  });
});

describe.skipIf(!hasRedis)('Redis', () => {
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

  it('gives a process what another has read, with one MGET for all', async () => {
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

  it('holds JSON with its version under the keys of the design, which end by themselves', async () => {
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

  it('keeps answers about what has not changed for a day for as long as it is told', async () => {
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

  it('never gives a value of another revision, whatever is left there', async () => {
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

  it('drops all of a dataset and nothing of others, counting each key once', async () => {
    const { caches } = await open();
    await caches.schemas.refresh(other);
    await caches.schemas.refresh(dataset);
    await putAnalysis(caches, dataset, analysisOf(dataset, HASH));
    await stored(`analysis:${dataset.id}:${HASH}`);
    expect(await caches.dropDataset(dataset.id)).toBe(2);
    expect((await redis.client.keys('*')).sort()).toEqual([`keys:${other.id}`, `schema_summary:${other.id}`]);
  });

  it('drops the values of a dataset whose version, status or life ended, and writes its schema anew otherwise', async () => {
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

  describe('treats as a miss, counts and replaces', () => {
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
    it.each(Object.keys(damage))('%s', async (name) => {
      const { caches } = await open();
      await caches.schemas.refresh(dataset);
      await caches.schemas.refresh(other);
      await damage[name]!();
      const reader = await open();
      expect(await reader.caches.schemas.getMany([dataset])).toEqual([schemaOf(dataset)]);
      expect(await reader.counters('redis')).toMatchObject({ hits: 0, misses: 1, unreadable: 1 });
      await expect.poll(async () => (await schemaInRedis()).reads).toBe(0);
      expect((await schemaInRedis()).schema).toEqual(schemaOf(dataset));
    });

    it.each(['value', 'index'])('a list in the place of the %s', async (place) => {
      const at = place === 'value' ? key : `keys:${dataset.id}`;
      await redis.client.rpush(at, 'x');
      const { caches } = await open();
      expect(await caches.schemas.getMany([dataset])).toEqual([schemaOf(dataset)]);
      await stored(key);
      expect(await caches.dropDataset(dataset.id)).toBe(1);
      expect(await redis.client.keys('*')).toEqual([]);
    });
  });

  it('says what it holds', async () => {
    const { caches, counters } = await open();
    await caches.schemas.refresh(dataset);
    expect(await caches.statistics()).toMatchObject({ backend: 'redis', healthy: true });
    const { entries, bytes } = await counters('redis');
    expect(entries).toBe(2);
    expect(bytes).toBeGreaterThan(100_000);
  });
});
