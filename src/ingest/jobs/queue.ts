import pLimit, { type LimitFunction } from 'p-limit';
import type { DatasetRecord, PendingIngest } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { ReportProgress } from '../../model/progress.js';
import { withStorage } from '../../storage/storage-errors.js';
import type { IngestProgress } from './progress.js';
import { failureOf } from './states.js';

/** Files being received, read or waiting to be read; more are refused. */
const MAX_UNDER_WAY = 100;
/** A file of as much takes seconds to read. */
const LARGE_BYTES = 8_000_000;

export type RunIngest = (id: string, pending: PendingIngest, progress: ReportProgress) => Promise<DatasetRecord>;

/**
 * Bounds the files that are received and read at once, and knows which pending folders this process is at work on. Files
 * are read in turn, but large ones leave one place to the small: nobody waits for minutes with a file that takes a moment.
 */
export class IngestQueue {
  /** Each large file that is read holds a place in both. */
  private readonly places: LimitFunction;
  private readonly placesForLarge: LimitFunction;
  private receiving = 0;
  private readonly folders = new Set<string>();
  private readonly readings = new Set<Promise<unknown>>();
  private draining = false;

  constructor(
    private readonly run: RunIngest,
    private readonly progress: IngestProgress,
    maxConcurrentIngests: number,
    private readonly log: Log,
  ) {
    this.places = pLimit(maxConcurrentIngests);
    this.placesForLarge = pLimit(Math.max(1, maxConcurrentIngests - 1));
  }

  /** Runs `receive`, which takes a file in. @throws OVERLOADED before anything is read, STORAGE_UNAVAILABLE */
  async admit<T>(receive: () => Promise<T>): Promise<T> {
    const underWay = this.receiving + this.readings.size;
    if (this.draining || underWay >= MAX_UNDER_WAY) {
      const why = this.draining ? 'The service is shutting down' : `${underWay} files are under way already`;
      throw new ConcentricError('OVERLOADED', `${why}; nothing was received. Try again in a moment.`, { underWay });
    }
    this.receiving++;
    try {
      return await withStorage('Taking the file in', receive);
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
    const reading = this.inTurn(id, pending);
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

  private async inTurn(id: string, pending: PendingIngest): Promise<DatasetRecord> {
    const { folder, source } = pending;
    const progress = this.progress.of(id, folder);
    progress.received(source.sizeBytes);
    try {
      const record = await this.inPlace(source.sizeBytes, async () => {
        if (!this.draining) return this.run(id, pending, progress);
        progress.leave();
        return leftToTheNext(id);
      });
      progress.end(null);
      return record;
    } catch (error) {
      progress.end(failureOf(error));
      throw error;
    }
  }

  private inPlace<T>(sizeBytes: number, work: () => Promise<T>): Promise<T> {
    const place = () => this.places(work);
    return sizeBytes < LARGE_BYTES ? place() : this.placesForLarge(place);
  }

  /** read() for callers that do not wait: the outcome is in the record, a fault of ours in the log. */
  readInBackground(id: string, pending: PendingIngest): void {
    this.read(id, pending).catch((error: unknown) => {
      if (error instanceof ConcentricError) this.log.info({ datasetId: id, code: error.code }, error.message);
      else this.log.error({ err: error, datasetId: id }, 'a file could not be read because of a fault of ours');
    });
  }

  /** Files by what happens to them. */
  get load(): { receiving: number; waiting: number; running: number } {
    const running = this.places.activeCount;
    return { receiving: this.receiving, waiting: this.readings.size - running, running };
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
