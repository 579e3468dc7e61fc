import { link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Catalog } from '../../catalog/catalog.js';
import { clearDataset } from '../../catalog/clear-dataset.js';
import type { VersionFolders } from '../../catalog/version-folders.js';
import { writeDescription } from '../../catalog/versions.js';
import type { DatasetRecord, PendingIngest } from '../../model/dataset.js';
import type { ReportProgress } from '../../model/progress.js';
import type { Bytes } from '../../storage/bytes.js';
import { filesIn, type Layout } from '../../storage/layout.js';
import { errnoCode, withStorage } from '../../storage/storage-errors.js';
import { type Observe, unobserved } from '../../telemetry/observe.js';
import type { IngestFile } from '../pipeline.js';
import { failed, failureOf, published } from './states.js';

export interface IngestContext {
  layout: Layout;
  bytes: Bytes;
  catalog: Catalog;
  folders: VersionFolders;
  ingestFile: IngestFile;
  observe?: Observe;
}

/**
 * Reads a pending source into a new version and publishes it, or publishes the failure; the record afterwards. The
 * version is written whole in a folder of its own: the pending folder holds only the source, untouched until the
 * outcome is published.
 * @throws whatever ingestFile throws, DATASET_NOT_FOUND where the dataset was deleted meanwhile, STORAGE_UNAVAILABLE
 */
export async function runIngest(
  id: string,
  pending: PendingIngest,
  context: IngestContext,
  progress: ReportProgress,
): Promise<DatasetRecord> {
  const { catalog, bytes, observe = unobserved } = context;
  try {
    const record = await observe('ingest', () => readAndPublish(id, pending, context, progress), {
      'dataset.id': id,
      'source.format': pending.source.format,
      'source.bytes': pending.source.sizeBytes,
    });
    await tidy(record, pending, context);
    return record;
  } catch (error) {
    const record = await catalog.change(id, (current) => failed(current, pending, failureOf(error)));
    await tidy(record, pending, context);
    throw error;
  } finally {
    const wasDeleted = (await catalog.get(id)) === null;
    if (wasDeleted) await clearDataset(bytes, id);
  }
}

/** The outcome is published: what cannot be removed now is left to the sweep of the next start. */
async function tidy(record: DatasetRecord, pending: PendingIngest, { layout, folders }: IngestContext): Promise<void> {
  const isStillNeeded = record.pending?.folder === pending.folder;
  try {
    if (!isStillNeeded) await folders.discard(record.id, join(layout.dataset(record.id), pending.folder));
    if (record.status === 'READY') await folders.retire(record);
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
  }
}

async function readAndPublish(
  id: string,
  pending: PendingIngest,
  { layout, catalog, folders, ingestFile, observe = unobserved }: IngestContext,
  progress: ReportProgress,
): Promise<DatasetRecord> {
  const { version, options, source } = pending;
  const folder = await folders.begin(id);
  try {
    const sourcePath = filesIn.source(folder, source.fileName);
    await linkSource(filesIn.source(join(layout.dataset(id), pending.folder), source.fileName), sourcePath);
    const result = await ingestFile({ sourcePath, format: source.format, options, folder, progress });
    progress.enter('WRITING');
    return await observe('ingest.write', async () => {
      await writeDescription(folder, result.schema, result.lineage);
      await folders.place(id, version, folder);
      return catalog.change(id, (record) =>
        published(
          record,
          pending,
          { datasetId: id, version, ...result.schema },
          { ...source, ...result.source },
          { keepVersions: folders.keepVersions, at: new Date().toISOString() },
        ),
      );
    });
  } finally {
    await folders.discard(id, folder);
  }
}

/** A source is never changed, so that it can be shared: by a hard link, whatever its size. */
export async function linkSource(from: string, to: string): Promise<void> {
  await withStorage('Keeping the source file', async () => {
    await mkdir(dirname(to), { recursive: true });
    await link(from, to);
  });
}
