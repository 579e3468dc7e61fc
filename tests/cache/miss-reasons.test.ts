import { describe, expect, it, vi } from 'vitest';
import { AdaptiveTtl } from '../../src/cache/adaptive-ttl.js';
import { MissReasons } from '../../src/cache/miss-reasons.js';
import { EVERYTHING_CURRENT, responseMemory } from '../support/answer-memory.js';

const HOUR = 3_600;
const content = { contentType: 'application/json', body: Buffer.alloc(1_000) };
const versions = { datasets: new Map([['ds_1', 1]]), generation: null, isCacheable: true, expiresAt: null };

describe('a miss is counted', () => {
  it('as cold where nothing was stored', () => {
    const memory = responseMemory();
    memory.find('a');
    expect(memory.misses.counts).toEqual({ cold: 1, expired: 0, outdated: 0, evicted: 0, unavailable: 0 });
  });

  it('as expired when its time was over, also if it was evicted before', () => {
    const misses = new MissReasons<number>();
    misses.stored('a', 1, Date.now() - 1);
    misses.stored('b', 1, Date.now() + 60_000);
    for (const key of ['a', 'b']) misses.countMissing(key, () => false);
    expect(misses.counts).toMatchObject({ expired: 1, evicted: 1 });
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const memory = responseMemory();
      memory.store('a', versions, content);
      vi.setSystemTime(Date.now() + HOUR * 1_000);
      memory.find('a');
      expect(memory.misses.counts).toMatchObject({ expired: 1, cold: 0 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('as outdated when the dataset has changed, whether the answer was removed or found', () => {
    let revision = 1;
    const current = { ...EVERYTHING_CURRENT, isCurrent: (_id: string, of: number) => of === revision };
    const memory = responseMemory({ current });
    memory.store('found', versions, content);
    memory.store('dropped', versions, content);
    memory.dropDataset('ds_1');
    memory.store('found', versions, content);
    revision = 2;
    for (const key of ['found', 'dropped']) memory.find(key);
    expect(memory.misses.counts).toMatchObject({ outdated: 2, cold: 0, evicted: 0 });
  });

  it('as evicted when it had to make room', () => {
    const memory = responseMemory({ maxBytes: 20_000 });
    for (let key = 0; key < 20; key++) memory.store(`${key}`, versions, content);
    memory.find('0');
    memory.find('19');
    expect(memory.misses.counts).toMatchObject({ evicted: 1, cold: 0 });
  });
});

describe('CACHE_TTL_SECONDS=auto', () => {
  const counts = { cold: 0, expired: 0, outdated: 0, evicted: 0, unavailable: 0 };
  function adjusted(steps: Partial<typeof counts>[]): number[] {
    const now = { ...counts };
    const ttl = new AdaptiveTtl(() => [now]);
    ttl.close();
    return steps.map((step) => {
      for (const [reason, more] of Object.entries(step)) now[reason as keyof typeof counts] += more;
      ttl.adjust();
      return ttl.seconds;
    });
  }

  it('stores values longer while many misses have expired, up to 6 hours', () => {
    const busy = { expired: 50, cold: 50 };
    expect(adjusted([busy, busy, busy])).toEqual([16_200, 21_600, 21_600]);
  });

  it('stores them shorter while few have, down to an hour', () => {
    const cold = { cold: 1_000 };
    expect(adjusted([cold, cold, cold, cold])).toEqual([7_200, 4_800, 3_600, 3_600]);
  });

  it('stays where it is between, and where too little is known', () => {
    expect(adjusted([{ expired: 10, cold: 90 }, { expired: 99 }, { unavailable: 10_000 }])).toEqual([
      10_800, 10_800, 10_800,
    ]);
  });

  it('judges each interval by itself', () => {
    expect(adjusted([{ expired: 1_000 }, { evicted: 1_000 }, { outdated: 1_000 }])).toEqual([16_200, 10_800, 7_200]);
  });
});
