import { parentPort, type Worker } from 'node:worker_threads';
import { outputOf, type Reply, replyOf } from './reply.js';
import { spawnWorker } from './spawn-worker.js';

/** The tasks of a thread, each with its input and output, both as structured clones. */
export type TaskTable = Record<string, { input: unknown; output: unknown }>;

type Handlers<Tasks extends TaskTable> = {
  [Name in keyof Tasks]: (input: Tasks[Name]['input']) => Tasks[Name]['output'] | Promise<Tasks[Name]['output']>;
};

interface TaskCall {
  id: number;
  task: string;
  input: unknown;
}

type TaskReply = { id: number } & Reply<unknown>;

interface Waiter {
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/**
 * A thread for work that would block the event loop, started from the module `specifier` (spawn-worker.ts), which calls
 * answerTasks. It is started by the first call and reused; when it dies, the calls in flight are rejected and the
 * next call starts another.
 */
export class TaskThread<Tasks extends TaskTable> {
  private worker: Worker | null = null;
  private readonly waiters = new Map<number, Waiter>();
  private calls = 0;

  constructor(
    private readonly specifier: string,
    private readonly parentUrl: string,
  ) {}

  /**
   * `transferred` are buffers that move to the thread: they cannot be used here afterwards.
   * @throws what the task throws, with its code, details and causes
   */
  run<Name extends keyof Tasks & string>(
    task: Name,
    input: Tasks[Name]['input'],
    transferred: ArrayBuffer[] = [],
  ): Promise<Tasks[Name]['output']> {
    this.worker ??= this.start();
    const { worker } = this;
    const call: TaskCall = { id: ++this.calls, task, input };
    return new Promise<unknown>((resolve, reject) => {
      this.waiters.set(call.id, { resolve, reject });
      worker.postMessage(call, transferred);
    }) as Promise<Tasks[Name]['output']>;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = spawnWorker(this.specifier, this.parentUrl);
    // A waiting caller is an open request, which keeps the process alive. An idle thread must not.
    worker.unref();
    worker.on('message', (reply: TaskReply) => this.settle(reply));
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error(`The worker thread of ${this.specifier} ended.`)));
    return worker;
  }

  private settle(reply: TaskReply): void {
    const waiter = this.waiters.get(reply.id);
    this.waiters.delete(reply.id);
    try {
      waiter?.resolve(outputOf(reply));
    } catch (error) {
      waiter?.reject(error);
    }
  }

  private fail(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.waiters.values()) reject(error);
    this.waiters.clear();
  }
}

/** The thread's side of TaskThread: runs each call with the handler of its task. */
export function answerTasks<Tasks extends TaskTable>(handlers: Handlers<Tasks>): void {
  parentPort?.on('message', async ({ id, task, input }: TaskCall) => {
    parentPort?.postMessage({ id, ...(await replyOf(() => handlers[task]!(input))) });
  });
}
