import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AnswerVersions,
  collectVersions,
  recordDataset,
  recordExpiry,
} from '../../../src/cache/answer-versions.js';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.js';
import { openCaches } from '../open-caches.js';

async function madeFrom(...ids: string[]): Promise<AnswerVersions> {
  const reading = () => {
    for (const id of ids) recordDataset({ id, revision: 1 });
  };
  return (await collectVersions(reading)).versions;
}

describe.skipIf(!hasRedis)('answers in Redis', () => {
  type Opened = Awaited<ReturnType<typeof openCaches>>;

  let redis: RedisServer;
  let writer: Opened;
  let reader: Opened;
  let opened: Opened[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.client.flushall();
    [writer, reader] = [await open(), await open()];
  });
  afterEach(() => {
    for (const { caches } of opened) caches.close();
    opened = [];
  });

  const open = async (options = {}) => {
    const one = await openCaches(redis.url, { prefix: 'p:', ...options });
    opened.push(one);
    return one;
  };
  const store = async (key: string, text: string, ids: string[], { caches } = writer) => {
    const before = (await answerKeys()).length;
    expect(caches.operations.store(key, await madeFrom(...ids), text)).toBe(true);
    await expect.poll(async () => (await answerKeys()).length).toBe(before + 1);
  };
  const answerKeys = () => redis.client.keys('p:answer:*');
  const find = async (key: string, { caches } = reader) => caches.operations.find(key);

  it('finds an answer that another process stored, then in its own memory', async () => {
    await store('key', '{"é":"\\n\u2028"}', ['ds_a']);
    expect(await find('key')).toMatchObject({ status: 'hit', from: 'redis', answer: { content: '{"é":"\\n\u2028"}' } });
    expect(await find('key')).toMatchObject({ status: 'hit', from: 'memory' });
  });

  it('reads an answer from Redis once for concurrent lookups', async () => {
    await store('key', '{}', ['ds_a']);
    await redis.client.config('RESETSTAT');
    const found = await Promise.all(Array.from({ length: 50 }, () => find('key')));
    expect(found.every(({ status }) => status === 'hit')).toBe(true);
    expect(await redis.client.info('commandstats')).toMatch(/cmdstat_mget:calls=1,/);
  });

  it('lets answers and their index expire, and lists no expired answers', async () => {
    await store('key', '{}', ['ds_a', 'ds_b']);
    const [key] = await answerKeys();
    const ttl = await redis.client.pttl(key!);
    expect(ttl).toBeGreaterThan(3_200_000);
    expect(ttl).toBeLessThanOrEqual(3_600_000);
    for (const id of ['ds_a', 'ds_b']) {
      expect(await redis.client.zrange(`p:answers:${id}`, '0', '-1')).toEqual([key]);
      expect(await redis.client.pttl(`p:answers:${id}`)).toBeGreaterThan(ttl - 1_000);
    }
    await redis.client.zadd('p:answers:ds_a', '1', 'p:answer:expired');
    await store('another', '{}', ['ds_a']);
    expect(await redis.client.zcard('p:answers:ds_a')).toBe(2);
    expect(await redis.client.zscore('p:answers:ds_a', 'p:answer:expired')).toBeNull();
  });

  it('drops and counts the answers of a dataset before it resolves', async () => {
    await store('key', '{}', ['ds_a', 'ds_b']);
    expect(await reader.caches.dropDataset('ds_b')).toBe(1);
    expect(await answerKeys()).toEqual([]);
    expect(await redis.client.exists('p:answers:ds_b')).toBe(0);
  });

  // Keys of long operations are digests: nothing in the value could be compared with the request.
  const LONG = `principal ${'x'.repeat(5_000)}`;

  it.each<[string, (key: string) => Promise<unknown>]>([
    ['are damaged', (key) => redis.client.setrange(key, 60, 'XXXX')],
    ['are cut short', async (key) => redis.client.set(key, await redis.client.getrange(key, 0, 40))],
    ['are empty', (key) => redis.client.set(key, '')],
    [
      'were moved from another key',
      async (key) => {
        await store('other', '{"moved":1}', ['ds_a']);
        const other = (await answerKeys()).find((name) => name !== key)!;
        await redis.client.copy(other, key, 'REPLACE');
      },
    ],
    [
      'were sealed without the secret',
      async (key) => {
        await redis.client.del(key);
        await store(LONG, '{"forged":1}', ['ds_a'], await open({ secret: 'a guess of somebody who can reach Redis' }));
        expect(await answerKeys()).toEqual([key]);
      },
    ],
    ['are another type', (key) => redis.client.del(key).then(() => redis.client.lpush(key, 'x'))],
  ])('treats answers that %s as misses and replaces them', async (name, damage) => {
    await store(LONG, '{"right":1}', ['ds_a']);
    const [key] = await answerKeys();
    await damage(key!);
    expect(await find(LONG)).toEqual({ status: 'miss' });
    const unreadable = name === 'are another type' ? 0 : 1;
    expect(await reader.counters('redis')).toMatchObject({ unreadable, hits: 0, misses: 1 });
    reader.caches.operations.store(LONG, await madeFrom('ds_a'), '{"right":2}');
    await expect.poll(() => redis.client.get(key!).catch(() => '')).toContain('{"right":2}');
  });

  it('stores an answer when its index has another type', async () => {
    await redis.client.set('p:answers:ds_a', 'x');
    await store('key', '{}', ['ds_a']);
    expect(await redis.client.zrange('p:answers:ds_a', '0', '-1')).toEqual(await answerKeys());
  });

  it('stores no answer in Redis that holds a signed link', async () => {
    const { versions } = await collectVersions(() => recordExpiry(Date.now() + 60_000));
    writer.caches.operations.store('with a link', versions, '{}');
    await store('without', '{}', ['ds_a']);
    expect(await answerKeys()).toHaveLength(1);
    expect((await find('with a link', writer)).status).toBe('hit');
  });
});
