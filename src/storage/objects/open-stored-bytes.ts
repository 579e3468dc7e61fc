import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConcentricError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { Database } from '../../postgres/database.js';
import { DiskCache } from './disk-cache.js';
import type { ObjectStore } from './object-store.js';
import { ObjectTable } from './object-table.js';
import { StoredBytes } from './stored-bytes.js';

export interface StoreContext {
  database: Database;
  store: ObjectStore;
  /** The id by which the store and the database know each other. */
  home: string;
  /** For copies; of this machine. */
  cacheFolder: string;
  diskCacheBytes: number;
  /** For files being written; removed if this process dies. */
  tempDirectory: string;
  owner: string;
  log: Log;
}

export function openStoredBytes(context: StoreContext): StoredBytes {
  const { database, store, home, cacheFolder, diskCacheBytes, tempDirectory, owner, log } = context;
  return new StoredBytes({
    table: new ObjectTable(database),
    store,
    cache: new DiskCache({
      folder: cacheFolder,
      temporaryPath: () => join(tempDirectory, randomUUID()),
      maxBytes: diskCacheBytes,
    }),
    folder: tempDirectory,
    owner,
    prefix: `${home}/`,
    log,
  });
}

/**
 * An object of the name of their id says that a store belongs to a database. Without it, a database that has files belongs to another
 * bucket. @throws STORAGE_UNAVAILABLE
 */
export async function requireSameStore(context: Pick<StoreContext, 'database' | 'store' | 'home' | 'tempDirectory'>) {
  const { database, store, home, tempDirectory } = context;
  const file = join(tempDirectory, `home-${randomUUID()}`);
  const name = `${home}/home`;
  try {
    if ((await store.get(name, file)) !== null) return;
    const objects = await database.query('Opening the object store', { text: 'SELECT 1 FROM objects LIMIT 1' });
    if (objects.length > 0) {
      throw new ConcentricError('STORAGE_UNAVAILABLE', 'S3_BUCKET: the files of this database are in another bucket.');
    }
    await writeFile(file, home);
    await store.put(name, file);
  } finally {
    await rm(file, { force: true });
  }
}
