import { readFile } from 'node:fs/promises';
import type { Engine } from '../duckdb/engine.js';
import { parquetSql, quoteIdentifier } from '../duckdb/quote.js';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotReady } from '../model/dataset-errors.js';
import { ConcentricError } from '../model/errors.js';
import type { LineageStep } from '../model/lineage.js';
import type { DatasetSchema } from '../model/schema.js';
import { writeDurably } from '../storage/durable.js';
import { filesIn, type VersionFile } from '../storage/layout.js';
import { withStorage } from '../storage/storage-errors.js';
import { applyOverrides } from './apply-overrides.js';
import type { VersionFolders } from './version-folders.js';

const MAX_PREVIEW_ROWS = 1000;

/** schema.json does not name its dataset, so that the same file gives the same bytes in every dataset and version. */
export type StoredSchema = Omit<DatasetSchema, 'datasetId' | 'version'>;

/** Reads the contents of published versions. */
export class Versions {
  constructor(
    private readonly folders: VersionFolders,
    private readonly engine: Engine,
  ) {}

  /** The detected schema with the record's overrides laid over it; null unless READY. */
  async schema(record: DatasetRecord): Promise<DatasetSchema | null> {
    if (record.status !== 'READY') return null;
    return applyOverrides(await this.detectedSchema(record), record.overrides);
  }

  /** @throws DATASET_NOT_READY */
  async detectedSchema(record: DatasetRecord): Promise<DatasetSchema> {
    if (record.status !== 'READY') throw datasetNotReady(record);
    const text = await this.read(record, 'schema.json');
    return { datasetId: record.id, version: record.version, ...(JSON.parse(text) as StoredSchema) };
  }

  /** Every step from the upload to the Parquet, in order; empty unless READY. */
  async lineage(record: DatasetRecord): Promise<LineageStep[]> {
    if (record.status !== 'READY') return [];
    const text = await this.read(record, 'lineage.json');
    return JSON.parse(text) as LineageStep[];
  }

  /**
   * The first rows as text, in the order of the file; dates in ISO form. `first` is 0 to 1000.
   * @throws DATASET_NOT_READY, INVALID_INPUT
   */
  async preview(record: DatasetRecord, first: number): Promise<{ columns: string[]; rows: (string | null)[][] }> {
    if (!Number.isInteger(first) || first < 0 || first > MAX_PREVIEW_ROWS) {
      throw new ConcentricError(
        'INVALID_INPUT',
        `"first" of a preview must be a whole number from 0 to ${MAX_PREVIEW_ROWS}; got ${first}.`,
        { first },
      );
    }
    const columns = (await this.detectedSchema(record)).columns.map((column) => column.name);
    const cells = columns.map((name) => `${quoteIdentifier(name)}::VARCHAR`).join(', ');
    const rows = await this.folders.withVersion(record, async (files) => {
      const parquet = parquetSql(await files.localPath('normalized.parquet'));
      return this.engine.withConnection(async (connection) => {
        const reader = await connection.runAndReadAll(`SELECT ${cells} FROM ${parquet} LIMIT ${first}`);
        return reader.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
      });
    });
    return { columns, rows };
  }

  private read(record: DatasetRecord, file: VersionFile): Promise<string> {
    return this.folders.withVersion(record, async (files) => readFile(await files.localPath(file), 'utf8'));
  }
}

/**
 * Writes schema.json and lineage.json beside the Parquet of a version that is being written. schema.json holds no
 * times and no ids and its fields in their declared order: the same file and options give the same bytes.
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
