import { mkdir } from 'node:fs/promises';
import { FileRecords } from './catalog/records/file-records.js';
import type { Records } from './catalog/records/records.js';
import type { Config } from './config.js';
import { ClaimFiles } from './ingest/jobs/claim-files.js';
import type { Claims } from './ingest/jobs/claims.js';
import { FileProgressBoard } from './ingest/jobs/file-progress-board.js';
import type { ProgressBoard } from './ingest/jobs/progress-board.js';
import type { Layout } from './storage/layout.js';
import { type KnownProcesses, Processes } from './storage/processes.js';
import { requireRecordsInDatabase, requireRecordsInFolder } from './storage/records-home.js';
import { withStorage } from './storage/storage-errors.js';

/** The parts that hosts agree by: files in STORAGE_DIR, or PostgreSQL. */
export interface Authority {
  processes: KnownProcesses;
  claims: Claims;
  board: ProgressBoard;
  openRecords(): Promise<Records>;
  /** How jobs of other processes are taken over (ingest/jobs/service.ts). */
  takeover?: { recoveryIntervalMs: number; takesWhenFree: boolean };
}

/** How long a file that ROLE=web received waits for a host that is free. One statement each. */
const TAKEOVER_INTERVAL_MS = 500;

/** @throws STORAGE_UNAVAILABLE */
export async function openAuthority(
  { databaseUrl, databasePoolSize }: Config,
  layout: Layout,
  undo: (() => unknown)[],
): Promise<Authority> {
  if (databaseUrl === null) {
    await requireRecordsInFolder(layout);
    const processes = await Processes.join(layout);
    undo.push(() => processes.leave());
    const { owner } = processes;
    const claims = new ClaimFiles(layout, processes);
    const board = new FileProgressBoard(layout, owner);
    return { processes, claims, board, openRecords: () => FileRecords.open(layout, owner) };
  }
  // Loaded only where it is used.
  const { Database } = await import('./postgres/database.js');
  const { requireSchemaVersion } = await import('./postgres/migrate.js');
  const { Settings } = await import('./postgres/settings.js');
  const { PostgresProcesses } = await import('./storage/postgres-processes.js');
  const { PostgresClaims } = await import('./ingest/jobs/postgres-claims.js');
  const { PostgresProgressBoard } = await import('./ingest/jobs/postgres-progress-board.js');
  const { PostgresRecords } = await import('./catalog/records/postgres-records.js');
  await withStorage('Opening the storage folder', () => mkdir(layout.datasets, { recursive: true }));
  const database = new Database({ url: databaseUrl, poolSize: databasePoolSize });
  undo.push(() => database.close());
  await requireSchemaVersion(database);
  await requireRecordsInDatabase(layout, new Settings(database));
  const processes = await PostgresProcesses.join(database);
  undo.push(() => processes.leave());
  return {
    processes,
    claims: new PostgresClaims(database),
    board: new PostgresProgressBoard(database),
    openRecords: () => PostgresRecords.open(database),
    takeover: { recoveryIntervalMs: TAKEOVER_INTERVAL_MS, takesWhenFree: true },
  };
}
