import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetRecord } from '../../src/model/dataset.js';
import { randomFrom } from '../support/random.js';
import { aRecord, openStorage, temporaryStorage } from './open-storage.js';

type Storage = Awaited<ReturnType<typeof openStorage>>;

async function create({ catalog }: Storage, name: string): Promise<DatasetRecord> {
  return catalog.create(aRecord({ name }));
}

const names = async ({ catalog }: Storage) =>
  (await catalog.list({ first: 200, orderBy: 'NAME' })).edges.map((edge) => edge.node.name);

describe('a damaged record', () => {
  it('is RECORD_DAMAGED or unchanged, whichever bit of its file is flipped', async () => {
    const dir = await temporaryStorage();
    const record = await create(await openStorage(dir), 'Umsätze');
    const { layout } = await openStorage(dir);
    const path = layout.record(record.id, 1);
    const right = await readFile(path);
    const random = randomFrom(7);
    const { records } = await openStorage(dir);
    for (let flip = 0; flip < 200; flip++) {
      const damaged = Buffer.from(right);
      damaged[Math.floor(random.upTo(right.length))]! ^= 1 << Math.floor(random.upTo(8));
      await writeFile(path, damaged);
      await expect(records.get(record.id), `flip ${flip}`).rejects.toMatchObject({
        code: 'RECORD_DAMAGED',
        message: expect.stringContaining(`datasets/${record.id}/dataset.1.json`),
      });
    }
    await writeFile(path, right);
    expect(await records.get(record.id)).toEqual(record);
  });

  it('does not hide the others, and can be deleted', async () => {
    const dir = await temporaryStorage();
    const first = await openStorage(dir);
    const damaged = await create(first, 'Damaged');
    await create(first, 'Sound');
    await writeFile(first.layout.record(damaged.id, 1), '{ not json');
    const storage = await openStorage(dir);
    expect(await names(storage)).toEqual(['Sound']);
    await expect(storage.catalog.get(damaged.id)).rejects.toMatchObject({ code: 'RECORD_DAMAGED' });
    await storage.catalog.delete(damaged.id);
    expect(await storage.catalog.get(damaged.id)).toBeNull();
    expect(await names(storage)).toEqual(['Sound']);
  });

  it('of a change by another process does not hide the other changes', async () => {
    const dir = await temporaryStorage();
    const [writer, reader] = [await openStorage(dir), await openStorage(dir)];
    expect(await names(reader)).toEqual([]);
    const damaged = await create(writer, 'Damaged');
    await create(writer, 'Sound');
    await writeFile(writer.layout.record(damaged.id, 1), 'x');
    expect(await names(reader)).toEqual(['Sound']);
  });

  it('is not one of another name: copies that a person made are ignored', async () => {
    const dir = await temporaryStorage();
    const first = await openStorage(dir);
    const { id } = await create(first, 'Sales');
    const folder = first.layout.dataset(id);
    for (const name of ['dataset.003.json', 'dataset.0.json', 'dataset.2 (copy).json', 'dataset.9.json.bak', 'v01']) {
      await writeFile(join(folder, name), 'anything');
    }
    await mkdir(join(folder, 'v007'));
    const storage = await openStorage(dir);
    expect(await names(storage)).toEqual(['Sales']);
    expect(await storage.catalog.change(id, () => ({ name: 'Changed' }))).toMatchObject({ revision: 2 });
  });
});

describe('a damaged catalog log', () => {
  it('never makes another process miss a change, whichever bit is flipped', async () => {
    const dir = await temporaryStorage();
    const [writer, reader] = [await openStorage(dir), await openStorage(dir)];
    const { id } = await create(writer, 'change 0');
    const random = randomFrom(11);
    for (let change = 1; change <= 60; change++) {
      expect(await names(reader)).toEqual([`change ${change - 1}`]);
      const before = (await readFile(writer.layout.catalogLog)).length;
      await writer.catalog.change(id, () => ({ name: `change ${change}` }));
      const log = await readFile(writer.layout.catalogLog);
      const position = before + Math.floor(random.upTo(log.length - before));
      log[position]! ^= 1 << Math.floor(random.upTo(8));
      await writeFile(writer.layout.catalogLog, log);
    }
    expect(await names(reader)).toEqual(['change 60']);
  });
});
