/**
 * State transitions of a record while files are read for it. They are pure functions, so that the catalog can repeat them
 * when another process changed the record first. Null means that the job may no longer change the record.
 *
 * Jobs of one dataset may overlap. Each has the number of the version that it creates; the newest is the record's
 * `pending`. An older job may still publish until a newer one has, because a version only replaces a lower one.
 */
import { isDeepStrictEqual } from 'node:util';
import type { RecordChange } from '../../catalog/catalog.js';
import { earlierOnes } from '../../catalog/kept-versions.js';
import { fittingOverrides } from '../../catalog/merge-overrides.js';
import {
  asSources,
  type DatasetRecord,
  type Failure,
  type NormalizationOptions,
  type PendingIngest,
  type RestoredVersion,
  type SourceFile,
  type Sources,
  sourcesOf,
  UNASSIGNED,
  type VersionReading,
  type VersionReason,
} from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { DatasetSchema } from '../../model/schema.js';

/** The first record of a dataset whose file was received. */
export function uploaded(
  id: string,
  name: string,
  pending: Omit<PendingIngest, 'reason' | 'version' | 'attempt'>,
): Omit<DatasetRecord, 'revision' | 'createdAt' | 'updatedAt'> {
  return {
    id,
    name,
    version: 1,
    status: 'PROCESSING',
    failure: null,
    rowCount: null,
    columnCount: null,
    ...addedInVersion(pending, 1),
    overrides: null,
    publication: null,
    reading: null,
    earlier: [],
    pending: { ...pending, ...addedInVersion(pending, 1), reason: 'UPLOAD', version: 1, attempt: 1 },
  };
}

/** The sources, with the version that new ones come with. */
function addedInVersion(sources: Sources, version: number): Sources {
  return asSources(sourcesOf(sources).map((source) => ({ addedIn: version, ...source })));
}

/**
 * A new job replaces the pending one. A READY dataset stays READY on its current version meanwhile. Corrections of columns
 * stay unless the request has its own.
 */
export function claimed(
  record: DatasetRecord,
  request: Omit<PendingIngest, 'version' | 'attempt'>,
): RecordChange & { pending: PendingIngest } {
  const version = Math.max(record.version, record.pending?.version ?? 0, record.cancelledThrough ?? 0) + 1;
  const sources = addedInVersion(request, version);
  const options = withKeptColumns(record, request.options);
  const pending = { ...request, ...sources, options, version, attempt: 1 };
  if (record.status === 'READY') return { pending, failure: null };
  return { pending, failure: null, status: 'PROCESSING', ...sources };
}

/**
 * Marks the corrections that the dataset has already, so that a new file that they do not fit is not refused: all of them
 * where the request has none, else those that the request repeats unchanged.
 */
function withKeptColumns(
  { status, reading, pending }: DatasetRecord,
  options: NormalizationOptions,
): NormalizationOptions {
  const earlier = status === 'FAILED' ? undefined : (pending ?? reading)?.options.columns;
  if (earlier === undefined) return options;
  const known = earlier.map((entry) => ({ ...entry, isKept: true }));
  const columns = options.columns?.map(
    (entry) => known.find((each) => isDeepStrictEqual(each, { ...entry, isKept: true })) ?? entry,
  );
  return { ...options, columns: columns ?? known };
}

/** Moves a job to this process: of a process that died, perhaps during the job, or one that no process has. */
export function takenOver(pending: PendingIngest, owner: string, hasBegun: boolean): RecordChange {
  return { pending: { ...pending, owner, attempt: pending.attempt + (hasBegun ? 1 : 0) } };
}

/** Leaves a job to any process, with what is to change in it. Null if it is not this process's any more. */
export function released(
  record: DatasetRecord,
  { folder, owner }: PendingIngest,
  change: Pick<PendingIngest, 'retries' | 'notBefore'> = {},
): RecordChange | null {
  const { pending } = record;
  const isOurs = pending?.folder === folder && pending.owner === owner && record.status !== 'FAILED';
  return isOurs ? { pending: { ...pending, ...change, owner: UNASSIGNED } } : null;
}

export function published(
  record: DatasetRecord,
  pending: PendingIngest,
  schema: DatasetSchema,
  sources: readonly SourceFile[],
  { reading, ...moment }: PublishedMoment & { reading: VersionReading },
): RecordChange | null {
  return current(record, pending, moment, {
    rowCount: schema.rowCount,
    columnCount: schema.columns.length,
    ...asSources(sources),
    overrides: fittingOverrides(schema, record.overrides),
    reading,
  });
}

/** A kept version becomes the current one under a new number, with everything that it had. */
export function restored(
  record: DatasetRecord,
  pending: PendingIngest,
  { version: _kept, ...fields }: RestoredVersion,
  moment: PublishedMoment,
): RecordChange | null {
  return current(record, pending, moment, { ...asSources(sourcesOf(pending)), ...fields });
}

interface PublishedMoment {
  keepVersions: number;
  at: string;
}

/** Whether a job may still publish its version: it was not cancelled, no newer one was published, and no other process has taken it over. */
export function mayPublish(record: DatasetRecord, pending: PendingIngest): boolean {
  const isOutdated = record.status === 'READY' ? record.version >= pending.version : record.version > pending.version;
  const wasTakenOver = record.pending?.folder === pending.folder && record.pending.owner !== pending.owner;
  return !isOutdated && !wasTakenOver && !isCancelled(record, pending);
}

export function isCancelled(record: DatasetRecord, pending: PendingIngest): boolean {
  return pending.version <= (record.cancelledThrough ?? 0);
}

/**
 * Ends all jobs of a dataset. A READY dataset stays on its version; otherwise it is FAILED, and its files stay for
 * normalizeDataset. Null if no job is in progress.
 */
export function cancelled(record: DatasetRecord): RecordChange | null {
  const { pending, status } = record;
  if (pending === null || status === 'FAILED') return null;
  const { code, message } = ingestCancelled(record);
  const change = { failure: { code, message }, cancelledThrough: pending.version };
  return status === 'READY' ? { ...change, pending: null } : { ...change, status: 'FAILED' };
}

export function ingestCancelled({ id, status, version }: DatasetRecord): ConcentricError {
  const state =
    status === 'READY'
      ? `The dataset stays at version ${version}.`
      : 'The file is stored: read it with normalizeDataset, or delete the dataset.';
  return new ConcentricError('INGEST_CANCELLED', `The reading was cancelled with cancelIngest. ${state}`, {
    datasetId: id,
  });
}

function current(
  record: DatasetRecord,
  pending: PendingIngest,
  { keepVersions, at }: PublishedMoment,
  fields: RecordChange,
): RecordChange | null {
  if (!mayPublish(record, pending)) return null;
  const isNewerInProgress = record.status !== 'FAILED' && (record.pending?.version ?? 0) > pending.version;
  return {
    ...fields,
    status: 'READY',
    version: pending.version,
    failure: null,
    publication: { reason: reasonOf(record, pending), at },
    earlier: earlierOnes(record, keepVersions),
    // Its number is lower than that of the published version.
    cancelledThrough: undefined,
    pending: isNewerInProgress ? record.pending : null,
  };
}

/** A normalized file may have no version yet, or be that of a replacement that was still pending. */
function reasonOf(record: DatasetRecord, pending: PendingIngest): VersionReason {
  if (pending.reason !== 'NORMALIZE') return pending.reason;
  if (record.status !== 'READY') return 'UPLOAD';
  const [before, after] = [record, pending].map((sources) => sourcesOf(sources).map(({ sha256 }) => sha256));
  if (!before!.every((sha256, nth) => sha256 === after![nth])) return 'REPLACE';
  return before!.length === after!.length ? 'NORMALIZE' : 'APPEND';
}

/**
 * After a failed first upload the dataset is FAILED and its source stays, so that it can be normalized with other options.
 * A READY dataset stays on its version and has the failure of the newest attempt.
 */
export function failed(record: DatasetRecord, pending: PendingIngest, failure: Failure): RecordChange | null {
  const isOurs = record.pending?.folder === pending.folder && record.pending.owner === pending.owner;
  if (!isOurs || isCancelled(record, pending)) return null;
  return record.status === 'READY' ? { failure, pending: null } : { failure, status: 'FAILED' };
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ConcentricError) return { code: error.code, message: error.message };
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message:
      'The file could not be read because of an internal error, which was logged. The file is still stored: try again.',
  };
}
