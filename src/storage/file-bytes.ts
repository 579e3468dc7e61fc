import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes, BytesEntry } from './bytes.js';
import { sync, syncTree } from './durable.js';
import type { Layout } from './layout.js';
import { errnoCode, ifPresent, withStorage } from './storage-errors.js';

/** The driver of bytes in the storage folder: a key is the path below `datasets/`. */
export class FileBytes implements Bytes {
  constructor(
    private readonly layout: Layout,
    /** Part of the temporary names that this process leaves behind if it dies (processes.ts). */
    private readonly owner: string,
  ) {}

  async stage(datasetId: string): Promise<string> {
    const folder = this.layout.temporary(datasetId, this.owner);
    await withStorage(`Making a folder for dataset ${datasetId}`, () => mkdir(folder, { recursive: true }));
    return folder;
  }

  async publish(stagedFolder: string, key: string): Promise<boolean> {
    const target = this.pathOf(key);
    return withStorage(`Writing ${key}`, async () => {
      await syncTree(stagedFolder);
      if (!(await renameUnlessTaken(stagedFolder, target))) return false;
      await sync(dirname(target));
      return true;
    });
  }

  async put(stagedFile: string, key: string): Promise<void> {
    const target = this.pathOf(key);
    const folder = dirname(target);
    await withStorage(`Writing ${key}`, async () => {
      await sync(stagedFile);
      const isNewFolder = (await mkdir(folder, { recursive: true })) !== undefined;
      await rename(stagedFile, target);
      await sync(folder);
      if (isNewFolder) await sync(dirname(folder));
    });
  }

  async localPath(key: string): Promise<string | null> {
    const path = this.pathOf(key);
    return existsSync(path) ? path : null;
  }

  async list(key: string): Promise<BytesEntry[]> {
    const folder = this.pathOf(key);
    const names = (await ifPresent(() => readdir(folder))) ?? [];
    const entries = await Promise.all(
      names.map(async (name) => {
        const file = await ifPresent(() => stat(join(folder, name)));
        return file === undefined ? [] : [{ name, modifiedAtMs: file.mtimeMs }];
      }),
    );
    return entries.flat();
  }

  async remove(key: string): Promise<void> {
    const [datasetId] = key.split('/');
    const removed = this.layout.temporary(datasetId!, this.owner);
    // Renamed first: a reader finds the folder whole or not at all.
    await ifPresent(() => rename(this.pathOf(key), removed));
    await rm(removed, { recursive: true, force: true });
  }

  private pathOf(key: string): string {
    return join(this.layout.datasets, key);
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
