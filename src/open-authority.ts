import { mkdir } from 'node:fs/promises';
import { AnalysisBudget, type AnalysisLimits } from './artifact/analysis-budget.js';
import type { StoredAnalysisBudget } from './artifact/stored-analysis-budget.js';
import { FileRecords } from './catalog/records/file-records.js';
import type { Records } from './catalog/records/records.js';
import type { Config } from './config.js';
import { ClaimFiles } from './ingest/jobs/claim-files.js';
import type { Claims } from './ingest/jobs/claims.js';
import { FileProgressBoard } from './ingest/jobs/file-progress-board.js';
import type { Hints } from './ingest/jobs/hints.js';
import type { ProgressBoard } from './ingest/jobs/progress-board.js';
import type { Log } from './model/log.js';
import type { Database } from './postgres/database.js';
import type { Settings } from './postgres/settings.js';
import type { Bytes } from './storage/bytes.js';
import { FileBytes } from './storage/file-bytes.js';
import type { Layout } from './storage/layout.js';
import type { DiskCache } from './storage/objects/disk-cache.js';
import type { ObjectStore } from './storage/objects/object-store.js';
import { type KnownProcesses, Processes } from './storage/processes.js';
import {
  connectFolderOfCopies,
  requireRecordsInDatabase,
  requireRecordsInFolder,
  storeHome,
} from './storage/records-home.js';
import { openSpillFolder } from './storage/spill-folder.js';
import { withStorage } from './storage/storage-errors.js';

/** The parts that hosts agree by: files in STORAGE_DIR, or PostgreSQL and an object store. */
export interface Authority extends StorageParts {
  processes: KnownProcesses;
  claims: Claims;
  board: ProgressBoard;
  /** Of this process, for temporary data. */
  tempDirectory: string;
  openRecords(): Promise<Records>;
  /** How jobs of other processes are taken over (ingest/jobs/service.ts). */
  takeover?: { recoveryIntervalMs: number; takesWhenFree: boolean; retriesStorage: true; hints: Hints | undefined };
}

interface StorageParts {
  bytes: Bytes;
  openBudget(limits: AnalysisLimits, minFreeBytes: number): AnalysisBudget | StoredAnalysisBudget;
  /** @throws STORAGE_UNAVAILABLE; absent where the files are in the folder */
  checkStore?(): Promise<void>;
  /** Copies of files of the store; absent where the files are in the folder. */
  copies?: DiskCache;
}

/** How long a file that ROLE=web received waits for a host that is free. One statement each. */
const TAKEOVER_INTERVAL_MS = 500;
/** With a queue: how long a job waits whose hint was lost. */
const RECONCILE_INTERVAL_MS = 2_000;

type Undo = (() => unknown)[];

/** @throws STORAGE_UNAVAILABLE */
export async function openAuthority(config: Config, layout: Layout, log: Log, undo: Undo): Promise<Authority> {
  if (config.databaseUrl === null) {
    await requireRecordsInFolder(layout);
    const processes = await Processes.join(layout);
    undo.push(() => processes.leave());
    return {
      processes,
      claims: new ClaimFiles(layout, processes),
      board: new FileProgressBoard(layout, processes.owner),
      tempDirectory: await openSpillFolder(layout, processes, undo),
      ...filesIn(layout, processes, log),
      openRecords: () => FileRecords.open(layout, processes.owner),
    };
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
  const database = new Database({ url: config.databaseUrl, poolSize: config.databasePoolSize });
  undo.push(() => database.close());
  await requireSchemaVersion(database);
  const settings = new Settings(database);
  const store = config.s3Bucket === null ? null : await openStore(config, config.s3Bucket, undo);
  const home = store === null ? null : await storeHome(settings);
  if (home === null) await requireRecordsInDatabase(layout, settings);
  else await connectFolderOfCopies(layout, home);
  const hints = config.queue === null ? undefined : await openQueue(config.queue, settings, log);
  if (hints) undo.push(() => hints.close());
  const processes = await PostgresProcesses.join(database);
  undo.push(() => processes.leave());
  const tempDirectory = await openSpillFolder(layout, processes, undo);
  const files =
    store === null || home === null
      ? filesIn(layout, processes, log)
      : await objectsIn({ config, layout, database, store, home, tempDirectory, processes, log }, undo);
  return {
    processes,
    claims: new PostgresClaims(database),
    board: new PostgresProgressBoard(database),
    tempDirectory,
    ...files,
    openRecords: () => PostgresRecords.open(database),
    takeover: {
      recoveryIntervalMs: hints === undefined ? TAKEOVER_INTERVAL_MS : RECONCILE_INTERVAL_MS,
      takesWhenFree: true,
      retriesStorage: true,
      hints,
    },
  };
}

function filesIn(layout: Layout, { owner }: KnownProcesses, log: Log): StorageParts {
  return {
    bytes: new FileBytes(layout, owner),
    openBudget: (limits, minFreeBytes) => new AnalysisBudget({ layout, limits, minFreeBytes, log }),
  };
}

/** @throws STORAGE_UNAVAILABLE */
export async function openStore(config: Config, bucket: string, undo: Undo): Promise<ObjectStore> {
  const { S3Store } = await import('./storage/objects/s3-store.js');
  const { s3Endpoint, s3Region, s3ForcePathStyle, awsAccessKeyId, awsSecretAccessKey, awsSessionToken } = config;
  const credentials =
    awsAccessKeyId === null || awsSecretAccessKey === null
      ? null
      : {
          accessKeyId: awsAccessKeyId,
          secretAccessKey: awsSecretAccessKey,
          ...(awsSessionToken !== null && { sessionToken: awsSessionToken }),
        };
  const store = new S3Store({
    bucket,
    signsLinks: config.s3SignedLinks,
    publicEndpoint: config.s3PublicEndpoint,
    endpoint: s3Endpoint,
    region: s3Region,
    forcePathStyle: s3ForcePathStyle,
    credentials,
  });
  undo.push(() => store.close());
  await store.check();
  return store;
}

interface StoreParts {
  config: Config;
  layout: Layout;
  database: Database;
  store: ObjectStore;
  home: string;
  tempDirectory: string;
  processes: KnownProcesses;
  log: Log;
}

async function objectsIn({ config, layout, processes, ...parts }: StoreParts, undo: Undo): Promise<StorageParts> {
  const { openStoredBytes, requireSameStore } = await import('./storage/objects/open-stored-bytes.js');
  const { StoredAnalysisBudget } = await import('./artifact/stored-analysis-budget.js');
  await requireSameStore(parts);
  const { database, store, log } = parts;
  const { owner } = processes;
  const bytes = openStoredBytes({
    ...parts,
    owner,
    cacheFolder: layout.copies,
    diskCacheBytes: config.diskCacheBytes,
  });
  bytes.startSweeping();
  void bytes.copies.limit();
  undo.push(() => bytes.close());
  return {
    bytes,
    openBudget: (limits) => new StoredAnalysisBudget({ database, bytes, limits, log }),
    checkStore: () => store.check(),
    copies: bytes.copies,
  };
}

/** Its keys carry the id of the service, so that several services can share a Redis. */
async function openQueue(target: NonNullable<Config['queue']>, settings: Settings, log: Log) {
  const { JobQueue } = await import('./queue/job-queue.js');
  const service = await settings.get('storage');
  return JobQueue.open({ target, prefix: `concentric-${service}`, log });
}
