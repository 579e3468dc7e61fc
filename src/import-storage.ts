/**
 * `npm run import-storage`: moves the records of STORAGE_DIR into the database of DATABASE_URL; with `--from-database` back.
 * Both can be repeated after an interruption. The files of the datasets stay where they are.
 */
import { FileRecords } from './catalog/records/file-records.js';
import { copyToDatabase, copyToFolder } from './catalog/records/move-records.js';
import { PostgresRecords } from './catalog/records/postgres-records.js';
import { ConfigError, parseConfig } from './config.js';
import { ConcentricError } from './model/errors.js';
import { Database } from './postgres/database.js';
import { requireSchemaVersion } from './postgres/migrate.js';
import { Settings } from './postgres/settings.js';
import { createLayout } from './storage/layout.js';
import { PostgresProcesses } from './storage/postgres-processes.js';
import { Processes } from './storage/processes.js';
import { connectFolder, disconnectFolder } from './storage/records-home.js';

const FROM_DATABASE = '--from-database';

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
  const { storageDir, databaseUrl } = parseConfig(process.env);
  if (databaseUrl === null) throw new ConfigError('DATABASE_URL: expected the database to move records to or from');
  const layout = createLayout(storageDir);
  const undo: (() => unknown)[] = [];
  try {
    const database = new Database({ url: databaseUrl, poolSize: 1 });
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
    if (isFromDatabase) {
      await connectFolder(layout, settings);
      const count = await copyToFolder(records, files, layout);
      await records.clear();
      await disconnectFolder(layout);
      return `Moved the records of ${count} datasets into ${layout.root}. Start without DATABASE_URL.`;
    }
    const count = await copyToDatabase(files, records);
    await connectFolder(layout, settings);
    return `Moved the records of ${count} datasets into the database. Start with DATABASE_URL and the same STORAGE_DIR.`;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

async function requireNoOthers(owners: readonly string[]): Promise<void> {
  if (owners.length === 0) return;
  throw new ConfigError(`Stop the service first. Running: ${owners.join(', ')}.`);
}
