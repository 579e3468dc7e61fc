import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DistributedLock } from '../../../src/cache/redis/distributed-lock.js';
import { RedisLink } from '../../../src/cache/redis/link.js';
import { RedisStore } from '../../../src/cache/redis/redis-store.js';
import { Seal } from '../../../src/cache/seal.js';
import { readRedisUrl } from '../../../src/model/redis-target.js';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const LEASE = 'lease:test';

/** Work that takes some time and whose result is in a file then; in Redis too, where `redis` is given. */
function sharedWork(takesMs = 100, redis?: RedisServer) {
  const state = { made: 0, read: 0, result: null as string | null };
  const work = {
    key: 'value:test',
    decode: (value: Buffer) => (value.toString() === 'damaged' ? undefined : value.toString()),
    read: async () => {
      state.read++;
      return state.result;
    },
    publish: async (result: string) => {
      await redis?.client.set('value:test', result);
      return false;
    },
    compute: async () => {
      state.made++;
      await pause(takesMs);
      state.result = 'result';
      return state.result;
    },
  };
  return { state, work };
}

const lockOver = (link: RedisLink) =>
  new DistributedLock(new RedisStore(link, new Seal({ secret: 'secret', build: 'build' })));

it('computes in each process where there is no Redis', async () => {
  const { state, work } = sharedWork();
  const lock = new DistributedLock(null);
  expect(await Promise.all([lock.run(LEASE, work), lock.run(LEASE, work)])).toEqual(['result', 'result']);
  expect(state.made).toBe(2);
});

describe.skipIf(!hasRedis)('a distributed lock in Redis', () => {
  let redis: RedisServer;
  let links: RedisLink[];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    links = await Promise.all([1, 2, 3].map(() => RedisLink.open(readRedisUrl(redis.url)!, silent)));
  });
  afterEach(async () => {
    for (const link of links) link.stop();
    await redis.client.flushall();
  });

  it('computes in one of three processes, and the others get its result', async () => {
    const { state, work } = sharedWork();
    const results = await Promise.all(links.map((link) => lockOver(link).run(LEASE, work)));
    expect(results).toEqual(['result', 'result', 'result']);
    expect(state.made).toBe(1);
    expect(await redis.client.exists(LEASE)).toBe(0);
  });

  it('returns a cached value by the command that takes the lease, and reads no file', async () => {
    await redis.client.set('value:test', 'cached');
    const { state, work } = sharedWork();
    expect(await lockOver(links[0]!).run(LEASE, work)).toBe('cached');
    expect(state).toEqual({ made: 0, read: 0, result: null });
  });

  it('computes a value that cannot be used again in one of three processes', async () => {
    await redis.client.set('value:test', 'damaged');
    const { state, work } = sharedWork(100, redis);
    const results = await Promise.all(links.map((link) => lockOver(link).run(LEASE, work)));
    expect(results).toEqual(['result', 'result', 'result']);
    expect(state.made).toBe(1);
  });

  it('computes once although it takes longer than a lease', async () => {
    const { state, work } = sharedWork(4_500);
    await Promise.all(links.map((link) => lockOver(link).run(LEASE, work)));
    expect(state.made).toBe(1);
  });

  it('lets one other process compute when the holder of the lease has died', async () => {
    await redis.client.set(LEASE, 'a token of the dead', 'PX', 3_000);
    const { state, work } = sharedWork();
    const results = await Promise.all(links.map((link) => lockOver(link).run(LEASE, work)));
    expect(results).toEqual(['result', 'result', 'result']);
    expect(state.made).toBe(1);
  });

  it('lets the next process compute when one has failed, and reports the error to that one alone', async () => {
    const { state, work } = sharedWork();
    const failing = { ...work, compute: () => pause(100).then(() => Promise.reject(new Error('disk full'))) };
    const [first] = links as [RedisLink];
    const failed = expect(lockOver(first).run(LEASE, failing)).rejects.toThrow('disk full');
    await expect.poll(() => redis.client.exists(LEASE)).toBe(1);
    expect(await lockOver(links[1]!).run(LEASE, work)).toBe('result');
    await failed;
    expect(state.made).toBe(1);
  });

  it('does not release a lease that another process has taken meanwhile', async () => {
    const { work } = sharedWork();
    const slow = {
      ...work,
      compute: async () => {
        await redis.client.set(LEASE, 'a token of another', 'PX', 3_000);
        return 'mine';
      },
    };
    expect(await lockOver(links[0]!).run(LEASE, slow)).toBe('mine');
    expect(await redis.client.get(LEASE)).toBe('a token of another');
  });

  it('computes in the waiting processes when Redis becomes unavailable', async () => {
    await redis.client.set(LEASE, 'a token of another', 'PX', 3_000);
    const { state, work } = sharedWork();
    const waiting = lockOver(links[0]!).run(LEASE, work);
    await pause(100);
    redis.pause();
    expect(await waiting).toBe('result');
    expect(state.made).toBe(1);
    redis.resume();
  });
});
