import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/storage/bytes.js';

/** Two processes on one store of bytes. */
export type OpenTwo = () => Promise<[Bytes, Bytes]>;

async function staged(bytes: Bytes, dataset: string, content: string): Promise<string> {
  const folder = await bytes.stage(dataset);
  await mkdir(join(folder, 'source'));
  await writeFile(join(folder, 'source', 'a file ✓.csv'), content);
  await writeFile(join(folder, 'schema.json'), `{"of":"${content}"}`);
  return folder;
}

async function read(bytes: Bytes, key: string): Promise<string | null> {
  const path = await bytes.localPath(key);
  return path === null ? null : readFile(path, 'utf8');
}

/** What every driver of the port `Bytes` must do. */
export function testBytesContract(driver: string, open: OpenTwo): void {
  describe(`bytes in ${driver}`, () => {
    it('make each file of a published folder readable by every process', async () => {
      const [writer, reader] = await open();
      expect(await writer.publish(await staged(writer, 'ds_a', 'rows'), 'ds_a/v1')).toBe(true);
      expect(await read(reader, 'ds_a/v1/source/a file ✓.csv')).toBe('rows');
      expect(await read(reader, 'ds_a/v1/schema.json')).toBe('{"of":"rows"}');
      expect(await reader.localPath('ds_a/v1')).not.toBeNull();
    });

    it('have no path for a key that was never published', async () => {
      const [bytes] = await open();
      expect(await bytes.localPath('ds_a/v1/schema.json')).toBeNull();
      expect(await bytes.list('ds_a')).toEqual([]);
    });

    it('do not overwrite an existing key', async () => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'first'), 'ds_a/v1');
      const second = await staged(b, 'ds_a', 'second');
      expect(await b.publish(second, 'ds_a/v1')).toBe(false);
      expect(await read(a, 'ds_a/v1/source/a file ✓.csv')).toBe('first');
      expect(await b.publish(second, 'ds_a/v2')).toBe(true);
    });

    it('put a file under a new key, also where nothing is below it yet', async () => {
      const [a, b] = await open();
      const folder = await a.stage('ds_a');
      await writeFile(join(folder, 'mapping.json'), '{}');
      await a.put(join(folder, 'mapping.json'), 'ds_a/entities/ab.json');
      expect(await read(b, 'ds_a/entities/ab.json')).toBe('{}');
      expect((await b.list('ds_a/entities')).map(({ name }) => name)).toEqual(['ab.json']);
    });

    it('put intact bytes in place of damaged ones and leave their neighbours', async () => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      const folder = await b.stage('ds_a');
      await writeFile(join(folder, 'schema.json'), 'restored');
      await b.put(join(folder, 'schema.json'), 'ds_a/v1/schema.json');
      expect(await read(a, 'ds_a/v1/schema.json')).toBe('restored');
      expect(await read(a, 'ds_a/v1/source/a file ✓.csv')).toBe('one');
    });

    it('list what is directly below a key', async () => {
      const [bytes, other] = await open();
      const before = Date.now();
      await bytes.publish(await staged(bytes, 'ds_a', 'one'), 'ds_a/v1');
      await bytes.publish(await staged(bytes, 'ds_a', 'two'), 'ds_a/v2');
      await bytes.publish(await staged(bytes, 'ds_b', 'three'), 'ds_b/v1');
      const entries = await other.list('ds_a');
      expect(entries.map(({ name }) => name).sort()).toEqual(['v1', 'v2']);
      for (const { modifiedAtMs } of entries) expect(Math.abs(modifiedAtMs - before)).toBeLessThan(60_000);
    });

    it('remove a key with everything below it, and nothing else', async () => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      await a.publish(await staged(a, 'ds_a', 'ten'), 'ds_a/v10');
      await b.remove('ds_a/v1');
      await b.remove('ds_a/v1');
      expect(await read(a, 'ds_a/v1/schema.json')).toBeNull();
      expect(await read(a, 'ds_a/v10/schema.json')).toBe('{"of":"ten"}');
      expect((await a.list('ds_a')).map(({ name }) => name)).toEqual(['v10']);
    });

    it('survive two processes that remove the same key', async () => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      await Promise.all(Array.from({ length: 6 }, (_, remover) => (remover % 2 ? a : b).remove('ds_a/v1')));
      expect(await a.list('ds_a')).toEqual([]);
    });
  });
}
