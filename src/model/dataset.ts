import type { SavedEntityMapping } from './entity-mapping.js';
import type { ErrorCode } from './errors.js';
import type { SchemaOverrides } from './schema.js';

export const DatasetStatus = { PROCESSING: 'PROCESSING', READY: 'READY', FAILED: 'FAILED' } as const;
export type DatasetStatus = keyof typeof DatasetStatus;

export const SourceFormat = { CSV: 'CSV', TSV: 'TSV', XLSX: 'XLSX', PARQUET: 'PARQUET' } as const;
export type SourceFormat = keyof typeof SourceFormat;

export const DateOrder = { MDY: 'MDY', DMY: 'DMY', YMD: 'YMD' } as const;
export type DateOrder = keyof typeof DateOrder;

export const DecimalMark = { POINT: 'POINT', COMMA: 'COMMA' } as const;
export type DecimalMark = keyof typeof DecimalMark;

/** What a person says a column holds; IGNORE leaves it out of the data. */
export const ColumnType = {
  TEXT: 'TEXT',
  NUMBER: 'NUMBER',
  DATE: 'DATE',
  PERIOD: 'PERIOD',
  BOOLEAN: 'BOOLEAN',
  IGNORE: 'IGNORE',
} as const;
export type ColumnType = keyof typeof ColumnType;

/** The unit that the numbers of a column are written in. */
export const NumberScale = {
  HUNDREDTHS: 'HUNDREDTHS',
  THOUSANDS: 'THOUSANDS',
  MILLIONS: 'MILLIONS',
  BILLIONS: 'BILLIONS',
} as const;
export type NumberScale = keyof typeof NumberScale;

export const VersionReason = {
  UPLOAD: 'UPLOAD',
  REPLACE: 'REPLACE',
  NORMALIZE: 'NORMALIZE',
  APPEND: 'APPEND',
  REMOVE_SOURCE: 'REMOVE_SOURCE',
  RESTORE: 'RESTORE',
} as const;
export type VersionReason = keyof typeof VersionReason;

export const DatasetOrder = { NEWEST: 'NEWEST', OLDEST: 'OLDEST', NAME: 'NAME', ROWS: 'ROWS' } as const;
export type DatasetOrder = keyof typeof DatasetOrder;

/** What happens to rows that are proven to be sums of other rows. */
export const SubtotalHandling = { KEEP: 'KEEP', LEAVE_OUT: 'LEAVE_OUT' } as const;
export type SubtotalHandling = keyof typeof SubtotalHandling;

/** The user's options for reading the file. Absent options are detected. */
export interface NormalizationOptions {
  sheet?: string;
  /** Sheets whose tables are stacked; `*` for all visible sheets with the columns of most of them. Not beside `sheet`. */
  sheets?: string[];
  /** 1-based row (of the sheet, or of the text file's records). */
  headerRow?: number;
  /** Text files: which of several tables that stand below each other, from 1. Default 1. */
  table?: number;
  delimiter?: string;
  encoding?: string;
  dateOrder?: DateOrder;
  decimalMark?: DecimalMark;
  /** Default true. */
  unpivot?: boolean;
  /** Default LEAVE_OUT. */
  subtotals?: SubtotalHandling;
  /** Only in records of releases that left subtotals out on request; they read a file again with the default. */
  leaveOutSubtotals?: boolean;
  /** Columns, by name or header. */
  fillDown?: string[];
  columns?: ColumnOptions[];
}

/** How to read one column. Absent properties are detected. */
export interface ColumnOptions {
  /** Name or header of the column. */
  name: string;
  type?: ColumnType;
  decimalMark?: DecimalMark;
  dateOrder?: DateOrder;
  scale?: NumberScale;
  /**
   * Whether the entry is taken over from the version before. Where it does not fit the new file it is skipped with the
   * warning CORRECTION_SKIPPED; an entry of the request is refused.
   */
  isKept?: boolean;
}

/** The uploaded file and how it was read. The nullable fields are set after reading, where the format has them. */
export interface SourceFile {
  /** As sent by the client. The name on disk is a safe version of it. */
  fileName: string;
  format: SourceFormat;
  sizeBytes: number;
  sha256: string;
  sheet: string | null;
  sheets: string[] | null;
  encoding: string | null;
  delimiter: string | null;
  headerRow: number | null;
  /** The sheets that were stacked, where there were several. */
  sheetsRead?: string[];
  /** Rows of the data that came from the file. */
  rows?: number;
  /** Unique among the sources of a version; absent where it is the file name. */
  name?: string;
  /** Name in the folder `source`; absent where it is the safe version of the file name. */
  storedAs?: string;
  /** RFC 3339, UTC, milliseconds; absent in records of early releases, as addedIn. */
  addedAt?: string;
  /** The version that it came with. */
  addedIn?: number;
  /** Absent where its rows are not stored. */
  storedRows?: StoredRows | undefined;
}

/** The rows of a source as text, in files of its version (ingest/shape/stored-rows.ts). */
export interface StoredRows {
  /** Digest of the options and the rules that they were read with. */
  readWith: string;
  /** SHA-256 of the file of each of its tables. */
  files: string[];
}

/** The files of a version or of a job, in the order in which their rows are stacked. */
export interface Sources {
  /** The first one. Records have one source unless `moreSources` has others. */
  source: SourceFile;
  moreSources?: SourceFile[] | undefined;
}

export function sourcesOf({ source, moreSources = [] }: Sources): SourceFile[] {
  return [source, ...moreSources];
}

/** Size of all files. */
export function bytesOf(sources: Sources): number {
  return sourcesOf(sources).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** The name of a source, unique among those of its version. */
export function sourceName({ name, fileName }: SourceFile): string {
  return name ?? fileName;
}

/** The inverse of sourcesOf(). @param sources at least one */
export function asSources([source, ...others]: readonly SourceFile[]): Sources {
  // Set in any case: spread over a record, it must not leave that record's own.
  return { source: source!, moreSources: others.length > 0 ? others : undefined };
}

/** Files of a dataset. More would be a sign of a wrong use: a file a day is a quarter. */
export const MAX_SOURCES = 100;
/** Tables that are stacked: sheets of all files. */
export const MAX_STACKED_TABLES = 256;

/**
 * Increases whenever a change of the reading rules can change a value, a type or a warning for a file. A version stays as
 * it was read; new rules apply to new versions. 1: releases before this was recorded.
 */
export const READING_RULES_VERSION = 18;

/** How a version was read from its source, and the checksums of its files. */
export interface VersionReading {
  options: NormalizationOptions;
  /** READING_RULES_VERSION when it was read. */
  rulesVersion: number;
  checksums: VersionChecksums;
}

/** SHA-256 (hex) of the files of a version as they were written, and a digest of its rows. */
export interface VersionChecksums {
  parquet: string;
  /** Of names.parquet; absent where the version has none. Its ids are those in the Parquet. */
  names?: string;
  /** Of provenance.parquet; absent for versions of earlier releases. */
  provenance?: string;
  schema: string;
  lineage: string;
  /** Of the values in order, independent of the Parquet encoding (catalog/integrity/rows-digest.ts). */
  rows: string;
}

/** A kept version, with the fields that the record had while the version was current. */
export interface KeptVersion extends Sources {
  version: number;
  publication: Publication;
  rowCount: number;
  columnCount: number;
  overrides: SchemaOverrides | null;
  /** Null where the version was made before this was recorded and has not been adopted yet (catalog/integrity/adopt-versions.ts). */
  reading: VersionReading | null;
}

/** What a restored version takes over from the kept version that it repeats. */
export type RestoredVersion = Omit<KeptVersion, 'publication' | keyof Sources>;

/** Why and when a version was published. */
export interface Publication {
  reason: VersionReason;
  /** RFC 3339, UTC, milliseconds. */
  at: string;
}

export interface Failure {
  code: ErrorCode;
  message: string;
}

/**
 * The catalog's record of a dataset, stored as one immutable file per revision. `version` counts the readings of a file
 * (upload, replacement, normalization). `revision` counts every published change, including saveSchema and failures;
 * cached answers are valid for one revision.
 */
export interface DatasetRecord extends Sources {
  id: string;
  revision: number;
  /** 1 from the first upload on; the folder v<version> exists where status is READY. */
  version: number;
  name: string;
  status: DatasetStatus;
  /** Set where status is FAILED, and where the newest replacement or normalization of a READY dataset failed. */
  failure: Failure | null;
  rowCount: number | null;
  columnCount: number | null;
  overrides: SchemaOverrides | null;
  /** Of `version`; null until READY. */
  publication: Publication | null;
  /** Of `version`; null until READY, and as in KeptVersion. */
  reading: VersionReading | null;
  /** The versions before `version` that are kept, newest first. Versions that are not listed may be removed from the disk. */
  earlier: KeptVersion[];
  /** By column; absent in records of earlier releases. A mapping stays when its column or its names are gone. */
  entityMappings?: SavedEntityMapping[];
  /** Analyses cached under an earlier revision are not served, because one of them was wrong (cache/auditor.ts). */
  analysesFrom?: number;
  /**
   * Jobs for this version and lower ones were cancelled and publish nothing, also where their host does not know yet. Absent
   * where none was since the newest publication.
   */
  cancelledThrough?: number | undefined;
  /** RFC 3339, UTC, milliseconds. */
  createdAt: string;
  updatedAt: string;
  /** The reading in progress. Its source is durable, so another process can continue if this one dies. */
  pending: PendingIngest | null;
}

/** PendingIngest.owner of a job that no process has taken yet (ROLE=web). */
export const UNASSIGNED = 'unassigned';

export interface PendingIngest extends Sources {
  /** The subfolder of the dataset that contains the source files. */
  folder: string;
  options: NormalizationOptions;
  /** For reason RESTORE: the version whose files the folder contains. */
  restores?: RestoredVersion;
  /** Accept two files with the same rows. */
  allowDuplicate?: boolean;
  /** The kind of request; jobs/states.ts derives the version's reason from it. */
  reason: VersionReason;
  /** The process that runs the job (storage/processes.ts), or UNASSIGNED. */
  owner: string;
  /** The version that the job creates: higher than all existing versions and all versions in progress. */
  version: number;
  /** The claim of the request's idempotency key (ingest/jobs/idempotency.ts), where it had one. */
  idempotency?: string;
  /** How often the job was given up because storage was away, and the time before which it is not tried again (RFC 3339). */
  retries?: number;
  notBefore?: string;
  /** Starts at 1 and increases each time a process dies during the job. The number of attempts is limited (jobs/recover.ts). */
  attempt: number;
}
