import type { DatasetRecord } from '../../model/dataset.js';
import type { DatasetSchema } from '../../model/schema.js';
import type { CacheKeys } from '../cache-keys.js';
import type { ValuePlace, ValueStore } from './value-store.js';

export interface SchemaSummariesOptions {
  keys: CacheKeys;
  store: ValueStore<DatasetSchema>;
  /** The schema on disk with the record's overrides applied; null unless READY. */
  readSchema(record: DatasetRecord): Promise<DatasetSchema | null>;
}

/** `schema_summary:<id>`: the schemas of datasets, read from disk once for each revision of the record. */
export class SchemaSummaries {
  constructor(private readonly options: SchemaSummariesOptions) {}

  /** In the order of the records, as DataLoader expects; one that cannot be read does not fail the others. */
  async getMany(records: readonly DatasetRecord[]): Promise<(DatasetSchema | null | Error)[]> {
    const found = await this.options.store.getMany(records.map((record) => this.place(record)));
    const read = records.map((record, index) => found[index] ?? this.read(record));
    return (await Promise.allSettled(read)).map((result) =>
      result.status === 'fulfilled' ? result.value : (result.reason as Error),
    );
  }

  /** Stores the summary of a new revision, in Redis too before it resolves. */
  async refresh(record: DatasetRecord): Promise<void> {
    const { store, readSchema } = this.options;
    const schema = await readSchema(record);
    if (schema !== null) await store.put(this.place(record), schema);
  }

  private async read(record: DatasetRecord): Promise<DatasetSchema | null> {
    const { store, readSchema } = this.options;
    const schema = await readSchema(record);
    // The request does not wait until Redis has it. It never rejects.
    if (schema !== null) void store.put(this.place(record), schema);
    return schema;
  }

  private place(record: DatasetRecord): ValuePlace {
    return { record, ...this.options.keys.schemaSummary(record.id) };
  }
}
