import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Layout, readEntry } from '../storage/layout.js';
import { ifPresent } from '../storage/storage-errors.js';

/** Nobody's: what a process that dies here leaves is swept. */
const OWNER = 'deleted';

/** Removes everything of a deleted dataset but the revision files, which say that it is deleted. */
export async function clearDataset(layout: Layout, id: string): Promise<void> {
  const folder = layout.dataset(id);
  const names = (await ifPresent(() => readdir(folder))) ?? [];
  // First and atomically: whoever reads a version then finds its folder gone, never half of it.
  for (const name of names) {
    if (readEntry(name).kind === 'version') {
      await ifPresent(() => rename(join(folder, name), layout.temporary(id, OWNER)));
    }
  }
  for (const name of (await ifPresent(() => readdir(folder))) ?? []) {
    if (readEntry(name).kind !== 'record') await rm(join(folder, name), { recursive: true, force: true });
  }
}
