import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/storage/bytes.js';
import { sha256 } from '../../src/storage/sha256.js';

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
      expect([await reader.exists('ds_a/v1'), await reader.exists('ds_a/v1/schema.json')]).toEqual([true, true]);
    });

    it('have no path for a key that was never published', async () => {
      const [bytes] = await open();
      expect(await bytes.localPath('ds_a/v1/schema.json')).toBeNull();
      expect(await bytes.exists('ds_a/v1')).toBe(false);
      expect(await bytes.checksum('ds_a/v1/schema.json')).toBeNull();
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

    it('share the files of a staged folder before they are published, and again with others', async () => {
      const [writer, reader] = await open();
      const folder = await staged(writer, 'ds_a', 'one');
      await writer.share(folder, 'ds_a');
      const key = `ds_a/${basename(folder)}`;
      expect(await read(reader, `${key}/schema.json`)).toBe('{"of":"one"}');
      await rm(join(folder, 'schema.json'));
      await writeFile(join(folder, 'lineage.json'), '[]');
      await writer.share(folder, 'ds_a');
      expect(await read(reader, `${key}/schema.json`)).toBeNull();
      expect(await read(reader, `${key}/lineage.json`)).toBe('[]');
      expect(await read(reader, `${key}/source/a file ✓.csv`)).toBe('one');
      await writer.remove(key);
      expect(await reader.exists(key)).toBe(false);
    });

    it.each([true, false])('link published files into a staged folder, without analyses (read: %s)', async (isRead) => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      const file = b.temporaryFile('ds_a');
      await writeFile(file, '{}');
      await b.put(file, 'ds_a/v1/analyses/ab.json', { within: 'ds_a/v1' });
      const folder = await b.stage('ds_a');
      expect(await b.link('ds_a/v1', folder, { isRead })).toBe(true);
      await mkdir(join(folder, 'more'));
      expect(await b.link('ds_a/v1/schema.json', join(folder, 'more', 'x.json'), { isRead })).toBe(true);
      expect(await b.link('ds_a/v2', join(folder, 'other'), { isRead })).toBe(false);
      if (isRead) expect(await readFile(join(folder, 'source', 'a file ✓.csv'), 'utf8')).toBe('one');
      await b.share(folder, 'ds_a');
      expect(await read(a, `ds_a/${basename(folder)}/more/x.json`)).toBe('{"of":"one"}');
      expect(await b.publish(folder, 'ds_a/v2')).toBe(true);
      await a.remove('ds_a/v1');
      expect(await read(a, 'ds_a/v2/source/a file ✓.csv')).toBe('one');
      expect(await read(a, 'ds_a/v2/more/x.json')).toBe('{"of":"one"}');
      expect(await a.exists('ds_a/v2/analyses/ab.json')).toBe(false);
    });

    it('put a file with its time and its checksum, and not below a version that is gone', async () => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      const modifiedAt = new Date('2024-05-01T12:00:00.000Z');
      const put = async (version: number) => {
        const file = a.temporaryFile('ds_a');
        await writeFile(file, 'a,b');
        const options = { within: `ds_a/v${version}`, modifiedAt, sha256: sha256('a,b') };
        return a.put(file, `ds_a/v${version}/analyses/ab.csv`, options);
      };
      expect([await put(1), await put(2)]).toEqual([true, false]);
      expect(await b.checksum('ds_a/v1/analyses/ab.csv')).toBe(sha256('a,b'));
      const [entry, ...others] = await b.list('ds_a/v1/analyses', (name) => name.endsWith('.csv'));
      expect(others).toEqual([]);
      expect(entry).toEqual({ name: 'ab.csv', modifiedAtMs: modifiedAt.getTime() });
      expect(await b.exists('ds_a/v2')).toBe(false);
    });

    it('list the datasets, and remove all of one', async () => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      await a.publish(await staged(a, 'ds_b', 'two'), 'ds_b/v1');
      expect((await b.datasetIds()).sort()).toEqual(['ds_a', 'ds_b']);
      await b.remove('ds_a');
      expect(await a.datasetIds()).toEqual(['ds_b']);
      expect(await read(a, 'ds_a/v1/schema.json')).toBeNull();
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

    it('remove a publication, and not the one that has taken its place', async () => {
      const [a, b] = await open();
      expect(await a.publication('ds_a/v1')).toBeNull();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      const first = await b.publication('ds_a/v1');
      await b.remove('ds_a/v1', first!);
      expect(await a.exists('ds_a/v1')).toBe(false);
      await b.publish(await staged(b, 'ds_a', 'two'), 'ds_a/v1');
      const second = await a.publication('ds_a/v1');
      expect(second).not.toBe(first);
      await a.remove('ds_a/v1', first!);
      expect(await read(b, 'ds_a/v1/schema.json')).toBe('{"of":"two"}');
      expect(await a.publication('ds_a/v1')).toBe(second);
      await a.remove('ds_a/v1', second!);
      await a.remove('ds_a/v1', second!);
      expect(await b.list('ds_a')).toEqual([]);
    });

    it('survive two processes that remove the same key', async () => {
      const [a, b] = await open();
      await a.publish(await staged(a, 'ds_a', 'one'), 'ds_a/v1');
      await Promise.all(Array.from({ length: 6 }, (_, remover) => (remover % 2 ? a : b).remove('ds_a/v1')));
      expect(await a.list('ds_a')).toEqual([]);
    });
  });
}
