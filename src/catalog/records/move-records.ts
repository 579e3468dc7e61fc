import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConcentricError } from '../../model/errors.js';
import { type Layout, readEntry } from '../../storage/layout.js';
import { ifPresent } from '../../storage/storage-errors.js';
import { isDatasetId } from '../dataset-id.js';
import type { FileRecords } from './file-records.js';
import type { PostgresRecords } from './postgres-records.js';
import type { Revision } from './records.js';
import { revisionText } from './revision-text.js';

/**
 * Copies the newest revisions of all datasets from the storage folder into an empty database, or one with a part of them: the copy can
 * be repeated. Returns their number. No process may use either.
 * @throws RECORD_DAMAGED before anything is copied, CONFLICT if the database has other records
 */
export async function copyToDatabase(files: FileRecords, database: PostgresRecords): Promise<number> {
  const revisions: Revision[] = [];
  for (const id of await files.ids()) {
    const revision = await files.get(id);
    if (revision !== null) revisions.push(revision);
  }
  for (const revision of revisions) {
    if (await database.restore(revision)) continue;
    const found = await database.get(revision.id);
    if (found === null || revisionText(found) !== revisionText(revision)) throw isOther(revision.id);
  }
  return revisions.length;
}

/**
 * Copies the revisions of the database into the storage folder, in place of the record files that are there. Returns their number. No
 * process may use either.
 */
export async function copyToFolder(database: PostgresRecords, files: FileRecords, layout: Layout): Promise<number> {
  const ids = await database.ids();
  const inFolder = (await readdir(layout.datasets)).filter(isDatasetId);
  for (const id of new Set([...ids, ...inFolder])) {
    // Read first: a damaged row must not remove anything.
    const revision = await database.get(id);
    for (const name of (await ifPresent(() => readdir(layout.dataset(id)))) ?? []) {
      if (readEntry(name).kind === 'record') await rm(join(layout.dataset(id), name));
    }
    if (revision !== null) await files.restore(revision);
  }
  return ids.length;
}

function isOther(id: string): ConcentricError {
  return new ConcentricError(
    'CONFLICT',
    `The database has another record of dataset ${id} than the folder: it has been used since, or belongs to another folder. Use an empty database.`,
    { datasetId: id },
  );
}
