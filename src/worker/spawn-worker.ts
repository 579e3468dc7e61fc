import { type ChildProcess, fork } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a worker thread from the module `specifier`, relative to `parentUrl`:
 * `spawnWorker('./scan-worker.js', import.meta.url, { workerData })`.
 *
 * Node cannot load TypeScript in a thread, so if the parent runs from source (under vitest), the worker runs
 * from dist/, which tests/global-setup.ts brings up to date.
 */
export function spawnWorker(specifier: string, parentUrl: string, options: WorkerOptions = {}): Worker {
  return new Worker(moduleFile(specifier, parentUrl), options);
}

/** Starts a process from a module in the same way, for work that could crash its process. */
export function forkProcess(specifier: string, parentUrl: string): ChildProcess {
  // The child gets neither the parent's arguments nor its environment, which may contain secrets.
  return fork(moduleFile(specifier, parentUrl), [], { execArgv: [], env: {}, serialization: 'advanced' });
}

function moduleFile(specifier: string, parentUrl: string): string {
  const file = fileURLToPath(new URL(specifier, parentUrl));
  return parentUrl.endsWith('.ts') ? compiled(file) : file;
}

function compiled(sourceFile: string): string {
  const root = resolve(import.meta.dirname, '../..');
  return resolve(root, 'dist', relative(root, sourceFile));
}
