import type { DatasetRecord } from '../../model/dataset.js';
import type { DatasetSchema } from '../../model/schema.js';
import type { VersionRows } from '../group/entity-names.js';

/** The verified files of a version. */
export interface VersionFiles {
  localPath(file: 'normalized.parquet' | 'names.parquet' | 'provenance.parquet'): Promise<string>;
}

/** Versions of datasets, while they are read. */
export interface VersionAccess {
  /** Runs `work` on the verified files of the record's version, which stay until it has ended. */
  withVersion<T>(record: DatasetRecord, work: (files: VersionFiles) => Promise<T>): Promise<T>;
  /** Runs `work` while the folder of a version stays. */
  hold<T>(version: Pick<DatasetRecord, 'id' | 'version'>, work: () => Promise<T>): Promise<T>;
  /** As it is now, with the record's overrides; null unless READY. */
  schema(record: DatasetRecord): Promise<DatasetSchema | null>;
}

/** The files that an analysis reads. */
export async function rowsOf(files: VersionFiles, { reading }: DatasetRecord): Promise<VersionRows> {
  const hasNames = reading?.checksums.names !== undefined;
  return {
    parquetPath: await files.localPath('normalized.parquet'),
    namesPath: hasNames ? await files.localPath('names.parquet') : null,
  };
}
