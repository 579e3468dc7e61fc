import type { DatasetRecord } from '../../model/dataset.js';
import type { DatasetSchema } from '../../model/schema.js';
import {
  type CachedRecord,
  type CachedValue,
  type ValuePlace,
  ValueStore,
  type ValueStoreOptions,
} from './value-store.js';

/** The schema on disk with the record's overrides applied; null unless READY. */
export type ReadSchema = (record: DatasetRecord) => Promise<DatasetSchema | null>;

/** `schema_summary:<id>`: the schemas of datasets, read from disk once for each revision of the record. */
export class SchemaSummaries extends ValueStore<DatasetSchema> {
  constructor(
    options: ValueStoreOptions,
    private readonly readSchema: ReadSchema,
  ) {
    super('schema_summary', options);
  }

  /** In the order of the records, as DataLoader expects; one that cannot be read does not fail the others. */
  async getMany(records: readonly DatasetRecord[]): Promise<(DatasetSchema | null | Error)[]> {
    const found = await this.findMany(records.map((record) => this.place(record)));
    const read = records.map(
      (record, index) => found[index] ?? this.readAndStore(this.place(record), () => this.readSchema(record)),
    );
    return (await Promise.allSettled(read)).map((result) =>
      result.status === 'fulfilled' ? result.value : (result.reason as Error),
    );
  }

  /** Stores the summary of a new revision, in Redis too before it resolves. */
  async refresh(record: DatasetRecord): Promise<void> {
    const schema = await this.readSchema(record);
    if (schema !== null) await this.put(this.place(record), schema);
  }

  /** The record's overrides are in it. A kept version has overrides of its own, and is never stored here. */
  protected isValidFor({ revision, value }: CachedValue<DatasetSchema>, record: CachedRecord): boolean {
    return value.version === record.version && revision === record.revision;
  }

  protected estimateTextBytes(schema: DatasetSchema): number {
    return JSON.stringify(schema).length;
  }

  private place(record: DatasetRecord): ValuePlace {
    return { record, ...this.options.keys.schemaSummary(record.id) };
  }
}
