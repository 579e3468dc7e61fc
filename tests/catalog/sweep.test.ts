import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newDatasetId } from '../../src/catalog/dataset-id.js';
import { sweep } from '../../src/catalog/sweep.js';
import { aRecord, openStorage, temporaryStorage } from './open-storage.js';

const DEAD = 'some-host-1-000000000000';

async function aged(path: string, minutes: number) {
  const then = new Date(Date.now() - minutes * 60_000);
  await utimes(path, then, then);
}

describe('the sweep', () => {
  it('removes what a dead process was writing, and leaves what a living one is', async () => {
    const storage = await openStorage(await temporaryStorage());
    const { layout, catalog, folders } = storage;
    const record = aRecord();
    const alive = await folders.begin(record.id);
    await catalog.create(record);
    const dead = layout.temporary(record.id, DEAD);
    await mkdir(join(dead, 'source'), { recursive: true });
    await writeFile(layout.temporary(record.id, DEAD), 'half a record');
    await sweep(storage);
    expect(await readdir(layout.dataset(record.id))).toEqual([basename(alive), 'dataset.1.json']);
  });

  it('keeps the pending source of a dead process', async () => {
    const storage = await openStorage(await temporaryStorage());
    const { layout, catalog } = storage;
    const draft = aRecord({ status: 'PROCESSING' });
    const folder = layout.temporary(draft.id, DEAD);
    await mkdir(folder, { recursive: true });
    const pending = {
      folder: basename(folder),
      source: draft.source,
      options: {},
      owner: DEAD,
      reason: 'UPLOAD' as const,
      version: 1,
      attempt: 1,
    };
    await catalog.create({ ...draft, pending });
    await sweep(storage);
    expect(await readdir(layout.dataset(draft.id))).toEqual([basename(folder), 'dataset.1.json']);
  });

  it('removes the folder of an upload that was never acknowledged', async () => {
    const storage = await openStorage(await temporaryStorage());
    const { layout } = storage;
    await mkdir(join(layout.temporary(newDatasetId(), DEAD), 'source'), { recursive: true });
    await mkdir(layout.dataset(newDatasetId()));
    await sweep(storage);
    expect(await readdir(layout.datasets)).toEqual(['catalog.log']);
  });

  it('removes revisions superseded more than ten minutes ago, not sooner', async () => {
    const storage = await openStorage(await temporaryStorage());
    const { layout, catalog } = storage;
    const { id } = aRecord();
    await mkdir(layout.dataset(id));
    await catalog.create(aRecord({ id }));
    await catalog.change(id, () => ({ name: 'second' }));
    await catalog.change(id, () => ({ name: 'third' }));
    await aged(layout.record(id, 2), 11);
    await aged(layout.record(id, 3), 9);
    await sweep(storage);
    expect(await readdir(layout.dataset(id))).toEqual(['dataset.2.json', 'dataset.3.json']);
    await aged(layout.record(id, 3), 11);
    await sweep(storage);
    expect(await readdir(layout.dataset(id))).toEqual(['dataset.3.json']);
    expect(await catalog.get(id)).toMatchObject({ name: 'third' });
  });

  it('forgets a deleted dataset after a day, not sooner', async () => {
    const storage = await openStorage(await temporaryStorage());
    const { layout, catalog } = storage;
    const { id } = aRecord();
    await mkdir(layout.dataset(id));
    await catalog.create(aRecord({ id }));
    await catalog.delete(id);
    await mkdir(layout.version(id, 1));
    await aged(layout.record(id, 2), 23 * 60);
    await sweep(storage);
    expect(await readdir(layout.dataset(id))).toEqual(['dataset.2.json']);
    await aged(layout.record(id, 2), 25 * 60);
    await sweep(storage);
    expect(await readdir(layout.datasets)).toEqual(['catalog.log']);
    expect(await catalog.get(id)).toBeNull();
  });
});
