import { link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Catalog } from '../../catalog/catalog.js';
import { clearDataset } from '../../catalog/clear-dataset.js';
import type { SealVersion } from '../../catalog/integrity/seal-version.js';
import type { VersionFolders } from '../../catalog/version-folders.js';
import { writeDescription } from '../../catalog/write-description.js';
import { type DatasetRecord, type PendingIngest, READING_RULES_VERSION } from '../../model/dataset.js';
import { datasetNotFound, versionDamaged } from '../../model/dataset-errors.js';
import type { ReportProgress } from '../../model/progress.js';
import type { Bytes } from '../../storage/bytes.js';
import { filesIn, type Layout, sourceFile } from '../../storage/layout.js';
import { sha256OfFile } from '../../storage/sha256.js';
import { errnoCode } from '../../storage/storage-errors.js';
import { type Observe, unobserved } from '../../telemetry/observe.js';
import type { IngestFile } from '../pipeline.js';
import type { Idempotency } from './idempotency.js';
import { failed, failureOf, published } from './states.js';

/** Failures that are not caused by the file: another attempt may succeed. */
const TRANSIENT: readonly string[] = ['STORAGE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'];

export interface JobContext {
  layout: Layout;
  bytes: Bytes;
  catalog: Catalog;
  folders: VersionFolders;
  idempotency: Idempotency;
  ingestFile: IngestFile;
  seal: SealVersion;
  observe?: Observe;
}

/**
 * Reads a pending source into a new version and publishes the version or the failure. Returns the record afterwards. The
 * version is written in a separate folder: the pending folder contains only the source, unchanged until the outcome is
 * published.
 * @throws the errors of ingestFile, DATASET_NOT_FOUND if the dataset was deleted meanwhile, STORAGE_UNAVAILABLE
 */
export async function runJob(
  id: string,
  pending: PendingIngest,
  context: JobContext,
  progress: ReportProgress,
): Promise<DatasetRecord> {
  const { catalog, bytes, observe = unobserved } = context;
  const attributes = {
    'dataset.id': id,
    'source.format': pending.source.format,
    'source.bytes': pending.source.sizeBytes,
  };
  try {
    const record = await observe('ingest', () => readAndPublish(id, pending, context, progress), attributes);
    await removeLeftovers(record, pending, context);
    return record;
  } catch (error) {
    await publishFailure(id, pending, context, error);
    throw await notFoundIfDeleted(error, id, catalog);
  } finally {
    const isDeleted = (await catalog.get(id)) === null;
    if (isDeleted) await ignoreDiskErrors(() => clearDataset(bytes, id));
  }
}

/** DATASET_NOT_FOUND if the dataset was deleted, since that explains any other error; else the error itself. */
export async function notFoundIfDeleted(error: unknown, id: string, catalog: Catalog): Promise<unknown> {
  const isDeleted = (await catalog.get(id)) === null;
  return isDeleted ? Object.assign(datasetNotFound(id), { cause: error }) : error;
}

async function readAndPublish(
  id: string,
  pending: PendingIngest,
  { layout, catalog, folders, idempotency, ingestFile, seal, observe = unobserved }: JobContext,
  progress: ReportProgress,
): Promise<DatasetRecord> {
  const { version, options, source } = pending;
  // Before the outcome: once `pending` is gone from the record, only the claim shows that this request was executed.
  if (pending.idempotency) await idempotency.confirm(pending.idempotency, pending.folder, version);
  const folder = await folders.begin(id);
  try {
    const sourcePath = filesIn.source(folder, source.fileName);
    await linkSource(filesIn.source(join(layout.dataset(id), pending.folder), source.fileName), sourcePath);
    await requireUploadedBytes(id, pending, sourcePath);
    const result = await ingestFile({ sourcePath, format: source.format, options, folder, progress });
    progress.enter('WRITING');
    return await observe('ingest.write', async () => {
      await writeDescription(folder, result.schema, result.lineage);
      const reading = { options, rulesVersion: READING_RULES_VERSION, checksums: await seal(folder) };
      await folders.place(id, version, folder);
      return catalog.change(id, (record) =>
        published(
          record,
          pending,
          { datasetId: id, version, ...result.schema },
          { ...source, ...result.source },
          { keepVersions: folders.keepVersions, at: new Date().toISOString(), reading },
        ),
      );
    });
  } finally {
    await folders.discard(id, folder);
  }
}

async function publishFailure(id: string, pending: PendingIngest, context: JobContext, error: unknown): Promise<void> {
  const { catalog, idempotency } = context;
  const failure = failureOf(error);
  const record = await catalog.change(id, (current) => failed(current, pending, failure));
  const isRetryable = pending.reason === 'REPLACE' && TRANSIENT.includes(failure.code);
  if (pending.idempotency && isRetryable) await idempotency.release(pending.idempotency, pending.folder);
  await removeLeftovers(record, pending, context);
}

/** The outcome is published already: the sweep at the next start removes files that cannot be removed now. */
function removeLeftovers(
  record: DatasetRecord,
  pending: PendingIngest,
  { layout, folders }: JobContext,
): Promise<void> {
  const isStillNeeded = record.pending?.folder === pending.folder;
  return ignoreDiskErrors(async () => {
    if (!isStillNeeded) await folders.discard(record.id, join(layout.dataset(record.id), pending.folder));
    if (record.status === 'READY') await folders.retire(record);
  });
}

async function ignoreDiskErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
  }
}

/** Gives a source a second path by a hard link instead of a copy, since a source never changes. */
export async function linkSource(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to);
}

/** Detects a source that was damaged on disk since its upload, before rows are read from it. @throws VERSION_DAMAGED */
async function requireUploadedBytes(id: string, pending: PendingIngest, sourcePath: string): Promise<void> {
  const { source, version } = pending;
  if ((await sha256OfFile(sourcePath)) === source.sha256) return;
  throw versionDamaged(
    { id, version },
    {
      file: sourceFile(source.fileName),
      why: 'there is no other copy of the uploaded file',
      remedy: 'Upload it again with replaceDataset.',
    },
  );
}
