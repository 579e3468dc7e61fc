import pLimit from 'p-limit';
import type { DatasetRecord } from '../model/dataset.js';
import type { Log } from '../model/log.js';
import type { Bytes } from '../storage/bytes.js';
import { keys, readEntry } from '../storage/layout.js';
import type { KnownProcesses } from '../storage/processes.js';
import type { Catalog } from './catalog.js';
import { clearDataset } from './clear-dataset.js';
import { isDatasetId } from './dataset-id.js';
import { removeUnnamedMappings } from './mapping-sweep.js';
import type { VersionFolders } from './version-folders.js';

/** In the background of requests, which use the same disk or the same connections to PostgreSQL. */
const MAX_CONCURRENT_FOLDERS = 4;

export interface SweepContext {
  bytes: Bytes;
  processes: KnownProcesses;
  catalog: Catalog;
  folders: VersionFolders;
  log: Log;
}

/**
 * Removes the leftovers of dead processes: partial files and folders, superseded revisions and versions, mapping files
 * that no record names, remains of deleted datasets, empty folders. Safe while other processes are working. Pending readings stay, because Ingestion.recover()
 * continues them. Ends early when `signal` is aborted; the next start sweeps again.
 */
export async function sweep(context: SweepContext, signal?: AbortSignal): Promise<void> {
  const ids = (await context.bytes.datasetIds()).filter(isDatasetId);
  await pLimit(MAX_CONCURRENT_FOLDERS).map(ids, async (id) => {
    if (signal?.aborted) return;
    try {
      await sweepDataset(id, context);
    } catch (error) {
      context.log.warn({ err: error, datasetId: id }, 'the folder of a dataset could not be swept');
    }
  });
  if (!signal?.aborted) await context.processes.sweep();
}

async function sweepDataset(id: string, { bytes, processes, catalog, folders }: SweepContext): Promise<void> {
  // Listed before the record is read, so that the record names all pending entries of the list.
  const names = (await bytes.list(keys.dataset(id))).map(({ name }) => name);
  const record = await catalog.get(id);
  for (const name of names) {
    const entry = readEntry(name);
    if (entry.kind !== 'temporary' || name === record?.pending?.folder) continue;
    if (!(await processes.isAlive(entry.owner))) await bytes.remove(keys.inDataset(id, name));
  }
  if (record !== null) await removeUnnamedMappings(bytes, id, record.entityMappings ?? []);
  if (record?.status === 'READY') await folders.retire(await trimmed(record, catalog, folders));
  // Without a tombstone nothing is removed: the record of a dataset that exists may be missing.
  if (catalog.wasDeleted(id)) await clearDataset(bytes, id);
  await catalog.removeSuperseded(id);
}

/** The record after KEEP_VERSIONS was lowered: it lists fewer versions. */
async function trimmed(
  record: DatasetRecord,
  catalog: Catalog,
  { keepVersions }: VersionFolders,
): Promise<DatasetRecord> {
  const maxEarlier = keepVersions - 1;
  if (record.earlier.length <= maxEarlier) return record;
  return catalog.change(record.id, ({ earlier }) =>
    earlier.length > maxEarlier ? { earlier: earlier.slice(0, maxEarlier) } : null,
  );
}
