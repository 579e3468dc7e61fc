import type { LineageStep } from '../model/lineage.js';
import type { DatasetSchema } from '../model/schema.js';
import { writeDurably } from '../storage/durable.js';
import { filesIn } from '../storage/layout.js';
import { withStorage } from '../storage/storage-errors.js';

/** schema.json does not name its dataset, so that the same file gives the same bytes in every dataset and version. */
export type StoredSchema = Omit<DatasetSchema, 'datasetId' | 'version'>;

/**
 * Writes schema.json and lineage.json beside the Parquet of a new version. schema.json has no times or ids, and its fields
 * are in declared order, so that the same file and options give the same bytes.
 */
export async function writeDescription(folder: string, schema: StoredSchema, lineage: LineageStep[]): Promise<void> {
  await withStorage('Writing the description of a version', async () => {
    await writeDurably(filesIn.schema(folder), toJson(schema));
    await writeDurably(filesIn.lineage(folder), toJson(lineage));
  });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
