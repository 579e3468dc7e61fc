export interface BytesEntry {
  /** The last segment of its key. */
  name: string;
  modifiedAtMs: number;
}

export interface PutOptions {
  /** A key that must exist. Otherwise nothing is stored, because its dataset was deleted. */
  within?: string;
  modifiedAt?: Date;
  /** SHA-256 of the file, for checksum(). */
  sha256?: string;
}

/** The request that the store is sent, and the headers it answers with. */
export interface LinkedResponse {
  method: 'GET' | 'HEAD';
  contentType: string;
  contentDisposition: string;
}

/** A file that clients can read from the store. */
export interface LinkedFile {
  sha256: string;
  sizeBytes: number;
  /** A link to it that gives access for some minutes to everyone who has it. */
  sign(response: LinkedResponse): Promise<string>;
}

/**
 * The store of files, by key (`keys` in layout.ts). A key is published once and its bytes never change afterwards, so a
 * local copy is never outdated. Files are read by a local path: the file itself for a driver on a folder, a cached copy
 * for other drivers.
 */
export interface Bytes {
  /** The datasets that have files. */
  datasetIds(): Promise<string[]>;
  /** A new, empty folder on this machine for files to be published. It is removed if this process dies. */
  stage(datasetId: string): Promise<string>;
  /** An unused path on this machine for one file to be put. The file is removed if this process dies. */
  temporaryFile(datasetId: string): string;
  /**
   * Makes the files of a staged folder durable, and readable for other processes below `<dataset id>/<name of the folder>`.
   * Files of an earlier call are replaced. False if a file that was linked is no longer there. @throws STORAGE_UNAVAILABLE
   */
  share(stagedFolder: string, datasetId: string): Promise<boolean>;
  /**
   * Makes a staged folder durable and publishes it under `key`, atomically. Returns false and changes nothing if the
   * key is taken. @throws STORAGE_UNAVAILABLE
   */
  publish(stagedFolder: string, key: string): Promise<boolean>;
  /**
   * Stores one file under `key`, durably and atomically, in place of what is there. For keys whose bytes are known
   * beforehand: intact bytes for a damaged file, or a file that is named by its content.
   * @returns false if `within` does not exist. @throws STORAGE_UNAVAILABLE
   */
  put(stagedFile: string, key: string, options?: PutOptions): Promise<boolean>;
  /**
   * Gives a published file, or all files of a published folder except its analyses, a second path in a staged folder.
   * Nothing is copied, because published files never change. Returns false if the key does not exist.
   * @param isRead false: the files are only shared or published again, and need not be on this machine
   */
  link(key: string, path: string, options: { isRead: boolean }): Promise<boolean>;
  /**
   * A local path to the bytes of a file; null if the key does not exist.
   * @param sha256 of the file, where it is known: a copy on this machine is then found without the store
   */
  localPath(key: string, sha256?: string): Promise<string | null>;
  /** Replaces a local copy that is damaged; null if the store has no other copy. */
  fetchAgain(key: string, sha256: string): Promise<string | null>;
  /** The file in the store, which is not read; null if the key does not exist. Absent where clients do not reach the store. */
  linked?(key: string): Promise<LinkedFile | null>;
  /** Whether there is a file or a folder. */
  exists(key: string): Promise<boolean>;
  /** The SHA-256 that put() was given; null if there is none. */
  checksum(key: string): Promise<string | null>;
  /** The entries directly below a key; `isWanted` is called with their names. */
  list(key: string, isWanted?: (name: string) => boolean): Promise<BytesEntry[]>;
  /** Names what was published under a key, to remove nothing else; null if there is nothing. */
  publication(key: string): Promise<string | null>;
  /**
   * Removes a key and everything below it; atomically for readers of this key. Local copies may remain.
   * @param publication removes nothing if something else was published under the key since
   */
  remove(key: string, publication?: string): Promise<void>;
}
