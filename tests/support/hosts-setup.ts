import type { TestProject } from 'vitest/node';
import { hasPostgres, startPostgres } from './postgres.js';
import { hasSwift, startSwift } from './swift.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** PostgreSQL and an object store for startApp(); null where the machine has none. */
    hosts: { postgresPort: number; endpoint: string } | null;
  }
}

/** Starts the servers for the tests that run a second time, over PostgreSQL and an object store (vitest.config.ts). */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasPostgres || !hasSwift) {
    console.warn('PostgreSQL or Swift is not installed: tests over both run over the storage folder instead.');
    project.provide('hosts', null);
    return undefined;
  }
  const postgres = await startPostgres();
  const swift = await startSwift();
  project.provide('hosts', { postgresPort: postgres.port, endpoint: swift.endpoint });
  return async () => {
    postgres.stop();
    await swift.stop();
  };
}
