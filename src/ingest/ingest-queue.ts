import pLimit from 'p-limit';
import type { DatasetRecord, PendingIngest } from '../model/dataset.js';
import { ConcentricError } from '../model/errors.js';
import type { Log } from '../model/log.js';

/** Files being received, read or waiting to be read; more are refused. */
const MAX_UNDER_WAY = 100;

export type RunIngest = (id: string, pending: PendingIngest) => Promise<DatasetRecord>;

/** Bounds the files that are received and read at once, and knows which pending folders this process is at work on. */
export class IngestQueue {
  private readonly limit;
  private receiving = 0;
  private readonly folders = new Set<string>();
  private readonly readings = new Set<Promise<unknown>>();
  private draining = false;

  constructor(
    private readonly run: RunIngest,
    maxConcurrentIngests: number,
    private readonly log: Log,
  ) {
    this.limit = pLimit(maxConcurrentIngests);
  }

  /** Runs `receive`, which takes a file in. @throws OVERLOADED before anything is read */
  async admit<T>(receive: () => Promise<T>): Promise<T> {
    const underWay = this.receiving + this.limit.activeCount + this.limit.pendingCount;
    if (this.draining || underWay >= MAX_UNDER_WAY) {
      const why = this.draining ? 'The service is shutting down' : `${underWay} files are under way already`;
      throw new ConcentricError('OVERLOADED', `${why}; nothing was received. Try again in a moment.`, { underWay });
    }
    this.receiving++;
    try {
      return await receive();
    } finally {
      this.receiving--;
    }
  }

  /** From the moment a pending folder is made until it was read, it is not for recovery to take. */
  hold(folder: string): void {
    this.folders.add(folder);
  }

  release(folder: string): void {
    this.folders.delete(folder);
  }

  isAtWorkOn(folder: string): boolean {
    return this.folders.has(folder);
  }

  /**
   * The record once its pending file was read, in turn.
   * @throws whatever the reading throws; the dataset's id is in the details of what a client can do something about
   */
  async read(id: string, pending: PendingIngest): Promise<DatasetRecord> {
    this.hold(pending.folder);
    const reading = this.limit(async () => (this.draining ? leftToTheNext(id) : this.run(id, pending)));
    this.readings.add(reading);
    try {
      return await reading;
    } catch (error) {
      throw error instanceof ConcentricError ? withDatasetId(error, id) : error;
    } finally {
      this.readings.delete(reading);
      this.release(pending.folder);
    }
  }

  /** read() for callers that do not wait: the outcome is in the record, a fault of ours in the log. */
  readInBackground(id: string, pending: PendingIngest): void {
    this.read(id, pending).catch((error: unknown) => {
      if (error instanceof ConcentricError) this.log.info({ datasetId: id, code: error.code }, error.message);
      else this.log.error({ err: error, datasetId: id }, 'a file could not be read because of a fault of ours');
    });
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** Takes nothing more and waits for what is being read; what still waits its turn is left to the next process. */
  async drain(): Promise<void> {
    this.draining = true;
    await Promise.allSettled(this.readings);
  }
}

function leftToTheNext(id: string): never {
  throw new ConcentricError(
    'OVERLOADED',
    `The service is shutting down. The file of dataset ${id} was received and is read when it starts again; do not send it twice.`,
  );
}

function withDatasetId({ code, message, details, cause }: ConcentricError, datasetId: string): ConcentricError {
  return new ConcentricError(code, message, { ...details, datasetId }, { cause });
}
