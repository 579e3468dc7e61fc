import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Database } from '../../../src/postgres/database.js';
import { migrate } from '../../../src/postgres/migrate.js';
import { DiskCache } from '../../../src/storage/objects/disk-cache.js';
import type { ObjectStore } from '../../../src/storage/objects/object-store.js';
import { ObjectTable } from '../../../src/storage/objects/object-table.js';
import { type S3Options, S3Store } from '../../../src/storage/objects/s3-store.js';
import { StoredBytes } from '../../../src/storage/objects/stored-bytes.js';
import { sha256, sha256OfFile } from '../../../src/storage/sha256.js';
import { silent, temporaryStorage } from '../../catalog/open-storage.js';
import { startFailingProxy } from '../../support/failing-proxy.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../../support/postgres.js';
import { hasSwift, type SwiftServer, startSwift } from '../../support/swift.js';
import { testBytesContract } from '../bytes-contract.js';

describe.skipIf(!hasPostgres || !hasSwift)('an object store with its keys in PostgreSQL', () => {
  let postgres: PostgresServer;
  let swift: SwiftServer;
  beforeAll(async () => {
    postgres = await startPostgres();
    swift = await startSwift();
  });
  afterAll(async () => {
    postgres.stop();
    await swift.stop();
  });

  async function stores() {
    const url = await postgres.createDatabase();
    await migrate(url);
    return { url, s3: await swift.createBucket(), disks: await temporaryStorage() };
  }

  /** A host, with a disk of its own. */
  async function host(
    { url, s3, disks }: { url: string; s3: S3Options; disks: string },
    { maxBytes = 1e9, wrap = (store: ObjectStore) => store } = {},
  ) {
    const database = new Database({ url, poolSize: 4 });
    const table = new ObjectTable(database);
    const store = new S3Store(s3);
    const disk = await mkdtemp(join(disks, 'disk-'));
    const folder = join(disk, 'staged');
    const temporaryPath = () => join(folder, randomUUID());
    const cache = new DiskCache({ folder: join(disk, 'cache'), temporaryPath, maxBytes });
    await mkdir(folder);
    const settings = { table, cache, folder, prefix: 'test/', log: silent };
    const bytes = new StoredBytes({ ...settings, store: wrap(store), owner: 'host-1-a' });
    onTestFinished(async () => {
      store.close();
      await database.close();
    });
    return { bytes, cache, disk, folder, table };
  }

  async function objectsIn({ bucket, credentials, ...options }: S3Options): Promise<string[]> {
    const client = new S3Client({ ...options, endpoint: options.endpoint!, credentials: credentials! });
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    client.destroy();
    return Contents.map(({ Key }) => Key!);
  }

  async function staged(bytes: StoredBytes, files: Record<string, string | Buffer>): Promise<string> {
    const folder = await bytes.stage();
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return folder;
  }

  testBytesContract('Swift and PostgreSQL', async () => {
    const shared = await stores();
    return [(await host(shared)).bytes, (await host(shared)).bytes];
  });

  it('brings a file of several parts to another host unchanged', async () => {
    const shared = await stores();
    const [a, b] = [await host(shared), await host(shared)];
    const content = randomBytes(40 * 1024 * 1024);
    await a.bytes.publish(await staged(a.bytes, { 'normalized.parquet': content }), 'ds_a/v1');
    const path = await b.bytes.localPath('ds_a/v1/normalized.parquet', sha256(content));
    expect(await sha256OfFile(path!)).toBe(sha256(content));
  });

  it('stores the same bytes of a dataset once, and removes them with the last key', async () => {
    const shared = await stores();
    const { bytes } = await host(shared);
    await bytes.publish(await staged(bytes, { 'a.csv': 'rows', 'b.csv': 'rows' }), 'ds_a/v1');
    await bytes.publish(await staged(bytes, { 'a.csv': 'rows', 'c.csv': 'others' }), 'ds_a/v2');
    expect(await objectsIn(shared.s3)).toHaveLength(2);
    await bytes.remove('ds_a/v1');
    expect(await objectsIn(shared.s3)).toHaveLength(2);
    await bytes.remove('ds_a/v2');
    expect(await objectsIn(shared.s3)).toEqual([]);
    expect(await sql(shared.url, 'SELECT name FROM objects')).toEqual([]);
  });

  it('gives one of many hosts that publish the same key at the same time the key', async () => {
    const shared = await stores();
    const hosts = await Promise.all([1, 2, 3, 4].map(() => host(shared)));
    const published = await Promise.all(
      hosts.map(async ({ bytes }, nth) => {
        const folder = await staged(bytes, { [`${nth}.csv`]: `${nth}` });
        const isPublished = await bytes.publish(folder, 'ds_a/v1');
        await bytes.remove(`ds_a/${basename(folder)}`);
        return isPublished;
      }),
    );
    expect(published.filter(Boolean)).toHaveLength(1);
    const winner = published.indexOf(true);
    expect(await objectsIn(shared.s3)).toHaveLength(1);
    expect(await hosts[0]!.bytes.localPath(`ds_a/v1/${winner}.csv`)).not.toBeNull();
  });

  it('publishes the same bytes in place of what a host that died has left under the key', async () => {
    const shared = await stores();
    const [dead, next] = [await host(shared), await host(shared)];
    const content = { rows: 'rows', schema: 'schema' };
    await dead.bytes.publish(await staged(dead.bytes, content), 'ds_a/v1');
    // As VersionFolders.place() does.
    const folder = await staged(next.bytes, content);
    expect(await next.bytes.publish(folder, 'ds_a/v1')).toBe(false);
    await next.bytes.remove('ds_a/v1');
    expect(await next.bytes.publish(folder, 'ds_a/v1')).toBe(true);
    const { bytes } = await host(shared);
    expect(await readFile((await bytes.localPath('ds_a/v1/rows'))!, 'utf8')).toBe('rows');
    expect(await objectsIn(shared.s3)).toHaveLength(2);
  });

  it('publishes bytes again that were removed under another key meanwhile', async () => {
    const shared = await stores();
    let isRemoved = false;
    const { bytes: other } = await host(shared);
    const { bytes, table } = await host(shared);
    await other.publish(await staged(other, { rows: 'rows' }), 'ds_a/v1');
    const publish = table.publish.bind(table);
    table.publish = async (...args) => {
      if (!isRemoved) await other.remove('ds_a/v1');
      isRemoved = true;
      return publish(...args);
    };
    expect(await bytes.publish(await staged(bytes, { rows: 'rows' }), 'ds_a/v2')).toBe(true);
    expect(await readFile((await other.localPath('ds_a/v2/rows'))!, 'utf8')).toBe('rows');
  });

  it('fetches again what was deleted from the local disk, changed on it, or cut short', async () => {
    const shared = await stores();
    const { bytes, disk } = await host(shared);
    await bytes.publish(await staged(bytes, { 'schema.json': 'as written' }), 'ds_a/v1');
    const key = 'ds_a/v1/schema.json';
    await rm(join(disk, 'cache'), { recursive: true });
    const path = await bytes.localPath(key, sha256('as written'));
    expect(await readFile(path!, 'utf8')).toBe('as written');
    await writeFile(path!, 'as wrXtten');
    expect(await readFile((await bytes.fetchAgain(key, sha256('as written')))!, 'utf8')).toBe('as written');
    await truncate(path!, 3);
    expect(await readFile((await bytes.localPath(key))!, 'utf8')).toBe('as written');
  });

  it('gives no path to an object that is damaged or missing in the store', async () => {
    const shared = await stores();
    const [a, b] = [await host(shared), await host(shared)];
    await a.bytes.publish(await staged(a.bytes, { 'schema.json': 'as written' }), 'ds_a/v1');
    await sql(shared.url, 'UPDATE objects SET sha256 = $1', [sha256('other')]);
    expect(await b.bytes.localPath('ds_a/v1/schema.json', sha256('other'))).toBeNull();
    await sql(shared.url, 'ALTER TABLE files DROP CONSTRAINT files_object_fkey');
    await sql(shared.url, "UPDATE objects SET name = 'test/never'");
    await sql(shared.url, "UPDATE files SET object = 'test/never'");
    expect(await b.bytes.localPath('ds_a/v1/schema.json')).toBeNull();
  });

  it('keeps the copies on the local disk within their limit, those last used', async () => {
    const shared = await stores();
    const { bytes, cache, disk } = await host(shared, { maxBytes: 25_000 });
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) await bytes.publish(await staged(bytes, { x: name.repeat(10_000) }), `ds_a/${name}`);
    const copies = () => readdir(join(disk, 'cache'));
    await cache.limit();
    // None was unused for two minutes.
    expect(await copies()).toHaveLength(4);
    for (const [nth, name] of names.entries()) {
      const usedAt = new Date(Date.now() - (10 - nth) * 3_600_000);
      await utimes(join(disk, 'cache', sha256(name.repeat(10_000))), usedAt, usedAt);
    }
    await cache.limit();
    expect((await copies()).sort()).toEqual([sha256('c'.repeat(10_000)), sha256('d'.repeat(10_000))].sort());
    expect(await readFile((await bytes.localPath('ds_a/a/x'))!, 'utf8')).toBe('a'.repeat(10_000));
  });

  describe('where the store fails', () => {
    it('nothing of an upload is visible, and nothing of it stays', async () => {
      const shared = await stores();
      let failing = false;
      const wrap = (store: ObjectStore): ObjectStore => ({
        ...bound(store),
        async put(name, path) {
          if (failing && (await readFile(path, 'utf8')) === 'second') throw new Error('away');
          return store.put(name, path);
        },
      });
      const { bytes } = await host(shared, { wrap });
      failing = true;
      const folder = await staged(bytes, { a: 'first', b: 'second', c: 'third' });
      await expect(bytes.publish(folder, 'ds_a/v1')).rejects.toThrow('away');
      await expect(bytes.share(folder, 'ds_a')).rejects.toThrow('away');
      expect(await bytes.exists('ds_a')).toBe(false);
      expect(await objectsIn(shared.s3)).toEqual([]);
      failing = false;
      expect(await bytes.publish(folder, 'ds_a/v1')).toBe(true);
    });

    it('in every third request, all files come and go unchanged', async () => {
      const shared = await stores();
      const proxy = await startFailingProxy(swift.port);
      onTestFinished(() => proxy.close());
      const s3 = { ...shared.s3, endpoint: `http://127.0.0.1:${proxy.port}` };
      const [a, b] = [await host({ ...shared, s3 }), await host({ ...shared, s3 })];
      const contents = ['x', 'y'.repeat(1e6), 'z'].map((text) => Buffer.from(text));
      for (const [nth, content] of contents.entries()) {
        await a.bytes.publish(await staged(a.bytes, { rows: content }), `ds_a/v${nth}`);
        const path = await b.bytes.localPath(`ds_a/v${nth}/rows`, sha256(content));
        expect(await sha256OfFile(path!)).toBe(sha256(content));
      }
      await a.bytes.remove('ds_a');
      expect(await objectsIn(shared.s3)).toEqual([]);
      expect(proxy.failures).toBeGreaterThan(3);
    });

    // 15 s of silence.
    it.skipIf(process.env.HOSTS_KILLS === undefined)('silently, a request is not repeated for minutes', async () => {
      const shared = await stores();
      const proxy = await startFaultProxy(swift.port);
      onTestFinished(() => proxy.close());
      const { bytes } = await host({ ...shared, s3: { ...shared.s3, endpoint: `http://127.0.0.1:${proxy.port}` } });
      const folder = await staged(bytes, { rows: 'rows' });
      expect(await bytes.publish(folder, 'ds_a/v1')).toBe(true);
      await bytes.localPath('ds_a/v1/rows');
      const { bytes: other } = await host({
        ...shared,
        s3: { ...shared.s3, endpoint: `http://127.0.0.1:${proxy.port}` },
      });
      proxy.set('drop');
      const { connections } = proxy;
      await expect(other.localPath('ds_a/v1/rows')).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        message: expect.stringContaining('the store does not answer'),
      });
      // Not five times three.
      expect(proxy.connections - connections).toBe(1);
      proxy.set('none');
      expect(await readFile((await other.localPath('ds_a/v1/rows'))!, 'utf8')).toBe('rows');
    });

    it('local copies are read, the rest is STORAGE_UNAVAILABLE, and all is back afterwards', async () => {
      const shared = await stores();
      const proxy = await startFaultProxy(swift.port);
      onTestFinished(() => proxy.close());
      const s3 = { ...shared.s3, endpoint: `http://127.0.0.1:${proxy.port}` };
      const [a, b] = [await host(shared), await host({ ...shared, s3 })];
      await a.bytes.publish(await staged(a.bytes, { known: 'known', other: 'other' }), 'ds_a/v1');
      await b.bytes.localPath('ds_a/v1/known');
      proxy.set('cut');
      expect(await readFile((await b.bytes.localPath('ds_a/v1/known', sha256('known')))!, 'utf8')).toBe('known');
      await expect(b.bytes.localPath('ds_a/v1/other')).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        message: expect.stringContaining('the object store is not available'),
      });
      const folder = await staged(b.bytes, { new: 'new' });
      await expect(b.bytes.publish(folder, 'ds_a/v2')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      proxy.set('none');
      expect(await readFile((await b.bytes.localPath('ds_a/v1/other'))!, 'utf8')).toBe('other');
      expect(await b.bytes.publish(folder, 'ds_a/v2')).toBe(true);
    });
  });

  describe('where the disk is full', () => {
    const full = () => Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const isOld = new Date(Date.now() - 3_600_000);

    it('copies that are not used make room for others, and the rest is a named error', async () => {
      const shared = await stores();
      const { bytes: writer } = await host(shared);
      await writer.publish(await staged(writer, { first: 'first', second: 'second' }), 'ds_a/v1');
      let room = 1;
      const { bytes, disk } = await host(shared, {
        wrap: (store) => ({
          ...bound(store),
          async get(name, path) {
            const copies = await readdir(join(disk, 'cache')).catch(() => []);
            if (copies.length >= room) throw full();
            return store.get(name, path);
          },
        }),
      });
      const first = (await bytes.localPath('ds_a/v1/first'))!;
      // Its last use is not long ago, so that it may be read now.
      await expect(bytes.localPath('ds_a/v1/second')).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        message: 'Fetching a file failed: the disk is full: free some space and try again',
      });
      await utimes(join(first, '..'), isOld, isOld);
      expect(await readFile((await bytes.localPath('ds_a/v1/second'))!, 'utf8')).toBe('second');
      expect(existsSync(first)).toBe(false);
      room = 2;
      expect(await readFile((await bytes.localPath('ds_a/v1/first'))!, 'utf8')).toBe('first');
    });

    it('a version is published without a copy', async () => {
      const { bytes, disk } = await host(await stores());
      const folder = await staged(bytes, { rows: 'rows' });
      // No folder can be made below a file. As root, permissions would not prevent it.
      await writeFile(join(disk, 'cache'), '');
      expect(await bytes.publish(folder, 'ds_a/v1')).toBe(true);
      await rm(join(disk, 'cache'));
      expect(await readFile((await bytes.localPath('ds_a/v1/rows'))!, 'utf8')).toBe('rows');
    });
  });

  describe('the sweeper', () => {
    it('removes objects that were recorded a day ago and never published', async () => {
      const shared = await stores();
      const { bytes, table } = await host(shared);
      const store = new S3Store(shared.s3);
      const objects = ['young', 'old', 'never sent'].map((name) => ({
        object: `test/ds_a/${name}`,
        sha256: sha256(name),
        sizeBytes: 1,
      }));
      await table.begin('ds_a', objects);
      const folder = await staged(bytes, { x: 'x' });
      for (const { object } of objects.slice(0, 2)) await store.put(object, join(folder, 'x'));
      store.close();
      await sql(shared.url, "UPDATE objects SET created_at = now() - interval '25 hours' WHERE name NOT LIKE '%young'");
      await bytes.sweep();
      expect(await objectsIn(shared.s3)).toEqual(['test/ds_a/young']);
      expect(await sql(shared.url, 'SELECT name FROM objects')).toEqual([{ name: 'test/ds_a/young' }]);
    });

    it('and a publication: exactly one of them gets an object', async () => {
      const shared = await stores();
      const { table } = await host(shared);
      let both = 0;
      for (let round = 0; round < 30; round++) {
        const object = { object: `test/${randomUUID()}`, sha256: sha256(String(round)), sizeBytes: 1 };
        const key = `ds_a/v${round}`;
        await table.begin('ds_a', [object]);
        const [published, swept] = await Promise.all([
          table.publish('ds_a', key, [{ key: `${key}/x`, object: object.object }], { mode: 'once' }),
          table.abandon([object.object]),
        ]);
        expect(published.result === 'published').toBe(swept.length === 0);
        both += swept.length;
      }
      expect(both).toBeLessThanOrEqual(30);
    });

    it('repeats a removal that the store did not answer', async () => {
      const shared = await stores();
      let isAway = true;
      const wrap = (store: ObjectStore): ObjectStore => ({
        ...bound(store),
        delete: async (name) => (isAway ? Promise.reject(new Error('away')) : store.delete(name)),
      });
      const { bytes } = await host(shared, { wrap });
      await bytes.publish(await staged(bytes, { x: 'x' }), 'ds_a/v1');
      await bytes.remove('ds_a/v1');
      expect(await objectsIn(shared.s3)).toHaveLength(1);
      isAway = false;
      await bytes.sweep();
      expect(await objectsIn(shared.s3)).toHaveLength(1);
      await sql(shared.url, "UPDATE objects SET swept_at = now() - interval '11 minutes'");
      await bytes.sweep();
      expect(await objectsIn(shared.s3)).toEqual([]);
    });
  });
});

function bound(store: ObjectStore): ObjectStore {
  return {
    put: (name, path) => store.put(name, path),
    get: (name, path) => store.get(name, path),
    delete: (name) => store.delete(name),
    check: () => store.check(),
    close: () => store.close(),
  };
}
