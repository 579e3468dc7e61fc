import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { createClient } from './client.js';

export type TestApp = Awaited<ReturnType<typeof startApp>>;

/** The whole service on a free port, with a storage folder of its own that close() removes unless it was given. */
export async function startApp(environment: Record<string, string> = {}) {
  const storageDir = environment.STORAGE_DIR ?? (await mkdtemp(join(tmpdir(), 'concentric-storage-')));
  const defaults = { PORT: '0', SAMPLE_DATA: 'false', THREADS: '2', MEMORY_LIMIT: '512MB' };
  const config = parseConfig({ ...defaults, ...environment, STORAGE_DIR: storageDir });
  const logged: string[] = [];
  const app = await buildApp(config, pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }));
  return {
    ...createClient(await app.listen()),
    storageDir,
    logged,
    async close() {
      await app.close();
      if (environment.STORAGE_DIR === undefined) await rm(storageDir, { recursive: true });
    },
  };
}
