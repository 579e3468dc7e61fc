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

/** A version that is kept, as the record said of it for as long as it was current. */
export interface KeptVersion {
  version: number;
  publication: Publication;
  rowCount: number;
  columnCount: number;
  source: SourceFile;
  overrides: SchemaOverrides | null;
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
