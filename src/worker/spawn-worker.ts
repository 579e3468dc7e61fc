import { type ChildProcess, fork } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a worker thread from the module `specifier` names, relative to `parentUrl`:
 * `spawnWorker('./scan-worker.js', import.meta.url, { workerData })`.
 *
 * Node cannot load TypeScript in a thread, so where the parent itself runs from source (under vitest) the worker runs
 * from dist/, which tests/global-setup.ts brings up to date.
 */
export function spawnWorker(specifier: string, parentUrl: string, options: WorkerOptions = {}): Worker {
  return new Worker(moduleFile(specifier, parentUrl), options);
}

/** Starts a process from a module, likewise: for work that could take its process with it. */
export function forkProcess(specifier: string, parentUrl: string): ChildProcess {
  // Without the parent's own arguments, and with nothing of its environment: secrets are not for such work.
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
