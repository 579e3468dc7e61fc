import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '../../catalog/catalog.js';
import type { VersionFolders } from '../../catalog/version-folders.js';
import { asSources, type DatasetRecord, type PendingIngest, type SourceFile } from '../../model/dataset.js';
import { datasetNotFound } from '../../model/dataset-errors.js';
import type { Log } from '../../model/log.js';
import type { Bytes } from '../../storage/bytes.js';
import { sha256OfFiles } from '../intake/receive-files.js';
import type { Idempotency, KeyedRequest } from './idempotency.js';
import type { IngestProgress, ReadingProgress } from './progress.js';
import type { IngestQueue } from './queue.js';
import type { NewJob, StartedJob } from './requests.js';
import { notFoundIfDeleted } from './run-job.js';
import { linkSources, missingSource } from './share-sources.js';
import { claimed, failureOf } from './states.js';

/** Less than repeated requests wait for the key (idempotency.ts). */
const FREE_KEY_INTERVAL_MS = 1_000;

export interface JobStarterOptions {
  catalog: Catalog;
  bytes: Bytes;
  folders: VersionFolders;
  idempotency: Idempotency;
  queue: IngestQueue;
  progress: IngestProgress;
  /** PendingIngest.owner of new jobs. */
  owner: string;
  log: Log;
}

/** From a request to the record of its job: a pending folder, its files, and the publication of the record. */
export class JobStarter {
  constructor(private readonly options: JobStarterOptions) {}

  /** inPendingFolder() for an existing dataset. @throws DATASET_NOT_FOUND, also if it is deleted during the work */
  async inDataset(
    id: string,
    work: (folder: string, progress: ReadingProgress) => Promise<StartedJob>,
  ): Promise<StartedJob> {
    const { catalog } = this.options;
    if (!(await catalog.get(id))) throw datasetNotFound(id);
    try {
      return await this.inPendingFolder(id, work);
    } catch (error) {
      throw await notFoundIfDeleted(error, id, catalog);
    }
  }

  /** Runs `work` on a new pending folder. The folder is removed unless a published record refers to it. */
  async inPendingFolder(
    id: string,
    work: (folder: string, progress: ReadingProgress) => Promise<StartedJob>,
  ): Promise<StartedJob> {
    const { folders } = this.options;
    const folder = await folders.begin(id);
    const name = basename(folder);
    this.options.queue.hold(name);
    const progress = this.options.progress.of(id, name);
    try {
      const begun = await work(folder, progress);
      if ('record' in begun) return begun;
      progress.leave();
      await this.abandon(id, folder);
      return begun;
    } catch (error) {
      progress.end(failureOf(error));
      // A record may be published although writing it reported an error; its job is then recovered.
      if (!(await this.mayBePublished(id, name))) await this.abandon(id, folder);
      this.options.queue.release(name);
      throw error;
    }
  }

  /** True also where the store of records does not answer: a folder that is left by mistake is swept later. */
  async mayExist(id: string, isWanted: (record: DatasetRecord) => boolean = () => true): Promise<boolean> {
    try {
      const record = await this.options.catalog.get(id);
      return record !== null && isWanted(record);
    } catch {
      return true;
    }
  }

  private mayBePublished(id: string, folder: string): Promise<boolean> {
    return this.mayExist(id, ({ pending }) => pending?.folder === folder);
  }

  /** The sweep at the next start removes a folder that cannot be removed now. */
  private async abandon(id: string, folder: string): Promise<void> {
    await this.options.folders.discard(id, folder).catch(() => undefined);
    this.options.queue.release(basename(folder));
  }

  /** Publishes a new job of a dataset; it replaces a pending one. */
  async startNext(
    id: string,
    { folder, ...request }: Pick<PendingIngest, 'folder' | 'reason' | 'idempotency' | 'allowDuplicate'>,
    provide: (current: DatasetRecord) => Promise<NewJob>,
  ): Promise<DatasetRecord> {
    const { catalog } = this.options;
    let failedFolder: string | undefined;
    const record = await catalog.change(id, async (current) => {
      failedFolder = current.status === 'FAILED' ? current.pending?.folder : undefined;
      const { sources, ...job } = await provide(current);
      const files = { folder: basename(folder), ...asSources(sources) };
      return claimed(current, { ...request, ...job, ...files, owner: this.options.owner });
    });
    if (failedFolder) await this.abandon(id, failedFolder);
    return record;
  }

  /** Links earlier sources into `folder`. @throws STORAGE_UNAVAILABLE if one is missing */
  async share(
    record: DatasetRecord,
    files: { folder: string; sources: readonly SourceFile[]; received: readonly SourceFile[] },
  ): Promise<readonly SourceFile[]> {
    const { catalog, bytes } = this.options;
    const linked = await linkSources(bytes, record, files);
    if (linked === null && (await catalog.isNewest(record))) throw missingSource(record.id);
    // Otherwise a newer record was published and moved it: the catalog rejects this change and repeats it on the newer record.
    return linked ?? files.sources;
  }

  /** Publishes the record of a job, unless an earlier request has claimed the same key. */
  async publishOnce(
    key: KeyedRequest | null,
    { id, folder, sources }: { id: string; folder: string; sources: readonly SourceFile[] },
    publish: () => Promise<DatasetRecord>,
  ): Promise<StartedJob> {
    if (key === null) return { record: await publish() };
    const { idempotency, log } = this.options;
    const job = { datasetId: id, folder: basename(folder), sha256: sha256OfFiles(sources) };
    try {
      const earlier = await idempotency.claim(key, job);
      if (earlier !== null) return { repeats: earlier };
      const record = await publish();
      await idempotency.confirm(key.digest, job.folder, record.pending!.version).catch((error) => {
        // The job confirms it again before it publishes its outcome.
        log.warn({ err: error, datasetId: id }, 'an idempotency key could not be confirmed');
      });
      return { record };
    } catch (error) {
      const free = () => idempotency.releaseUnpublished(key, job);
      // While this process lives, repeated requests wait for what it claimed.
      await free().catch((failure) => {
        log.warn({ err: failure, datasetId: id }, 'an idempotency key could not be freed; retrying');
        void untilDone(free);
      });
      throw error;
    }
  }
}

async function untilDone(attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    await pause(FREE_KEY_INTERVAL_MS, undefined, { ref: false });
    const isDone = await attempt().then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
}
