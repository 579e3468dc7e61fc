import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newDatasetId } from '../../src/catalog/dataset-id.js';
import type { KeptVersion } from '../../src/model/dataset.js';
import { aRecord, openStorage, temporaryStorage } from './open-storage.js';

type Storage = Awaited<ReturnType<typeof openStorage>>;

async function place({ folders }: Storage, id: string, version: number, content = `rows of v${version}`) {
  const folder = await folders.begin(id);
  await mkdir(join(folder, 'source'));
  await writeFile(join(folder, 'normalized.parquet'), content);
  await folders.place(id, version, folder, async () => true);
}

/** As if the newest version had been published so long ago. */
async function age({ layout }: Storage, id: string, version: number, seconds: number) {
  const then = new Date(Date.now() - seconds * 1000);
  await utimes(layout.version(id, version), then, then);
}

function listed(...versions: number[]): KeptVersion[] {
  const { publication, source } = aRecord();
  return versions.map((version) => ({
    ...{ version, source, publication: publication!, reading: null },
    ...{ rowCount: 1, columnCount: 1, overrides: null },
  }));
}

describe('a version', () => {
  it('appears whole under its name', async () => {
    const storage = await openStorage(await temporaryStorage());
    const id = newDatasetId();
    await place(storage, id, 1);
    expect(await readdir(storage.layout.dataset(id))).toEqual(['v1']);
    expect(await readFile(storage.layout.parquet(id, 1), 'utf8')).toBe('rows of v1');
  });

  it('takes the place of what a dead process left under its number', async () => {
    const storage = await openStorage(await temporaryStorage());
    const id = newDatasetId();
    await place(storage, id, 2, 'never published');
    await place(storage, id, 2, 'published');
    expect(await readdir(storage.layout.dataset(id))).toEqual(['v2']);
    expect(await readFile(storage.layout.parquet(id, 2), 'utf8')).toBe('published');
  });

  it('that another process publishes while a paused one is about to replace a leftover stays', async () => {
    const dir = await temporaryStorage();
    const [paused, other] = [await openStorage(dir), await openStorage(dir)];
    const id = newDatasetId();
    await place(paused, id, 2, 'never published');
    const folder = await paused.folders.begin(id);
    // The record is read before the other one changes it; the second time it shows the change.
    const answers = [true, false];
    const isPlaced = await paused.folders.place(id, 2, folder, async () => {
      if (answers.length === 2) await place(other, id, 2, 'published');
      return answers.shift()!;
    });
    expect(isPlaced).toBe(false);
    expect(await readFile(paused.layout.parquet(id, 2), 'utf8')).toBe('published');
  });

  it('that is gone says that it was replaced or deleted', async () => {
    const storage = await openStorage(await temporaryStorage());
    const id = newDatasetId();
    const reading = storage.folders.withVersion({ id, version: 1 }, async (files) =>
      readFile(await files.localPath('schema.json')),
    );
    await expect(reading).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('old versions', () => {
  async function fourVersions(keepVersions: number) {
    const storage = await openStorage(await temporaryStorage(), { keepVersions });
    const id = newDatasetId();
    for (const version of [1, 2, 3, 4]) {
      await place(storage, id, version);
      await age(storage, id, version, 300);
    }
    return { storage, id, versions: () => readdir(storage.layout.dataset(id)) };
  }

  it('are kept up to so many, the current one included', async () => {
    const { storage, id, versions } = await fourVersions(3);
    await storage.folders.retire({ id, version: 4, earlier: [] });
    expect(await versions()).toEqual(['v2', 'v3', 'v4']);
  });

  it('leave a version above the current one alone, for it may be about to be published', async () => {
    const { storage, id, versions } = await fourVersions(1);
    await storage.folders.retire({ id, version: 3, earlier: [] });
    expect(await versions()).toEqual(['v3', 'v4']);
  });

  it('stay where the record lists them, also below one that was written and never published', async () => {
    const { storage, id, versions } = await fourVersions(3);
    await storage.folders.retire({ id, version: 4, earlier: listed(2, 1) });
    expect(await versions()).toEqual(['v1', 'v2', 'v4']);
  });

  it('stay up to so many where the record does not list them yet', async () => {
    const { storage, id, versions } = await fourVersions(3);
    await storage.folders.retire({ id, version: 4, earlier: listed(2) });
    expect(await versions()).toEqual(['v2', 'v3', 'v4']);
  });

  it('stay while a reader uses them', async () => {
    const { storage, id, versions } = await fourVersions(1);
    await storage.folders.withVersion({ id, version: 2 }, async () => {
      await storage.folders.retire({ id, version: 4, earlier: [] });
      expect(await versions()).toEqual(['v2', 'v4']);
    });
    await storage.folders.retire({ id, version: 4, earlier: [] });
    expect(await versions()).toEqual(['v4']);
  });

  it('stay for a minute after they left the list, which may be long after they were superseded', async () => {
    const { storage, id, versions } = await fourVersions(2);
    await age(storage, id, 4, 30);
    await storage.folders.retire({ id, version: 4, earlier: listed(3) });
    // Version 2 was listed until 4 was published; 1 until 3 was.
    expect(await versions()).toEqual(['v2', 'v3', 'v4']);
    await age(storage, id, 4, 61);
    await storage.folders.retire({ id, version: 4, earlier: listed(3) });
    expect(await versions()).toEqual(['v3', 'v4']);
  });

  it('stay for a minute after they were superseded, for readers in other processes', async () => {
    const { storage, id, versions } = await fourVersions(1);
    await age(storage, id, 4, 30);
    await storage.folders.retire({ id, version: 4, earlier: [] });
    expect(await versions()).toEqual(['v3', 'v4']);
    await age(storage, id, 4, 61);
    await storage.folders.retire({ id, version: 4, earlier: [] });
    expect(await versions()).toEqual(['v4']);
  });
});
