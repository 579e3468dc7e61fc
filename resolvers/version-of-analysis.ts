import { recordOfVersion } from '../src/catalog/kept-versions.js';
import type { Analysis } from '../src/model/analysis.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import { datasetNotFound, datasetNotReady } from '../src/model/dataset-errors.js';
import type { DatasetSchema } from '../src/model/schema.js';
import type { Context } from './context.js';
import { schemaOf } from './schema-of.js';

/** The version that an analysis is of. @throws DATASET_NOT_FOUND, DATASET_NOT_READY, VERSION_NOT_KEPT */
export async function versionOf(
  { datasetId, datasetVersion }: Analysis,
  context: Context,
): Promise<{ record: DatasetRecord; schema: DatasetSchema }> {
  const dataset = await context.catalog.get(datasetId);
  if (dataset === null) throw datasetNotFound(datasetId);
  const record = recordOfVersion(dataset, datasetVersion);
  const schema = await schemaOf(record, dataset, context);
  if (schema === null) throw datasetNotReady(dataset);
  return { record, schema };
}
