import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import pLimit from 'p-limit';
import type { Log } from '../../model/log.js';
import type { Bytes, BytesEntry, PutOptions } from '../bytes.js';
import { ANALYSES, datasetOf, keys, temporaryName } from '../layout.js';
import { sha256OfFile } from '../sha256.js';
import { errnoCode, withStorage } from '../storage-errors.js';
import { VerifiedFiles } from '../verified-files.js';
import type { DiskCache } from './disk-cache.js';
import type { ObjectStore } from './object-store.js';
import type { NewFile, ObjectTable, Published, StoredFile, StoredObject } from './object-table.js';

const MAX_TRANSFERS = 6;
/** An object that another process replaces while it is fetched; bytes that were damaged on their way. */
const FETCH_ATTEMPTS = 3;
/** Between looks for objects of uploads that were given up. */
const SWEEP_INTERVAL_MS = 60 * 60_000;

export interface StoredBytesOptions {
  table: ObjectTable;
  store: ObjectStore;
  cache: DiskCache;
  /** For staged files, on the file system of the cache. It is removed if this process dies. */
  folder: string;
  /** Part of the names of staged folders (processes.ts). */
  owner: string;
  /** Names of objects begin with it. */
  prefix: string;
  log: Log;
}

/**
 * The driver of bytes for several hosts: objects in a store, the keys in PostgreSQL, copies on the local disk. A key exists when
 * all of its objects are in the store. An object is never changed, and removed when no key refers to it.
 */
export class StoredBytes implements Bytes {
  /** The object of a staged file that is in the store already, by staged folder and path in it. */
  private readonly stagedObjects = new Map<string, Map<string, StoredObject>>();
  /** Staged folders whose objects are not published. */
  private readonly unpublished = new Set<string>();
  private readonly verified = new VerifiedFiles();
  private readonly transfers = pLimit(MAX_TRANSFERS);
  private sweeping: NodeJS.Timeout | undefined;

  readonly linked: Bytes['linked'];

  constructor(private readonly options: StoredBytesOptions) {
    const { store, table } = options;
    const sign = store.sign;
    if (sign === undefined) return;
    this.linked = async (key) => {
      const file = await table.find(key);
      if (file === null) return null;
      const { object, sha256, sizeBytes } = file;
      return { sha256, sizeBytes, sign: (response) => sign(object, response) };
    };
  }

  /** Copies on the disk of this machine. */
  get copies(): DiskCache {
    return this.options.cache;
  }

  /** Removes objects of uploads that were given up, now and at intervals until close(). */
  startSweeping(): void {
    void this.sweep();
    this.sweeping = setInterval(() => void this.sweep(), SWEEP_INTERVAL_MS).unref();
  }

  close(): void {
    clearInterval(this.sweeping);
  }

  datasetIds(): Promise<string[]> {
    return this.options.table.datasetIds();
  }

  async stage(): Promise<string> {
    const folder = this.temporaryFile();
    await withStorage('Making a folder', () => mkdir(folder, { recursive: true }));
    return folder;
  }

  temporaryFile(): string {
    return join(this.options.folder, temporaryName(this.options.owner));
  }

  async share(stagedFolder: string, datasetId: string): Promise<boolean> {
    const key = keys.inDataset(datasetId, basename(stagedFolder));
    return (await this.publishFolder(stagedFolder, key, 'replace')) === 'published';
  }

  async publish(stagedFolder: string, key: string): Promise<boolean> {
    const result = await this.publishFolder(stagedFolder, key, 'once');
    if (result === 'gone') throw new Error(`Files of ${key} were removed while it was published.`);
    return result === 'published';
  }

  async put(stagedFile: string, key: string, { within, modifiedAt, sha256 }: PutOptions = {}): Promise<boolean> {
    const dataset = datasetOf(key);
    const checksum = sha256 ?? (await sha256OfFile(stagedFile));
    const { stored } = await this.store(dataset, [{ path: stagedFile, sha256: checksum }]);
    const files = [{ key, object: stored[0]!.object, modifiedAt }];
    const { result, unused } = await this.options.table.publish(dataset, key, files, { mode: 'replace', within });
    await this.removeObjects(unused);
    if (result === 'published') await this.options.cache.adopt(stagedFile, checksum);
    else await this.giveUp(stored);
    return result === 'published';
  }

  async link(key: string, path: string, { isRead }: { isRead: boolean }): Promise<boolean> {
    const files = (await this.options.table.findAll(key)).filter((file) => !file.key.includes(`/${ANALYSES}/`));
    if (files.length === 0) return false;
    const linked = await Promise.all(
      files.map(async (file) => {
        const target = join(path, file.key.slice(key.length));
        await mkdir(dirname(target), { recursive: true });
        const copy = isRead ? await this.fetch(file.key) : null;
        if (isRead && copy === null) return false;
        if (copy === null) await writeFile(target, '', { flag: 'wx' });
        else await link(copy, target);
        this.remember(target, file);
        return true;
      }),
    );
    return linked.every(Boolean);
  }

  async localPath(key: string, sha256?: string): Promise<string | null> {
    const known = sha256 === undefined ? null : this.options.cache.find(sha256);
    return known ?? this.fetch(key, sha256);
  }

  async fetchAgain(key: string, sha256: string): Promise<string | null> {
    return this.fetch(key, sha256, { isCopyDamaged: true });
  }

  exists(key: string): Promise<boolean> {
    return this.options.table.exists(key);
  }

  async checksum(key: string): Promise<string | null> {
    return (await this.options.table.find(key))?.sha256 ?? null;
  }

  async list(key: string, isWanted: (name: string) => boolean = () => true): Promise<BytesEntry[]> {
    return (await this.options.table.list(key)).filter(({ name }) => isWanted(name));
  }

  publication(key: string): Promise<string | null> {
    return this.options.table.publication(key);
  }

  async remove(key: string, publication?: string): Promise<void> {
    if (basename(key).startsWith('.')) await this.removeStaged(join(this.options.folder, basename(key)));
    await this.removeObjects(await this.options.table.remove(datasetOf(key), key, publication));
  }

  /** Removes objects that were recorded a day ago and never published, and those whose removal did not end. */
  async sweep(): Promise<void> {
    const { table, log } = this.options;
    try {
      const objects = await table.sweep();
      await this.removeObjects(objects);
      if (objects.length > 0)
        log.info({ objects: objects.length }, 'objects of uploads that were given up were removed');
    } catch (error) {
      log.warn({ err: error }, 'objects that are not used could not be removed; retrying later');
    }
  }

  private async removeStaged(folder: string): Promise<void> {
    const objects = this.stagedObjects.get(folder);
    this.stagedObjects.delete(folder);
    await rm(folder, { recursive: true, force: true });
    if (this.unpublished.delete(folder) && objects) await this.giveUp([...objects.values()]);
  }

  private async publishFolder(folder: string, key: string, mode: 'once' | 'replace'): Promise<Published> {
    const { table, cache } = this.options;
    const dataset = datasetOf(key);
    const paths = await filesBelow(folder);
    const staged = this.stagedObjects.get(folder);
    const local = paths.filter((path) => !staged?.has(relative(folder, path)));
    const hashed = await Promise.all(local.map(async (path) => ({ path, sha256: await sha256OfFile(path) })));
    const { stored, borrowed } = await this.store(dataset, hashed);
    for (const [nth, path] of local.entries()) this.remember(path, stored[nth]!);
    const objects = this.stagedObjects.get(folder);
    const files: NewFile[] = paths.map((path) => {
      const name = relative(folder, path);
      return { key: `${key}/${name.split(sep).join('/')}`, object: objects!.get(name)!.object };
    });
    const { result, unused } = await table.publish(dataset, key, files, { mode });
    await this.removeObjects(unused);
    if (result === 'published') await Promise.all(hashed.map(({ path, sha256 }) => cache.adopt(path, sha256)));
    // Its objects stay for the next attempt with this folder, and are given up with it.
    if (result === 'taken') this.unpublished.add(folder);
    // Except those that it shares with another key, which may be removed before.
    if (result !== 'published') for (const path of local) this.forget(path, borrowed);
    if (result === 'gone' && borrowed.size > 0) return this.publishFolder(folder, key, mode);
    if (result === 'gone') {
      this.stagedObjects.delete(folder);
      await this.giveUp(stored);
    }
    return result;
  }

  /**
   * Brings files into the store, except those that the dataset has there already, in `borrowed`. Nothing refers to new ones
   * yet; borrowed ones are removed with the keys that refer to them.
   */
  private async store(dataset: string, files: readonly { path: string; sha256: string }[]) {
    if (files.length === 0) return { stored: [], borrowed: new Set<string>() };
    const { table, store, prefix } = this.options;
    const checksums = files.map(({ sha256 }) => sha256);
    const known = new Map((await table.withChecksums(dataset, checksums)).map((object) => [object.sha256, object]));
    const added = new Map<string, StoredObject & { path: string }>();
    for (const { path, sha256 } of files) {
      if (known.has(sha256) || added.has(sha256)) continue;
      const { size } = await stat(path);
      added.set(sha256, { object: `${prefix}${dataset}/${randomUUID()}`, sha256, sizeBytes: size, path });
    }
    await table.begin(dataset, [...added.values()]);
    try {
      await Promise.all([...added.values()].map(({ object, path }) => this.transfers(() => store.put(object, path))));
    } catch (error) {
      await this.giveUp([...added.values()]);
      throw error;
    }
    const stored: StoredObject[] = checksums.map((sha256) => known.get(sha256) ?? added.get(sha256)!);
    return { stored, borrowed: new Set([...known.values()].map(({ object }) => object)) };
  }

  /** A copy of the bytes of a key, verified. Null if there are none, or none with the wanted checksum. */
  private async fetch(key: string, wanted?: string, { isCopyDamaged = false } = {}): Promise<string | null> {
    const { table, cache, log } = this.options;
    let replaces = isCopyDamaged;
    for (let attempt = 1; attempt <= FETCH_ATTEMPTS; attempt++) {
      const file = await table.find(key);
      if (file === null || (wanted !== undefined && file.sha256 !== wanted)) return null;
      const download = (target: string) => this.download(file, target);
      const path = await withStorage('Fetching a file', () =>
        replaces ? cache.replace(file.sha256, download) : cache.get(file.sha256, download),
      );
      if (path === null) continue;
      // A copy that was just fetched is verified. The caller verifies where it knows the checksum.
      if (wanted !== undefined || (await this.verified.isIntact(path, file.sha256))) return path;
      replaces = true;
    }
    log.error({ key }, 'a file is damaged in the object store');
    return null;
  }

  private async download({ object, sha256, sizeBytes, key }: StoredFile, path: string): Promise<boolean> {
    const fetched = await this.transfers(() => this.options.store.get(object, path));
    if (fetched?.sha256 === sha256) return true;
    const { log } = this.options;
    log.warn({ key, object, sizeBytes, fetchedBytes: fetched?.sizeBytes ?? null }, 'an object is missing or damaged');
    return false;
  }

  private remember(path: string, { object, sha256, sizeBytes }: StoredObject): void {
    const [folder, name] = this.placeOf(path);
    const objects = this.stagedObjects.get(folder) ?? new Map<string, StoredObject>();
    this.stagedObjects.set(folder, objects.set(name, { object, sha256, sizeBytes }));
  }

  /** Forgets the object of a staged file if it is one of `objects`. */
  private forget(path: string, objects: ReadonlySet<string>): void {
    const [folder, name] = this.placeOf(path);
    const staged = this.stagedObjects.get(folder);
    if (objects.has(staged?.get(name)?.object ?? '')) staged!.delete(name);
  }

  /** The staged folder of a file, and the path in it. */
  private placeOf(path: string): [folder: string, name: string] {
    const [folder, ...name] = relative(this.options.folder, path).split(sep);
    return [join(this.options.folder, folder!), name.join(sep)];
  }

  /** Removes new objects that will not be published. */
  private async giveUp(objects: readonly StoredObject[]): Promise<void> {
    const names = await this.options.table.abandon(objects.map(({ object }) => object)).catch(() => []);
    await this.removeObjects(names);
  }

  /** Removes swept objects from the store. What fails is removed by a later sweep. */
  private async removeObjects(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const { store, table } = this.options;
    try {
      await Promise.all(names.map((name) => this.transfers(() => store.delete(name))));
      await table.forget(names);
    } catch (error) {
      this.options.log.warn({ err: error, objects: names.length }, 'objects could not be removed; a later sweep will');
    }
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') throw new Error(`The staged folder ${folder} was removed.`, { cause: error });
    throw error;
  }
}
