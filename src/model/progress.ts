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

/** The stages between the arrival of a file and its outcome. */
export type ReadingStage = Exclude<ProgressStage, 'RECEIVING' | 'DONE' | 'FAILED'>;

/** The progress of one reading, as its steps report it. */
export interface ReportProgress {
  /** Begins a stage. `rows`: the rows of the table, once known. */
  enter(stage: ReadingStage, rows?: number): void;
  /** The fraction of the current stage that is done, 0 to 1. */
  advance(fraction: number): void;
}

/** The progress of one reading of a dataset's file: an upload, a replacement or a normalization. */
export interface DatasetProgress {
  datasetId: string;
  stage: ProgressStage;
  /** Rows of the table; 0 until the file is read. */
  rowsDone: number;
  /** Bytes of the file that have arrived. */
  bytesDone: number;
  /** Size of the file; null until it has arrived. */
  bytesTotal: number | null;
  /** Of the work after the file has arrived: 0 to 1, never decreasing; null where it is not known. */
  fraction: number | null;
  /** Set where stage is FAILED. */
  failure: Failure | null;
}
