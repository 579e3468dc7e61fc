import type { DatasetRecord } from './dataset.js';
import { ConcentricError } from './errors.js';

const MAX_ID_CHARACTERS = 60;

export function datasetNotFound(id: string): ConcentricError {
  const shown = id.length > MAX_ID_CHARACTERS ? `${id.slice(0, MAX_ID_CHARACTERS)}…` : id;
  return new ConcentricError(
    'DATASET_NOT_FOUND',
    `There is no dataset ${JSON.stringify(shown)}, or it was deleted. The query "datasets" lists the existing ones.`,
    { datasetId: shown },
  );
}

/** For operations that need a READY dataset: its schema, rows and analyses. */
export function datasetNotReady(record: DatasetRecord): ConcentricError {
  const why =
    record.status === 'FAILED'
      ? `its file could not be read (${record.failure?.message ?? 'no reason is known'}). Upload another with replaceDataset, or read this one with other options with normalizeDataset`
      : 'its file is still being read. Try again when its status is READY';
  return new ConcentricError('DATASET_NOT_READY', `Dataset ${record.id} is ${record.status}: ${why}.`, {
    datasetId: record.id,
    status: record.status,
  });
}

/** For a version that was removed or never existed. @param kept the existing versions, the current one first */
export function versionNotKept(id: string, version: number, kept: readonly number[]): ConcentricError {
  const [current = 0, ...earlier] = kept;
  const why =
    version > current
      ? `There is no version ${version} of dataset ${id} yet`
      : `Version ${version} of dataset ${id} is not kept`;
  return new ConcentricError(
    'VERSION_NOT_KEPT',
    `${why}. Kept: ${[`${current} (the current one)`, ...earlier].join(', ')}. Request one of these, or omit "version" for the current one. KEEP_VERSIONS sets how many are kept.`,
    { datasetId: id, version, kept },
  );
}

/** For a version with a damaged file that could not be rebuilt. `file` is its name in the version's folder. */
export function versionDamaged(
  { id, version }: Pick<DatasetRecord, 'id' | 'version'>,
  { file, why, remedy }: { file: string; why: string; remedy: string },
  options?: ErrorOptions,
): ConcentricError {
  return new ConcentricError(
    'VERSION_DAMAGED',
    `File ${file} of version ${version} of dataset ${id} is damaged or missing, and ${why}. ${remedy}`,
    { datasetId: id, version, file },
    options,
  );
}

/** For a version of a release that did not write provenance.parquet, and whose source is now read differently. */
export function needsNormalization(
  { id, version }: Pick<DatasetRecord, 'id' | 'version'>,
  options?: ErrorOptions,
): ConcentricError {
  return new ConcentricError(
    'VERSION_NEEDS_NORMALIZATION',
    `Version ${version} of dataset ${id} was made by an earlier release, which did not record where rows come from, and its source cannot be read again as it was then. Create a new version from it with normalizeDataset and request the analysis of that version.`,
    { datasetId: id, version },
    options,
  );
}

/** For a record whose newest revision cannot be read; `file` is its path below STORAGE_DIR, or its row. */
export function recordDamaged(
  id: string,
  { file, revision, why }: { file: string; revision: number; why: string },
  options?: ErrorOptions,
): ConcentricError {
  return new ConcentricError(
    'RECORD_DAMAGED',
    `The record of dataset ${id} cannot be read: ${file} ${why}. Restore it from a backup, or remove the dataset with deleteDataset and upload its file again.`,
    { datasetId: id, file, revision },
    options,
  );
}
