import type { PendingIngest } from '../../model/dataset.js';
import { bytesOf } from '../../model/dataset.js';
import type { Hint, JobQueue } from '../../queue/job-queue.js';
import { MIN_LARGE_BYTES } from './queue.js';

/** The part of the queue that jobs use. The records say which jobs there are; the queue only notifies hosts. */
export type Hints = Pick<JobQueue, 'add' | 'work' | 'stopWorking'>;

/** BullMQ allows no colon in a key. A job that is begun again has another one. */
export function hintOf(datasetId: string, pending: PendingIngest): Hint {
  const { version, attempt, retries = 0 } = pending;
  const lane = bytesOf(pending) >= MIN_LARGE_BYTES ? 'large' : 'small';
  return { key: `${datasetId}-${version}-${attempt}-${retries}`, datasetId, lane };
}
