import { existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import type { Bytes, BytesEntry, PutOptions } from './bytes.js';
import { sync, syncTree } from './durable.js';
import { ANALYSES, isDatasetKey, type Layout } from './layout.js';
import { errnoCode, ifPresent, withStorage } from './storage-errors.js';

const MAX_CONCURRENT_STATS = 32;

/** The driver of bytes in the storage folder: a key is the path below `datasets/`. */
export class FileBytes implements Bytes {
  constructor(
    private readonly layout: Layout,
    /** Part of the temporary names that this process leaves behind if it dies (processes.ts). */
    private readonly owner: string,
  ) {}

  datasetIds(): Promise<string[]> {
    return readdir(this.layout.datasets);
  }

  async stage(datasetId: string): Promise<string> {
    const folder = this.layout.temporary(datasetId, this.owner);
    await withStorage(`Making a folder for dataset ${datasetId}`, () => mkdir(folder, { recursive: true }));
    return folder;
  }

  temporaryFile(datasetId: string): string {
    return this.layout.temporary(datasetId, this.owner);
  }

  /** A staged folder has its path below the dataset from the beginning. */
  async share(stagedFolder: string): Promise<true> {
    await withStorage('Storing the files', async () => {
      await syncTree(stagedFolder);
      await sync(dirname(stagedFolder));
      await sync(this.layout.datasets);
    });
    return true;
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

  async put(stagedFile: string, key: string, options: PutOptions = {}): Promise<boolean> {
    const { within, modifiedAt, sha256 } = options;
    const target = this.pathOf(key);
    const folder = dirname(target);
    return withStorage(`Writing ${key}`, async () => {
      await sync(stagedFile);
      if (modifiedAt !== undefined) await utimes(stagedFile, modifiedAt, modifiedAt);
      // Not recursive: where the version is gone, its dataset must not come back as an empty one.
      const isNewFolder = within === undefined ? await mkdir(folder, { recursive: true }) : await makeFolder(folder);
      if (isNewFolder === null) return false;
      // First: a file without its checksum counts as damaged.
      if (sha256 !== undefined) await writeFile(checksumPath(target), `${sha256}\n`);
      await rename(stagedFile, target);
      await sync(folder);
      if (isNewFolder) await sync(dirname(folder));
      return true;
    });
  }

  async link(key: string, path: string): Promise<boolean> {
    const isLinked = await ifPresent(async () => {
      await linkTree(this.pathOf(key), path);
      return true;
    });
    return isLinked ?? false;
  }

  async localPath(key: string): Promise<string | null> {
    const path = this.pathOf(key);
    return existsSync(path) ? path : null;
  }

  /** There is only one copy. */
  async fetchAgain(): Promise<null> {
    return null;
  }

  async exists(key: string): Promise<boolean> {
    return existsSync(this.pathOf(key));
  }

  async checksum(key: string): Promise<string | null> {
    const text = await ifPresent(() => readFile(checksumPath(this.pathOf(key)), 'utf8'));
    return text?.trim() ?? null;
  }

  async list(key: string, isWanted: (name: string) => boolean = () => true): Promise<BytesEntry[]> {
    const folder = this.pathOf(key);
    const names = ((await ifPresent(() => readdir(folder))) ?? []).filter(isWanted);
    const entries = await pLimit(MAX_CONCURRENT_STATS).map(names, async (name) => {
      const file = await ifPresent(() => stat(join(folder, name)));
      return file === undefined ? [] : [{ name, modifiedAtMs: file.mtimeMs }];
    });
    return entries.flat();
  }

  publication(key: string): Promise<string | null> {
    return publicationAt(this.pathOf(key));
  }

  async remove(key: string, publication?: string): Promise<void> {
    if (isDatasetKey(key)) return rm(this.pathOf(key), { recursive: true, force: true });
    const [datasetId] = key.split('/');
    const removed = this.layout.temporary(datasetId!, this.owner);
    // Renamed first: a reader finds the folder whole or not at all.
    await ifPresent(() => rename(this.pathOf(key), removed));
    if (publication !== undefined && (await publicationAt(removed)) !== publication) {
      // Unless the key was published again meanwhile: then that file stays.
      if (existsSync(removed) && (await renameUnlessTaken(removed, this.pathOf(key)))) return;
    }
    await rm(checksumPath(this.pathOf(key)), { force: true });
    await rm(removed, { recursive: true, force: true });
  }

  private pathOf(key: string): string {
    return join(this.layout.datasets, key);
  }
}

/** With the time of birth, because the number of a removed folder is used again. */
async function publicationAt(path: string): Promise<string | null> {
  const found = await ifPresent(() => stat(path, { bigint: true }));
  return found === undefined ? null : `${found.dev}:${found.ino}:${found.birthtimeNs}`;
}

function checksumPath(path: string): string {
  return `${path}.sha256`;
}

/** Whether it is new; null if there is no folder that it could be in. */
async function makeFolder(folder: string): Promise<boolean | null> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'EEXIST') return false;
    if (code === 'ENOENT') return null;
    throw error;
  }
}

/** Gives a file, or the files of a folder without its analyses, a second path by hard links. */
async function linkTree(from: string, to: string): Promise<void> {
  if (!(await stat(from)).isDirectory()) return link(from, to);
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from)) {
    if (entry !== ANALYSES) await linkTree(join(from, entry), join(to, entry));
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
