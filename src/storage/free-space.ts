import { randomBytes } from 'node:crypto';
import { access, constants, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ConcentricError } from '../model/errors.js';
import type { Layout } from './layout.js';
import { withStorage } from './storage-errors.js';

const PROBE_BYTES = 4096;

export interface StorageRoom {
  /** Bytes that this process can still write. */
  freeBytes: number;
  /** Below it new files are rejected: the remaining space is for running work and deletions. */
  minFreeBytes: number;
}

/** The free space of a folder's file system. @throws STORAGE_UNAVAILABLE */
export async function storageRoom(folder: string, minFreeBytes: number): Promise<StorageRoom> {
  return withStorage('Checking the storage folder', async () => {
    const { bavail, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, minFreeBytes };
  });
}

/** @throws STORAGE_UNAVAILABLE if less than `minFreeBytes` are free */
export function requireRoom({ freeBytes, minFreeBytes }: StorageRoom): void {
  if (freeBytes >= minFreeBytes) return;
  throw new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `The disk of the storage folder has ${freeBytes} bytes free; at least ${minFreeBytes} are needed (MIN_FREE_BYTES). Delete datasets that are no longer needed, or free some space.`,
    { freeBytes, minFreeBytes },
    { cause: Object.assign(new Error('less space than MIN_FREE_BYTES'), { code: 'ENOSPC' }) },
  );
}

/**
 * Writes bytes into `folder`, reads them back and removes them. An empty file is not enough: a full disk accepts it.
 * @throws STORAGE_UNAVAILABLE, also if the datasets cannot be written
 */
export async function probeStorage({ datasets }: Layout, folder: string): Promise<void> {
  await withStorage('Testing the storage folder', async () => {
    await access(datasets, constants.R_OK | constants.W_OK | constants.X_OK);
    const path = join(folder, `probe-${randomBytes(6).toString('hex')}`);
    const written = randomBytes(PROBE_BYTES);
    try {
      const file = await open(path, 'wx+');
      try {
        await file.writeFile(written);
        await file.sync();
        const read = Buffer.alloc(PROBE_BYTES);
        const { bytesRead } = await file.read(read, 0, PROBE_BYTES, 0);
        if (bytesRead !== PROBE_BYTES || !read.equals(written)) throw corrupted();
      } finally {
        await file.close();
      }
    } finally {
      await rm(path, { force: true });
    }
  });
}

function corrupted(): ConcentricError {
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    'The storage folder does not return the bytes that were written to it. Check the disk.',
  );
}
