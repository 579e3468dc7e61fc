export interface BytesEntry {
  /** The last segment of its key. */
  name: string;
  modifiedAtMs: number;
}

/**
 * The store of files, by key (`keys` in layout.ts). A key is published once and its bytes never change afterwards, so a
 * local copy is never outdated. Files are read by a local path: the file itself for a driver on a folder, a cached copy
 * for other drivers.
 */
export interface Bytes {
  /** A new, empty folder on this machine for files to be published. It is removed if this process dies. */
  stage(datasetId: string): Promise<string>;
  /**
   * Makes a staged folder durable and publishes it under `key`, atomically. Returns false and changes nothing if the
   * key is taken. @throws STORAGE_UNAVAILABLE
   */
  publish(stagedFolder: string, key: string): Promise<boolean>;
  /**
   * Stores one file under `key`, durably and atomically, in place of what is there. For keys whose bytes are known
   * beforehand: intact bytes for a damaged file, or a file that is named by its checksum.
   */
  put(stagedFile: string, key: string): Promise<void>;
  /** A local path to the bytes of `key`; null if the key does not exist. */
  localPath(key: string): Promise<string | null>;
  /** The entries directly below a key. */
  list(key: string): Promise<BytesEntry[]>;
  /** Removes a key and everything below it; atomically for readers of this key. */
  remove(key: string): Promise<void>;
}
