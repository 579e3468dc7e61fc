import { type ConnectionOptions, DelayedError, Queue, Worker } from 'bullmq';
import { ConcentricError } from '../model/errors.js';
import type { Log } from '../model/log.js';
import type { RedisTarget } from '../model/redis-target.js';

/** Small files have a lane of their own, so that large ones never take every slot. */
const LANES = ['small', 'large'] as const;
export type Lane = (typeof LANES)[number];

/** A hint whose worker is gone is given to another one after this time. The record decides whether the file is read again. */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 2_000;
/** Workers that a hint may lose before BullMQ drops it. recoverJobs() adds it again. */
const MAX_STALLED = 3;
const COMMAND_TIMEOUT_MS = 1_000;
/** Delay of a hint for which this host has no free slot. */
const LATER_MS = 300;
/** Maximum time that a large file waits for small ones. */
const LARGE_FILE_DELAY_MS = 30_000;
const CONNECT_TIMEOUT_MS = 1_000;
/** A connection that owes a reply for so long is closed and opened again: its server may have gone without a word. */
const COMMAND_REPLY_MS = 2_000;
/** For workers, which wait 5 s for the next hint (drainDelay of BullMQ). */
const WORKER_REPLY_MS = 10_000;

export interface Hint {
  /** The same for the same job, so that it is in the queue once. */
  key: string;
  datasetId: string;
  lane: Lane;
}

/** `later`: this host has no free slot. */
export type Handled = 'done' | 'later';

export interface JobQueueOptions {
  target: Exclude<RedisTarget, { kind: 'cluster' }>;
  /** Of all keys; the same for the hosts of one service. */
  prefix: string;
  log: Log;
}

/**
 * Sends hints about jobs to the hosts that read files: two queues of BullMQ. A hint may be lost, late or delivered twice: the
 * dataset's record says what is to be done and by whom (ingest/jobs).
 */
export class JobQueue {
  private readonly queues: Record<Lane, Queue>;
  private workers: Worker[] = [];
  private isWarned = false;

  private constructor(private readonly options: JobQueueOptions) {
    const connection = {
      ...connectionOf(options.target),
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      socketTimeout: COMMAND_REPLY_MS,
    };
    const queue = (lane: Lane) => {
      const opened = new Queue(lane, { connection, prefix: options.prefix, skipVersionCheck: true });
      opened.on('error', (error) => this.warn(error));
      return opened;
    };
    this.queues = { small: queue('small'), large: queue('large') };
  }

  /** A server that does not answer is tried again in the background. @throws STORAGE_UNAVAILABLE if it evicts keys */
  static async open(options: JobQueueOptions): Promise<JobQueue> {
    const queue = new JobQueue(options);
    try {
      await inTime(queue.requireNoEviction());
    } catch (error) {
      if (error instanceof ConcentricError) {
        await queue.close();
        throw error;
      }
      queue.warn(error);
    }
    return queue;
  }

  /** False if the queue could not be reached in time. */
  async add({ key, datasetId, lane }: Hint): Promise<boolean> {
    try {
      const options = { jobId: key, removeOnComplete: true, removeOnFail: true };
      await inTime(this.queues[lane].add('read', { datasetId }, options));
      this.isWarned = false;
      return true;
    } catch (error) {
      this.warn(error);
      return false;
    }
  }

  /** Calls `handle` for each hint, for at most `slots` at a time in each lane; large ones leave a slot. */
  work(slots: number, handle: (datasetId: string) => Promise<Handled>): void {
    const { target, prefix } = this.options;
    const connection = { ...connectionOf(target), maxRetriesPerRequest: null, socketTimeout: WORKER_REPLY_MS };
    this.workers = LANES.map((lane) => {
      const worker = new Worker(
        lane,
        async (job, token) => {
          const isLater = lane === 'large' && slots === 1 && (await this.goesAfterSmall(job.timestamp));
          // A host that cannot reach the records leaves the hint to the others.
          const handled = isLater ? 'later' : await handle(job.data.datasetId).catch(() => 'later');
          if (handled === 'done') return;
          await job.moveToDelayed(Date.now() + LATER_MS, token);
          throw new DelayedError();
        },
        {
          connection,
          prefix,
          concurrency: lane === 'small' ? slots : Math.max(1, slots - 1),
          lockDuration: LOCK_MS,
          stalledInterval: STALLED_CHECK_MS,
          maxStalledCount: MAX_STALLED,
          skipVersionCheck: true,
        },
      );
      worker.on('error', (error) => this.warn(error));
      return worker;
    });
  }

  /** With one slot both lanes compete for it: a large file lets small ones go first for a while. */
  private async goesAfterSmall(addedAt: number): Promise<boolean> {
    if (Date.now() - addedAt > LARGE_FILE_DELAY_MS) return false;
    return (await this.queues.small.getJobCountByTypes('waiting', 'active')) > 0;
  }

  /** Takes no more hints. BullMQ does not wait for the running jobs (`force`): the caller does. */
  async stopWorking(): Promise<void> {
    await Promise.allSettled(this.workers.map((worker) => inTime(worker.close(true))));
  }

  async close(): Promise<void> {
    await this.stopWorking();
    const all = [...Object.values(this.queues), ...this.workers];
    await Promise.allSettled(all.map((each) => inTime(each.close())));
    // Otherwise lost connections would be reopened without end.
    await Promise.allSettled(all.map((each) => inTime(each.disconnect())));
  }

  /** Number of hints that wait for a host, by lane; null if that is not known. */
  async waiting(): Promise<Record<Lane, number> | null> {
    try {
      const counts = LANES.map((lane) => inTime(this.queues[lane].getJobCountByTypes('waiting', 'delayed')));
      const [small, large] = await Promise.all(counts);
      return { small: small!, large: large! };
    } catch {
      return null;
    }
  }

  private async requireNoEviction(): Promise<void> {
    const client = await this.queues.small.backend.client;
    const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info())?.[1];
    if (policy === undefined || policy === 'noeviction') return;
    throw new ConcentricError(
      'STORAGE_UNAVAILABLE',
      `QUEUE_REDIS_URL: expected a Redis with maxmemory-policy noeviction, got ${policy}, which drops jobs. Use another Redis than that of REDIS_URL.`,
      { policy },
    );
  }

  private warn(error: unknown): void {
    if (this.isWarned) return;
    this.isWarned = true;
    this.options.log.warn(
      { err: error },
      'the queue (QUEUE_REDIS_URL) is not available; files are found in the records meanwhile, a little later',
    );
  }
}

function connectionOf({ username, password, db, tls, ...target }: JobQueueOptions['target']): ConnectionOptions {
  const access = { username, password, db, tls: tls ? {} : undefined, connectTimeout: CONNECT_TIMEOUT_MS };
  return target.kind === 'single'
    ? { ...access, host: target.host, port: target.port }
    : { ...access, sentinels: target.sentinels, name: target.master, enableTLSForSentinelMode: tls };
}

/** @throws if `work` takes longer than COMMAND_TIMEOUT_MS */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no reply within ${COMMAND_TIMEOUT_MS / 1000} s`)), COMMAND_TIMEOUT_MS);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
