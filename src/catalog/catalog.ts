import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotFound } from '../model/dataset-errors.js';
import { checkedName } from '../model/dataset-name.js';
import { ConcentricError } from '../model/errors.js';
import type { Log } from '../model/log.js';
import type { Bytes } from '../storage/bytes.js';
import { clearDataset } from './clear-dataset.js';
import { isDatasetId } from './dataset-id.js';
import { DatasetIndex, type DatasetPage, type DatasetQuery } from './dataset-index.js';
import { mergeOverrides, type SchemaChange } from './merge-overrides.js';
import { type ChangePosition, isTombstone, type Records, type Revision } from './records/records.js';
import type { Versions } from './versions.js';

/** Records read by one statement; each may be some kB. */
const MAX_BATCH_RECORDS = 256;
const MAX_CONCURRENT_BATCHES = 2;
const MAX_REACH_MS = 2_000;
const REACH_POLL_MS = 25;
/** A tenth of the lifetime of superseded revisions (revision-files.ts). */
const MAX_DECISION_MS = 60_000;

export interface CatalogOptions {
  records: Records;
  bytes: Bytes;
  versions: Versions;
  log: Log;
  /** Called with each change of this process before it is acknowledged (both null: deleted); must not throw. */
  afterChange?(id: string, before: DatasetRecord | null, after: DatasetRecord | null): Promise<void>;
}

/** The fields of a record that may change; the catalog sets the revision and the times. */
export type RecordChange = Partial<Omit<DatasetRecord, 'id' | 'revision' | 'createdAt' | 'updatedAt'>>;

export type Decide = (record: DatasetRecord) => RecordChange | null | Promise<RecordChange | null>;

/**
 * The existing datasets and their current revisions. The store of records is the authority; each read compares this
 * process's memory with it.
 */
export class Catalog {
  private readonly records: Records;
  private readonly index = new DatasetIndex();
  /** The newest revision seen of each dataset, including deleted ones, so that a slow read does not restore an older one. */
  private readonly seen = new Map<string, Revision>();
  /** The last pending change of each dataset. */
  private readonly changing = new Map<string, Promise<void>>();
  private position: ChangePosition | null = null;
  private catchingUp: Promise<void> = Promise.resolve();

  private constructor(private readonly options: CatalogOptions) {
    this.records = options.records;
  }

  /** Reads every record. @throws STORAGE_UNAVAILABLE */
  static async open(options: CatalogOptions): Promise<Catalog> {
    const catalog = new Catalog(options);
    await catalog.catchUp();
    return catalog;
  }

  /** The newest published record; null if the dataset does not exist or was deleted. */
  async get(id: string): Promise<DatasetRecord | null> {
    if (!isDatasetId(id)) return null;
    await this.records.barrier();
    const revision = this.isSeen(id) ? this.seen.get(id)! : await this.reload(id);
    return revision && !isTombstone(revision) ? revision : null;
  }

  /**
   * As get(), but waits until the dataset has reached `version`: a client reads its own write from any host.
   * @throws VERSION_NOT_REACHED after 2 s
   */
  async getAtLeast(id: string, version: number): Promise<DatasetRecord | null> {
    const deadline = performance.now() + MAX_REACH_MS;
    for (;;) {
      const record = await this.get(id);
      if (record && record.version >= version) return record;
      const wasDeleted = record === null && this.seen.has(id);
      if (wasDeleted || !isDatasetId(id)) return null;
      if (performance.now() >= deadline) {
        throw new ConcentricError(
          'VERSION_NOT_REACHED',
          `Dataset ${id} has not reached version ${version} here within ${MAX_REACH_MS / 1000} s; it is at ${record?.version ?? 0}. Send the request again, or with a lower atLeastVersion.`,
          { datasetId: id, version: record?.version ?? 0, atLeastVersion: version },
        );
      }
      await pause(REACH_POLL_MS);
    }
  }

  /** Whether the last get() found that the dataset was deleted, and not that it never existed. */
  wasDeleted(id: string): boolean {
    const seen = this.seen.get(id);
    return seen !== undefined && isTombstone(seen);
  }

  /** Includes all changes made before the call, in any process. @throws INVALID_INPUT, INVALID_CURSOR */
  async list(query: DatasetQuery): Promise<DatasetPage> {
    await this.catchUp();
    return this.index.page(query);
  }

  /** All records, including all changes made before the call. */
  async all(): Promise<DatasetRecord[]> {
    await this.catchUp();
    return this.index.records();
  }

  /** The records with a pending job, including all changes made before the call. */
  async pending(): Promise<DatasetRecord[]> {
    await this.catchUp();
    return this.index.pendingRecords();
  }

  /** Whether a revision is still the newest, in any process. */
  async isNewest({ id, revision }: Pick<DatasetRecord, 'id' | 'revision'>): Promise<boolean> {
    await this.records.barrier();
    return this.records.isCurrent(id, revision);
  }

  /** Differs whenever any dataset changed, in any process. It validates cached lists: read it before the list. */
  async generation(): Promise<string> {
    await this.records.barrier();
    return this.records.generation();
  }

  /** Stores the first revision of a new dataset. @throws STORAGE_UNAVAILABLE */
  async create(record: Omit<DatasetRecord, 'revision' | 'createdAt' | 'updatedAt'>): Promise<DatasetRecord> {
    const now = new Date().toISOString();
    const created = { ...record, revision: 1, createdAt: now, updatedAt: now };
    if (!(await this.records.put(created))) throw datasetNotFound(record.id);
    this.remember(created);
    return created;
  }

  /**
   * Publishes the change that `decide` returns for the newest record; null changes nothing. `decide` is called again if
   * another process has changed the record meanwhile, and must not change the dataset itself. Returns the record after the
   * change. `isEdit` false keeps `updatedAt`, for changes that users do not see.
   * @throws DATASET_NOT_FOUND, STORAGE_UNAVAILABLE, and the errors of `decide`
   */
  change(id: string, decide: Decide, { isEdit = true } = {}): Promise<DatasetRecord> {
    return this.serialize(id, async () => {
      for (;;) {
        const readAt = performance.now();
        const record = await this.get(id);
        if (!record) throw datasetNotFound(id);
        const change = await decide(record);
        if (change === null) return record;
        const next = { ...record, ...change, revision: record.revision + 1 };
        if (isEdit) next.updatedAt = new Date().toISOString();
        const isTooLate = performance.now() - readAt > MAX_DECISION_MS;
        if (isTooLate || !(await this.records.put(next))) continue;
        this.remember(next);
        await this.options.afterChange?.(id, record, next);
        await this.records.removeSuperseded(id);
        return next;
      }
    });
  }

  /** @throws DATASET_NOT_FOUND, DATASET_NOT_READY, COLUMN_NOT_FOUND, TIME_COLUMNS_INVALID, GRAIN_NOT_AVAILABLE */
  async saveSchema(id: string, change: SchemaChange): Promise<DatasetRecord> {
    return this.change(id, async (record) => {
      const detected = await this.options.versions.detectedSchema(record);
      return { overrides: mergeOverrides(detected, record.overrides, change) };
    });
  }

  /** Renames the dataset in a new revision. @throws DATASET_NOT_FOUND, INVALID_INPUT */
  async rename(id: string, name: string): Promise<DatasetRecord> {
    const checked = checkedName(name);
    return this.change(id, (record) => (record.name === checked ? null : { name: checked }));
  }

  /**
   * Publishes the deletion, then removes the files. Works with a damaged record too.
   * @throws DATASET_NOT_FOUND, STORAGE_UNAVAILABLE
   */
  async delete(id: string): Promise<void> {
    for (;;) {
      const newest = await this.newestRevision(id);
      if (newest === null) throw datasetNotFound(id);
      const tombstone = { id, revision: newest + 1, deleted: true as const };
      if (!(await this.records.put(tombstone))) continue;
      this.remember(tombstone);
      await this.options.afterChange?.(id, null, null);
      return clearDataset(this.options.bytes, id);
    }
  }

  /** Removes the revisions of a dataset that are no longer needed. */
  async removeSuperseded(id: string): Promise<void> {
    await this.records.removeSuperseded(id);
  }

  /** Serializes this process's changes of a dataset; otherwise all but one would fail the compare-and-swap after a write. */
  private async serialize<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.changing.get(id) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn.then(nothing, nothing);
    this.changing.set(id, settled);
    try {
      return await turn;
    } finally {
      if (this.changing.get(id) === settled) this.changing.delete(id);
    }
  }

  /** The number of the newest revision, readable or not; null if the dataset does not exist. */
  private async newestRevision(id: string): Promise<number | null> {
    try {
      return (await this.get(id))?.revision ?? null;
    } catch (error) {
      if (isDamaged(error)) return Number(error.details.revision);
      throw error;
    }
  }

  private async reload(id: string): Promise<Revision | null> {
    const revision = await this.records.get(id);
    if (revision) this.remember(revision);
    else this.forget(id);
    return revision;
  }

  private remember(revision: Revision): void {
    const seen = this.seen.get(revision.id);
    if (seen && seen.revision >= revision.revision) return;
    this.seen.set(revision.id, revision);
    if (isTombstone(revision)) this.index.delete(revision.id);
    else this.index.put(revision);
  }

  /** remember() for many. */
  private rememberAll(revisions: readonly Revision[]): void {
    const newer = revisions.filter(({ id, revision }) => (this.seen.get(id)?.revision ?? 0) < revision);
    for (const revision of newer) this.seen.set(revision.id, revision);
    this.index.putAll(newer.flatMap((revision) => (isTombstone(revision) ? [] : [revision])));
    for (const revision of newer) if (isTombstone(revision)) this.index.delete(revision.id);
  }

  private forget(id: string): void {
    this.seen.delete(id);
    this.index.delete(id);
  }

  /** Updates the index with all changes acknowledged before the call. Calls run one after another. */
  private catchUp(): Promise<void> {
    this.catchingUp = this.catchingUp.catch(() => undefined).then(() => this.readChanges());
    return this.catchingUp;
  }

  private async readChanges(): Promise<void> {
    await this.records.barrier();
    const { changed, position } = await this.records.changesSince(this.position);
    const ids = changed === 'all' ? new Set([...(await this.records.ids()), ...this.seen.keys()]) : changed;
    const unknown = [...ids].filter((id) => !this.isSeen(id));
    const batches = Array.from({ length: Math.ceil(unknown.length / MAX_BATCH_RECORDS) }, (_, nth) =>
      unknown.slice(nth * MAX_BATCH_RECORDS, (nth + 1) * MAX_BATCH_RECORDS),
    );
    const read: Revision[] = [];
    let isComplete = true;
    await pLimit(MAX_CONCURRENT_BATCHES).map(batches, async (batch) => {
      for (const [id, found] of await this.records.getMany(batch)) {
        if (found === null) this.forget(id);
        else if (found instanceof Error) {
          // An unreadable record must not hide the others. The next list retries it, unless it is damaged.
          if (!isDamaged(found)) isComplete = false;
          this.options.log.error(
            { err: found, datasetId: id },
            'the record of a dataset cannot be read; it is not listed',
          );
        } else read.push(found);
      }
    });
    this.rememberAll(read);
    if (isComplete) this.position = position;
  }

  private isSeen(id: string): boolean {
    const seen = this.seen.get(id);
    return seen !== undefined && this.records.isCurrent(id, seen.revision);
  }
}

function isDamaged(error: unknown): error is ConcentricError {
  return error instanceof ConcentricError && error.code === 'RECORD_DAMAGED';
}

function nothing(): void {}
