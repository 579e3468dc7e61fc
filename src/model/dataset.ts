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

export const VersionReason = { UPLOAD: 'UPLOAD', REPLACE: 'REPLACE', NORMALIZE: 'NORMALIZE' } as const;
export type VersionReason = keyof typeof VersionReason;

export const DatasetOrder = { NEWEST: 'NEWEST', OLDEST: 'OLDEST', NAME: 'NAME', ROWS: 'ROWS' } as const;
export type DatasetOrder = keyof typeof DatasetOrder;

/** What the user said about the file; whatever is absent is detected. */
export interface NormalizationOptions {
  sheet?: string;
  /** 1-based row (of the sheet, or of the text file's records). */
  headerRow?: number;
  delimiter?: string;
  encoding?: string;
  dateOrder?: DateOrder;
  decimalMark?: DecimalMark;
  /** Default true. */
  unpivot?: boolean;
  /** Default false. */
  leaveOutSubtotals?: boolean;
  /** Columns, by name or header. */
  fillDown?: string[];
}

/** The file as it came, and how it was read. The nullable fields are set where the format has them, once it was read. */
export interface SourceFile {
  /** As the client named it; the name on disk is made safe. */
  fileName: string;
  format: SourceFormat;
  sizeBytes: number;
  sha256: string;
  sheet: string | null;
  sheets: string[] | null;
  encoding: string | null;
  delimiter: string | null;
  headerRow: number | null;
}

/**
 * Increases whenever a change of the reading rules can change a value, a type or a warning for a file. A version stays as
 * it was read; new rules apply to new versions. 1: releases before this was recorded.
 */
export const READING_RULES_VERSION = 2;

/** How a version was read from its source, and what its files must hold. */
export interface VersionReading {
  options: NormalizationOptions;
  /** READING_RULES_VERSION when it was read. */
  rulesVersion: number;
  checksums: VersionChecksums;
}

/** SHA-256 (hex) of the files of a version as they were written, and a digest of its rows. */
export interface VersionChecksums {
  parquet: string;
  schema: string;
  lineage: string;
  /** Of the values in their order, whatever the encoding of the Parquet (catalog/integrity/rows-digest.ts). */
  rows: string;
}

/** A version that is kept, with the record's fields from when it was current. */
export interface KeptVersion {
  version: number;
  publication: Publication;
  rowCount: number;
  columnCount: number;
  source: SourceFile;
  overrides: SchemaOverrides | null;
  /** Null where the version was made before this was recorded and has not been adopted yet (catalog/integrity/adopt-versions.ts). */
  reading: VersionReading | null;
}

/** How a version came to be. */
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
 * What the catalog knows of a dataset: one immutable file a revision. `version` counts readings of a file (upload,
 * replacement, normalization); `revision` counts every published change, saveSchema and failures included, and is
 * what cached answers are compared by.
 */
export interface DatasetRecord {
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
  source: SourceFile;
  overrides: SchemaOverrides | null;
  /** Of `version`; null until READY. */
  publication: Publication | null;
  /** Of `version`; null until READY, and as in KeptVersion. */
  reading: VersionReading | null;
  /** The versions before `version` that are kept, newest first: what is not among them may go from the disk. */
  earlier: KeptVersion[];
  /** Analyses that were cached under an earlier revision are not served: one of them was found to be wrong (cache/auditor.ts). */
  analysesFrom?: number;
  /** RFC 3339, UTC, milliseconds. */
  createdAt: string;
  updatedAt: string;
  /** The reading under way: its source is safe on disk, so that a process that dies can be continued by the next. */
  pending: PendingIngest | null;
}

export interface PendingIngest {
  /** The folder below the dataset's that holds source/<safe name>. */
  folder: string;
  source: SourceFile;
  options: NormalizationOptions;
  /** The request; jobs/states.ts says which reason the version gets. */
  reason: VersionReason;
  /** The process at work (storage/processes.ts). */
  owner: string;
  /** The version it will be: above every version there is and every one under way. */
  version: number;
  /** The claim of the request's idempotency key (ingest/jobs/idempotency.ts), where it had one. */
  idempotency?: string;
  /** 1, and one more each time a process died at it: a file that kills its reader is given up in the end. */
  attempt: number;
}
