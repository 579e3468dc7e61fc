import type { Worker } from 'node:worker_threads';
import { spawnWorker } from '../worker/spawn-worker.js';
import type { TaskCall, TaskReply, Tasks } from './analysis-worker.js';

interface Waiter {
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/**
 * The thread for what would hold up the event loop: shares of many groups, and workbooks. Started by the first who
 * needs it and kept; where it dies, those who wait are told and the next call starts another.
 */
export class AnalysisThread {
  private worker: Worker | null = null;
  private readonly waiters = new Map<number, Waiter>();
  private calls = 0;

  /** `moved` are the buffers handed over to the thread: they cannot be used here afterwards. */
  run<Name extends keyof Tasks>(
    task: Name,
    input: Tasks[Name]['input'],
    moved: ArrayBuffer[] = [],
  ): Promise<Tasks[Name]['output']> {
    this.worker ??= this.start();
    const { worker } = this;
    const call = { id: ++this.calls, task, input } as TaskCall;
    return new Promise<unknown>((resolve, reject) => {
      this.waiters.set(call.id, { resolve, reject });
      worker.postMessage(call, moved);
    }) as Promise<Tasks[Name]['output']>;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = spawnWorker('./analysis-worker.js', import.meta.url);
    // Whoever waits for it is an open request, which keeps the process alive; an idle thread must not.
    worker.unref();
    worker.on('message', (reply: TaskReply) => {
      const waiter = this.waiters.get(reply.id);
      this.waiters.delete(reply.id);
      if ('error' in reply) waiter?.reject(reply.error);
      else waiter?.resolve(reply.output);
    });
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error('the analysis thread has ended')));
    return worker;
  }

  private fail(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.waiters.values()) reject(error);
    this.waiters.clear();
  }
}
