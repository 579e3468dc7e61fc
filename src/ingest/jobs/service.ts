import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { newDatasetId } from '../../catalog/dataset-id.js';
import type { DatasetRecord, NormalizationOptions, PendingIngest, SourceFile } from '../../model/dataset.js';
import { datasetNotFound } from '../../model/dataset-errors.js';
import { ConcentricError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import { ANONYMOUS } from '../../model/principal.js';
import type { DatasetProgress } from '../../model/progress.js';
import { visibleText } from '../../model/visible-text.js';
import { sync, syncTree } from '../../storage/durable.js';
import { filesIn } from '../../storage/layout.js';
import { ifPresent } from '../../storage/storage-errors.js';
import { datasetName } from '../intake/dataset-name.js';
import { digestUpload, type IncomingFile, type ReceiveOptions, receiveUpload } from '../intake/receive-upload.js';
import { followProgress } from './follow-progress.js';
import { type Claim, Idempotency, type KeyedRequest } from './idempotency.js';
import { outcomeOf } from './outcome.js';
import { IngestProgress, type ReadingProgress } from './progress.js';
import { IngestQueue } from './queue.js';
import { type RecoveryContext, recoverJobs } from './recover.js';
import { linkSource, notFoundIfDeleted, runJob } from './run-job.js';
import { claimed, failureOf, uploaded } from './states.js';

const RECOVERY_INTERVAL_MS = 60_000;

export interface IngestionOptions extends Omit<RecoveryContext, 'idempotency'> {
  detectFormat: ReceiveOptions['detectFormat'];
  maxUploadBytes: number;
  maxConcurrentIngests: number;
  /** @throws STORAGE_UNAVAILABLE if the disk has no space for another file */
  requireRoom?(): Promise<void>;
  log: Log;
}

export interface ReadRequest {
  /** Return after the file was read, instead of as soon as it is durable. */
  wait: boolean;
  options: NormalizationOptions;
  /** Principal.id; by default that of a service without keys. */
  principal?: string;
}

export interface FileRequest extends ReadRequest {
  file: IncomingFile;
  /** A repeated request of the same principal with the same key within 24 hours joins the first one. */
  idempotencyKey?: string | null;
}

/** A record with its new job, or the earlier job that a repeated request joins. */
type StartedJob = { record: DatasetRecord } | { repeats: Claim };

/**
 * Receives files and creates versions. A file is acknowledged when it is durable and its record has the pending job. From
 * then on another process continues the job if this one dies (recover). With `wait` a failure is thrown, with the dataset's
 * id in its details; a failed first upload stays as a FAILED dataset in both cases.
 */
export class Ingestion {
  private readonly progress = new IngestProgress();
  private readonly queue: IngestQueue;
  private readonly context: RecoveryContext;
  private recovery: NodeJS.Timeout | undefined;

  constructor(private readonly options: IngestionOptions) {
    this.context = { ...options, idempotency: new Idempotency(options) };
    const { maxConcurrentIngests, log } = options;
    this.queue = new IngestQueue(
      (id, pending, progress) => runJob(id, pending, this.context, progress),
      this.progress,
      maxConcurrentIngests,
      log,
    );
  }

  /** A new dataset. @throws INVALID_INPUT (name, key), IDEMPOTENCY_CONFLICT, OVERLOADED, and the errors of receiveUpload and the job */
  upload(request: FileRequest & { name?: string | null }): Promise<DatasetRecord> {
    const { catalog, layout, processes } = this.options;
    const { options } = request;
    return this.receiveFile(request, { name: request.name }, async (file, key) => {
      const name = datasetName(request.name, file.fileName);
      const id = newDatasetId();
      let isCreated = false;
      try {
        const begun = await this.inPendingFolder(id, async (folder, progress) => {
          const source = await this.receive(file, folder, progress);
          await sync(layout.datasets);
          return this.publishOnce(key, { id, folder, source }, () =>
            catalog.create(
              uploaded(id, name, { ...keyOf(key), folder: basename(folder), source, options, owner: processes.owner }),
            ),
          );
        });
        isCreated = 'record' in begun;
        return begun;
      } finally {
        if (!isCreated) await rm(layout.dataset(id), { recursive: true, force: true });
      }
    });
  }

  /** A new version from a new file. @throws DATASET_NOT_FOUND, and the errors of upload() */
  replace(request: FileRequest & { id: string }): Promise<DatasetRecord> {
    const { id, options } = request;
    return this.receiveFile(request, { datasetId: id }, (file, key) =>
      this.inDataset(id, async (folder, progress) => {
        const source = await this.receive(file, folder, progress);
        return this.publishOnce(key, { id, folder, source }, () =>
          this.startNext(id, { ...keyOf(key), folder, options, reason: 'REPLACE' }, async () => source),
        );
      }),
    );
  }

  /** A new version from the newest file, read with other options. @throws DATASET_NOT_FOUND, OVERLOADED, and the errors of the job */
  async normalize(request: ReadRequest & { id: string }): Promise<DatasetRecord> {
    const { id, options, wait, principal = ANONYMOUS.id } = request;
    const begun = await this.queue.admit(principal, () =>
      this.inDataset(id, async (folder) => ({
        record: await this.startNext(id, { folder, options, reason: 'NORMALIZE' }, (current) =>
          this.shareSource(current, folder),
        ),
      })),
    );
    return this.finish(begun, wait, principal);
  }

  /** Number of this process's files by state: receiving, waiting, running. */
  get load(): IngestQueue['load'] {
    return this.queue.load;
  }

  /** The progress of the newest job of a dataset until its end (follow-progress.ts). @throws DATASET_NOT_FOUND */
  follow(id: string): Promise<AsyncIterableIterator<DatasetProgress>> {
    return followProgress(id, { catalog: this.options.catalog, progress: this.progress });
  }

  /** Continues the jobs of processes that died: now, and once a minute until drain(). Does not wait for the jobs. */
  async recover(): Promise<void> {
    const { log } = this.options;
    try {
      await recoverJobs(this.context, this.queue);
      await this.context.idempotency.sweep();
    } catch (error) {
      log.error({ err: error }, 'jobs of other processes could not be recovered; retrying in a minute');
    } finally {
      if (!this.queue.isDraining) {
        this.recovery = setTimeout(() => void this.recover(), RECOVERY_INTERVAL_MS).unref();
      }
    }
  }

  /** Rejects new files and waits for the running jobs. The next process takes over the waiting jobs. */
  async drain(): Promise<void> {
    clearTimeout(this.recovery);
    await this.queue.drain();
  }

  /** Receives a file with `begin`, unless the request repeats an earlier one. Returns the record, or the outcome of its job. */
  private async receiveFile(
    request: FileRequest,
    input: { name?: string | null; datasetId?: string },
    begin: (file: IncomingFile, key: KeyedRequest | null) => Promise<StartedJob>,
  ): Promise<DatasetRecord> {
    const { idempotencyKey, options, wait, principal = ANONYMOUS.id } = request;
    const file = { fileName: visibleText(request.file.fileName).trim() || 'file', stream: request.file.stream };
    // Before the stream is read, a disconnect would emit an error without a listener, which would end the process.
    file.stream.on('error', () => undefined);
    try {
      const key = Idempotency.request(idempotencyKey, principal, { ...input, options, fileName: file.fileName });
      const begun = await this.queue.admit(principal, async () => {
        await this.options.requireRoom?.();
        return (key && (await this.findRepeated(key, file))) ?? (await begin(file, key));
      });
      return await this.finish(begun, wait, principal);
    } finally {
      file.stream.destroy();
    }
  }

  private async findRepeated(key: KeyedRequest, file: IncomingFile): Promise<StartedJob | null> {
    const earlier = await this.context.idempotency.find(key);
    if (earlier === null) return null;
    Idempotency.requireSameFile(earlier, await digestUpload(file, this.options));
    return { repeats: earlier };
  }

  /** Publishes the record of a job, unless an earlier request has claimed the same key. */
  private async publishOnce(
    key: KeyedRequest | null,
    { id, folder, source }: { id: string; folder: string; source: SourceFile },
    publish: () => Promise<DatasetRecord>,
  ): Promise<StartedJob> {
    if (key === null) return { record: await publish() };
    const { idempotency, log } = this.context;
    const job = { datasetId: id, folder: basename(folder), sha256: source.sha256 };
    const earlier = await idempotency.claim(key, job);
    if (earlier !== null) return { repeats: earlier };
    try {
      const record = await publish();
      await idempotency.confirm(key.digest, job.folder, record.pending!.version).catch((error) => {
        // The job confirms it again before it publishes its outcome.
        log.warn({ err: error, datasetId: id }, 'an idempotency key could not be confirmed');
      });
      return { record };
    } catch (error) {
      if (!(await this.isPublished(id, job.folder))) await idempotency.release(key.digest, job.folder);
      throw error;
    }
  }

  private async finish(begun: StartedJob, wait: boolean, principal: string): Promise<DatasetRecord> {
    if ('repeats' in begun) return outcomeOf(begun.repeats, wait, this.options.catalog, this.queue);
    const { record } = begun;
    if (wait) return this.queue.run(record.id, record.pending!, principal);
    this.queue.runInBackground(record.id, record.pending!, principal);
    return record;
  }

  private receive(file: IncomingFile, folder: string, progress: ReadingProgress): Promise<SourceFile> {
    const onReceived = (bytes: number) => progress.receive(bytes);
    return receiveUpload(file, folder, { ...this.options, onReceived });
  }

  /** inPendingFolder() for an existing dataset. @throws DATASET_NOT_FOUND, also if it is deleted during the work */
  private async inDataset(
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
  private async inPendingFolder(
    id: string,
    work: (folder: string, progress: ReadingProgress) => Promise<StartedJob>,
  ): Promise<StartedJob> {
    const { folders } = this.options;
    const folder = await folders.begin(id);
    const name = basename(folder);
    this.queue.hold(name);
    const progress = this.progress.of(id, name);
    try {
      const begun = await work(folder, progress);
      if ('record' in begun) return begun;
      progress.leave();
      await this.abandon(id, folder);
      return begun;
    } catch (error) {
      progress.end(failureOf(error));
      // A record may be published although writing it reported an error; its job is then recovered within a minute.
      if (!(await this.isPublished(id, name))) await this.abandon(id, folder);
      this.queue.release(name);
      throw error;
    }
  }

  private async isPublished(id: string, folder: string): Promise<boolean> {
    return (await this.options.catalog.get(id))?.pending?.folder === folder;
  }

  /** The sweep at the next start removes a folder that cannot be removed now. */
  private async abandon(id: string, folder: string): Promise<void> {
    await this.options.folders.discard(id, folder).catch(() => undefined);
    this.queue.release(basename(folder));
  }

  /** Publishes a new job of a dataset; it replaces a pending one. */
  private async startNext(
    id: string,
    { folder, ...request }: Pick<PendingIngest, 'folder' | 'options' | 'reason' | 'idempotency'>,
    provideSource: (current: DatasetRecord) => Promise<SourceFile>,
  ): Promise<DatasetRecord> {
    const { catalog, layout, processes } = this.options;
    let failedFolder: string | undefined;
    const record = await catalog.change(id, async (current) => {
      failedFolder = current.status === 'FAILED' ? current.pending?.folder : undefined;
      const source = await provideSource(current);
      return claimed(current, { ...request, folder: basename(folder), source, owner: processes.owner });
    });
    if (failedFolder) await this.abandon(id, join(layout.dataset(id), failedFolder));
    return record;
  }

  /** Links the newest source into `folder`: the source of the pending job, else of the current version. */
  private async shareSource(record: DatasetRecord, folder: string): Promise<SourceFile> {
    const { catalog, layout } = this.options;
    const { pending } = record;
    const from = pending ? join(layout.dataset(record.id), pending.folder) : layout.version(record.id, record.version);
    const source = pending?.source ?? record.source;
    const path = filesIn.source(folder, source.fileName);
    await rm(dirname(path), { recursive: true, force: true });
    const isLinked = await ifPresent(() => linkSource(filesIn.source(from, source.fileName), path).then(() => true));
    if (isLinked) await syncTree(folder);
    else if (catalog.isCurrent(record.id, record.revision)) {
      throw new ConcentricError(
        'STORAGE_UNAVAILABLE',
        `The source file of dataset ${record.id} is missing from the storage folder; upload it again with replaceDataset.`,
        { datasetId: record.id },
      );
    }
    // Otherwise a newer record was published and moved it: the catalog rejects this change and repeats it on the newer record.
    return source;
  }
}

function keyOf(key: KeyedRequest | null): Pick<PendingIngest, 'idempotency'> {
  return key === null ? {} : { idempotency: key.digest };
}
