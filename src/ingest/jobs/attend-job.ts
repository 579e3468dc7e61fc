import type { Catalog } from '../../catalog/catalog.js';
import type { DatasetRecord, PendingIngest } from '../../model/dataset.js';
import { datasetNotFound } from '../../model/dataset-errors.js';
import type { ReadingProgress } from './progress.js';
import type { ProgressBoard } from './progress-board.js';
import { ingestCancelled, isCancelled, mayPublish } from './states.js';

/** How long a host works on after a job was cancelled elsewhere, and how old the progress is that others see. */
const ATTEND_MS = 1_000;

export interface AttendContext {
  catalog: Pick<Catalog, 'get'>;
  board: ProgressBoard;
}

/** A job whose version would not be published any more: another process has taken it over, or a newer version is there. */
export class JobIsOutdated extends Error {
  override readonly name = 'JobIsOutdated';
}

/**
 * While a job waits or runs: once a second, aborts `abort` if the record says that nothing may be published, for example
 * because the job was cancelled on another host; and writes the progress of a running job where it has changed.
 */
export class Attendance {
  private written: unknown;
  private running: Promise<void> | null = null;
  private hasBegun = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly job: { id: string; pending: PendingIngest; progress: ReadingProgress; abort: AbortController },
    private readonly context: AttendContext,
  ) {
    this.timer = setInterval(() => this.attend(), ATTEND_MS).unref();
  }

  /** The job runs from now on. Written before it does: if this process dies, the job counts as a suspect (recover.ts). */
  async begin(): Promise<void> {
    this.hasBegun = true;
    await this.write().catch(() => undefined);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    const { id, pending } = this.job;
    if (this.written !== undefined) await this.context.board.remove(id, pending.folder).catch(() => undefined);
  }

  private attend(): void {
    // While the store of records is away the job goes on: whether it may publish is decided at its end.
    this.running ??= this.check()
      .catch(() => undefined)
      .finally(() => {
        this.running = null;
      });
  }

  private async check(): Promise<void> {
    const { id, pending, abort } = this.job;
    const reason = reasonToStop(await this.context.catalog.get(id), id, pending);
    if (reason !== null) abort.abort(reason);
    else await this.write();
  }

  private async write(): Promise<void> {
    const { current } = this.job.progress;
    if (!this.hasBegun || current === this.written) return;
    this.written = current;
    await this.context.board.write(this.job.pending.folder, current);
  }
}

/** Why a job need not be worked on any more; null if its version may be published. */
export function reasonToStop(record: DatasetRecord | null, id: string, pending: PendingIngest): Error | null {
  if (record === null) return datasetNotFound(id);
  if (isCancelled(record, pending)) return ingestCancelled(record);
  return mayPublish(record, pending) ? null : new JobIsOutdated();
}
