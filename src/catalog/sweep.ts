import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { DatasetRecord } from '../model/dataset.js';
import type { Log } from '../model/log.js';
import { type Layout, readEntry } from '../storage/layout.js';
import type { Processes } from '../storage/processes.js';
import { errnoCode, ifPresent } from '../storage/storage-errors.js';
import type { Catalog } from './catalog.js';
import { clearDataset } from './clear-dataset.js';
import { isDatasetId } from './dataset-id.js';
import type { VersionFolders } from './version-folders.js';

const FOLDERS_AT_ONCE = 16;

export interface SweepContext {
  layout: Layout;
  processes: Processes;
  catalog: Catalog;
  folders: VersionFolders;
  log: Log;
}

/**
 * Removes what processes that died left behind: half-written files and folders, superseded revisions and versions,
 * what remains of deleted datasets, empty folders. Safe while other processes are at work. What is pending stays: it is
 * for Ingestion.recover() to continue.
 */
export async function sweep(context: SweepContext): Promise<void> {
  const ids = (await readdir(context.layout.datasets)).filter(isDatasetId);
  await pLimit(FOLDERS_AT_ONCE).map(ids, async (id) => {
    try {
      await sweepDataset(id, context);
    } catch (error) {
      context.log.warn({ err: error, datasetId: id }, 'the folder of a dataset could not be swept');
    }
  });
  await context.processes.sweep();
}

async function sweepDataset(id: string, { layout, processes, catalog, folders }: SweepContext): Promise<void> {
  const folder = layout.dataset(id);
  // Listed before the record is read: what became pending in between is then known to be.
  const names = (await ifPresent(() => readdir(folder))) ?? [];
  const record = await catalog.get(id);
  for (const name of names) {
    const entry = readEntry(name);
    if (entry.kind !== 'temporary' || name === record?.pending?.folder) continue;
    if (!(await processes.isAlive(entry.owner))) await rm(join(folder, name), { recursive: true, force: true });
  }
  if (record?.status === 'READY') await folders.retire(await trimmed(record, catalog, folders));
  const isDeleted = record === null && names.some((name) => readEntry(name).kind === 'record');
  if (isDeleted) await clearDataset(layout, id);
  await catalog.removeSuperseded(id);
  if (record === null) await removeIfEmpty(folder);
}

/** With KEEP_VERSIONS lowered, the record lists fewer from now on. */
async function trimmed(
  record: DatasetRecord,
  catalog: Catalog,
  { keepVersions }: VersionFolders,
): Promise<DatasetRecord> {
  const most = keepVersions - 1;
  if (record.earlier.length <= most) return record;
  return catalog.change(record.id, ({ earlier }) =>
    earlier.length > most ? { earlier: earlier.slice(0, most) } : null,
  );
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    const isInUse = errnoCode(error) === 'ENOTEMPTY' || errnoCode(error) === 'EEXIST' || errnoCode(error) === 'ENOENT';
    if (!isInUse) throw error;
  }
}
