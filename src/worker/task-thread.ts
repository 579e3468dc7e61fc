import { parentPort, type Worker } from 'node:worker_threads';
import { spawnWorker } from './spawn-worker.js';

/** What a thread can do: what each task is given and what it answers, both as structured clones. */
export type TaskTable = Record<string, { input: unknown; output: unknown }>;

type Answers<Tasks extends TaskTable> = {
  [Name in keyof Tasks]: (input: Tasks[Name]['input']) => Tasks[Name]['output'] | Promise<Tasks[Name]['output']>;
};

interface TaskCall {
  id: number;
  task: string;
  input: unknown;
}

type TaskReply = { id: number; output: unknown } | { id: number; error: unknown };

interface Waiter {
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/**
 * A thread for what would hold up the event loop, from the module `specifier` names (spawn-worker.ts), which calls
 * answerTasks. Started by the first who needs it and kept; where it dies, those who wait are told and the next call
 * starts another.
 */
export class TaskThread<Tasks extends TaskTable> {
  private worker: Worker | null = null;
  private readonly waiters = new Map<number, Waiter>();
  private calls = 0;

  constructor(
    private readonly specifier: string,
    private readonly parentUrl: string,
  ) {}

  /** `moved` are the buffers handed over to the thread: they cannot be used here afterwards. */
  run<Name extends keyof Tasks & string>(
    task: Name,
    input: Tasks[Name]['input'],
    moved: ArrayBuffer[] = [],
  ): Promise<Tasks[Name]['output']> {
    this.worker ??= this.start();
    const { worker } = this;
    const call: TaskCall = { id: ++this.calls, task, input };
    return new Promise<unknown>((resolve, reject) => {
      this.waiters.set(call.id, { resolve, reject });
      worker.postMessage(call, moved);
    }) as Promise<Tasks[Name]['output']>;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = spawnWorker(this.specifier, this.parentUrl);
    // Whoever waits for it is an open request, which keeps the process alive; an idle thread must not.
    worker.unref();
    worker.on('message', (reply: TaskReply) => {
      const waiter = this.waiters.get(reply.id);
      this.waiters.delete(reply.id);
      if ('error' in reply) waiter?.reject(reply.error);
      else waiter?.resolve(reply.output);
    });
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error(`the thread of ${this.specifier} has ended`)));
    return worker;
  }

  private fail(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.waiters.values()) reject(error);
    this.waiters.clear();
  }
}

/** The thread's side: answers each call by its task. */
export function answerTasks<Tasks extends TaskTable>(answers: Answers<Tasks>): void {
  parentPort?.on('message', async ({ id, task, input }: TaskCall) => {
    parentPort?.postMessage(await answer(id, () => answers[task]!(input)));
  });
}

async function answer(id: number, work: () => unknown): Promise<TaskReply> {
  try {
    return { id, output: await work() };
  } catch (error) {
    return { id, error };
  }
}
