import { mkdir, readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotFound } from '../model/dataset-errors.js';
import { ConcentricError } from '../model/errors.js';
import type { Log } from '../model/log.js';
import type { Layout } from '../storage/layout.js';
import { withStorage } from '../storage/storage-errors.js';
import { clearDataset } from './clear-dataset.js';
import { isDatasetId } from './dataset-id.js';
import { DatasetIndex, type DatasetPage, type DatasetQuery } from './dataset-index.js';
import { mergeOverrides, type SchemaChange } from './merge-overrides.js';
import { ChangeLog, type LogPosition } from './records/change-log.js';
import { isTombstone, RecordFiles, type Revision } from './records/record-files.js';
import type { Versions } from './versions.js';

const READS_AT_ONCE = 64;
const REACH_MS = 2_000;
const REACH_STEP_MS = 25;
/** A tenth of the time for which superseded revisions stay (record-files.ts). */
const MAX_DECISION_MS = 60_000;

export interface CatalogOptions {
  layout: Layout;
  owner: string;
  versions: Versions;
  log: Log;
  /** Told of each change this process published (null: deleted) before it is acknowledged; must not throw. */
  afterChange?(id: string, before: DatasetRecord, after: DatasetRecord | null): Promise<void>;
}

/** What may change in a record; the catalog counts the revision and keeps the times. */
export type RecordChange = Partial<Omit<DatasetRecord, 'id' | 'revision' | 'createdAt' | 'updatedAt'>>;

export type Decide = (record: DatasetRecord) => RecordChange | null | Promise<RecordChange | null>;

/**
 * What datasets exist and what is current of each: the authority, for every process on the storage folder alike.
 * The files are the truth (record-files.ts); what is held in memory is compared with them on each read.
 */
export class Catalog {
  private readonly files: RecordFiles;
  private readonly changes: ChangeLog;
  private readonly index = new DatasetIndex();
  /** The newest revision seen of each dataset, deleted ones included: a slow read must not bring an older one back. */
  private readonly seen = new Map<string, Revision>();
  private readonly turns = new Map<string, Promise<void>>();
  private position: LogPosition = { inode: 0, bytes: 0 };
  private catchingUp: Promise<void> = Promise.resolve();

  private constructor(private readonly options: CatalogOptions) {
    this.changes = new ChangeLog(options.layout.catalogLog);
    this.files = new RecordFiles(options.layout, this.changes, options.owner);
  }

  /** Reads every record. @throws STORAGE_UNAVAILABLE where the folder cannot be written. */
  static async open(options: CatalogOptions): Promise<Catalog> {
    const catalog = new Catalog(options);
    await withStorage('Opening the catalog', async () => {
      await mkdir(options.layout.datasets, { recursive: true });
      await catalog.changes.open(options.owner);
      await catalog.readEverything();
    });
    return catalog;
  }

  /** The newest published record; null where there is none or it was deleted. */
  async get(id: string): Promise<DatasetRecord | null> {
    if (!isDatasetId(id)) return null;
    const seen = this.seen.get(id);
    const revision = seen && this.isCurrent(id, seen.revision) ? seen : await this.reload(id);
    return revision && !isTombstone(revision) ? revision : null;
  }

  /**
   * As get(), but not before the dataset has reached `version`: a client's own write, on whichever host it was made.
   * @throws VERSION_NOT_REACHED where that has not happened within 2 s
   */
  async getAtLeast(id: string, version: number): Promise<DatasetRecord | null> {
    const deadline = performance.now() + REACH_MS;
    for (;;) {
      const record = await this.get(id);
      if (record && record.version >= version) return record;
      const wasDeleted = record === null && this.seen.has(id);
      if (wasDeleted || !isDatasetId(id)) return null;
      if (performance.now() >= deadline) {
        throw new ConcentricError(
          'VERSION_NOT_REACHED',
          `Dataset ${id} has not reached version ${version} here within ${REACH_MS / 1000} s; it is at ${record?.version ?? 0}. Ask again, or with a lower atLeastVersion.`,
          { datasetId: id, version: record?.version ?? 0, atLeastVersion: version },
        );
      }
      await pause(REACH_STEP_MS);
    }
  }

  /** Complete as of the call, whatever process made the last change. @throws INVALID_INPUT, INVALID_CURSOR */
  async list(query: DatasetQuery): Promise<DatasetPage> {
    await this.catchUp();
    return this.index.page(query);
  }

  /** Every record, as of the call. */
  async all(): Promise<DatasetRecord[]> {
    await this.catchUp();
    return this.index.records();
  }

  /** Whether a revision of get() is still the newest; exact across processes, a few µs, synchronous. */
  isCurrent(id: string, revision: number): boolean {
    return this.files.isCurrent(id, revision);
  }

  /** Differs whenever any dataset changed, in any process: what a cached list is compared by. Read it before the list. */
  generation(): string {
    return this.changes.generation();
  }

  /** The first revision of a new dataset; its folder must exist. @throws STORAGE_UNAVAILABLE */
  async create(record: Omit<DatasetRecord, 'revision' | 'createdAt' | 'updatedAt'>): Promise<DatasetRecord> {
    const now = new Date().toISOString();
    const created = { ...record, revision: 1, createdAt: now, updatedAt: now };
    if (!(await this.files.put(created))) throw datasetNotFound(record.id);
    this.remember(created);
    return created;
  }

  /**
   * Publishes what `decide` makes of the newest record, which it is asked again whenever another process was first; null
   * leaves the record as it is. Returns the record after the change. `decide` must not change the dataset itself.
   * @throws DATASET_NOT_FOUND, STORAGE_UNAVAILABLE, and whatever `decide` throws
   */
  change(id: string, decide: Decide): Promise<DatasetRecord> {
    return this.inTurn(id, async () => {
      for (;;) {
        const readAt = performance.now();
        const record = await this.get(id);
        if (!record) throw datasetNotFound(id);
        const change = await decide(record);
        if (change === null) return record;
        const next = { ...record, ...change, revision: record.revision + 1, updatedAt: new Date().toISOString() };
        const isTooLate = performance.now() - readAt > MAX_DECISION_MS;
        if (isTooLate || !(await this.files.put(next))) continue;
        this.remember(next);
        await this.options.afterChange?.(id, record, next);
        await this.files.removeSuperseded(id);
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

  /** Publishes that the dataset is gone, then removes its files. @throws DATASET_NOT_FOUND, STORAGE_UNAVAILABLE */
  async delete(id: string): Promise<void> {
    for (;;) {
      const record = await this.get(id);
      if (!record) throw datasetNotFound(id);
      const tombstone = { id, revision: record.revision + 1, deleted: true as const };
      if (!(await this.files.put(tombstone))) continue;
      this.remember(tombstone);
      await this.options.afterChange?.(id, record, null);
      return clearDataset(this.options.layout, id);
    }
  }

  /** Removes the revision files of a dataset that nothing needs any more. */
  async removeSuperseded(id: string): Promise<void> {
    await this.files.removeSuperseded(id);
  }

  /** Changes of this process to one dataset take turns: all but one would lose, each after writing a file for nothing. */
  private async inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(id) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn.then(nothing, nothing);
    this.turns.set(id, settled);
    try {
      return await turn;
    } finally {
      if (this.turns.get(id) === settled) this.turns.delete(id);
    }
  }

  private async reload(id: string): Promise<Revision | null> {
    const revision = await this.files.load(id);
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

  private forget(id: string): void {
    this.seen.delete(id);
    this.index.delete(id);
  }

  /** Brings the index up to everything acknowledged before the call; calls take turns, since each looks at the log anew. */
  private catchUp(): Promise<void> {
    this.catchingUp = this.catchingUp.catch(() => undefined).then(() => this.readChanges());
    return this.catchingUp;
  }

  private async readChanges(): Promise<void> {
    const { changes, position } = await this.changes.since(this.position);
    if (changes === 'all') return this.readEverything();
    await pLimit(READS_AT_ONCE).map(changes, (id) => this.get(id));
    this.position = position;
  }

  private async readEverything(): Promise<void> {
    const { layout, log } = this.options;
    const position = this.changes.end();
    const ids = new Set([...(await readdir(layout.datasets)).filter(isDatasetId), ...this.seen.keys()]);
    await pLimit(READS_AT_ONCE).map(ids, async (id) => {
      try {
        await this.get(id);
      } catch (error) {
        // One damaged record must not take the others with it.
        log.error({ err: error, datasetId: id }, 'the record of a dataset cannot be read; the dataset is left out');
      }
    });
    this.position = position;
  }
}

function nothing(): void {}
