import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '../../catalog/catalog.js';
import type { DatasetRecord, Failure } from '../../model/dataset.js';
import { datasetNotFound } from '../../model/dataset-errors.js';
import { ConcentricError, isUnavailable } from '../../model/errors.js';
import type { Claim } from './claims.js';
import { type IngestQueue, leftToOthers } from './queue.js';

/** How often the record is read while another process runs the job. */
const POLL_MS = 250;
/** How long a client that waits for a file that was received also waits for the store of records. */
const MAX_OUTAGE_MS = 10_000;

/**
 * The result of a job: the dataset's record; with `wait` after the job has ended, in this process or another.
 * @throws DATASET_NOT_FOUND if the dataset was deleted since, OVERLOADED if this process ends before,
 * STORAGE_UNAVAILABLE if the store of records is away for more than 10 s, and the failure of the job
 */
export async function outcomeOf(
  { datasetId, folder, version }: Pick<Claim, 'datasetId' | 'folder' | 'version'>,
  wait: boolean,
  catalog: Catalog,
  queue: IngestQueue,
): Promise<DatasetRecord> {
  let answeredAt = performance.now();
  for (;;) {
    const record = await catalog.get(datasetId).catch((error: unknown) => {
      if (isUnavailable(error) && wait && performance.now() - answeredAt < MAX_OUTAGE_MS) return undefined;
      throw isUnavailable(error) ? outcomeUnknown(datasetId, error) : error;
    });
    if (record === undefined) {
      if (queue.isDraining) throw leftToOthers(datasetId);
      await pause(POLL_MS);
      continue;
    }
    answeredAt = performance.now();
    if (record === null) throw datasetNotFound(datasetId);
    if (!wait) return record;
    const isInProgress = record.status !== 'FAILED' && record.pending?.folder === folder;
    if (isInProgress) {
      const end = queue.endOf(folder);
      // Another process reads the file, which can take longer than this one may take to end.
      if (end === null && queue.isDraining) throw leftToOthers(datasetId);
      await (end ?? pause(POLL_MS));
      continue;
    }
    const hasFailed = record.status === 'FAILED' || (version !== null && record.version < version);
    if (hasFailed && record.failure) throw errorOf(record.failure, datasetId);
    return record;
  }
}

/** Sent again, the file would become a second dataset. */
function outcomeUnknown(datasetId: string, cause: unknown): ConcentricError {
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `The file of dataset ${datasetId} was received and will be read; do not send it again. What became of it is not known yet, because the records cannot be read now. Request the dataset shortly.`,
    { datasetId },
    { cause },
  );
}

function errorOf({ code, message }: Failure, datasetId: string): Error {
  return code === 'INTERNAL_SERVER_ERROR' ? new Error(message) : new ConcentricError(code, message, { datasetId });
}
