import type { Catalog, RecordChange } from '../../catalog/catalog.js';
import { clearDataset } from '../../catalog/clear-dataset.js';
import type { SealVersion } from '../../catalog/integrity/seal-version.js';
import type { VersionFolders } from '../../catalog/version-folders.js';
import { writeDescription } from '../../catalog/write-description.js';
import {
  bytesOf,
  type DatasetRecord,
  type PendingIngest,
  READING_RULES_VERSION,
  sourceName,
  sourcesOf,
  type VersionReason,
} from '../../model/dataset.js';
import { datasetNotFound, versionDamaged } from '../../model/dataset-errors.js';
import { isUnavailable } from '../../model/errors.js';
import type { ReportProgress } from '../../model/progress.js';
import type { Bytes } from '../../storage/bytes.js';
import { filesIn, keys, sourceFile } from '../../storage/layout.js';
import { sha256OfFile } from '../../storage/sha256.js';
import { errnoCode } from '../../storage/storage-errors.js';
import { type Observe, unobserved } from '../../telemetry/observe.js';
import { abortable } from '../../worker/abort-scope.js';
import type { IngestFile } from '../pipeline.js';
import { JobIsOutdated, reasonToStop } from './attend-job.js';
import type { Idempotency } from './idempotency.js';
import { missingSource } from './share-sources.js';
import { failed, failureOf, mayPublish, published, released, restored } from './states.js';

/** Jobs that bring new files, whose rows must not be in the dataset already. */
const ADDS_FILES: readonly VersionReason[] = ['UPLOAD', 'REPLACE', 'APPEND'];
/** Retries of a job because storage was unavailable. */
const MAX_RETRIES = 3;
/** Delay before the first retry; each later one is twice as long. */
const RETRY_DELAY_MS = 1_000;
/** Failures that are not caused by the file: another attempt may succeed. */
const TRANSIENT: readonly string[] = ['STORAGE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'];

export interface JobContext {
  bytes: Bytes;
  catalog: Catalog;
  folders: VersionFolders;
  idempotency: Idempotency;
  ingestFile: IngestFile;
  seal: SealVersion;
  /** Whether a job that failed because storage was away is tried again. */
  retriesStorage?: boolean;
  observe?: Observe;
}

/** The job was left to whichever process takes it. */
export class JobWasReleased extends Error {
  override readonly name = 'JobWasReleased';
}

/**
 * Reads the pending sources into a new version and publishes the version or the failure. Returns the record afterwards.
 * The version is written in a separate folder: the pending folder contains only the sources (of a restored version, all of
 * its files), unchanged until the outcome is published.
 * @throws the errors of ingestFile, DATASET_NOT_FOUND if the dataset was deleted meanwhile, STORAGE_UNAVAILABLE,
 * INGEST_CANCELLED, the reason of `signal`; JobWasReleased if it is tried again
 */
export async function runJob(
  id: string,
  pending: PendingIngest,
  context: JobContext,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<DatasetRecord> {
  const { catalog, bytes, observe = unobserved } = context;
  const attributes = {
    'dataset.id': id,
    'source.format': pending.source.format,
    'source.bytes': bytesOf(pending),
  };
  try {
    await requireWanted(id, pending, catalog);
    const work = () => abortable(signal, () => readAndPublish(id, pending, context, progress));
    const record = await observe('ingest', work, attributes);
    await removeLeftovers(record, pending, context);
    return record;
  } catch (error) {
    if (error instanceof JobIsOutdated) return await afterOutdated(id, pending, context);
    if (await isTriedAgain(id, pending, context, error)) throw new JobWasReleased('storage was away', { cause: error });
    await publishFailure(id, pending, context, error);
    throw await notFoundIfDeleted(error, id, catalog);
  } finally {
    const isDeleted = (await catalog.get(id).catch(() => undefined)) === null;
    if (isDeleted) await ignoreStorageErrors(() => clearDataset(bytes, id));
  }
}

/**
 * Only what can succeed: the file and our own code stay as they are. While the records are away the job stays that of this
 * process, which finds it there afterwards, unless it was taken over (recover.ts).
 */
async function isTriedAgain(
  id: string,
  pending: PendingIngest,
  { catalog, retriesStorage }: JobContext,
  error: unknown,
): Promise<boolean> {
  const { retries = 0 } = pending;
  if (!retriesStorage || retries >= MAX_RETRIES || failureOf(error).code !== 'STORAGE_UNAVAILABLE') return false;
  const notBefore = new Date(Date.now() + RETRY_DELAY_MS * 2 ** retries).toISOString();
  let isReleased = false;
  try {
    await catalog.change(id, (record) => {
      const change = released(record, pending, { retries: retries + 1, notBefore });
      isReleased = change !== null;
      return change;
    });
  } catch (failure) {
    if (isUnavailable(failure)) return true;
    throw failure;
  }
  return isReleased;
}

/** What the dataset is by another job. */
async function afterOutdated(id: string, pending: PendingIngest, context: JobContext): Promise<DatasetRecord> {
  const record = await context.catalog.get(id);
  if (record === null) throw datasetNotFound(id);
  await removeLeftovers(record, pending, context);
  return record;
}

/** @throws DATASET_NOT_FOUND, INGEST_CANCELLED, JobIsOutdated where nothing would be published */
async function requireWanted(id: string, pending: PendingIngest, catalog: Catalog): Promise<void> {
  const reason = reasonToStop(await catalog.get(id), id, pending);
  if (reason !== null) throw reason;
}

/** DATASET_NOT_FOUND if the dataset was deleted, since that explains any other error; else the error itself. */
export async function notFoundIfDeleted(error: unknown, id: string, catalog: Catalog): Promise<unknown> {
  const isDeleted = (await catalog.get(id)) === null;
  return isDeleted ? Object.assign(datasetNotFound(id), { cause: error }) : error;
}

async function readAndPublish(
  id: string,
  pending: PendingIngest,
  { bytes, catalog, folders, idempotency, ingestFile, seal, observe = unobserved }: JobContext,
  progress: ReportProgress,
): Promise<DatasetRecord> {
  const { version, options, restores } = pending;
  // Before the outcome: once `pending` is gone from the record, only the claim shows that this request was executed.
  if (pending.idempotency) await idempotency.confirm(pending.idempotency, pending.folder, version);
  const folder = await folders.begin(id);
  const place = async () => {
    const isPlaced = await folders.place(id, version, folder, async () => {
      const record = await catalog.get(id);
      return record !== null && mayPublish(record, pending);
    });
    if (!isPlaced) await requireWanted(id, pending, catalog);
  };
  const publish = async (decide: (record: DatasetRecord) => RecordChange | null) => {
    let isPublished = false;
    const record = await catalog.change(id, (current) => {
      const change = decide(current);
      isPublished = change !== null;
      return change;
    });
    if (!isPublished) throw reasonToStop(record, id, pending) ?? new JobIsOutdated();
    return record;
  };
  try {
    const isThere = await bytes.link(keys.inDataset(id, pending.folder), folder, { isRead: restores === undefined });
    if (!isThere) throw missingSource(id);
    const at = () => ({ keepVersions: folders.keepVersions, at: new Date().toISOString() });
    if (restores) {
      progress.enter('WRITING');
      await place();
      return await publish((record) => restored(record, pending, restores, at()));
    }
    const sources = sourcesOf(pending);
    const files = sources.map((source) => ({
      name: sourceName(source),
      path: filesIn.source(folder, source),
      format: source.format,
      storedRows: source.storedRows,
    }));
    const refuseDuplicates = ADDS_FILES.includes(pending.reason) && !pending.allowDuplicate;
    const result = await whileIntact(requireUploadedBytes(id, pending, folder), () =>
      ingestFile({ sources: files, options, folder, progress, refuseDuplicates }),
    );
    progress.enter('WRITING');
    return await observe('ingest.write', async () => {
      await writeDescription(folder, result.schema, result.lineage);
      const reading = { options, rulesVersion: READING_RULES_VERSION, checksums: await seal(folder) };
      await place();
      const read = sources.map((source, nth) => ({ ...source, ...result.sources[nth] }));
      return publish((record) =>
        published(record, pending, { datasetId: id, version, ...result.schema }, read, { ...at(), reading }),
      );
    });
  } finally {
    // The outcome is decided.
    await ignoreStorageErrors(() => folders.discard(id, folder));
  }
}

async function publishFailure(id: string, pending: PendingIngest, context: JobContext, error: unknown): Promise<void> {
  const { catalog, idempotency } = context;
  const failure = failureOf(error);
  const record = await catalog.change(id, (current) => failed(current, pending, failure));
  const isRetryable = (pending.reason === 'REPLACE' || pending.reason === 'APPEND') && TRANSIENT.includes(failure.code);
  if (pending.idempotency && isRetryable) await idempotency.release(pending.idempotency, pending.folder);
  await removeLeftovers(record, pending, context);
}

/** The outcome is published already: the sweep at the next start removes files that cannot be removed now. */
function removeLeftovers(record: DatasetRecord, pending: PendingIngest, { folders }: JobContext): Promise<void> {
  const isStillNeeded = record.pending?.folder === pending.folder;
  return ignoreStorageErrors(async () => {
    if (!isStillNeeded) await folders.discard(record.id, pending.folder);
    if (record.status === 'READY') await folders.retire(record);
  });
}

async function ignoreStorageErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (errnoCode(error) === undefined && !isUnavailable(error)) throw error;
  }
}

/** Runs `read` while the bytes that it reads are verified. A damaged file explains any error of the reading. */
async function whileIntact<T>(verified: Promise<void>, read: () => Promise<T>): Promise<T> {
  // Called in a promise: an error before the first wait must not leave `verified` without a listener.
  const [intact, result] = await Promise.allSettled([verified, Promise.resolve().then(read)]);
  if (intact.status === 'rejected') throw intact.reason;
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** Detects a source that was damaged on disk since its upload. @throws VERSION_DAMAGED */
async function requireUploadedBytes(id: string, pending: PendingIngest, folder: string): Promise<void> {
  for (const source of sourcesOf(pending)) {
    if ((await sha256OfFile(filesIn.source(folder, source))) === source.sha256) continue;
    throw versionDamaged(
      { id, version: pending.version },
      {
        file: sourceFile(source),
        why: 'there is no other copy of the uploaded file',
        remedy: 'Upload it again with replaceDataset.',
      },
    );
  }
}
