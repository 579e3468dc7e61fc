import { EventEmitter, once } from 'node:events';
import type { Failure } from '../../model/dataset.js';
import type { DatasetProgress, ReadingStage, ReportProgress } from '../../model/progress.js';

/** The approximate share of the work of each stage, measured by the lineage of a CSV of a million rows. */
const SHARES = {
  READING: { from: 0, to: 0.45 },
  PROFILING: { from: 0.45, to: 0.7 },
  NORMALIZING: { from: 0.7, to: 0.95 },
  WRITING: { from: 0.95, to: 1 },
} satisfies Record<ReadingStage, { from: number; to: number }>;

/** Smaller changes cause no event. */
const MIN_STEP_BYTES = 1_000_000;
const MIN_STEP_SHARE = 0.01;

/**
 * The jobs in progress in this process, by dataset, from the first byte of their file to their end. The outcome is in the
 * dataset's record, so ended jobs are removed.
 */
export class IngestProgress {
  /** In order of their start, by pending folder. */
  private readonly readings = new Map<string, Map<string, ReadingProgress>>();

  /** The progress of a job; the first call registers it. */
  of(datasetId: string, folder: string): ReadingProgress {
    const ofDataset = this.readings.get(datasetId) ?? new Map<string, ReadingProgress>();
    this.readings.set(datasetId, ofDataset);
    const known = ofDataset.get(folder);
    if (known) return known;
    const reading = new ReadingProgress(datasetId, () => {
      ofDataset.delete(folder);
      if (ofDataset.size === 0) this.readings.delete(datasetId);
    });
    ofDataset.set(folder, reading);
    return reading;
  }

  /** The job that started last. Its events continue when another job starts. */
  newest(datasetId: string): ReadingProgress | undefined {
    return [...(this.readings.get(datasetId)?.values() ?? [])].at(-1);
  }
}

/** The progress of one job: reported by the steps of the ingest, watched by any number of subscribers. */
export class ReadingProgress implements ReportProgress {
  private newest: DatasetProgress;
  private share: { from: number; to: number } = SHARES.READING;
  private readonly bytesByFile: number[] = [];
  private hasEnded = false;
  private readonly changes = new EventEmitter().setMaxListeners(0);

  constructor(
    datasetId: string,
    private readonly remove: () => void,
  ) {
    this.newest = {
      datasetId,
      stage: 'RECEIVING',
      rowsDone: 0,
      bytesDone: 0,
      bytesTotal: null,
      fraction: null,
      failure: null,
    };
  }

  get current(): DatasetProgress {
    return this.newest;
  }

  /** @param bytes of one file; those of several add up */
  receive(bytes: number, file = 0): void {
    this.bytesByFile[file] = bytes;
    const bytesDone = this.bytesByFile.reduce((sum, each) => sum + each, 0);
    if (bytesDone - this.current.bytesDone >= MIN_STEP_BYTES) this.update({ bytesDone });
  }

  /** The file was received completely. The job waits for a slot until it enters a stage. */
  received(sizeBytes: number): void {
    this.update({ bytesDone: sizeBytes, bytesTotal: sizeBytes, fraction: 0 });
  }

  enter(stage: ReadingStage, rows = this.current.rowsDone): void {
    this.share = SHARES[stage];
    this.update({ stage, rowsDone: rows, fraction: this.share.from });
  }

  advance(part: number): void {
    const { from, to } = this.share;
    const fraction = from + Math.min(part, 1) * (to - from);
    if (fraction - (this.current.fraction ?? 0) >= MIN_STEP_SHARE) this.update({ fraction });
  }

  /** The outcome is in the dataset's record. */
  end(failure: Failure | null): void {
    this.update(failure ? { stage: 'FAILED', failure } : { stage: 'DONE', fraction: 1 });
    this.leave();
  }

  /** Ends without an outcome: the job continues in another process. */
  leave(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.remove();
    this.changes.emit('change');
  }

  /**
   * The current progress first, then each change until the end. A slow watcher receives the newest change only.
   * @throws AbortError if `signal` is aborted
   */
  async *watch(signal: AbortSignal): AsyncGenerator<DatasetProgress, void> {
    for (;;) {
      const sent = this.current;
      yield sent;
      if (this.current !== sent) continue;
      if (this.hasEnded) return;
      await once(this.changes, 'change', { signal });
      if (this.current === sent) return;
    }
  }

  private update(change: Partial<DatasetProgress>): void {
    if (this.hasEnded) return;
    this.newest = { ...this.newest, ...change };
    this.changes.emit('change');
  }
}
