import type { DatasetRecord, NormalizationOptions, PendingIngest, SourceFile } from '../../model/dataset.js';
import type { IncomingFiles } from '../intake/receive-files.js';
import type { Claim } from './claims.js';

/** A change of a dataset by a new version. */
export interface ChangeRequest {
  id: string;
  /** Return after the version was published, instead of as soon as the job is durable. */
  wait: boolean;
  /** Principal.id; by default that of a service without keys. */
  principal?: string;
}

export interface ReadRequest {
  /** Return after the file was read, instead of as soon as it is durable. */
  wait: boolean;
  options: NormalizationOptions;
  /** Principal.id; by default that of a service without keys. */
  principal?: string;
}

export interface FileRequest extends ReadRequest {
  /** At least one; the tables of several are stacked in this order. */
  files: IncomingFiles;
  /** Accept two files with the same rows. */
  allowDuplicate?: boolean;
  /** A repeated request of the same principal with the same key within 24 hours joins the first one. */
  idempotencyKey?: string | null;
}

export interface AppendRequest extends Omit<FileRequest, 'options'> {
  id: string;
  /** Null: as the newest version was read. */
  options: NormalizationOptions | null;
}

/** What is known of a job before its version: where its files are and how they are read. */
export type NewJob = Pick<PendingIngest, 'options' | 'restores'> & { sources: readonly SourceFile[] };

/** A record with its new job, or the earlier job that a repeated request joins. */
export type StartedJob = { record: DatasetRecord } | { repeats: Claim };
