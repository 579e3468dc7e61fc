import type { DatasetRecord, KeptVersion } from '../model/dataset.js';
import { datasetNotReady, versionNotKept } from '../model/dataset-errors.js';

/** What can be asked of a dataset, the current version first; nothing until it is READY. */
export function keptVersions(record: DatasetRecord): KeptVersion[] {
  const { status, version, publication, rowCount, columnCount, source, overrides, earlier } = record;
  if (status !== 'READY' || publication === null || rowCount === null || columnCount === null) return [];
  return [{ version, publication, rowCount, columnCount, source, overrides }, ...earlier];
}

/**
 * The record as it was while a version was current, under today's revision: whoever is given it answers of that version
 * alone, and an answer made of it is old as soon as the version is kept no longer, since that is a revision too. It is not
 * to be changed or remembered as the dataset's record. `version` null: the record itself.
 * @throws DATASET_NOT_READY, VERSION_NOT_KEPT
 */
export function recordOfVersion(record: DatasetRecord, version: number | null | undefined): DatasetRecord {
  if (version == null || (record.status === 'READY' && version === record.version)) return record;
  if (record.status !== 'READY') throw datasetNotReady(record);
  const kept = record.earlier.find((each) => each.version === version);
  if (kept !== undefined) return { ...record, ...kept };
  throw versionNotKept(
    record.id,
    version,
    keptVersions(record).map((each) => each.version),
  );
}

/** The record as of each version that can be asked, the current one first. */
export function recordsOfVersions(record: DatasetRecord): DatasetRecord[] {
  return keptVersions(record).map(({ version }) => recordOfVersion(record, version));
}

/** What is kept once a newer version takes the place of the record's: at most `count` versions with that one. */
export function earlierOnes(record: DatasetRecord, count: number): KeptVersion[] {
  return keptVersions(record).slice(0, count - 1);
}
