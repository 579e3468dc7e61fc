export interface BytesEntry {
  /** The last segment of its key. */
  name: string;
  modifiedAtMs: number;
}

/**
 * The store of files, by key (`keys` in layout.ts). A key is published once and its bytes never change afterwards, so a
 * copy on the local disk of a machine is never outdated. Everything reads files by a path on this machine, which
 * is the file itself where the driver is a folder, and a cached copy where it is not.
 */
export interface Bytes {
  /** A new, empty folder on this machine for files that publish() is to take. It is swept if this process dies. */
  stage(datasetId: string): Promise<string>;
  /**
   * Makes a staged folder durable and publishes it under `key`, whole or not at all. False where the key is taken: then
   * nothing has changed. @throws STORAGE_UNAVAILABLE
   */
  publish(stagedFolder: string, key: string): Promise<boolean>;
  /** Puts back the bytes of a key whose stored bytes are damaged, durable and whole or not at all. */
  restore(stagedFile: string, key: string): Promise<void>;
  /** A path on this machine that holds the bytes of `key`; null where there are none. */
  localPath(key: string): Promise<string | null>;
  /** What is directly below a key. */
  list(key: string): Promise<BytesEntry[]>;
  /** Removes a key and everything below it; atomically for readers of this key. */
  remove(key: string): Promise<void>;
}
