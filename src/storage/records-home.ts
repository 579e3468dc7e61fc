import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { ConcentricError } from '../model/errors.js';
import { sync, writeDurably } from './durable.js';
import { type Layout, readEntry } from './layout.js';
import { errnoCode, ifPresent, withStorage } from './storage-errors.js';

/** What the hosts of a database have in common (postgres/settings.ts). */
export interface SharedSettings {
  get(name: string): Promise<string | null>;
  setOnce(name: string, value: string): Promise<string>;
  set(name: string, value: string): Promise<void>;
}

const SETTING = 'storage';
/** The id of the store while files are moved into it. */
const MOVING = 'moving-to-store';
/** Of a database whose files are in an object store; otherwise it is the id of a folder. */
const STORE_HOME = /^s3-/;

/**
 * The records of a storage folder are in it, or in a database. The file `records-home` says which: with it they are in the
 * database that has its content, an id of the folder, as a setting. Two homes would be two truths, so a start that would use the
 * wrong one is refused, as is one on a folder of its own with the database of other hosts.
 */
export async function requireRecordsInFolder({ recordsHome }: Layout): Promise<void> {
  if ((await readHome(recordsHome)) === null) return;
  throw refused(
    'its records are in PostgreSQL. Set DATABASE_URL, or move them back with `npm run import-storage -- --from-database`',
  );
}

/** Connects an empty folder with an empty database. @throws STORAGE_UNAVAILABLE */
export async function requireRecordsInDatabase(layout: Layout, settings: SharedSettings): Promise<void> {
  // Read before the folder is inspected: another host may be connecting the same folder concurrently.
  const known = await settings.get(SETTING);
  if (known !== null && STORE_HOME.test(known)) {
    throw refused('the files of the database are in an object store. Set S3_BUCKET');
  }
  const home = await readHome(layout.recordsHome);
  if (home === null) {
    if (await hasRecords(layout)) {
      throw refused('it has records of its own. Move them to PostgreSQL with `npm run import-storage`');
    }
    if (known !== null) throw anotherFolder();
  }
  await connectFolder(layout, settings);
}

/** Says in the folder and in the database that they belong together. @throws STORAGE_UNAVAILABLE if one belongs elsewhere */
export async function connectFolder({ root, recordsHome }: Layout, settings: SharedSettings): Promise<void> {
  const home = await withStorage('Connecting the storage folder with the database', () =>
    createOnce(root, recordsHome, randomUUID()),
  );
  if ((await settings.setOnce(SETTING, home)) !== home) throw anotherFolder();
}

/**
 * The id by which a database and its object store know each other: it is set once, and objects have names below it.
 * @throws STORAGE_UNAVAILABLE if the files of the database are in a folder
 */
export async function storeHome(settings: SharedSettings): Promise<string> {
  const home = await settings.setOnce(SETTING, `s3-${randomUUID()}`);
  if (STORE_HOME.test(home)) return home;
  throw refused(
    'the files of the database are in a folder. Move them to the object store with `npm run import-storage`',
  );
}

/** The id of the object store that files are moved to or from (import-storage.ts). */
export async function storeIdFor(settings: SharedSettings): Promise<string> {
  const known = await settings.get(SETTING);
  return known !== null && STORE_HOME.test(known) ? known : settings.setOnce(MOVING, `s3-${randomUUID()}`);
}

/** Whether the records of a folder are in the database already. @throws STORAGE_UNAVAILABLE if it belongs to another folder */
export async function recordsAreInDatabase({ recordsHome }: Layout, settings: SharedSettings): Promise<boolean> {
  const [home, known] = [await readHome(recordsHome), await settings.get(SETTING)];
  if (home !== null && known !== null && home !== known) throw anotherFolder();
  return home !== null;
}

/** After the files of a folder were moved into the object store. */
export async function connectMovedFolder(layout: Layout, settings: SharedSettings, home: string): Promise<void> {
  await settings.set(SETTING, home);
  await rm(layout.recordsHome, { force: true });
  await createOnce(layout.root, layout.recordsHome, home);
}

/** Beside an object store a folder holds copies only. @throws STORAGE_UNAVAILABLE if it has files of its own */
export async function connectFolderOfCopies(layout: Layout, home: string): Promise<void> {
  const before = await readHome(layout.recordsHome);
  const isUsed = before === null ? await hasRecords(layout) : !STORE_HOME.test(before);
  if (isUsed) {
    throw refused(
      'it has files of its own. Move them to the object store with `npm run import-storage`, or choose another folder',
    );
  }
  if (before === home) return;
  await rm(layout.recordsHome, { force: true });
  await createOnce(layout.root, layout.recordsHome, home);
}

export async function disconnectFolder({ recordsHome }: Layout): Promise<void> {
  await rm(recordsHome, { force: true });
}

async function readHome(recordsHome: string): Promise<string | null> {
  const content = await withStorage('Opening the storage folder', () => ifPresent(() => readFile(recordsHome, 'utf8')));
  return content?.trim() ?? null;
}

/** Returns the content that was written first. */
async function createOnce(root: string, path: string, content: string): Promise<string> {
  const temporary = `${path}.${randomUUID()}`;
  await mkdir(root, { recursive: true });
  await writeDurably(temporary, `${content}\n`);
  try {
    await link(temporary, path);
    await sync(root);
  } catch (error) {
    if (errnoCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(temporary);
  }
  return (await readHome(path))!;
}

async function hasRecords({ datasets, dataset }: Layout): Promise<boolean> {
  for (const id of (await ifPresent(() => readdir(datasets))) ?? []) {
    const names = await readdir(dataset(id)).catch(() => []);
    if (names.some((name) => readEntry(name).kind === 'record')) return true;
  }
  return false;
}

function anotherFolder(): ConcentricError {
  return refused(
    'the database of DATABASE_URL belongs to another folder. All hosts of a database need the same folder, on a shared file system',
  );
}

function refused(why: string): ConcentricError {
  return new ConcentricError('STORAGE_UNAVAILABLE', `STORAGE_DIR: ${why}.`);
}
