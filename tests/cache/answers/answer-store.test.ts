import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AnswerVersions, collectVersions, noteDataset, noteExpiry } from '../../../src/cache/answer-versions.js';
import type { Caches } from '../../../src/cache/caches.js';
import { answerStore } from '../../support/answer-store.js';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.js';
import { openCaches } from '../open-caches.js';

const TYPE = 'application/json';

/** The versions of an answer that read these datasets at revision 1. */
async function made(...ids: string[]): Promise<AnswerVersions> {
  const reading = () => {
    for (const id of ids) noteDataset({ id, revision: 1 });
  };
  return (await collectVersions(reading)).versions;
}

describe('answers in memory', () => {
  it('are bounded in bytes, whatever comes', async () => {
    const store = answerStore({ maxBytes: 100_000 });
    for (let number = 0; number < 1_000; number++) {
      store.keep(`key ${number}`, await made(`ds_${number}`), TYPE, Buffer.alloc(number));
      expect(store.statistics().bytes).toBeLessThanOrEqual(100_000);
    }
    expect(store.statistics().entries).toBeGreaterThan(10);
    expect(store.find('key 999')).toMatchObject({ status: 'hit' });
    expect(store.find('key 0')).toEqual({ status: 'miss' });
  });

  it('count their compressed forms', async () => {
    const store = answerStore();
    const kept = store.keep('key', await made('ds_a'), TYPE, Buffer.alloc(5_000))!;
    const before = store.statistics().bytes;
    store.addForm('key', kept.body, 'br', Buffer.alloc(700));
    store.addForm('key', kept.body, 'gzip', Buffer.alloc(800));
    expect(store.statistics().bytes).toBe(before + 1_500);
    expect(store.find('key')).toMatchObject({ answer: { br: Buffer.alloc(700), gzip: Buffer.alloc(800) } });
    store.addForm('key', Buffer.alloc(5_000), 'br', Buffer.alloc(1));
    expect(store.find('key')).toMatchObject({ answer: { br: Buffer.alloc(700) } });
  });

  it('go with any of the datasets they read, and not with others', async () => {
    const store = answerStore();
    store.keep('a', await made('ds_a'), TYPE, Buffer.from('a'));
    store.keep('ab', await made('ds_a', 'ds_b'), TYPE, Buffer.from('ab'));
    store.keep('b', await made('ds_b'), TYPE, Buffer.from('b'));
    expect(store.dropFromMemory('ds_a').sort()).toEqual(['a', 'ab']);
    expect(store.find('b').status).toBe('hit');
    expect(store.dropFromMemory('ds_a')).toEqual([]);
  });

  it('larger than an eighth of the room are not kept, and push nothing out', async () => {
    const store = answerStore({ maxBytes: 80_000 });
    store.keep('small', await made('ds_a'), TYPE, Buffer.from('a'));
    store.keep('large', await made('ds_a'), TYPE, Buffer.alloc(11_000));
    expect(store.find('large').status).toBe('miss');
    expect(store.find('small').status).toBe('hit');
    expect(store.statistics()).toMatchObject({ fills: 1, fillsRejected: 1 });
  });

  it('end with their time to live, and before it where something in them does', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const store = answerStore({ ttlSeconds: 3_600 });
      store.keep('lasting', await made('ds_a'), TYPE, Buffer.from('a'));
      const { versions } = await collectVersions(() => noteExpiry(Date.now() + 60_000));
      store.keep('with a link', versions, TYPE, Buffer.from('b'));
      const { versions: over } = await collectVersions(() => noteExpiry(Date.now()));
      expect(store.keep('over', over, TYPE, Buffer.from('c'))).toBeNull();
      vi.setSystemTime(Date.now() + 59_000);
      expect(store.find('with a link').status).toBe('hit');
      vi.setSystemTime(Date.now() + 1_000);
      expect(store.find('with a link').status).toBe('stale');
      vi.setSystemTime(Date.now() + 3_200_000 - 60_000);
      expect(store.find('lasting').status).toBe('hit');
      vi.setSystemTime(Date.now() + 400_000);
      expect(store.find('lasting').status).toBe('stale');
    } finally {
      vi.useRealTimers();
    }
  });

  it('are misses where the storage folder cannot be read', async () => {
    const unreadable = () => {
      throw new Error('the disk says no');
    };
    const watched = {
      isCurrent: () => true,
      generation: () => 'g1',
      barrier: async () => undefined,
      changeCounter: () => 1,
    };
    for (const broken of [{ generation: unreadable }, { changeCounter: unreadable }]) {
      const store = answerStore({ current: { ...watched, ...broken } });
      store.keep('list', { ...(await made('ds_a')), generation: 'g1' }, TYPE, Buffer.from('a'));
      expect(store.find('list').status).toBe('stale');
    }
  });

  it('are compared with the files whenever something was acknowledged since, and once a second anyway', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const catalog = { changeCounter: 1, revision: 1, looks: 0 };
      const store = answerStore({
        current: {
          isCurrent(_, revision) {
            catalog.looks++;
            return revision === catalog.revision;
          },
          generation: () => 'g1',
          barrier: async () => undefined,
          changeCounter: () => catalog.changeCounter,
        },
      });
      store.keep('a', await made('ds_a'), TYPE, Buffer.from('a'));
      for (let time = 0; time < 3; time++) expect(store.find('a').status).toBe('hit');
      expect(catalog.looks).toBe(1);
      // Another dataset.
      catalog.changeCounter = 2;
      expect(store.find('a').status).toBe('hit');
      expect(catalog.looks).toBe(2);
      // By hand, behind the log's back.
      catalog.revision = 2;
      vi.setSystemTime(Date.now() + 1_000);
      expect(store.find('a').status).toBe('stale');
      store.keep('a', await made('ds_a'), TYPE, Buffer.from('a'));
      catalog.changeCounter = 3;
      expect(store.find('a').status).toBe('stale');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe.skipIf(!hasRedis)('answers in Redis', () => {
  let redis: RedisServer;
  let writer: Caches;
  let reader: Caches;
  let counters: Awaited<ReturnType<typeof openCaches>>['counters'];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.client.flushall();
    writer = (await openCaches(redis.url, { prefix: 'p:' })).caches;
    ({ caches: reader, counters } = await openCaches(redis.url, { prefix: 'p:' }));
  });
  afterEach(() => {
    writer.close();
    reader.close();
  });

  const keep = async (key: string, body: string, ...ids: string[]) => {
    writer.answers.requests.keep(key, await made(...ids), TYPE, Buffer.from(body));
    await expect.poll(() => answerKeys()).not.toEqual([]);
  };
  const answerKeys = async () => (await redis.client.keys('*')).filter((key) => key.startsWith('p:front:'));

  it('are found by other processes, byte for byte, and then in their memory', async () => {
    await keep('key', '{"é":"\n\u2028"}', 'ds_a');
    expect(reader.answers.requests.find('key').status).toBe('miss');
    const found = await reader.answers.requests.findShared('key');
    expect(found).toMatchObject({ status: 'hit', from: 'redis', answer: { contentType: TYPE } });
    expect(found.status === 'hit' && found.answer.body.toString()).toBe('{"é":"\n\u2028"}');
    expect(reader.answers.requests.find('key')).toMatchObject({ status: 'hit', from: 'memory' });
    expect(await reader.answers.operations.findShared('key')).toEqual({ status: 'miss' });
  });

  it('are asked for once, however many want the same at the same time', async () => {
    await keep('key', 'a', 'ds_a');
    await redis.client.config('RESETSTAT');
    const found = await Promise.all(Array.from({ length: 50 }, () => reader.answers.requests.findShared('key')));
    expect(found.every(({ status }) => status === 'hit')).toBe(true);
    expect(await redis.client.info('commandstats')).toMatch(/cmdstat_get:calls=1,/);
  });

  it('end, and so does the list of those of a dataset, which is no longer than what there is', async () => {
    await keep('key', 'a', 'ds_a', 'ds_b');
    const [key] = await answerKeys();
    const ttl = await redis.client.pttl(key!);
    expect(ttl).toBeGreaterThan(3_200_000);
    expect(ttl).toBeLessThanOrEqual(3_600_000);
    for (const id of ['ds_a', 'ds_b']) {
      expect(await redis.client.zrange(`p:answers:${id}`, '0', '-1')).toEqual([key]);
      expect(await redis.client.pttl(`p:answers:${id}`)).toBeGreaterThan(ttl - 1_000);
    }
    await redis.client.zadd('p:answers:ds_a', '1', 'p:front:ended');
    writer.answers.requests.keep('another', await made('ds_a'), TYPE, Buffer.from('b'));
    await expect.poll(() => redis.client.zcard('p:answers:ds_a')).toBe(2);
    expect(await redis.client.zscore('p:answers:ds_a', 'p:front:ended')).toBeNull();
  });

  it('are dropped with a dataset they read, and counted', async () => {
    await keep('key', 'a', 'ds_a', 'ds_b');
    await expect.poll(() => redis.client.exists('p:answers:ds_a', 'p:answers:ds_b')).toBe(2);
    expect(await reader.dropDataset('ds_b')).toBe(1);
    expect(await answerKeys()).toEqual([]);
    expect(await redis.client.exists('p:answers:ds_b')).toBe(0);
  });

  it.each<[string, (key: string) => Promise<unknown>]>([
    ['damaged', (key) => redis.client.setrange(key, 60, 'XXXX')],
    ['cut short', async (key) => redis.client.set(key, await redis.client.getrange(key, 0, 40))],
    ['empty', (key) => redis.client.set(key, '')],
    [
      'of another key',
      async (key) => {
        writer.answers.requests.keep('other', await made('ds_a'), TYPE, Buffer.from('other'));
        await expect.poll(answerKeys).toHaveLength(2);
        const other = (await answerKeys()).find((name) => name !== key)!;
        await redis.client.copy(other, key, 'REPLACE');
      },
    ],
  ])('that are %s are misses, counted, and replaced by the next', async (_, harm) => {
    await keep('key', 'a', 'ds_a');
    const [key] = await answerKeys();
    await harm(key!);
    expect(await reader.answers.requests.findShared('key')).toEqual({ status: 'miss' });
    expect(await counters('redis')).toMatchObject({ unreadable: 1, hits: 0 });
    reader.answers.requests.keep('key', await made('ds_a'), TYPE, Buffer.from('anew'));
    await expect.poll(() => redis.client.get(key!)).toContain('anew');
  });

  it('are misses where something of another type has their name, and so has the list', async () => {
    await keep('key', 'a', 'ds_a');
    const [key] = await answerKeys();
    await redis.client.del(key!, 'p:answers:ds_a');
    await redis.client.lpush(key!, 'x');
    await redis.client.set('p:answers:ds_a', 'x');
    expect(await reader.answers.requests.findShared('key')).toEqual({ status: 'miss' });
    reader.answers.requests.keep('key', await made('ds_a'), TYPE, Buffer.from('anew'));
    await expect.poll(() => redis.client.type(key!)).toBe('string');
    expect(await redis.client.zrange('p:answers:ds_a', '0', '-1')).toEqual([key]);
  });

  it('hold nothing that expires by itself, such as a signed link', async () => {
    const { versions } = await collectVersions(() => noteExpiry(Date.now() + 60_000));
    writer.answers.requests.keep('with a link', versions, TYPE, Buffer.from('a'));
    await keep('without', 'b', 'ds_a');
    expect(await answerKeys()).toHaveLength(1);
    expect(writer.answers.requests.find('with a link').status).toBe('hit');
  });
});
