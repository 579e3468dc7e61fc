import type { LinkedResponse } from '../bytes.js';

/** The bytes that were read. */
export interface FetchedObject {
  /** Hexadecimal. */
  sha256: string;
  sizeBytes: number;
}

/**
 * A store of objects by name. A name is used once, so an object never changes. Every method throws STORAGE_UNAVAILABLE if the
 * store does not answer, after several attempts.
 */
export interface ObjectStore {
  /** Stores a file. The store rejects bytes that were changed on their way. */
  put(name: string, path: string): Promise<void>;
  /** Writes an object to a new file; null if there is no such object. The caller compares the checksum. */
  get(name: string, path: string): Promise<FetchedObject | null>;
  /** Removes an object, and what an interrupted put() has left of it. Removing what does not exist is no error. */
  delete(name: string): Promise<void>;
  /** A link by which clients read an object. Nothing is sent to the store. Absent where they do not reach it. */
  sign?(name: string, response: LinkedResponse): Promise<string>;
  /** Whether the store answers. */
  check(): Promise<void>;
  close(): void;
}
