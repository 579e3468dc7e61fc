import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from './layout.js';
import type { KnownProcesses } from './processes.js';
import { withStorage } from './storage-errors.js';

/**
 * A folder in the storage folder for data that does not fit into memory. `undo` removes it. Removes the folders of processes that died.
 * @throws STORAGE_UNAVAILABLE
 */
export async function openSpillFolder(
  { root }: Layout,
  processes: KnownProcesses,
  undo: (() => unknown)[],
): Promise<string> {
  const folders = join(root, 'spill');
  const own = join(folders, processes.owner);
  await withStorage('Making a folder for temporary data', async () => {
    await mkdir(own, { recursive: true });
    for (const owner of await readdir(folders)) {
      if (!(await processes.isAlive(owner))) await rm(join(folders, owner), { recursive: true, force: true });
    }
  });
  undo.push(() => rm(own, { recursive: true, force: true }));
  return own;
}
