import { isDeepStrictEqual } from 'node:util';
import type { RecordChange } from '../../catalog/catalog.js';
import { bytesOf, type DatasetRecord, type Failure, type PendingIngest, UNASSIGNED } from '../../model/dataset.js';
import type { Log } from '../../model/log.js';
import type { Handled } from '../../queue/job-queue.js';
import type { KnownProcesses } from '../../storage/processes.js';
import { type Hints, hintOf } from './hints.js';
import type { ProgressBoard } from './progress-board.js';
import { type IngestQueue, MIN_LARGE_BYTES } from './queue.js';
import type { JobContext } from './run-job.js';
import { failed, takenOver } from './states.js';

/** Limits the attempts for a file that crashes the process each time. */
const MAX_ATTEMPTS = 3;

const CRASHES_ITS_PROCESS: Failure = {
  code: 'UNREADABLE_FILE',
  message: `The service stopped ${MAX_ATTEMPTS} times while reading this file and will not try again. Upload a smaller or simpler file.`,
};

export interface RecoveryContext extends JobContext {
  processes: KnownProcesses;
  board: ProgressBoard;
  log: Log;
}

/** Smaller files go first, but a larger one waits at most so much longer. */
const LARGE_FILE_DELAY_MS = 30_000;

/** What a process remembers between two calls of recoverJobs(): the hints that it has sent. */
export type SentHints = Set<string>;

/**
 * Takes over the pending jobs of processes that died, and those that no process has; returns when they are queued. With
 * `takesWhenFree` it takes a job only for a free slot, so that other hosts get the rest. With `hints` it leaves a job that
 * no process has to the queue first, and takes it when it still waits at the next call. That of a process that died it
 * takes at once: the queue may believe that the process still works on it, for example if it is cut off from the records only.
 */
export async function recoverJobs(
  context: RecoveryContext,
  queue: IngestQueue,
  { takesWhenFree, hints, sent }: { takesWhenFree: boolean; hints?: Hints | undefined; sent: SentHints },
): Promise<void> {
  const { catalog, processes, log } = context;
  const pending = await catalog.pending();
  const before = new Set(sent);
  sent.clear();
  let isQueueAway = hints === undefined;
  for (const record of pending.sort((a, b) => turnOf(a) - turnOf(b))) {
    if (takesWhenFree && isQueueAway && queue.isBusy) return;
    try {
      if (!(await isAbandoned(record, processes, queue))) continue;
      const { id, pending } = record;
      if (!isQueueAway && pending!.owner === UNASSIGNED) {
        const hint = hintOf(id, pending!);
        isQueueAway = !(await hints!.add(hint));
        sent.add(hint.key);
        if (!isQueueAway && !before.has(hint.key)) continue;
      }
      if (!takesWhenFree || !queue.isBusy) await takeOver(id, pending!, context, queue);
    } catch (error) {
      log.error({ err: error, datasetId: record.id }, 'the job of another process could not be recovered');
    }
  }
}

/** Runs the job of a dataset to its end if it waits for a process. */
export async function takeHinted(id: string, context: RecoveryContext, queue: IngestQueue): Promise<Handled> {
  const record = await context.catalog.get(id);
  if (record === null || !(await isAbandoned(record, context.processes, queue))) return 'done';
  if (queue.isBusy) return 'later';
  const { folder } = record.pending!;
  await takeOver(id, record.pending!, context, queue);
  await queue.endOf(folder);
  return 'done';
}

function turnOf({ updatedAt, pending }: DatasetRecord): number {
  return Date.parse(updatedAt) + (bytesOf(pending!) >= MIN_LARGE_BYTES ? LARGE_FILE_DELAY_MS : 0);
}

async function takeOver(
  id: string,
  abandoned: PendingIngest,
  { catalog, processes, board, folders }: RecoveryContext,
  queue: IngestQueue,
): Promise<void> {
  // Of a job that only waited, nothing shows. It is not suspected of the death of its process; nor is one of this process.
  const isOfDead = abandoned.owner !== UNASSIGNED && abandoned.owner !== processes.owner;
  const hasBegun = isOfDead && (await board.read(id, abandoned.folder)) !== null;
  let isTaken = false;
  const { pending, status } = await catalog.change(id, (current) => {
    isTaken = isDeepStrictEqual(current.pending, abandoned);
    return isTaken ? continued(current, abandoned, processes.owner, hasBegun) : null;
  });
  // A hint and a look at the records may take the same job at the same time.
  if (isTaken && pending !== null && status !== 'FAILED') queue.runInBackground(id, pending);
  if (pending === null) await folders.discard(id, abandoned.folder);
}

async function isAbandoned(
  { pending, status }: DatasetRecord,
  processes: KnownProcesses,
  queue: IngestQueue,
): Promise<boolean> {
  // The file of a FAILED dataset stays for normalizeDataset; it has no job.
  if (pending === null || status === 'FAILED') return false;
  if (pending.notBefore !== undefined && Date.now() < Date.parse(pending.notBefore)) return false;
  // A job of this process whose outcome could not be published, for example because the disk was full.
  if (pending.owner === processes.owner) return !queue.holds(pending.folder);
  return pending.owner === UNASSIGNED || !(await processes.isAlive(pending.owner));
}

function continued(
  record: DatasetRecord,
  pending: PendingIngest,
  owner: string,
  hasBegun: boolean,
): RecordChange | null {
  const crashedTooOften = hasBegun && pending.attempt >= MAX_ATTEMPTS;
  return crashedTooOften ? failed(record, pending, CRASHES_ITS_PROCESS) : takenOver(pending, owner, hasBegun);
}
