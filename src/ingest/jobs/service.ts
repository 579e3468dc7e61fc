import { basename } from 'node:path';
import { newDatasetId } from '../../catalog/dataset-id.js';
import { recordOfVersion } from '../../catalog/kept-versions.js';
import {
  asSources,
  type DatasetRecord,
  type NormalizationOptions,
  type PendingIngest,
  type SourceFile,
  sourcesOf,
  UNASSIGNED,
  type VersionReason,
} from '../../model/dataset.js';
import { checkedName } from '../../model/dataset-name.js';
import type { Log } from '../../model/log.js';
import { ANONYMOUS } from '../../model/principal.js';
import type { DatasetProgress } from '../../model/progress.js';
import { keys } from '../../storage/layout.js';
import { datasetName } from '../intake/dataset-name.js';
import {
  destroyFiles,
  digestFiles,
  type IncomingFiles,
  receiveFiles,
  requireFewSources,
  withFreeNames,
  withListeners,
} from '../intake/receive-files.js';
import type { ReceiveOptions } from '../intake/receive-upload.js';
import type { Claims } from './claims.js';
import { followProgress } from './follow-progress.js';
import { type Hints, hintOf } from './hints.js';
import { Idempotency, type KeyedRequest } from './idempotency.js';
import { JobStarter } from './job-starter.js';
import { outcomeOf } from './outcome.js';
import { IngestProgress, type ReadingProgress } from './progress.js';
import { IngestQueue } from './queue.js';
import { type RecoveryContext, recoverJobs, type SentHints, takeHinted } from './recover.js';
import type { AppendRequest, ChangeRequest, FileRequest, NewJob, ReadRequest, StartedJob } from './requests.js';
import { JobWasReleased, runJob } from './run-job.js';
import { linkVersion, missingSource, newestSources, withoutSource } from './share-sources.js';
import { cancelled, ingestCancelled, released, uploaded } from './states.js';

const DEFAULT_RECOVERY_INTERVAL_MS = 60_000;
const SWEEP_INTERVAL_MS = 60_000;
const MAX_LOG_INTERVAL_MS = 60_000;

export interface IngestionOptions extends Omit<RecoveryContext, 'idempotency'> {
  claims: Claims;
  detectFormat: ReceiveOptions['detectFormat'];
  maxUploadBytes: number;
  maxConcurrentIngests: number;
  /** Time between looks for the jobs of processes that died. Default: a minute. */
  recoveryIntervalMs?: number;
  /** Leave what would wait to other hosts. */
  takesWhenFree?: boolean;
  /** False: others read the files that this process receives. */
  readsFiles?: boolean;
  /** The queue that notifies hosts of jobs; without it they poll the records. */
  hints?: Hints | undefined;
  /** @throws STORAGE_UNAVAILABLE if the disk has no space for another file */
  requireRoom?(): Promise<void>;
  log: Log;
  /** Hashes the files of a version and rebuilds damaged ones (catalog/versions.ts). */
  verifyVersion?(record: DatasetRecord): Promise<boolean>;
}

/**
 * Receives files and creates versions. A file is acknowledged when it is durable and its record has the pending job. From
 * then on another process continues the job if this one dies (recover). With `wait` a failure is thrown, with the dataset's
 * id in its details; a failed first upload stays as a FAILED dataset in both cases.
 */
export class Ingestion {
  private readonly progress = new IngestProgress();
  private readonly queue: IngestQueue;
  private readonly context: RecoveryContext;
  private readonly starter: JobStarter;
  private recovery: NodeJS.Timeout | undefined;
  /** Of recover(), in a row. */
  private failures = 0;
  private sweptAt = Number.NEGATIVE_INFINITY;
  private readonly sentHints: SentHints = new Set();

  constructor(private readonly options: IngestionOptions) {
    this.context = { ...options, idempotency: new Idempotency(options) };
    const { progress, owner } = this;
    this.queue = new IngestQueue({
      ...options,
      progress,
      runJob: (id, pending, reading, signal) => runJob(id, pending, this.context, reading, signal),
      release: async (id, pending) => void (await options.catalog.change(id, (current) => released(current, pending))),
    });
    const { queue } = this;
    this.starter = new JobStarter({ ...this.context, queue, progress, owner });
  }

  /** A new dataset. @throws INVALID_INPUT (name, key), IDEMPOTENCY_CONFLICT, OVERLOADED, and the errors of receiveUpload and the job */
  upload(request: FileRequest & { name?: string | null }): Promise<DatasetRecord> {
    const { catalog, bytes } = this.options;
    const { options, allowDuplicate } = request;
    return this.receiveFiles(request, { name: request.name, allowDuplicate }, async (files, key) => {
      if (request.name != null) checkedName(request.name);
      const id = newDatasetId();
      let isCreated = false;
      try {
        const begun = await this.starter.inPendingFolder(id, async (folder, progress) => {
          const sources = withFreeNames(await this.receive(id, files, folder, progress), []);
          const name = datasetName(request.name, sources[0]!.fileName);
          const job = { ...keyOf(key), ...duplicates(allowDuplicate), folder: basename(folder), options };
          return this.starter.publishOnce(key, { id, folder, sources }, () =>
            catalog.create(uploaded(id, name, { ...job, ...asSources(sources), owner: this.owner })),
          );
        });
        isCreated = 'record' in begun;
        return begun;
      } finally {
        if (!isCreated && !(await this.starter.mayExist(id))) await bytes.remove(keys.dataset(id));
      }
    });
  }

  /** A new version from new files. @throws DATASET_NOT_FOUND, and the errors of upload() */
  replace(request: FileRequest & { id: string }): Promise<DatasetRecord> {
    const { id, options, allowDuplicate } = request;
    return this.receiveFiles(request, { datasetId: id, allowDuplicate }, (files, key) =>
      this.starter.inDataset(id, async (folder, progress) => {
        const sources = withFreeNames(await this.receive(id, files, folder, progress), []);
        const job = { ...keyOf(key), ...duplicates(allowDuplicate), folder, reason: 'REPLACE' as const };
        return this.starter.publishOnce(key, { id, folder, sources }, () =>
          this.starter.startNext(id, job, async () => ({ sources, options })),
        );
      }),
    );
  }

  /**
   * A new version from the newest files and more. Of a pending job it takes the files over, so that of two appends at the
   * same time none is lost.
   * @throws DATASET_NOT_FOUND, TOO_MANY_SOURCES, and the errors of upload()
   */
  append(request: AppendRequest): Promise<DatasetRecord> {
    const { id, options, allowDuplicate } = request;
    return this.receiveFiles(request, { datasetId: id, mode: 'APPEND', allowDuplicate }, (files, key) =>
      this.starter.inDataset(id, async (folder, progress) => {
        const received = await this.receive(id, files, folder, progress);
        const job = { ...keyOf(key), ...duplicates(allowDuplicate), folder, reason: 'APPEND' as const };
        return this.starter.publishOnce(key, { id, folder, sources: received }, () =>
          this.starter.startNext(id, job, async (current) => {
            const earlier = newestSources(current);
            requireFewSources(earlier.length + received.length);
            const shared = await this.starter.share(current, { folder, sources: earlier, received });
            return {
              sources: [...shared, ...withFreeNames(received, earlier)],
              options: options ?? newestOptions(current),
            };
          }),
        );
      }),
    );
  }

  /** A new version from the newest files without one. @throws DATASET_NOT_FOUND, SOURCE_NOT_FOUND, INVALID_INPUT, OVERLOADED, and the errors of the job */
  removeSource(request: ChangeRequest & { source: string }): Promise<DatasetRecord> {
    const { id, source } = request;
    return this.change(request, 'REMOVE_SOURCE', async (current, folder) => {
      const sources = withoutSource(id, newestSources(current), source);
      return {
        sources: await this.starter.share(current, { folder, sources, received: [] }),
        options: newestOptions(current),
      };
    });
  }

  /** A new version from the newest files, read with other options. @throws DATASET_NOT_FOUND, OVERLOADED, and the errors of the job */
  normalize(request: ReadRequest & { id: string }): Promise<DatasetRecord> {
    return this.change(request, 'NORMALIZE', async (current, folder) => ({
      sources: await this.starter.share(current, { folder, sources: newestSources(current), received: [] }),
      options: request.options,
    }));
  }

  /**
   * An earlier version becomes the current one again, under a new number, with its rows, its schema and what saveSchema
   * had changed. Nothing is read again.
   * @throws DATASET_NOT_FOUND, DATASET_NOT_READY, VERSION_NOT_KEPT, INVALID_INPUT, VERSION_DAMAGED
   */
  async restore(request: ChangeRequest & { version: number }): Promise<DatasetRecord> {
    const { id, version } = request;
    const { catalog, bytes, verifyVersion } = this.options;
    const record = await catalog.get(id);
    if (record?.status === 'READY') await verifyVersion?.(recordOfVersion(record, version));
    return this.change(request, 'RESTORE', async (current, folder) => {
      const linked = await linkVersion(bytes, current, { folder, version });
      if (linked === null && (await catalog.isNewest(current))) throw missingSource(id);
      // Otherwise the catalog rejects this change and repeats it on the newer record.
      const { sources, restores } = linked ?? { sources: sourcesOf(current), restores: undefined };
      return { sources, restores, options: restores?.reading?.options ?? {} };
    });
  }

  /**
   * Ends all jobs of a dataset, in every process; those of others stop within a second or two. A READY dataset stays on its
   * version, another one is FAILED and keeps its files. Nothing changes where no job is in progress.
   * @throws DATASET_NOT_FOUND
   */
  async cancel(id: string): Promise<{ record: DatasetRecord; isCancelled: boolean }> {
    const { catalog, folders } = this.options;
    let ended: PendingIngest | null = null;
    const record = await catalog.change(id, (current) => {
      const change = cancelled(current);
      ended = change && current.pending;
      return change;
    });
    if (ended === null) return { record, isCancelled: false };
    this.queue.abort(id, ingestCancelled(record));
    const { folder } = ended as PendingIngest;
    if (record.pending === null) await folders.discard(id, folder).catch(() => undefined);
    return { record, isCancelled: true };
  }

  /** Number of this process's files by state: receiving, waiting, running. */
  get load(): IngestQueue['load'] {
    return this.queue.load;
  }

  /** The progress of the newest job of a dataset until its end (follow-progress.ts). @throws DATASET_NOT_FOUND */
  follow(id: string): Promise<AsyncIterableIterator<DatasetProgress>> {
    const { catalog, board } = this.options;
    return followProgress(id, { catalog, board, progress: this.progress });
  }

  /** Takes jobs of other hosts from the queue, until drain(). */
  workOnHints(): void {
    const { hints, maxConcurrentIngests } = this.options;
    if (this.readsFiles) hints?.work(maxConcurrentIngests, (id) => takeHinted(id, this.context, this.queue));
  }

  /** Continues the jobs of processes that died: now, and at intervals until drain(). Does not wait for the jobs. */
  async recover(): Promise<void> {
    const { log, recoveryIntervalMs = DEFAULT_RECOVERY_INTERVAL_MS, takesWhenFree = false, hints } = this.options;
    try {
      const { sentHints: sent } = this;
      if (this.readsFiles) await recoverJobs(this.context, this.queue, { takesWhenFree, hints, sent });
      await this.sweepKeys();
      this.failures = 0;
    } catch (error) {
      // Once a minute.
      const isLogged = this.failures++ % Math.ceil(MAX_LOG_INTERVAL_MS / recoveryIntervalMs) === 0;
      if (isLogged) log.error({ err: error }, 'jobs of other processes could not be recovered; retrying');
    } finally {
      if (!this.queue.isDraining) {
        this.recovery = setTimeout(() => void this.recover(), recoveryIntervalMs).unref();
      }
    }
  }

  private async sweepKeys(): Promise<void> {
    const now = performance.now();
    if (now - this.sweptAt < SWEEP_INTERVAL_MS) return;
    this.sweptAt = now;
    await this.context.idempotency.sweep();
    await this.options.board.sweep();
  }

  /** Rejects new files and waits for the running jobs. The next process takes over the waiting jobs. */
  async drain(): Promise<void> {
    clearTimeout(this.recovery);
    await this.options.hints?.stopWorking();
    await this.queue.drain();
  }

  /** Receives files with `begin`, unless the request repeats an earlier one. Returns the record, or the outcome of its job. */
  private async receiveFiles(
    request: Omit<FileRequest, 'options'> & { options: NormalizationOptions | null },
    input: { name?: string | null; datasetId?: string; mode?: string; allowDuplicate?: boolean },
    begin: (files: IncomingFiles, key: KeyedRequest | null) => Promise<StartedJob>,
  ): Promise<DatasetRecord> {
    const { idempotencyKey, options, wait, principal = ANONYMOUS.id } = request;
    const files = withListeners(request.files);
    try {
      requireFewSources(files.length);
      // Of several files the names are known when they arrive, one after the other; they are compared with the bytes.
      const named = files.length === 1 ? { fileName: (await files[0]!).fileName } : { files: files.length };
      const key = Idempotency.request(idempotencyKey, principal, { ...input, options, ...named });
      const begun = await this.queue.admit(principal, async () => {
        await this.options.requireRoom?.();
        return (key && (await this.findRepeated(key, files))) ?? (await begin(files, key));
      });
      return await this.finish(begun, wait, principal);
    } finally {
      destroyFiles(files);
    }
  }

  private async findRepeated(key: KeyedRequest, files: IncomingFiles): Promise<StartedJob | null> {
    const earlier = await this.context.idempotency.find(key);
    if (earlier === null) return null;
    Idempotency.requireSameFile(earlier, await digestFiles(files, this.options));
    return { repeats: earlier };
  }

  /** A new version that needs no new file. */
  private async change(
    { id, wait, principal = ANONYMOUS.id }: ChangeRequest,
    reason: VersionReason,
    provide: (current: DatasetRecord, folder: string) => Promise<NewJob>,
  ): Promise<DatasetRecord> {
    const begun = await this.queue.admit(principal, () =>
      this.starter.inDataset(id, async (folder) => ({
        record: await this.starter.startNext(id, { folder, reason }, (current) => provide(current, folder)),
      })),
    );
    return this.finish(begun, wait, principal);
  }

  private async finish(begun: StartedJob, wait: boolean, principal: string): Promise<DatasetRecord> {
    if ('repeats' in begun) return outcomeOf(begun.repeats, wait, this.options.catalog, this.queue);
    const { record } = begun;
    const { id, pending } = record;
    const { folder, version } = pending!;
    const outcome = () => outcomeOf({ datasetId: id, folder, version }, wait, this.options.catalog, this.queue);
    if (!this.readsFiles) {
      this.progress.of(id, folder).leave();
      this.queue.release(folder);
      await this.options.hints?.add(hintOf(id, pending!));
      return wait ? outcome() : record;
    }
    if (wait) {
      try {
        const ended = await this.queue.run(id, pending!, principal);
        const wasTakenOver = ended.pending?.folder === folder;
        return wasTakenOver ? outcome() : ended;
      } catch (error) {
        if (error instanceof JobWasReleased) return outcome();
        throw error;
      }
    }
    this.queue.runInBackground(id, pending!, principal);
    return record;
  }

  private get readsFiles(): boolean {
    return this.options.readsFiles ?? true;
  }

  /** Of new jobs. */
  private get owner(): string {
    return this.readsFiles ? this.options.processes.owner : UNASSIGNED;
  }

  private async receive(
    id: string,
    files: IncomingFiles,
    folder: string,
    progress: ReadingProgress,
  ): Promise<SourceFile[]> {
    const onReceived = (bytes: number, file: number) => progress.receive(bytes, file);
    const received = await receiveFiles(files, folder, { ...this.options, onReceived });
    await this.options.bytes.share(folder, id);
    return received;
  }
}

function keyOf(key: KeyedRequest | null): Pick<PendingIngest, 'idempotency'> {
  return key === null ? {} : { idempotency: key.digest };
}

function duplicates(allowDuplicate: boolean | undefined): Pick<PendingIngest, 'allowDuplicate'> {
  return allowDuplicate ? { allowDuplicate } : {};
}

/** How the newest job of a dataset reads its files. Corrections of columns are kept by claimed() (states.ts). */
function newestOptions({ pending, reading, status }: DatasetRecord): NormalizationOptions {
  const { columns, ...options } = pending?.options ?? reading?.options ?? {};
  return status === 'FAILED' && columns ? { ...options, columns } : options;
}
