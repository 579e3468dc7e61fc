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
  const file = fileURLToPath(new URL(specifier, parentUrl));
  return new Worker(parentUrl.endsWith('.ts') ? compiled(file) : file, options);
}

function compiled(sourceFile: string): string {
  const root = resolve(import.meta.dirname, '../..');
  return resolve(root, 'dist', relative(root, sourceFile));
}
