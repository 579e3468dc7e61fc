import type { DatasetRecord } from '../../model/dataset.js';
import type { VersionRows } from '../group/entity-names.js';

/** The verified files of a version. */
export interface VersionFiles {
  localPath(file: 'normalized.parquet' | 'names.parquet' | 'provenance.parquet'): Promise<string>;
}

/** The files that an analysis reads. */
export async function rowsOf(files: VersionFiles, { reading }: DatasetRecord): Promise<VersionRows> {
  const hasNames = reading?.checksums.names !== undefined;
  return {
    parquetPath: await files.localPath('normalized.parquet'),
    namesPath: hasNames ? await files.localPath('names.parquet') : null,
  };
}
