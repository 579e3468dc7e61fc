import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '../../catalog/catalog.js';
import { bytesOf, type DatasetRecord } from '../../model/dataset.js';
import { datasetNotFound } from '../../model/dataset-errors.js';
import type { DatasetProgress } from '../../model/progress.js';
import type { IngestProgress } from './progress.js';
import type { ProgressBoard } from './progress-board.js';

/** How often the record is read while another process runs the job. */
const POLL_MS = 1_000;

interface FollowContext {
  catalog: Catalog;
  progress: IngestProgress;
  board: ProgressBoard;
}

/**
 * The progress of a dataset's newest job: the current state first, then each change until DONE or FAILED, which is always
 * the last event. Without a job in progress it is the only event. Where another process runs the job, its progress is read
 * once a second.
 * @throws DATASET_NOT_FOUND
 */
export async function followProgress(
  datasetId: string,
  context: FollowContext,
): Promise<AsyncIterableIterator<DatasetProgress>> {
  if ((await context.catalog.get(datasetId)) === null) throw datasetNotFound(datasetId);
  return stoppable((signal) => follow(datasetId, context, signal));
}

async function* follow(
  datasetId: string,
  { catalog, progress, board }: FollowContext,
  signal: AbortSignal,
): AsyncGenerator<DatasetProgress, void> {
  let sent: DatasetProgress | null = null;
  for (;;) {
    const reading = progress.newest(datasetId);
    if (reading) {
      for await (const now of reading.watch(signal)) {
        sent = now;
        yield now;
        if (now.stage === 'DONE' || now.stage === 'FAILED') return;
      }
    }
    const record = await catalog.get(datasetId);
    if (record === null) return yield deleted(datasetId);
    if (record.pending === null || record.status === 'FAILED') return yield outcome(record);
    const elsewhere: DatasetProgress | null = await board.read(datasetId, record.pending.folder);
    if (sent === null || (elsewhere !== null && hasAdvanced(sent, elsewhere))) {
      sent = elsewhere ?? waiting(record);
      yield sent;
    }
    await pause(POLL_MS, undefined, { signal });
  }
}

/** FAILED also for a READY dataset whose newest replacement failed, since that is the outcome of its last job. */
function outcome(record: DatasetRecord): DatasetProgress {
  const { id, failure, rowCount } = record;
  const sizeBytes = bytesOf(record);
  const done = { datasetId: id, rowsDone: rowCount ?? 0, bytesDone: sizeBytes, bytesTotal: sizeBytes };
  return failure
    ? { ...done, stage: 'FAILED', fraction: null, failure }
    : { ...done, stage: 'DONE', fraction: 1, failure };
}

/** Whether it is later, or of another job. */
function hasAdvanced(before: DatasetProgress, now: DatasetProgress): boolean {
  const isSameJob = before.bytesTotal === now.bytesTotal;
  return before.stage !== now.stage || !isSameJob || (now.fraction ?? 0) > (before.fraction ?? 0);
}

/** Another process has not begun the job. */
function waiting(record: DatasetRecord): DatasetProgress {
  const { id, pending } = record;
  const sizeBytes = bytesOf(pending ?? record);
  const bytes = { bytesDone: sizeBytes, bytesTotal: sizeBytes };
  return { datasetId: id, stage: 'RECEIVING', rowsDone: 0, ...bytes, fraction: 0, failure: null };
}

function deleted(datasetId: string): DatasetProgress {
  const { code, message } = datasetNotFound(datasetId);
  const nothing = { rowsDone: 0, bytesDone: 0, bytesTotal: null, fraction: null };
  return { datasetId, stage: 'FAILED', ...nothing, failure: { code, message } };
}

/** An iterator whose return() takes effect while it waits; that of a plain generator waits for the next value first. */
function stoppable<T>(start: (signal: AbortSignal) => AsyncGenerator<T, void>): AsyncIterableIterator<T> {
  const stop = new AbortController();
  const generator = start(stop.signal);
  const ended = { done: true, value: undefined } as const;
  return {
    async next() {
      try {
        return await generator.next();
      } catch (error) {
        if (stop.signal.aborted) return ended;
        throw error;
      }
    },
    async return() {
      stop.abort();
      return ended;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
