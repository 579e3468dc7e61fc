import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Layout, readEntry } from '../storage/layout.js';
import { ifPresent } from '../storage/storage-errors.js';

/** Removes everything of a deleted dataset but the revision files, which say that it is deleted. */
export async function clearDataset(layout: Layout, id: string): Promise<void> {
  const folder = layout.dataset(id);
  for (const name of (await ifPresent(() => readdir(folder))) ?? []) {
    if (readEntry(name).kind !== 'record') await rm(join(folder, name), { recursive: true, force: true });
  }
}
