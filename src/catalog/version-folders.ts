import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import type { DatasetRecord } from '../model/dataset.js';
import { ConcentricError } from '../model/errors.js';
import { sync, syncTree } from '../storage/durable.js';
import { type Layout, readEntry } from '../storage/layout.js';
import { errnoCode, ifPresent, withStorage } from '../storage/storage-errors.js';

/** Readers in other processes cannot be counted: they are given this long to finish with a version that was superseded. */
const GRACE_MS = 60_000;

type KeptList = Pick<DatasetRecord, 'id' | 'version' | 'earlier'>;

export interface VersionFoldersOptions {
  layout: Layout;
  owner: string;
  /** How many versions of a dataset stay on disk, the current one included; at least 1. */
  keepVersions: number;
}

/**
 * The folders v<n> of the datasets. One is written under a temporary name, made durable and renamed into place, so that
 * a folder v<n> is always whole; which of them is current stands in the dataset's record alone.
 */
export class VersionFolders {
  private readonly layout: Layout;
  private readonly owner: string;
  /** How many versions of a dataset stay, the current one included. */
  readonly keepVersions: number;
  /** Readers of this process, by folder. */
  private readonly readers = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor({ layout, owner, keepVersions }: VersionFoldersOptions) {
    this.layout = layout;
    this.owner = owner;
    this.keepVersions = keepVersions;
  }

  /** A new temporary folder inside the dataset's own; its path. */
  async begin(id: string): Promise<string> {
    const folder = this.layout.temporary(id, this.owner);
    await withStorage(`Making a folder for dataset ${id}`, () => mkdir(folder, { recursive: true }));
    return folder;
  }

  /**
   * Makes a folder of begin() durable and renames it to v<version>. The number must have been reserved in the record's
   * `pending`: a folder that has it already was left by a process that died before it could publish it.
   */
  async place(id: string, version: number, folder: string): Promise<void> {
    const target = this.layout.version(id, version);
    await withStorage(`Writing version ${version} of dataset ${id}`, async () => {
      await syncTree(folder);
      while (!(await renameUnlessTaken(folder, target))) await this.discard(id, target);
      await sync(this.layout.dataset(id));
    });
  }

  /** Removes a folder of a dataset, atomically to whoever looks for it by its name. */
  async discard(id: string, folder: string): Promise<void> {
    const doomed = this.layout.temporary(id, this.owner);
    await ifPresent(() => rename(folder, doomed));
    await rm(doomed, { recursive: true, force: true });
  }

  /**
   * Runs `work` on the folder of the record's version, which stays until it is done.
   * @throws CONFLICT where the folder is gone, because the record was read long ago or the dataset deleted meanwhile.
   */
  async withVersion<T>(
    { id, version }: Pick<DatasetRecord, 'id' | 'version'>,
    work: (folder: string) => Promise<T>,
  ): Promise<T> {
    const folder = this.layout.version(id, version);
    this.readers.set(folder, (this.readers.get(folder) ?? 0) + 1);
    try {
      return await work(folder);
    } catch (error) {
      if (error instanceof ConcentricError || existsSync(folder)) throw error;
      throw new ConcentricError(
        'CONFLICT',
        `Version ${version} of dataset ${id} was replaced or deleted while it was being read; ask again.`,
        { datasetId: id, version },
        { cause: error },
      );
    } finally {
      const left = this.readers.get(folder)! - 1;
      if (left > 0) this.readers.set(folder, left);
      else this.readers.delete(folder);
    }
  }

  /**
   * Removes the versions that the record lists no longer as soon as nobody reads them: now, or after the grace period. Where
   * it lists fewer than are to be kept, the newest of the others stay: records did not always list them.
   */
  async retire({ id, version, earlier }: KeptList): Promise<void> {
    const names = (await ifPresent(() => readdir(this.layout.dataset(id)))) ?? [];
    const published = names
      .map((name) => readEntry(name))
      .flatMap((entry) => (entry.kind === 'version' && entry.version <= version ? entry.version : []))
      .sort((a, b) => b - a);
    const listed = new Set([version, ...earlier.map((kept) => kept.version)]);
    const others = published.filter((each) => !listed.has(each));
    let areAllGone = true;
    for (const old of others.slice(Math.max(0, this.keepVersions - listed.size))) {
      const folder = this.layout.version(id, old);
      // The one whose publication ended its being listed.
      const successor = published[Math.max(0, published.indexOf(old) - this.keepVersions)]!;
      const isInUse = this.readers.has(folder) || (await this.isRecent(id, successor));
      if (isInUse) areAllGone = false;
      else await this.discard(id, folder);
    }
    if (!areAllGone) this.retireLater({ id, version, earlier });
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private retireLater(record: KeptList): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      // What cannot be removed now is removed when the next version is published, or at the next start.
      void this.retire(record).catch(() => undefined);
    }, GRACE_MS).unref();
    this.timers.add(timer);
  }

  private async isRecent(id: string, version: number): Promise<boolean> {
    const folder = await ifPresent(() => stat(this.layout.version(id, version)));
    return folder !== undefined && Date.now() - folder.mtimeMs < GRACE_MS;
  }
}

async function renameUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}
