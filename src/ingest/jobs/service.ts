import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { newDatasetId } from '../../catalog/dataset-id.js';
import type {
  DatasetRecord,
  NormalizationOptions,
  PendingIngest,
  SourceFile,
  SourceFormat,
} from '../../model/dataset.js';
import { datasetNotFound } from '../../model/dataset-errors.js';
import { ConcentricError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { DatasetProgress } from '../../model/progress.js';
import { sync, syncTree } from '../../storage/durable.js';
import { filesIn } from '../../storage/layout.js';
import type { Processes } from '../../storage/processes.js';
import { ifPresent, withStorage } from '../../storage/storage-errors.js';
import { datasetName } from '../intake/dataset-name.js';
import { type IncomingFile, receiveUpload } from '../intake/receive-upload.js';
import { followProgress } from './follow-progress.js';
import { IngestProgress, type ReadingProgress } from './progress.js';
import { IngestQueue, type RunIngest } from './queue.js';
import { recoverReadings } from './recover.js';
import { type IngestContext, linkSource, runIngest } from './run-job.js';
import { claimed, failureOf } from './states.js';

const RECOVER_EVERY_MS = 60_000;

export interface IngestionOptions extends IngestContext {
  processes: Processes;
  /** The format by content and name. @throws UNSUPPORTED_FORMAT, EMPTY_FILE */
  detectFormat: (path: string, fileName: string) => Promise<SourceFormat>;
  maxUploadBytes: number;
  maxConcurrentIngests: number;
  log: Log;
}

interface ReadRequest {
  /** Return when the file was read, not as soon as it is safe on disk. */
  wait: boolean;
  options: NormalizationOptions;
}

/**
 * Files in, versions out. A file is acknowledged once it is on the disk and its record says that it is to be read; from
 * then on a process that dies at it is continued by another (recover). With `wait` a failure is thrown, with the
 * dataset's id in its details; a first upload is kept as FAILED all the same.
 */
export class Ingestion {
  private readonly progress = new IngestProgress();
  private readonly queue: IngestQueue;
  private recovery: NodeJS.Timeout | undefined;

  constructor(private readonly options: IngestionOptions) {
    const { maxConcurrentIngests, log } = options;
    const run: RunIngest = (id, pending, progress) => runIngest(id, pending, options, progress);
    this.queue = new IngestQueue(run, this.progress, maxConcurrentIngests, log);
  }

  /** A new dataset. @throws INVALID_INPUT (name), OVERLOADED, what receiveUpload and detectFormat throw, and the reading */
  async upload(request: ReadRequest & { file: IncomingFile; name?: string | null }): Promise<DatasetRecord> {
    const { catalog, layout, processes } = this.options;
    const { file, options, wait } = request;
    const id = newDatasetId();
    const record = await this.admit(file, async () => {
      const name = datasetName(request.name, file.fileName);
      try {
        return await this.inPendingFolder(id, async (folder, progress) => {
          const source = await this.store(file, folder, progress);
          await sync(layout.datasets);
          const pending = {
            ...{ folder: basename(folder), source, options, owner: processes.owner },
            ...{ reason: 'UPLOAD' as const, version: 1, attempt: 1 },
          };
          const nothing = { failure: null, rowCount: null, columnCount: null, overrides: null };
          const unread = { ...nothing, publication: null, earlier: [] };
          return catalog.create({ id, name, version: 1, status: 'PROCESSING', source, pending, ...unread });
        });
      } catch (error) {
        await rm(layout.dataset(id), { recursive: true, force: true });
        throw error;
      }
    });
    return this.read(record, wait);
  }

  /** A new version from a new file. @throws DATASET_NOT_FOUND, and what upload() throws */
  async replace({ id, file, options, wait }: ReadRequest & { id: string; file: IncomingFile }): Promise<DatasetRecord> {
    const record = await this.admit(file, async () => {
      await this.requireDataset(id);
      return this.inPendingFolder(id, async (folder, progress) => {
        const source = await this.store(file, folder, progress);
        return this.claim(id, { folder, options, reason: 'REPLACE' }, async () => source);
      });
    });
    return this.read(record, wait);
  }

  /** A new version from the newest file there is, read with other options. @throws DATASET_NOT_FOUND, OVERLOADED, and the reading */
  async normalize({ id, options, wait }: ReadRequest & { id: string }): Promise<DatasetRecord> {
    const record = await this.queue.admit(async () => {
      await this.requireDataset(id);
      return this.inPendingFolder(id, (folder) =>
        this.claim(id, { folder, options, reason: 'NORMALIZE' }, (current) => this.shareSource(current, folder)),
      );
    });
    return this.read(record, wait);
  }

  /** Files in this process's hands: being received, waiting for their turn, being read. */
  get load(): IngestQueue['load'] {
    return this.queue.load;
  }

  /** How far the newest reading of a dataset's file is, until it has ended (follow-progress.ts). @throws DATASET_NOT_FOUND */
  follow(id: string): Promise<AsyncIterableIterator<DatasetProgress>> {
    return followProgress(id, { catalog: this.options.catalog, progress: this.progress });
  }

  /** Continues what dead processes left unread: now, and once a minute until drain(). Does not wait for the readings. */
  async recover(): Promise<void> {
    const { log } = this.options;
    await recoverReadings(this.options, this.queue);
    if (this.queue.isDraining) return;
    const again = () => void this.recover().catch((error) => log.error({ err: error }, 'recovery failed'));
    this.recovery = setTimeout(again, RECOVER_EVERY_MS).unref();
  }

  /** Takes nothing more and waits for the files being read; those still waiting are left to the next process. */
  async drain(): Promise<void> {
    clearTimeout(this.recovery);
    await this.queue.drain();
  }

  private async admit<T>({ stream }: IncomingFile, receive: () => Promise<T>): Promise<T> {
    // Until somebody reads it, a client that goes away would be an error nobody hears, and end the process.
    stream.on('error', () => undefined);
    try {
      return await this.queue.admit(receive);
    } finally {
      stream.destroy();
    }
  }

  private async requireDataset(id: string): Promise<void> {
    if (!(await this.options.catalog.get(id))) throw datasetNotFound(id);
  }

  /** A new pending folder, which is gone again where `work` fails. */
  private async inPendingFolder<T>(
    id: string,
    work: (folder: string, progress: ReadingProgress) => Promise<T>,
  ): Promise<T> {
    const folder = await this.options.folders.begin(id);
    this.queue.hold(basename(folder));
    const progress = this.progress.of(id, basename(folder));
    try {
      return await work(folder, progress);
    } catch (error) {
      progress.end(failureOf(error));
      this.queue.release(basename(folder));
      await this.options.folders.discard(id, folder);
      throw error;
    }
  }

  private async store(file: IncomingFile, folder: string, progress: ReadingProgress): Promise<SourceFile> {
    const { detectFormat, maxUploadBytes } = this.options;
    const { fileName } = file;
    const path = filesIn.source(folder, fileName);
    await withStorage('Storing an upload', () => mkdir(dirname(path)));
    const received = await receiveUpload(file, path, maxUploadBytes, (bytes) => progress.receive(bytes));
    const format = await detectFormat(path, fileName);
    await syncTree(folder);
    const unread = { sheet: null, sheets: null, encoding: null, delimiter: null, headerRow: null };
    return { fileName, format, ...received, ...unread };
  }

  /** The new reading takes the place of what is pending. */
  private async claim(
    id: string,
    { folder, ...asked }: Pick<PendingIngest, 'folder' | 'options' | 'reason'>,
    provideSource: (current: DatasetRecord) => Promise<SourceFile>,
  ): Promise<DatasetRecord> {
    const { catalog, folders, layout, processes } = this.options;
    let failedFolder: string | undefined;
    const record = await catalog.change(id, async (current) => {
      failedFolder = current.status === 'FAILED' ? current.pending?.folder : undefined;
      const source = await provideSource(current);
      return claimed(current, { ...asked, folder: basename(folder), source, owner: processes.owner });
    });
    if (failedFolder) await folders.discard(id, join(layout.dataset(id), failedFolder));
    return record;
  }

  /** Gives `folder` the newest file there is: of the reading under way, else of the current version. */
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
    // Else it moved because a newer record was published: this one is proposed in vain, and the newer one asked for.
    return source;
  }

  private async read(record: DatasetRecord, wait: boolean): Promise<DatasetRecord> {
    const { id, pending } = record;
    if (wait) return this.queue.read(id, pending!);
    this.queue.readInBackground(id, pending!);
    return record;
  }
}
