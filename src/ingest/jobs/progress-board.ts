import type { DatasetProgress } from '../../model/progress.js';

/**
 * Shows the progress of a job to other processes. It is no part of the record: a change of it makes no revision. Losing it
 * loses nothing else. The newest job of a dataset wins.
 */
export interface ProgressBoard {
  write(folder: string, progress: DatasetProgress): Promise<void>;
  /** Of the job with this pending folder; null if there is none. */
  read(datasetId: string, folder: string): Promise<DatasetProgress | null>;
  remove(datasetId: string, folder: string): Promise<void>;
  /** Removes what processes that died have left. */
  sweep(): Promise<void>;
}

/** What is not written for so long belongs to a process that died. */
export const MAX_BOARD_AGE_MS = 3_600_000;
