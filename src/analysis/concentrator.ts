import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { spawnWorker } from '../worker/spawn-worker.js';
import { type Concentration, type ConcentrationRequest, concentrate, type SortedGroups } from './concentration.js';
import type { ConcentrationCall, ConcentrationReply } from './concentration-worker.js';

/** About 10 ms of Arquero: more than that would be felt by other requests. */
const MAX_GROUPS_ON_EVENT_LOOP = 10_000;

interface Waiter {
  resolve(result: Concentration[]): void;
  reject(error: unknown): void;
}

/**
 * Runs concentrate() where it disturbs nobody: a few groups on the event loop, more in a worker thread that is started
 * by the first who needs it and kept. The groups' bytes are handed over to the thread and cannot be used afterwards.
 */
export class Concentrator {
  private worker: Worker | null = null;
  private readonly waiters = new Map<number, Waiter>();
  private calls = 0;

  async run(groups: SortedGroups, request: ConcentrationRequest): Promise<Concentration[]> {
    if (groups.counts.reduce((sum, count) => sum + count, 0) > MAX_GROUPS_ON_EVENT_LOOP) {
      return this.runInWorker(groups, request);
    }
    await nextTurn();
    return concentrate(groups, request);
  }

  /** Starts the thread, which takes about as long as DuckDB takes to group a million rows. */
  prepare(): void {
    this.worker ??= this.start();
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private runInWorker(groups: SortedGroups, request: ConcentrationRequest): Promise<Concentration[]> {
    this.prepare();
    const id = ++this.calls;
    const call: ConcentrationCall = { id, groups, request };
    return new Promise((resolve, reject) => {
      this.waiters.set(id, { resolve, reject });
      this.worker?.postMessage(call, [groups.units.buffer as ArrayBuffer]);
    });
  }

  private start(): Worker {
    const worker = spawnWorker('./concentration-worker.js', import.meta.url);
    // An idle thread must not keep the process alive; whoever waits for it is an open request, which does.
    worker.unref();
    worker.on('message', (reply: ConcentrationReply) => {
      const waiter = this.waiters.get(reply.id);
      this.waiters.delete(reply.id);
      if ('result' in reply) waiter?.resolve(reply.result);
      else waiter?.reject(reply.error);
    });
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error('the thread that computes concentrations has ended')));
    return worker;
  }

  /** Everyone who waits is told; the next call starts another thread. */
  private fail(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.waiters.values()) reject(error);
    this.waiters.clear();
  }
}
