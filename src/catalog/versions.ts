import { readFile, stat } from 'node:fs/promises';
import type { Engine } from '../duckdb/engine.js';
import { parquetSql, quoteIdentifier } from '../duckdb/quote.js';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotReady } from '../model/dataset-errors.js';
import { ConcentricError } from '../model/errors.js';
import type { LineageStep } from '../model/lineage.js';
import type { DatasetSchema } from '../model/schema.js';
import type { VersionFile } from '../storage/layout.js';
import { ifPresent } from '../storage/storage-errors.js';
import { applyOverrides } from './apply-overrides.js';
import type { VersionIntegrity } from './integrity/version-integrity.js';
import type { VersionFiles, VersionFolders } from './version-folders.js';
import type { StoredSchema } from './write-description.js';

const MAX_PREVIEW_ROWS = 1000;
/** A removal of all copies may remove those again that were fetched while it was going on. */
const MAX_RUNS = 5;

/** Reads the contents of published versions; every file is verified before it is used. */
export class Versions {
  constructor(
    private readonly folders: VersionFolders,
    private readonly engine: Engine,
    private readonly integrity: VersionIntegrity,
  ) {}

  /**
   * Runs `work` on the files of the record's version, which stay until it has ended. A damaged file is rebuilt first. Where a
   * copy of a file was removed from the local disk before `work` has opened it, `work` runs again, also if it has been
   * fetched again meanwhile.
   * @throws CONFLICT if the version was replaced or deleted meanwhile, VERSION_DAMAGED, STORAGE_UNAVAILABLE if its copies
   * are removed again and again
   */
  async withVersion<T>(record: DatasetRecord, work: (files: VersionFiles) => Promise<T>): Promise<T> {
    for (let run = 1; ; run++) {
      const opened: { path: string; inode: string | null }[] = [];
      const localPath = async (file: VersionFile) => {
        const path = await this.integrity.verifiedPath(record, file);
        opened.push({ path, inode: await inodeOf(path) });
        return path;
      };
      try {
        return await this.folders.withVersion(record, () => work({ localPath }));
      } catch (error) {
        if (error instanceof ConcentricError || !(await areReplaced(opened))) throw error;
        if (run === MAX_RUNS) throw copiesRemoved(record, error);
      }
    }
  }

  /** Runs `work` while the folder of a version stays. @throws CONFLICT if it is gone */
  hold<T>(version: Pick<DatasetRecord, 'id' | 'version'>, work: () => Promise<T>): Promise<T> {
    return this.folders.withVersion(version, work);
  }

  /**
   * Hashes the files of the record's version again, ignoring earlier results, and rebuilds damaged ones. True if its rows
   * are proven to be as recorded; otherwise false, and the reason is logged.
   */
  async verify(record: DatasetRecord): Promise<boolean> {
    if (record.status !== 'READY') return false;
    return this.folders.withVersion(record, () => this.integrity.verify(record));
  }

  /** The detected schema with the record's overrides applied; null unless READY. */
  async schema(record: DatasetRecord): Promise<DatasetSchema | null> {
    if (record.status !== 'READY') return null;
    return applyOverrides(await this.detectedSchema(record), record.overrides);
  }

  /** @throws DATASET_NOT_READY, VERSION_DAMAGED */
  async detectedSchema(record: DatasetRecord): Promise<DatasetSchema> {
    if (record.status !== 'READY') throw datasetNotReady(record);
    const text = await this.read(record, 'schema.json');
    return { datasetId: record.id, version: record.version, ...(JSON.parse(text) as StoredSchema) };
  }

  /** Every step from the upload to the Parquet, in order; empty unless READY. @throws VERSION_DAMAGED */
  async lineage(record: DatasetRecord): Promise<LineageStep[]> {
    if (record.status !== 'READY') return [];
    return JSON.parse(await this.read(record, 'lineage.json')) as LineageStep[];
  }

  /**
   * The first rows as text, in the order of the file; dates in ISO form. `first` is 0 to 1000.
   * @throws DATASET_NOT_READY, INVALID_INPUT, VERSION_DAMAGED
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
    const rows = await this.withVersion(record, async (files) => {
      const parquet = parquetSql(await files.localPath('normalized.parquet'));
      return this.engine.withConnection(async (connection) => {
        const reader = await connection.runAndReadAll(`SELECT ${cells} FROM ${parquet} LIMIT ${first}`);
        return reader.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
      });
    });
    return { columns, rows };
  }

  private read(record: DatasetRecord, file: VersionFile): Promise<string> {
    return this.withVersion(record, async (files) => readFile(await files.localPath(file), 'utf8'));
  }
}

function copiesRemoved({ id }: DatasetRecord, cause: unknown): ConcentricError {
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `The files of dataset ${id} were removed from the disk of this host ${MAX_RUNS} times while they were read. Try again shortly.`,
    { datasetId: id },
    { cause },
  );
}

async function areReplaced(opened: readonly { path: string; inode: string | null }[]): Promise<boolean> {
  const now = await Promise.all(opened.map(({ path }) => inodeOf(path)));
  return opened.some(({ inode }, nth) => inode === null || inode !== now[nth]);
}

/** With its time of birth, because the number of a removed file is used again. Null if there is no file. */
async function inodeOf(path: string): Promise<string | null> {
  const file = await ifPresent(() => stat(path, { bigint: true }));
  return file === undefined ? null : `${file.dev}:${file.ino}:${file.birthtimeNs}`;
}
