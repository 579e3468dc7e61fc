import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SharedTurns } from '../../../src/cache/redis/distributed-lock.js';
import { RedisLink } from '../../../src/cache/redis/link.js';
import { readRedisUrl } from '../../../src/model/redis-target.js';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const LEASE = 'lease:test';

/** Work that takes a moment, and whose result everybody finds, as they would find a file. */
function sharedWork(takesMs = 100) {
  const state = { made: 0, result: null as string | null };
  const work = {
    find: async () => state.result,
    make: async () => {
      state.made++;
      await pause(takesMs);
      state.result = 'result';
      return state.result;
    },
  };
  return { state, work };
}

it('without Redis each works for itself', async () => {
  const { state, work } = sharedWork();
  const turns = new SharedTurns(null);
  expect(await Promise.all([turns.once(LEASE, work), turns.once(LEASE, work)])).toEqual(['result', 'result']);
  expect(state.made).toBe(2);
});

describe.skipIf(!hasRedis)('with Redis', () => {
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

  it('one of three does it, and the others get its result', async () => {
    const { state, work } = sharedWork();
    const results = await Promise.all(links.map((link) => new SharedTurns(link).once(LEASE, work)));
    expect(results).toEqual(['result', 'result', 'result']);
    expect(state.made).toBe(1);
    expect(await redis.client.exists(LEASE)).toBe(0);
  });

  it('work that takes longer than a lease is still done by one', async () => {
    const { state, work } = sharedWork(4_500);
    await Promise.all(links.map((link) => new SharedTurns(link).once(LEASE, work)));
    expect(state.made).toBe(1);
  });

  it('whoever holds the lease and dies is followed by one other', async () => {
    await redis.client.set(LEASE, 'a token of the dead', 'PX', 3_000);
    const { state, work } = sharedWork();
    const results = await Promise.all(links.map((link) => new SharedTurns(link).once(LEASE, work)));
    expect(results).toEqual(['result', 'result', 'result']);
    expect(state.made).toBe(1);
  });

  it('work that fails is tried by the next, and its error is the failed one’s alone', async () => {
    const { state, work } = sharedWork();
    const failing = { ...work, make: () => pause(100).then(() => Promise.reject(new Error('disk full'))) };
    const [first] = links as [RedisLink];
    const failed = expect(new SharedTurns(first).once(LEASE, failing)).rejects.toThrow('disk full');
    await expect.poll(() => redis.client.exists(LEASE)).toBe(1);
    expect(await new SharedTurns(links[1]!).once(LEASE, work)).toBe('result');
    await failed;
    expect(state.made).toBe(1);
  });

  it('a lease that another has taken meanwhile is not given back in its name', async () => {
    const { work } = sharedWork();
    const slow = {
      ...work,
      make: async () => {
        await redis.client.set(LEASE, 'a token of another', 'PX', 3_000);
        return 'mine';
      },
    };
    expect(await new SharedTurns(links[0]!).once(LEASE, slow)).toBe('mine');
    expect(await redis.client.get(LEASE)).toBe('a token of another');
  });

  it('when Redis goes away while some wait, they work for themselves', async () => {
    await redis.client.set(LEASE, 'a token of another', 'PX', 3_000);
    const { state, work } = sharedWork();
    const waiting = new SharedTurns(links[0]!).once(LEASE, work);
    await pause(100);
    redis.pause();
    expect(await waiting).toBe('result');
    expect(state.made).toBe(1);
    redis.resume();
  });
});
