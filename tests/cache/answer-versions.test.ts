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
  it('are those read while the operation ran, in whatever it awaited', async () => {
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

  it('of operations that run at the same time are kept apart', async () => {
    const collect = (id: string) =>
      collectVersions(async () => {
        await pause(2);
        recordDataset({ id, revision: 1 });
      });
    const [first, second] = await Promise.all([collect('ds_a'), collect('ds_b')]);
    expect([...first.versions.datasets.keys()]).toEqual(['ds_a']);
    expect([...second.versions.datasets.keys()]).toEqual(['ds_b']);
  });

  it('are noted nowhere outside of an operation', () => {
    expect(() => recordDataset({ id: 'ds_a', revision: 1 })).not.toThrow();
  });
});

describe('an answer', () => {
  const read = async (operation: () => void) => (await collectVersions(operation)).versions;

  it('holds while every dataset it read is at the revision it read', async () => {
    const versions = await read(() => {
      recordDataset({ id: 'ds_a', revision: 3 });
      recordDataset({ id: 'ds_b', revision: 1 });
    });
    expect(isFresh(versions, current({ ds_a: 3, ds_b: 1 }))).toBe(true);
    expect(isFresh(versions, current({ ds_a: 3, ds_b: 2 }))).toBe(false);
    expect(isFresh(versions, current({ ds_a: 3 }))).toBe(false);
  });

  it('with a list holds while the catalog is of the same generation', async () => {
    const versions = await read(() => recordList('g1'));
    expect(isFresh(versions, current({}, 'g1'))).toBe(true);
    expect(isFresh(versions, current({}, 'g2'))).toBe(false);
  });

  it('that read nothing holds for ever', async () => {
    expect(isFresh(await read(() => {}), current({}))).toBe(true);
  });

  it('that read one dataset at two revisions, or two generations, is torn and never served', async () => {
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

  it('with something that does not last holds until the first of it ends', async () => {
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

  it('that read what no revision stands for is never served', async () => {
    expect(isFresh(await read(markUncacheable), current({}))).toBe(false);
  });
});

describe('a catalog that notes its reads', () => {
  const dataset = record({ id: 'ds_a', revision: 7 });
  const reads = recordingCatalog({
    get: async (id: string) => (id === dataset.id ? dataset : null),
    getAtLeast: async () => dataset,
    list: async (_: string) => [dataset],
    generation: async () => 'g1',
  });

  it('notes the revision of a record, by get and by getAtLeast', async () => {
    for (const operation of [() => reads.get('ds_a'), () => reads.getAtLeast('ds_a', 1)]) {
      const { result, versions } = await collectVersions(operation);
      expect(result).toBe(dataset);
      expect([...versions.datasets]).toEqual([['ds_a', 7]]);
      expect(versions.isCacheable).toBe(true);
    }
  });

  it('notes the generation of a list', async () => {
    expect((await collectVersions(() => reads.list(''))).versions.generation).toBe('g1');
  });

  it('lets nobody keep that a dataset was not there', async () => {
    expect((await collectVersions(() => reads.get('ds_b'))).versions.isCacheable).toBe(false);
  });
});
