import type { DatasetRecord } from '../../model/dataset.js';
import type { DatasetSchema } from '../../model/schema.js';
import type { CacheKeys } from '../cache-keys.js';
import type { Audit, Place, TieredStore } from './tiered-store.js';

export interface SchemaSummariesOptions {
  keys: CacheKeys;
  store: TieredStore<DatasetSchema>;
  /** What is on disk, with the record's overrides laid over it; null unless READY. */
  readSchema(record: DatasetRecord): Promise<DatasetSchema | null>;
}

/** `schema_summary:<id>`: the schemas of datasets, read from disk once for each revision of the record. */
export class SchemaSummaries {
  constructor(private readonly options: SchemaSummariesOptions) {}

  /** In the order of the records, as DataLoader wants it: one that cannot be read does not take the others with it. */
  async getMany(records: readonly DatasetRecord[]): Promise<(DatasetSchema | null | Error)[]> {
    const found = await this.options.store.getMany(records.map((record) => this.place(record)));
    const read = records.map((record, index) => found[index] ?? this.read(record));
    return (await Promise.allSettled(read)).map((result) =>
      result.status === 'fulfilled' ? result.value : (result.reason as Error),
    );
  }

  /** Stores the summary of a new revision, in Redis too before it returns. */
  async refresh(record: DatasetRecord): Promise<void> {
    const { store, readSchema } = this.options;
    const schema = await readSchema(record);
    if (schema !== null) await store.put(this.place(record), schema);
  }

  /** How many copies were not what is on disk (TieredStore.audit). */
  audit(record: DatasetRecord, audit: Omit<Audit<DatasetSchema>, 'readTruth'>): Promise<number> {
    const { store, readSchema } = this.options;
    return store.audit(this.place(record), { ...audit, readTruth: () => readSchema(record) });
  }

  private async read(record: DatasetRecord): Promise<DatasetSchema | null> {
    const { store, readSchema } = this.options;
    const schema = await readSchema(record);
    // That others have it too is nothing to wait for; it never rejects.
    if (schema !== null) void store.put(this.place(record), schema);
    return schema;
  }

  private place(record: DatasetRecord): Place {
    const { keys } = this.options;
    return { record, key: keys.schemaSummary(record.id), index: keys.index(record.id) };
  }
}
