import { asSources, type DatasetRecord, type KeptVersion, sourcesOf, type VersionReading } from '../model/dataset.js';
import { datasetNotReady, versionNotKept } from '../model/dataset-errors.js';

/** The versions that can be queried, the current one first; none until the dataset is READY. */
export function keptVersions(record: DatasetRecord): KeptVersion[] {
  const { status, version, publication, rowCount, columnCount, overrides, reading, earlier } = record;
  if (status !== 'READY' || publication === null || rowCount === null || columnCount === null) return [];
  const sources = asSources(sourcesOf(record));
  return [{ version, publication, rowCount, columnCount, ...sources, overrides, reading }, ...earlier];
}

/**
 * The record with the fields of an earlier version, but today's revision. It describes only that version. Answers computed
 * from it become outdated when the version is removed, because that creates a new revision. It must not be changed or
 * cached as the dataset's record. `version` null: the record itself.
 * @throws DATASET_NOT_READY, VERSION_NOT_KEPT
 */
export function recordOfVersion(record: DatasetRecord, version: number | null | undefined): DatasetRecord {
  if (version == null || (record.status === 'READY' && version === record.version)) return record;
  if (record.status !== 'READY') throw datasetNotReady(record);
  const kept = record.earlier.find((each) => each.version === version);
  if (kept !== undefined) return { ...record, ...kept, ...asSources(sourcesOf(kept)) };
  throw versionNotKept(
    record.id,
    version,
    keptVersions(record).map((each) => each.version),
  );
}

/** The record as of each version that can be queried, the current one first. */
export function recordsOfVersions(record: DatasetRecord): DatasetRecord[] {
  return keptVersions(record).map(({ version }) => recordOfVersion(record, version));
}

/** The versions that stay after a newer version replaces the record's: at most `count`, the new one included. */
export function earlierOnes(record: DatasetRecord, count: number): KeptVersion[] {
  return keptVersions(record).slice(0, count - 1);
}

/** The change that sets how a version was read; null where the record no longer lists the version. */
export function withReading(
  record: DatasetRecord,
  version: number,
  reading: VersionReading,
): Pick<DatasetRecord, 'reading'> | Pick<DatasetRecord, 'earlier'> | null {
  if (record.status === 'READY' && record.version === version) return { reading };
  if (!record.earlier.some((kept) => kept.version === version)) return null;
  return { earlier: record.earlier.map((kept) => (kept.version === version ? { ...kept, reading } : kept)) };
}
