import { link, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type DatasetRecord,
  type NormalizationOptions,
  type SourceFile,
  type SourceFormat,
  sourceName,
  sourcesOf,
  type VersionChecksums,
} from '../../model/dataset.js';
import { versionDamaged } from '../../model/dataset-errors.js';
import { ConcentricError } from '../../model/errors.js';
import type { LineageStep } from '../../model/lineage.js';
import type { Bytes } from '../../storage/bytes.js';
import { filesIn, keys, sourceFile, type VersionFile } from '../../storage/layout.js';
import { sha256OfFile } from '../../storage/sha256.js';
import { type StoredSchema, writeDescription } from '../write-description.js';
import type { SealVersion } from './seal-version.js';

export type DerivedFile = Exclude<VersionFile, `source/${string}` | `rows/${string}`>;

export interface RebuildContext {
  bytes: Bytes;
  seal: SealVersion;
  /** Reads the source files into `folder` (ingest/pipeline.ts). */
  readSource(input: {
    sources: { name: string; path: string; format: SourceFormat }[];
    options: NormalizationOptions;
    folder: string;
  }): Promise<{ schema: StoredSchema; lineage: LineageStep[] }>;
}

/**
 * Reads the source of a version again and replaces the damaged file. Returns the version's checksums afterwards. The new
 * reading must have the recorded rows and, for a description, the recorded schema, because newer reading rules must not
 * change a kept version. A rebuilt lineage has the times of the new reading.
 * @throws VERSION_DAMAGED
 */
export async function rebuildVersion(
  record: DatasetRecord,
  file: DerivedFile,
  { bytes, seal, readSource }: RebuildContext,
): Promise<VersionChecksums> {
  const { id, version, reading } = record;
  if (reading === null) throw cannotRebuild(record, file, 'its reading options are not recorded');
  const { checksums, options } = reading;
  const originals: { source: SourceFile; path: string }[] = [];
  for (const source of sourcesOf(record)) {
    const key = keys.versionFile(id, version, sourceFile(source));
    let path = await bytes.localPath(key, source.sha256);
    const isMissing = path === null;
    if (path !== null && (await sha256OfFile(path)) !== source.sha256)
      path = await bytes.fetchAgain(key, source.sha256);
    if (path === null) {
      const state = isMissing ? 'missing' : 'damaged';
      throw cannotRebuild(record, file, `its source ${sourceFile(source)} is ${state} too`);
    }
    originals.push({ source, path });
  }
  const folder = await bytes.stage(id);
  try {
    const sources = originals.map(({ source, path: original }) => {
      return { name: sourceName(source), format: source.format, path: filesIn.source(folder, source), original };
    });
    await mkdir(dirname(sources[0]!.path));
    for (const { original, path } of sources) await link(original, path);
    const { schema, lineage } = await readSource({ sources, options, folder });
    await writeDescription(folder, schema, lineage);
    const rebuilt = await seal(folder);
    const areRowsEqual = rebuilt.parquet === checksums.parquet || rebuilt.rows === checksums.rows;
    const isSchemaEqual = rebuilt.schema === checksums.schema;
    const areNamesEqual = rebuilt.names === checksums.names;
    const isAsRecorded = {
      'normalized.parquet': areRowsEqual,
      'names.parquet': areRowsEqual && areNamesEqual,
      // Rows of a later reading that are the same come from the same place.
      'provenance.parquet': areRowsEqual,
      'schema.json': areRowsEqual && isSchemaEqual,
      'lineage.json': areRowsEqual && isSchemaEqual,
    } satisfies Record<DerivedFile, boolean>;
    if (!isAsRecorded[file]) throw readDifferently(record, file);
    await bytes.put(join(folder, file), keys.versionFile(id, version, file));
    const after = { ...checksums, [checksumOf[file]]: rebuilt[checksumOf[file]] };
    // The new Parquet has the ids of its own reading: names of another one must not be used with it.
    if (file === 'normalized.parquet' && !areNamesEqual) delete after.names;
    return after;
  } catch (error) {
    if (error instanceof ConcentricError && error.code === 'VERSION_DAMAGED') throw error;
    throw cannotRebuild(record, file, 'reading its source again failed', error);
  } finally {
    await bytes.remove(keys.inDataset(id, basename(folder)));
  }
}

export const checksumOf = {
  'normalized.parquet': 'parquet',
  'names.parquet': 'names',
  'provenance.parquet': 'provenance',
  'schema.json': 'schema',
  'lineage.json': 'lineage',
} as const satisfies Record<DerivedFile, keyof VersionChecksums>;

function cannotRebuild(record: DatasetRecord, file: DerivedFile, why: string, cause?: unknown): Error {
  const remedy = 'Upload the file again with replaceDataset.';
  const reason = cause instanceof ConcentricError ? `${why} (${cause.message})` : why;
  return versionDamaged(record, { file, why: reason, remedy }, { cause });
}

function readDifferently(record: DatasetRecord, file: DerivedFile): Error {
  return versionDamaged(record, {
    file,
    why: 'this release reads its source differently, so it cannot be rebuilt',
    remedy: 'Create a new version from the source with normalizeDataset.',
  });
}
