import type { Failure } from './dataset.js';

export const ProgressStage = {
  RECEIVING: 'RECEIVING',
  READING: 'READING',
  PROFILING: 'PROFILING',
  NORMALIZING: 'NORMALIZING',
  WRITING: 'WRITING',
  DONE: 'DONE',
  FAILED: 'FAILED',
} as const;
export type ProgressStage = keyof typeof ProgressStage;

/** How far one reading of a dataset's file is: an upload, a replacement or a normalization. */
export interface DatasetProgress {
  datasetId: string;
  stage: ProgressStage;
  /** Rows of the table; 0 until the file was read. */
  rowsDone: number;
  /** Bytes of the file that have arrived. */
  bytesDone: number;
  /** Size of the file; null until it has arrived. */
  bytesTotal: number | null;
  /** Of the work that follows the arrival of the file: 0 to 1, never falling; null where it is not known. */
  fraction: number | null;
  /** Set where stage is FAILED. */
  failure: Failure | null;
}
