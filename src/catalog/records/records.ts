import pLimit from 'p-limit';
import type { DatasetRecord } from '../../model/dataset.js';

/** The stored content of a revision: the record, or a tombstone of a deleted dataset. */
export type Revision = DatasetRecord | Tombstone;

export interface Tombstone {
  id: string;
  revision: number;
  deleted: true;
}

/** The position of a reader in the changes; opaque to all but the driver that returned it. */
export type ChangePosition = string;

export interface ChangesSince {
  /** The datasets that changed, or `all` if that is unknown and every record must be read again. */
  changed: ReadonlySet<string> | 'all';
  position: ChangePosition;
}

/**
 * The store of records: the authority on which revision of a dataset is current. A driver must be linearizable: once
 * put() has returned, every barrier() that starts later, in any process, makes the change visible to the comparisons.
 */
export interface Records {
  /**
   * Resolves when all changes acknowledged before the call are visible to isCurrent(), generation() and changeCounter().
   * Those are synchronous, so a caller awaits one barrier and then compares as many revisions as it needs.
   * @throws STORAGE_UNAVAILABLE if the store cannot be reached
   */
  barrier(): Promise<void>;
  /** Whether the revision is the newest one, and not superseded, as of the last barrier or later. */
  isCurrent(id: string, revision: number): boolean;
  /** Differs whenever any dataset changed, in any process. */
  generation(): string;
  /** Increases with each acknowledged change: while it is equal, all current revisions are still current. */
  changeCounter(): number;

  /** The newest revision; null if the dataset never existed or its tombstone has expired. @throws RECORD_DAMAGED */
  get(id: string): Promise<Revision | null>;
  /** As get() for several datasets; those that cannot be read have their error. @throws STORAGE_UNAVAILABLE */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, Revision | null | Error>>;
  /**
   * Compare-and-swap: stores the revision after the newest one (1 for a new dataset). False if another writer has stored
   * that number or the dataset is gone. Durable and visible to every process on return.
   * @throws STORAGE_UNAVAILABLE; the revision may have been stored anyway
   */
  put(next: Revision): Promise<boolean>;
  /** The ids of every stored dataset as of the last barrier, deleted ones included. */
  ids(): Promise<string[]>;
  /** Which datasets changed after `position`, as of the last barrier; null starts with `all`. Read the position before the records. */
  changesSince(position: ChangePosition | null): Promise<ChangesSince>;
  /** Removes old revisions that writers no longer need, and expired tombstones. */
  removeSuperseded(id: string): Promise<void>;
  close(): void;
}

const MAX_CONCURRENT_READS = 32;

/** getMany() by several calls of get(). */
export async function getEach(
  ids: readonly string[],
  get: Records['get'],
): Promise<Map<string, Revision | null | Error>> {
  const found = await pLimit(MAX_CONCURRENT_READS).map(ids, async (id) => [id, await get(id).catch(asError)] as const);
  return new Map(found);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

export function isTombstone(revision: Revision): revision is Tombstone {
  return 'deleted' in revision;
}
