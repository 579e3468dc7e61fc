import { EventEmitter, once } from 'node:events';
import type { Failure } from '../../model/dataset.js';
import type { DatasetProgress, ReadingStage, ReportProgress } from '../../model/progress.js';

/** Which part of the work a stage is: roughly, after the steps in the lineage of a CSV of a million rows. */
const shares = {
  READING: { from: 0, to: 0.45 },
  PROFILING: { from: 0.45, to: 0.7 },
  NORMALIZING: { from: 0.7, to: 0.95 },
  WRITING: { from: 0.95, to: 1 },
} satisfies Record<ReadingStage, { from: number; to: number }>;

/** Arriving bytes and finished shares of less are not worth an event. */
const STEP_BYTES = 1_000_000;
const STEP_SHARE = 0.01;

/**
 * The readings under way in this process, from the first byte of their file to their end, by dataset. What has ended is
 * told by the dataset's record, so that nothing is kept here for longer.
 */
export class IngestProgress {
  /** In the order in which they began; a reading is known by its pending folder. */
  private readonly readings = new Map<string, Map<string, ReadingProgress>>();

  /** The progress of a reading, which begins with the first call. */
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

  /** The reading that began last; it keeps telling of itself when another begins after it. */
  newest(datasetId: string): ReadingProgress | undefined {
    return [...(this.readings.get(datasetId)?.values() ?? [])].at(-1);
  }
}

/** One reading: told by the steps of the ingest, watched by any number of subscribers. */
export class ReadingProgress implements ReportProgress {
  private current: DatasetProgress;
  private share: { from: number; to: number } = shares.READING;
  private hasEnded = false;
  private readonly changes = new EventEmitter().setMaxListeners(0);

  constructor(
    datasetId: string,
    private readonly forget: () => void,
  ) {
    const nothingYet = { rowsDone: 0, bytesDone: 0, bytesTotal: null, fraction: null, failure: null };
    this.current = { datasetId, stage: 'RECEIVING', ...nothingYet };
  }

  receive(bytesDone: number): void {
    if (bytesDone - this.current.bytesDone >= STEP_BYTES) this.tell({ bytesDone });
  }

  /** The file is here whole; until a stage is entered it waits its turn. */
  received(sizeBytes: number): void {
    this.tell({ bytesDone: sizeBytes, bytesTotal: sizeBytes, fraction: 0 });
  }

  enter(stage: ReadingStage, rows = this.current.rowsDone): void {
    this.share = shares[stage];
    this.tell({ stage, rowsDone: rows, fraction: this.share.from });
  }

  advance(part: number): void {
    const { from, to } = this.share;
    const fraction = from + Math.min(part, 1) * (to - from);
    if (fraction - (this.current.fraction ?? 0) >= STEP_SHARE) this.tell({ fraction });
  }

  /** The outcome is in the dataset's record. */
  end(failure: Failure | null): void {
    this.tell(failure ? { stage: 'FAILED', failure } : { stage: 'DONE', fraction: 1 });
    this.leave();
  }

  /** Nothing more will be told here: the reading goes on in another process. */
  leave(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.forget();
    this.changes.emit('change');
  }

  /**
   * Where the reading is, at once, and each change until it ends; a slow watcher gets the newest, not all.
   * @throws AbortError where `signal` ends the watching
   */
  async *watch(signal: AbortSignal): AsyncGenerator<DatasetProgress, void> {
    for (;;) {
      const told = this.current;
      yield told;
      if (this.current !== told) continue;
      if (this.hasEnded) return;
      await once(this.changes, 'change', { signal });
      if (this.current === told) return;
    }
  }

  private tell(change: Partial<DatasetProgress>): void {
    if (this.hasEnded) return;
    this.current = { ...this.current, ...change };
    this.changes.emit('change');
  }
}
