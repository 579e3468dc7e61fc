import type { Engine } from '../../duckdb/engine.js';
import type { VersionChecksums } from '../../model/dataset.js';
import { filesIn } from '../../storage/layout.js';
import { sha256OfFile } from '../../storage/sha256.js';
import { ifPresent } from '../../storage/storage-errors.js';
import { rowsDigest } from './rows-digest.js';

/** Computes the checksums of a version from the files in its folder. */
export type SealVersion = (folder: string) => Promise<VersionChecksums>;

export function createSealVersion(engine: Engine): SealVersion {
  return async (folder) => {
    const [parquet, names, provenance, schema, lineage, rows] = await Promise.all([
      sha256OfFile(filesIn.parquet(folder)),
      ifPresent(() => sha256OfFile(filesIn.names(folder))),
      ifPresent(() => sha256OfFile(filesIn.provenance(folder))),
      sha256OfFile(filesIn.schema(folder)),
      sha256OfFile(filesIn.lineage(folder)),
      rowsDigest(engine, filesIn.parquet(folder)),
    ]);
    const checksums: VersionChecksums = { parquet, schema, lineage, rows };
    if (names !== undefined) checksums.names = names;
    if (provenance !== undefined) checksums.provenance = provenance;
    return checksums;
  };
}
