import type { DatasetRecord } from '../src/model/dataset.js';
import type { DatasetSchema } from '../src/model/schema.js';
import type { Context } from './context.js';

/** The schema of a dataset, or of a kept version of it (`record`, as recordOfVersion gives it); null unless READY. */
export function schemaOf(
  record: DatasetRecord,
  current: DatasetRecord,
  { schemas, versions }: Context,
): Promise<DatasetSchema | null> {
  // What is remembered of schemas, here and in the caches, is of current versions: one a dataset.
  return record === current ? schemas.load(current) : versions.schema(record);
}
