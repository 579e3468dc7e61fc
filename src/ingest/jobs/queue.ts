import { bytesOf, type DatasetRecord, type PendingIngest } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import { ANONYMOUS } from '../../model/principal.js';
import { withStorage } from '../../storage/storage-errors.js';
import { Attendance, type AttendContext } from './attend-job.js';
import type { IngestProgress, ReadingProgress } from './progress.js';
import { JobWasReleased } from './run-job.js';
import { Slots } from './slots.js';
import { failureOf } from './states.js';

/** Files that are being received, waiting or being read. Further files are rejected. */
const MAX_IN_PROGRESS = 100;
/** The same for one API key, so that other keys can always send files. */
const MAX_IN_PROGRESS_PER_KEY = 50;
/** Files of this size or more take seconds to read. */
export const MIN_LARGE_BYTES = 8_000_000;
/** The group of jobs taken over from processes that died. */
const RECOVERED = '';

/** Runs a job until its outcome is published, or until `signal` is aborted. */
export type RunJob = (
  id: string,
  pending: PendingIngest,
  progress: ReadingProgress,
  signal: AbortSignal,
) => Promise<DatasetRecord>;

export interface IngestQueueOptions extends AttendContext {
  runJob: RunJob;
  progress: IngestProgress;
  maxConcurrentIngests: number;
  log: Log;
  /** Leaves a job that has not begun to other processes, when this one ends. */
  release?(id: string, pending: PendingIngest): Promise<void>;
}

interface Job {
  id: string;
  principal: string;
  folder: string;
  abort: AbortController;
}

/** Limits concurrent files, in total and per principal, and tracks the jobs of this process. */
export class IngestQueue {
  private readonly slots: Slots;
  private readonly receiving = new Set<{ principal: string }>();
  private readonly jobs = new Map<Promise<unknown>, Job>();
  /** Pending folders that this process is writing or reading. */
  private readonly folders = new Set<string>();
  private draining = false;

  constructor(private readonly options: IngestQueueOptions) {
    this.slots = new Slots(options.maxConcurrentIngests);
  }

  /** Runs `receive`, which receives a file. @throws OVERLOADED before anything is read, STORAGE_UNAVAILABLE */
  async admit<T>(principal: string, receive: () => Promise<T>): Promise<T> {
    this.rejectWhenFull(principal);
    const entry = { principal };
    this.receiving.add(entry);
    try {
      return await withStorage('Receiving the file', receive);
    } finally {
      this.receiving.delete(entry);
    }
  }

  /** Recovery does not touch a pending folder from its creation until release(). */
  hold(folder: string): void {
    this.folders.add(folder);
  }

  release(folder: string): void {
    this.folders.delete(folder);
  }

  holds(folder: string): boolean {
    return this.folders.has(folder);
  }

  /** Resolves when this process's job on a pending folder has ended, with any outcome; null for a folder without a job. */
  endOf(folder: string): Promise<void> | null {
    for (const [job, { folder: ofJob }] of this.jobs) if (ofJob === folder) return job.then(nothing, nothing);
    return null;
  }

  /**
   * Reads a pending file in a slot and returns the record afterwards.
   * @throws what the job throws; the details of a ConcentricError include the dataset's id
   */
  async run(id: string, pending: PendingIngest, principal: string): Promise<DatasetRecord> {
    const { folder } = pending;
    this.hold(folder);
    const abort = new AbortController();
    const job = this.runInSlot(id, pending, principal, abort);
    this.jobs.set(job, { id, principal, folder, abort });
    try {
      return await job;
    } catch (error) {
      throw error instanceof ConcentricError ? withDatasetId(error, id) : error;
    } finally {
      this.jobs.delete(job);
      this.release(folder);
    }
  }

  /** Ends the jobs of a dataset in this process, with `reason` as their error. */
  abort(datasetId: string, reason: Error): void {
    for (const { id, abort } of this.jobs.values()) if (id === datasetId) abort.abort(reason);
  }

  /** run() for callers that do not wait: the record has the outcome, the log has internal errors. */
  runInBackground(id: string, pending: PendingIngest, principal: string = RECOVERED): void {
    const { log } = this.options;
    this.run(id, pending, principal).catch((error: unknown) => {
      if (error instanceof JobWasReleased) log.warn({ err: error, datasetId: id }, 'a file will be read again');
      else if (error instanceof ConcentricError) log.info({ datasetId: id, code: error.code }, error.message);
      else log.error({ err: error, datasetId: id }, 'a file could not be read because of an internal error');
    });
  }

  /** Number of files by state. */
  get load(): { receiving: number; waiting: number; running: number } {
    const running = this.slots.active;
    return { receiving: this.receiving.size, waiting: this.jobs.size - running, running };
  }

  /** Whether another job would wait. */
  get isBusy(): boolean {
    const { waiting, running } = this.load;
    return waiting > 0 || running >= this.options.maxConcurrentIngests || this.slots.isExclusive;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** Rejects new files and waits for the running jobs. The next process takes over the waiting jobs. */
  async drain(): Promise<void> {
    this.draining = true;
    await Promise.allSettled(this.jobs.keys());
  }

  private rejectWhenFull(principal: string): void {
    const all = [...this.receiving, ...this.jobs.values()];
    const ofPrincipal = all.filter((entry) => entry.principal === principal).length;
    const tryAgain = 'nothing was received. Try again shortly.';
    if (this.draining) throw overloaded(`The service is shutting down; ${tryAgain}`, { underWay: all.length });
    if (all.length >= MAX_IN_PROGRESS) {
      throw overloaded(`${all.length} files are already in progress; ${tryAgain}`, { underWay: all.length });
    }
    if (principal !== ANONYMOUS.id && ofPrincipal >= MAX_IN_PROGRESS_PER_KEY) {
      const maxUnderWay = MAX_IN_PROGRESS_PER_KEY;
      throw overloaded(`${ofPrincipal} files of this API key are already in progress; ${tryAgain}`, {
        underWay: ofPrincipal,
        maxUnderWay,
      });
    }
  }

  private async runInSlot(
    id: string,
    pending: PendingIngest,
    principal: string,
    abort: AbortController,
  ): Promise<DatasetRecord> {
    const { runJob, release, progress: readings } = this.options;
    const { signal } = abort;
    const sizeBytes = bytesOf(pending);
    const progress = readings.of(id, pending.folder);
    progress.received(sizeBytes);
    // A job whose process died is a suspect: nothing else dies with it.
    const slot = { group: principal, isLarge: sizeBytes >= MIN_LARGE_BYTES, isAlone: pending.attempt > 1, signal };
    const attendance = new Attendance({ id, pending, progress, abort }, this.options);
    try {
      const record = await this.slots.run(slot, async () => {
        if (!this.draining || signal.aborted) {
          await attendance.begin();
          return runJob(id, pending, progress, signal);
        }
        progress.leave();
        await release?.(id, pending).catch(nothing);
        throw leftToOthers(id);
      });
      progress.end(null);
      return record;
    } catch (error) {
      if (error instanceof JobWasReleased) progress.leave();
      else progress.end(failureOf(error));
      throw error;
    } finally {
      await attendance.end();
    }
  }
}

function overloaded(message: string, details: Record<string, unknown>): ConcentricError {
  return new ConcentricError('OVERLOADED', message, details);
}

export function leftToOthers(id: string): ConcentricError {
  return overloaded(
    `The service is shutting down. The file of dataset ${id} was received and will be read; do not send it again.`,
    {},
  );
}

function withDatasetId({ code, message, details, cause }: ConcentricError, datasetId: string): ConcentricError {
  return new ConcentricError(code, message, { ...details, datasetId }, { cause });
}

function nothing(): void {}
