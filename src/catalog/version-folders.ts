import { basename } from 'node:path';
import type { DatasetRecord } from '../model/dataset.js';
import { ConcentricError } from '../model/errors.js';
import type { Bytes } from '../storage/bytes.js';
import { keys, readEntry, type VersionFile } from '../storage/layout.js';

/** Readers in other processes cannot be counted; they have this time to finish reading a superseded version. */
const GRACE_MS = 60_000;

type KeptList = Pick<DatasetRecord, 'id' | 'version' | 'earlier'>;

export interface VersionFoldersOptions {
  bytes: Bytes;
  /** Number of versions of a dataset to keep, including the current one; at least 1. */
  keepVersions: number;
}

/** The files of a version, as paths on this machine. */
export interface VersionFiles {
  localPath(file: VersionFile): Promise<string>;
}

/**
 * The versions of the datasets, one folder `v<n>` each. A folder is staged, made durable and published atomically. Only the
 * dataset's record says which version is current.
 */
export class VersionFolders {
  private readonly bytes: Bytes;
  readonly keepVersions: number;
  /** Readers of this process, by key. */
  private readonly readers = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor({ bytes, keepVersions }: VersionFoldersOptions) {
    this.bytes = bytes;
    this.keepVersions = keepVersions;
  }

  /** The path of a new temporary folder of a dataset. */
  begin(id: string): Promise<string> {
    return this.bytes.stage(id);
  }

  /**
   * Publishes a folder of begin() as v<version>. The number must be reserved in the record's `pending`. An existing
   * folder with this number was left by a process that died before it published its record, and is replaced; unless
   * `mayReplace` is false, because the record has meanwhile been published by another process. False then.
   */
  async place(id: string, version: number, folder: string, mayReplace: () => Promise<boolean>): Promise<boolean> {
    const key = keys.version(id, version);
    while (!(await this.bytes.publish(folder, key))) {
      // Named before the record is read: a process that is paused afterwards must not remove what another one has published.
      const leftover = await this.bytes.publication(key);
      if (!(await mayReplace())) return false;
      if (leftover !== null) await this.bytes.remove(key, leftover);
    }
    return true;
  }

  /** Removes a folder of a dataset, given by its path or name. */
  discard(id: string, folder: string): Promise<void> {
    return this.bytes.remove(keys.inDataset(id, basename(folder)));
  }

  /**
   * Runs `work` on the files of the record's version, which stay until it has ended.
   * @throws CONFLICT if the version was replaced or the dataset deleted meanwhile
   */
  async withVersion<T>(
    { id, version }: Pick<DatasetRecord, 'id' | 'version'>,
    work: (files: VersionFiles) => Promise<T>,
  ): Promise<T> {
    const key = keys.version(id, version);
    this.readers.set(key, (this.readers.get(key) ?? 0) + 1);
    try {
      return await work({ localPath: (file) => this.localPath(id, version, file) });
    } catch (error) {
      if (error instanceof ConcentricError || (await this.bytes.exists(key))) throw error;
      throw versionIsGone(id, version, error);
    } finally {
      const left = this.readers.get(key)! - 1;
      if (left > 0) this.readers.set(key, left);
      else this.readers.delete(key);
    }
  }

  /**
   * Removes the versions that the record no longer lists and that have no readers, now or after the grace period. If the
   * record lists fewer versions than are kept, the newest unlisted ones stay, because older records did not list them.
   */
  async retire({ id, version, earlier }: KeptList): Promise<void> {
    const entries = await this.bytes.list(keys.dataset(id));
    const publishedAtMs = new Map<number, number>();
    for (const { name, modifiedAtMs } of entries) {
      const entry = readEntry(name);
      if (entry.kind === 'version' && entry.version <= version) publishedAtMs.set(entry.version, modifiedAtMs);
    }
    const published = [...publishedAtMs.keys()].sort((a, b) => b - a);
    const listed = new Set([version, ...earlier.map((kept) => kept.version)]);
    const others = published.filter((each) => !listed.has(each));
    let areAllGone = true;
    for (const old of others.slice(Math.max(0, this.keepVersions - listed.size))) {
      const key = keys.version(id, old);
      // The version whose publication removed the old one from the list.
      const successor = published[Math.max(0, published.indexOf(old) - this.keepVersions)]!;
      const isInGrace = Date.now() - publishedAtMs.get(successor)! < GRACE_MS;
      if (this.readers.has(key) || isInGrace) areAllGone = false;
      else await this.bytes.remove(key);
    }
    if (!areAllGone) this.retireLater({ id, version, earlier });
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private async localPath(id: string, version: number, file: VersionFile): Promise<string> {
    const path = await this.bytes.localPath(keys.versionFile(id, version, file));
    if (path === null) throw new Error(`There is no ${file} of version ${version} of dataset ${id}.`);
    return path;
  }

  private retireLater(record: KeptList): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      // The next publication or the next start removes versions that cannot be removed now.
      void this.retire(record).catch(() => undefined);
    }, GRACE_MS).unref();
    this.timers.add(timer);
  }
}

function versionIsGone(id: string, version: number, cause: unknown): ConcentricError {
  return new ConcentricError(
    'CONFLICT',
    `Version ${version} of dataset ${id} was replaced or deleted while it was being read; send the request again.`,
    { datasetId: id, version },
    { cause },
  );
}
