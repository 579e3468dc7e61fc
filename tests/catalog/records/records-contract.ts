import { describe, expect, it } from 'vitest';
import { newDatasetId } from '../../../src/catalog/dataset-id.js';
import type { Records, Revision } from '../../../src/catalog/records/records.js';
import type { DatasetRecord } from '../../../src/model/dataset.js';
import { aRecord } from '../open-storage.js';

/** Two processes on one store of records. */
export type OpenTwo = () => Promise<[Records, Records]>;

export function revisionOf(id: string, revision: number, fields: Partial<DatasetRecord> = {}): Revision {
  const at = '2024-01-01T00:00:00.000Z';
  return { ...aRecord({ id, ...fields }), revision, createdAt: at, updatedAt: at };
}

/** What every driver of the port `Records` must do. */
export function testRecordsContract(driver: string, open: OpenTwo): void {
  describe(`records in ${driver}`, () => {
    it('return null for a dataset that never existed', async () => {
      const [records] = await open();
      expect(await records.get(newDatasetId())).toBeNull();
      expect(records.isCurrent(newDatasetId(), 1)).toBe(false);
      expect(await records.ids()).toEqual([]);
    });

    it('make a stored revision visible to every process', async () => {
      const [writer, reader] = await open();
      const id = newDatasetId();
      const first = revisionOf(id, 1, { name: 'Umsätze "2024" \u2028 ✓' });
      expect(await writer.put(first)).toBe(true);
      await reader.barrier();
      expect(reader.isCurrent(id, 1)).toBe(true);
      expect(await reader.get(id)).toEqual(first);
      const missing = newDatasetId();
      expect(await reader.getMany([id, missing])).toEqual(
        new Map([
          [id, first],
          [missing, null],
        ]),
      );
      expect(await reader.ids()).toEqual([id]);
    });

    it('supersede a revision by the next one', async () => {
      const [writer, reader] = await open();
      const id = newDatasetId();
      await writer.put(revisionOf(id, 1));
      await writer.put(revisionOf(id, 2, { name: 'second' }));
      await reader.barrier();
      expect([1, 2, 3].map((revision) => reader.isCurrent(id, revision))).toEqual([false, true, false]);
      expect(await reader.get(id)).toMatchObject({ revision: 2, name: 'second' });
    });

    it('refuse a revision whose number is taken', async () => {
      const [a, b] = await open();
      const id = newDatasetId();
      await a.put(revisionOf(id, 1, { name: 'kept' }));
      expect(await b.put(revisionOf(id, 1, { name: 'refused' }))).toBe(false);
      expect(await a.get(id)).toMatchObject({ name: 'kept' });
    });

    it('let exactly one of many concurrent writers store a revision', async () => {
      const [a, b] = await open();
      const id = newDatasetId();
      await a.put(revisionOf(id, 1));
      const writers = Array.from({ length: 8 }, (_, writer) => (writer % 2 ? a : b));
      const stored = await Promise.all(
        writers.map((records, writer) => records.put(revisionOf(id, 2, { name: `writer ${writer}` }))),
      );
      expect(stored.filter((isStored) => isStored)).toHaveLength(1);
      expect(await b.get(id)).toMatchObject({ name: `writer ${stored.indexOf(true)}` });
    });

    it('change the generation and the change counter with every stored revision, for every process', async () => {
      const [writer, reader] = await open();
      const id = newDatasetId();
      await reader.barrier();
      const seen: unknown[] = [];
      for (let revision = 1; revision <= 4; revision++) {
        await writer.put(revisionOf(id, revision));
        await reader.barrier();
        const state = [reader.generation(), reader.changeCounter()];
        expect([reader.generation(), reader.changeCounter()]).toEqual(state);
        expect(seen).not.toContain(state[0]);
        expect(seen).not.toContain(state[1]);
        seen.push(...state);
      }
    });

    it('name the datasets that changed since a position', async () => {
      const [writer, reader] = await open();
      const [first, second] = [newDatasetId(), newDatasetId()];
      await writer.put(revisionOf(first, 1));
      await reader.barrier();
      const start = await reader.changesSince(null);
      expect(start.changed).toBe('all');
      expect((await reader.changesSince(start.position)).changed).toEqual(new Set());
      await writer.put(revisionOf(second, 1));
      await writer.put(revisionOf(second, 2));
      await reader.barrier();
      const later = await reader.changesSince(start.position);
      expect(later.changed).toEqual(new Set([second]));
      expect((await reader.changesSince(later.position)).changed).toEqual(new Set());
    });

    it('keep a tombstone in place of a deleted dataset', async () => {
      const [writer, reader] = await open();
      const id = newDatasetId();
      await writer.put(revisionOf(id, 1));
      expect(await writer.put({ id, revision: 2, deleted: true })).toBe(true);
      await reader.barrier();
      expect(reader.isCurrent(id, 1)).toBe(false);
      expect(await reader.get(id)).toEqual({ id, revision: 2, deleted: true });
      expect(await reader.put(revisionOf(id, 2))).toBe(false);
    });

    it('keep the newest revision when superseded ones are removed', async () => {
      const [records] = await open();
      const id = newDatasetId();
      await records.put(revisionOf(id, 1));
      await records.put(revisionOf(id, 2));
      await records.removeSuperseded(id);
      await records.barrier();
      expect(records.isCurrent(id, 2)).toBe(true);
      expect(await records.get(id)).toMatchObject({ revision: 2 });
    });
  });
}
