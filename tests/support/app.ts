import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { inject } from 'vitest';
import { buildApp } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { migrate } from '../../src/postgres/migrate.js';
import { createClient } from './client.js';
import { postgresUrl, sql } from './postgres.js';
import { createBucket, environmentOf } from './swift.js';

export type TestApp = Awaited<ReturnType<typeof startApp>>;

/** Whether startApp() uses PostgreSQL and an object store: files are then not below its storage folder. */
export const isOverHosts = Boolean(inject('hosts'));

/** The whole service on a free port, with a storage folder of its own that close() removes unless it was given. */
export async function startApp(environment: Record<string, string> = {}) {
  const storageDir = environment.STORAGE_DIR ?? (await mkdtemp(join(tmpdir(), 'concentric-storage-')));
  const defaults = { PORT: '0', SAMPLE_DATA: 'false', THREADS: '2', MEMORY_LIMIT: '512MB' };
  const shared = environment.STORAGE_DIR === undefined ? await sharedStores() : {};
  const config = parseConfig({ ...defaults, ...shared, ...environment, STORAGE_DIR: storageDir });
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

/** A new database and a new bucket, in the project of vitest that runs over both; otherwise the service uses its folder. */
async function sharedStores(): Promise<Record<string, string>> {
  const hosts = inject('hosts');
  if (!hosts) return {};
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await sql(postgresUrl(hosts.postgresPort, 'postgres'), `CREATE DATABASE ${name}`);
  const DATABASE_URL = postgresUrl(hosts.postgresPort, name);
  await migrate(DATABASE_URL);
  return { DATABASE_URL, ...environmentOf(await createBucket(hosts.endpoint, name.replace('_', '-'))) };
}
