import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  collectVersions,
  isFresh,
  markUncacheable,
  recordDataset,
  recordExpiry,
  recordList,
} from '../../src/cache/answer-versions.js';
import { recordingCatalog } from '../../src/cache/recording-catalog.js';
import { record } from '../support/fake-services.js';

/** A catalog at these revisions. */
function current(revisions: Record<string, number>, generation = 'g1') {
  return { isCurrent: (id: string, revision: number) => revisions[id] === revision, generation: () => generation };
}

describe('the versions of an answer', () => {
  it('contain everything that was read while the operation ran', async () => {
    const { result, versions } = await collectVersions(async () => {
      recordDataset({ id: 'ds_a', revision: 3 });
      await pause(1);
      await Promise.all([1, 2].map(async () => recordDataset({ id: 'ds_b', revision: 1 })));
      return 'answer';
    });
    expect(result).toBe('answer');
    expect([...versions.datasets]).toEqual([
      ['ds_a', 3],
      ['ds_b', 1],
    ]);
  });

  it('are separate for concurrent operations', async () => {
    const collect = (id: string) =>
      collectVersions(async () => {
        await pause(2);
        recordDataset({ id, revision: 1 });
      });
    const [first, second] = await Promise.all([collect('ds_a'), collect('ds_b')]);
    expect([...first.versions.datasets.keys()]).toEqual(['ds_a']);
    expect([...second.versions.datasets.keys()]).toEqual(['ds_b']);
  });

  it('are not recorded outside of an operation', () => {
    expect(() => recordDataset({ id: 'ds_a', revision: 1 })).not.toThrow();
  });
});

describe('an answer', () => {
  const read = async (operation: () => void) => (await collectVersions(operation)).versions;

  it('is fresh while every dataset it read has the same revision', async () => {
    const versions = await read(() => {
      recordDataset({ id: 'ds_a', revision: 3 });
      recordDataset({ id: 'ds_b', revision: 1 });
    });
    expect(isFresh(versions, current({ ds_a: 3, ds_b: 1 }))).toBe(true);
    expect(isFresh(versions, current({ ds_a: 3, ds_b: 2 }))).toBe(false);
    expect(isFresh(versions, current({ ds_a: 3 }))).toBe(false);
  });

  it('is fresh after reading a list while the generation of the catalog is the same', async () => {
    const versions = await read(() => recordList('g1'));
    expect(isFresh(versions, current({}, 'g1'))).toBe(true);
    expect(isFresh(versions, current({}, 'g2'))).toBe(false);
  });

  it('is always fresh when it read nothing', async () => {
    expect(isFresh(await read(() => {}), current({}))).toBe(true);
  });

  it('is never served when it read two revisions of a dataset or two generations', async () => {
    const torn = await read(() => {
      recordDataset({ id: 'ds_a', revision: 3 });
      recordDataset({ id: 'ds_a', revision: 4 });
    });
    expect(isFresh(torn, current({ ds_a: 4 }))).toBe(false);
    const lists = await read(() => {
      recordList('g1');
      recordList('g2');
    });
    expect(isFresh(lists, current({}, 'g2'))).toBe(false);
  });

  it('is fresh until the first of its expiring parts expires', async () => {
    const versions = await read(() => {
      recordExpiry(3_000);
      recordExpiry(2_000);
      recordExpiry(4_000);
    });
    expect(isFresh(versions, current({}), 1_999)).toBe(true);
    expect(isFresh(versions, current({}), 2_000)).toBe(false);
    const long = await read(() => recordExpiry(Date.now() + 60_000));
    expect(isFresh(long, current({}))).toBe(true);
    expect(isFresh({ ...long, expiresAt: Date.now() }, current({}))).toBe(false);
  });

  it('is never served when it read something without a revision', async () => {
    expect(isFresh(await read(markUncacheable), current({}))).toBe(false);
  });
});

describe('a recording catalog', () => {
  const dataset = record({ id: 'ds_a', revision: 7 });
  const reads = recordingCatalog({
    get: async (id: string) => (id === dataset.id ? dataset : null),
    getAtLeast: async () => dataset,
    list: async (_: string) => [dataset],
    generation: async () => 'g1',
  });

  it('records the revision of a record read by get and getAtLeast', async () => {
    for (const operation of [() => reads.get('ds_a'), () => reads.getAtLeast('ds_a', 1)]) {
      const { result, versions } = await collectVersions(operation);
      expect(result).toBe(dataset);
      expect([...versions.datasets]).toEqual([['ds_a', 7]]);
      expect(versions.isCacheable).toBe(true);
    }
  });

  it('records the generation of a list', async () => {
    expect((await collectVersions(() => reads.list(''))).versions.generation).toBe('g1');
  });

  it('marks an answer about a missing dataset as uncacheable', async () => {
    expect((await collectVersions(() => reads.get('ds_b'))).versions.isCacheable).toBe(false);
  });
});
