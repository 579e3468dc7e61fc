/**
 * `npm run import-storage`: moves the records of STORAGE_DIR into the database of DATABASE_URL, and with S3_BUCKET the files
 * into the store; with `--from-database` back. Both can be repeated after an interruption. Without S3_BUCKET the files stay
 * where they are.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileRecords } from './catalog/records/file-records.js';
import { copyToDatabase, copyToFolder } from './catalog/records/move-records.js';
import { PostgresRecords } from './catalog/records/postgres-records.js';
import { isTombstone, type Records } from './catalog/records/records.js';
import { type Config, ConfigError, parseConfig } from './config.js';
import { ConcentricError } from './model/errors.js';
import type { Log } from './model/log.js';
import { openStore } from './open-authority.js';
import { Database } from './postgres/database.js';
import { requireSchemaVersion } from './postgres/migrate.js';
import { Settings } from './postgres/settings.js';
import type { Bytes } from './storage/bytes.js';
import { copyDataset } from './storage/copy-dataset.js';
import { FileBytes } from './storage/file-bytes.js';
import { createLayout, type Layout } from './storage/layout.js';
import { PostgresProcesses } from './storage/postgres-processes.js';
import { Processes } from './storage/processes.js';
import {
  connectFolder,
  connectMovedFolder,
  disconnectFolder,
  recordsAreInDatabase,
  storeIdFor,
} from './storage/records-home.js';

const FROM_DATABASE = '--from-database';

type Undo = (() => unknown)[];

try {
  const [option, ...others] = process.argv.slice(2);
  if (others.length > 0 || (option !== undefined && option !== FROM_DATABASE)) {
    throw new ConfigError(
      `Expected no option or ${FROM_DATABASE}, got ${JSON.stringify([option, ...others].join(' '))}.`,
    );
  }
  console.log(await move(option === FROM_DATABASE));
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof ConcentricError ? error.message : error);
  process.exitCode = 1;
}

async function move(isFromDatabase: boolean): Promise<string> {
  const config = parseConfig(process.env);
  const { storageDir, databaseUrl, s3Bucket } = config;
  if (databaseUrl === null) throw new ConfigError('DATABASE_URL: expected the database to move records to or from');
  const layout = createLayout(storageDir);
  const undo: Undo = [];
  try {
    const database = new Database({ url: databaseUrl, poolSize: 2 });
    undo.push(() => database.close());
    await requireSchemaVersion(database);
    const processes = await Processes.join(layout);
    undo.push(() => processes.leave());
    await requireNoOthers([await processes.others(), await PostgresProcesses.alive(database)].flat());
    const files = await FileRecords.open(layout, processes.owner);
    undo.push(() => files.close());
    const records = await PostgresRecords.open(database);
    undo.push(() => records.close());
    const settings = new Settings(database);
    const folder = new FileBytes(layout, processes.owner);
    const stored = s3Bucket === null ? null : await openStored(config, s3Bucket, layout, database, settings, undo);
    if (isFromDatabase) {
      if (stored === null) await connectFolder(layout, settings);
      else await copyFiles(records, stored.bytes, folder);
      const count = await copyToFolder(records, files, layout);
      await records.clear();
      await disconnectFolder(layout);
      const left = stored === null ? '' : ` The objects in the bucket below ${stored.home}/ are no longer used.`;
      return `Moved ${count} datasets into ${layout.root}. Start without DATABASE_URL.${left}`;
    }
    // After a move into the database alone, the records are there, and those in the folder are outdated.
    const isMoved = stored !== null && (await recordsAreInDatabase(layout, settings));
    if (stored !== null) await copyFiles(isMoved ? records : files, folder, stored.bytes);
    const count = isMoved ? (await records.ids()).length : await copyToDatabase(files, records);
    if (stored !== null) {
      await connectMovedFolder(layout, settings, stored.home);
      return `Moved ${count} datasets into the database and the bucket. Start with DATABASE_URL and S3_BUCKET; the files in ${layout.datasets} are no longer used.`;
    }
    await connectFolder(layout, settings);
    return `Moved the records of ${count} datasets into the database. Start with DATABASE_URL and the same STORAGE_DIR.`;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

async function openStored(
  config: Config,
  bucket: string,
  layout: Layout,
  database: Database,
  settings: Settings,
  undo: Undo,
): Promise<{ bytes: Bytes; home: string }> {
  const { openStoredBytes, requireSameStore } = await import('./storage/objects/open-stored-bytes.js');
  const store = await openStore(config, bucket, undo);
  const home = await storeIdFor(settings);
  const owner = `import-${process.pid}-${randomBytes(6).toString('hex')}`;
  const tempDirectory = join(layout.root, 'spill', owner);
  await mkdir(tempDirectory, { recursive: true });
  undo.push(() => rm(tempDirectory, { recursive: true, force: true }));
  await requireSameStore({ database, store, home, tempDirectory });
  const { copies: cacheFolder } = layout;
  const { diskCacheBytes } = config;
  const log: Log = { info: () => undefined, warn: toStderr, error: toStderr };
  const bytes = openStoredBytes({ database, store, home, cacheFolder, diskCacheBytes, tempDirectory, owner, log });
  undo.push(() => bytes.close());
  return { bytes, home };
}

async function copyFiles(records: Records, from: Bytes, to: Bytes): Promise<void> {
  for (const id of await records.ids()) {
    const revision = await records.get(id);
    if (revision === null || isTombstone(revision)) continue;
    await copyDataset(id, revision.pending?.folder ?? null, from, to);
  }
}

function toStderr(details: object, message?: string): void {
  console.error(message, details);
}

async function requireNoOthers(owners: readonly string[]): Promise<void> {
  if (owners.length === 0) return;
  throw new ConfigError(`Stop the service first. Running: ${owners.join(', ')}.`);
}
