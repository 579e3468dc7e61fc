import { execFile } from 'node:child_process';
import { link, mkdir, readdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { DatasetRecord } from '../../src/model/dataset.js';
import { aRecord, openStorage, temporaryStorage } from './open-storage.js';

const run = promisify(execFile);

type Storage = Awaited<ReturnType<typeof openStorage>>;

async function create({ catalog, layout }: Storage, fields: Partial<DatasetRecord> = {}): Promise<DatasetRecord> {
  const record = aRecord(fields);
  await mkdir(layout.dataset(record.id));
  return catalog.create(record);
}

const names = async ({ catalog }: Storage) =>
  (await catalog.list({ first: 200, orderBy: 'NAME' })).edges.map((edge) => edge.node.name);

describe('a record', () => {
  it('is the same after a restart', async () => {
    const dir = await temporaryStorage();
    const created = await create(await openStorage(dir), { name: 'Umsätze 2024' });
    const reopened = await openStorage(dir);
    expect(await reopened.catalog.get(created.id)).toEqual(created);
    expect(created).toMatchObject({ revision: 1, name: 'Umsätze 2024' });
  });

  it('is seen by another process at once after each change', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a);
    for (let rowCount = 1; rowCount <= 20; rowCount++) {
      await (rowCount % 2 ? a : b).catalog.change(id, () => ({ rowCount }));
      expect((await a.catalog.get(id))?.rowCount).toBe(rowCount);
      expect((await b.catalog.get(id))?.rowCount).toBe(rowCount);
    }
  });

  it('is current until the next revision is published, by whatever process', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a);
    expect(await a.catalog.isNewest({ id, revision: 1 })).toBe(true);
    await b.catalog.change(id, () => ({ name: 'Other' }));
    expect(await a.catalog.isNewest({ id, revision: 1 })).toBe(false);
    expect(await a.catalog.isNewest({ id, revision: 2 })).toBe(true);
    expect(await a.catalog.isNewest({ id, revision: 3 })).toBe(false);
  });

  it('is absent for texts that are no ids, without a look at the disk', async () => {
    const dir = await temporaryStorage();
    const { catalog } = await openStorage(dir);
    for (const id of ['', 'ds_1', '../catalog.log', 'ds_/../../../etc/passwd0000', `ds_${'A'.repeat(22)}`]) {
      expect(await catalog.get(id)).toBeNull();
      await expect(catalog.change(id, () => ({}))).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    }
  });

  it('that was written before records listed the versions that are kept has the current one alone', async () => {
    const dir = await temporaryStorage();
    const first = await openStorage(dir);
    const { publication: _, earlier: __, ...before } = await create(first, { version: 3 });
    await writeFile(first.layout.record(before.id, 1), JSON.stringify(before));
    const { catalog } = await openStorage(dir);
    const expected = { publication: { reason: 'REPLACE', at: before.updatedAt }, earlier: [] };
    expect(await catalog.get(before.id)).toMatchObject(expected);
    expect(await catalog.change(before.id, () => ({ rowCount: 9 }))).toMatchObject(expected);
  });

  it('that is damaged leaves the others readable', async () => {
    const dir = await temporaryStorage();
    const first = await openStorage(dir);
    const damaged = await create(first, { name: 'Damaged' });
    await create(first, { name: 'Sound' });
    await writeFile(first.layout.record(damaged.id, 1), '{ not json');
    expect(await names(await openStorage(dir))).toEqual(['Sound']);
  });
});

describe('a change', () => {
  it('is decided again when another change was first', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a, { rowCount: 0 });
    let asked = 0;
    const changed = await a.catalog.change(id, async (record) => {
      if (asked++ === 0) await b.catalog.change(id, () => ({ rowCount: 100 }));
      return { rowCount: record.rowCount! + 1 };
    });
    expect(asked).toBe(2);
    expect(changed).toMatchObject({ rowCount: 101, revision: 3 });
  });

  it('that decides on nothing publishes nothing', async () => {
    const dir = await temporaryStorage();
    const { catalog, ...storage } = await openStorage(dir);
    const created = await create({ catalog, ...storage });
    const generation = await catalog.generation();
    expect(await catalog.change(created.id, () => null)).toEqual(created);
    expect(await catalog.generation()).toBe(generation);
  });

  it('is never lost among two hundred at once in two catalogs', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a, { rowCount: 0 });
    const increment = (storage: Storage) => storage.catalog.change(id, (r) => ({ rowCount: r.rowCount! + 1 }));
    await Promise.all(Array.from({ length: 100 }, () => [increment(a), increment(b)]).flat());
    expect(await a.catalog.get(id)).toMatchObject({ rowCount: 200, revision: 201 });
    expect(await b.catalog.get(id)).toMatchObject({ rowCount: 200, revision: 201 });
  });

  it('is never lost among those of four processes', async () => {
    const dir = await temporaryStorage();
    const storage = await openStorage(dir);
    const { id } = await create(storage, { rowCount: 0 });
    const script = new URL('children/increment.mjs', import.meta.url).pathname;
    await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, [script, dir, id, '25'])));
    expect(await storage.catalog.get(id)).toMatchObject({ rowCount: 100, revision: 101 });
    expect((await storage.catalog.list({ first: 1, orderBy: 'NEWEST' })).edges[0]?.node.rowCount).toBe(100);
    const left = (await readdir(storage.layout.dataset(id))).filter((name) => name.startsWith('.tmp-'));
    expect(left).toEqual([]);
  });
});

describe('a change whose writer died before it announced it', () => {
  it('is in every list once anybody has seen it', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const created = await create(a, { name: 'North' });
    expect(await names(a)).toEqual(['North']);
    // What put() has done when it is killed between the link and the line in the log.
    const unfinished = b.layout.temporary(created.id, 'some-host-1-000000000000');
    await writeFile(unfinished, JSON.stringify({ ...created, revision: 2, name: 'South' }));
    await link(unfinished, b.layout.record(created.id, 2));

    expect((await b.catalog.get(created.id))?.name).toBe('South');
    expect(await names(a)).toEqual(['South']);
    expect(await a.catalog.isNewest({ id: created.id, revision: 1 })).toBe(false);
  });
});

describe('the list', () => {
  it('holds what another process created, changed and deleted, at once', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    expect(await names(b)).toEqual([]);
    const north = await create(a, { name: 'North' });
    const south = await create(a, { name: 'South' });
    expect(await names(b)).toEqual(['North', 'South']);
    await a.catalog.change(south.id, () => ({ name: 'East' }));
    expect(await names(b)).toEqual(['East', 'North']);
    await b.catalog.delete(north.id);
    expect(await names(a)).toEqual(['East']);
  });

  it('has a generation that every change raises in every process', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const seen = new Set([await a.catalog.generation()]);
    const { id } = await create(a);
    seen.add(await b.catalog.generation());
    await b.catalog.change(id, () => ({ name: 'Other' }));
    seen.add(await a.catalog.generation());
    await a.catalog.delete(id);
    seen.add(await b.catalog.generation());
    expect(seen.size).toBe(4);
    expect(await a.catalog.generation()).toBe(await b.catalog.generation());
  });

  it('is right though lines of the log were cut short by a full disk', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    await create(a, { name: 'North' });
    expect(await names(b)).toEqual(['North']);
    await writeFile(a.layout.catalogLog, 'ds_0r', { flag: 'a' });
    await create(a, { name: 'South' });
    await writeFile(a.layout.catalogLog, 'ds_', { flag: 'a' });
    expect(await names(b)).toEqual(['North', 'South']);
    await create(a, { name: 'West' });
    expect(await names(b)).toEqual(['North', 'South', 'West']);
  });

  it('is right though a process that started compacted the log', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a, { name: 'North' });
    expect(await names(b)).toEqual(['North']);
    await writeFile(a.layout.catalogLog, `${id} 1\n`.repeat(50_000), { flag: 'a' });
    const generation = await a.catalog.generation();
    const c = await openStorage(dir);
    expect(await a.catalog.generation()).not.toBe(generation);
    await a.catalog.change(id, () => ({ name: 'East' }));
    expect(await names(b)).toEqual(['East']);
    expect(await names(c)).toEqual(['East']);
  });
});

describe('a deleted dataset', () => {
  it('is gone in every process and after a restart, with its files', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a);
    await mkdir(a.layout.version(id, 1));
    await writeFile(a.layout.parquet(id, 1), 'rows');
    await a.catalog.delete(id);
    for (const { catalog } of [a, b, await openStorage(dir)]) {
      expect(await catalog.get(id)).toBeNull();
      expect((await catalog.list({ first: 10, orderBy: 'NEWEST' })).totalCount).toBe(0);
      await expect(catalog.change(id, () => ({ name: 'Again' }))).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
      await expect(catalog.delete(id)).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    }
    expect(await readdir(a.layout.dataset(id))).toEqual(['dataset.1.json', 'dataset.2.json']);
    expect(await a.catalog.isNewest({ id, revision: 1 })).toBe(false);
  });

  it('stays deleted under a change that was being decided meanwhile', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a);
    const change = a.catalog.change(id, async () => {
      await b.catalog.delete(id);
      return { name: 'Late' };
    });
    await expect(change).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    expect(await b.catalog.get(id)).toBeNull();
  });
});

describe('atLeastVersion', () => {
  it('waits for a version that another process publishes', async () => {
    const dir = await temporaryStorage();
    const [a, b] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(a);
    const waiting = b.catalog.getAtLeast(id, 2);
    await a.catalog.change(id, () => ({ version: 2 }));
    expect(await waiting).toMatchObject({ version: 2 });
  });

  it('gives up on a version that does not come, and names the one there is', async () => {
    const dir = await temporaryStorage();
    const storage = await openStorage(dir);
    const { id } = await create(storage);
    await expect(storage.catalog.getAtLeast(id, 2)).rejects.toMatchObject({
      code: 'VERSION_NOT_REACHED',
      details: { version: 1, atLeastVersion: 2 },
    });
  });

  it('is null at once where the dataset was deleted', async () => {
    const dir = await temporaryStorage();
    const storage = await openStorage(dir);
    const { id } = await create(storage);
    await storage.catalog.delete(id);
    expect(await storage.catalog.getAtLeast(id, 9)).toBeNull();
  });
});
