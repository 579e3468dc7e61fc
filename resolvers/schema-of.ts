import type { DatasetRecord } from '../src/model/dataset.js';
import type { DatasetSchema } from '../src/model/schema.js';
import type { Context } from './context.js';

/** The schema of a dataset, or of a kept version of it (`record`, as recordOfVersion gives it); null unless READY. */
export function schemaOf(
  record: DatasetRecord,
  current: DatasetRecord,
  { schemas, versions }: Context,
): Promise<DatasetSchema | null> {
  // The loader and the caches hold the schema of the current version only.
  return record === current ? schemas.load(current) : versions.schema(record);
}
