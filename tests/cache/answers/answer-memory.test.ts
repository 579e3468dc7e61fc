import { describe, expect, it, vi } from 'vitest';
import {
  type AnswerVersions,
  collectVersions,
  recordDataset,
  recordExpiry,
} from '../../../src/cache/answer-versions.js';
import { EVERYTHING_CURRENT, responseMemory } from '../../support/answer-memory.js';

/** The versions of an answer that read these datasets at revision 1. */
async function madeFrom(...ids: string[]): Promise<AnswerVersions> {
  const reading = () => {
    for (const id of ids) recordDataset({ id, revision: 1 });
  };
  return (await collectVersions(reading)).versions;
}

const response = (body: string | number) => ({
  contentType: 'application/json',
  body: typeof body === 'string' ? Buffer.from(body) : Buffer.alloc(body),
});

describe('answers in memory', () => {
  it('evicts answers before the memory exceeds its limit', async () => {
    const memory = responseMemory({ maxBytes: 100_000 });
    for (let number = 0; number < 1_000; number++) {
      memory.store(`key ${number}`, await madeFrom(`ds_${number}`), response(number));
      expect(memory.statistics().bytes).toBeLessThanOrEqual(100_000);
    }
    expect(memory.statistics().entries).toBeGreaterThan(10);
    expect(memory.find('key 999')).toMatchObject({ status: 'hit' });
    expect(memory.find('key 0')).toEqual({ status: 'miss' });
  });

  it('counts the bytes of compressed forms', async () => {
    const memory = responseMemory();
    const { content } = memory.store('key', await madeFrom('ds_a'), response(5_000))!;
    const before = memory.statistics().bytes;
    content.br = Buffer.alloc(700);
    content.gzip = Buffer.alloc(800);
    memory.resize('key', content);
    expect(memory.statistics().bytes).toBe(before + 1_500);
    expect(memory.find('key')).toMatchObject({ status: 'hit', answer: { content } });
    memory.resize('key', response(5_000));
    expect(memory.statistics().bytes).toBe(before + 1_500);
  });

  it('drops the answers that read a dataset, and no others', async () => {
    const memory = responseMemory();
    memory.store('a', await madeFrom('ds_a'), response('a'));
    memory.store('ab', await madeFrom('ds_a', 'ds_b'), response('ab'));
    memory.store('b', await madeFrom('ds_b'), response('b'));
    expect(memory.dropDataset('ds_a').sort()).toEqual(['a', 'ab']);
    expect(memory.find('b').status).toBe('hit');
    expect(memory.dropDataset('ds_a')).toEqual([]);
  });

  it('does not store an answer larger than an eighth of the memory', async () => {
    const memory = responseMemory({ maxBytes: 80_000 });
    memory.store('small', await madeFrom('ds_a'), response('a'));
    memory.store('large', await madeFrom('ds_a'), response(11_000));
    expect(memory.find('large').status).toBe('miss');
    expect(memory.find('small').status).toBe('hit');
    expect(memory.statistics()).toMatchObject({ fills: 1, fillsRejected: 1 });
  });

  it('lets answers expire with their time to live or with what they hold, whichever is earlier', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const memory = responseMemory({ ttl: { seconds: 3_600 } });
      memory.store('lasting', await madeFrom('ds_a'), response('a'));
      const { versions } = await collectVersions(() => recordExpiry(Date.now() + 60_000));
      memory.store('with a link', versions, response('b'));
      const { versions: expired } = await collectVersions(() => recordExpiry(Date.now()));
      expect(memory.store('expired', expired, response('c'))).toBeNull();
      vi.setSystemTime(Date.now() + 59_000);
      expect(memory.find('with a link').status).toBe('hit');
      vi.setSystemTime(Date.now() + 1_000);
      expect(memory.find('with a link').status).toBe('stale');
      vi.setSystemTime(Date.now() + 3_200_000 - 60_000);
      expect(memory.find('lasting').status).toBe('hit');
      vi.setSystemTime(Date.now() + 400_000);
      expect(memory.find('lasting').status).toBe('stale');
    } finally {
      vi.useRealTimers();
    }
  });

  it('misses when the storage folder cannot be read', async () => {
    const unreadable = () => {
      throw new Error('the disk says no');
    };
    for (const broken of [{ generation: unreadable }, { changeCounter: unreadable }]) {
      const memory = responseMemory({ current: { ...EVERYTHING_CURRENT, ...broken } });
      memory.store('list', { ...(await madeFrom('ds_a')), generation: 'g1' }, response('a'));
      expect(memory.find('list').status).toBe('stale');
    }
  });

  it('compares an answer with the catalog after each acknowledged change, and at least once a second', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const catalog = { changes: 1, revision: 1, comparisons: 0 };
      const memory = responseMemory({
        current: {
          isCurrent(_, revision) {
            catalog.comparisons++;
            return revision === catalog.revision;
          },
          generation: () => 'g1',
          changeCounter: () => catalog.changes,
        },
      });
      memory.store('a', await madeFrom('ds_a'), response('a'));
      for (let time = 0; time < 3; time++) expect(memory.find('a').status).toBe('hit');
      expect(catalog.comparisons).toBe(1);
      // Another dataset has changed.
      catalog.changes = 2;
      expect(memory.find('a').status).toBe('hit');
      expect(catalog.comparisons).toBe(2);
      // A file that was replaced by hand is in no log.
      catalog.revision = 2;
      vi.setSystemTime(Date.now() + 1_000);
      expect(memory.find('a').status).toBe('stale');
      memory.store('a', await madeFrom('ds_a'), response('a'));
      catalog.changes = 3;
      expect(memory.find('a').status).toBe('stale');
    } finally {
      vi.useRealTimers();
    }
  });
});
