import { once } from 'node:events';
import { parentPort, type WorkerOptions, workerData } from 'node:worker_threads';
import { whenAborted } from './abort-scope.js';
import { outputOf, type Reply, replyOf } from './reply.js';
import { spawnWorker } from './spawn-worker.js';

/**
 * Runs one task in a thread of its own, which calls answerOnce, and ends the thread: its memory is limited by
 * `resourceLimits` and released in any case.
 * @throws what the task throws; ERR_WORKER_OUT_OF_MEMORY or AbortError if the thread ends without a reply, as it does when
 * the work around it is aborted (abort-scope.ts)
 */
export async function runInThread<Output>(
  specifier: string,
  parentUrl: string,
  { input, resourceLimits = {} }: { input: unknown } & Pick<WorkerOptions, 'resourceLimits'>,
): Promise<Output> {
  const worker = spawnWorker(specifier, parentUrl, { workerData: input, resourceLimits });
  const ended = new AbortController();
  worker.once('exit', () => ended.abort());
  const stopListening = whenAborted(() => ended.abort());
  try {
    const [reply] = (await once(worker, 'message', { signal: ended.signal })) as [Reply<Output>];
    return outputOf(reply);
  } finally {
    stopListening();
    await worker.terminate();
  }
}

/** The thread's side of runInThread: runs `work` on the input and sends back its result or its error. */
export async function answerOnce<Input, Output>(work: (input: Input) => Output | Promise<Output>): Promise<void> {
  parentPort?.postMessage(await replyOf(() => work(workerData as Input)));
}
