import { ConcentricError } from '../model/errors.js';

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space and try again',
  EDQUOT: 'the disk quota is used up: free some space and try again',
  EACCES: 'the storage folder may not be written: check its permissions',
  EPERM: 'the storage folder may not be written: check its permissions',
  EROFS: 'the storage folder is read-only: check how it is mounted',
  ENOTDIR: 'a part of the path is a file: set STORAGE_DIR to a folder',
  EIO: 'the disk reports an error: try again, and have it checked',
  EMFILE: 'the process has too many files open: try again in a moment',
  ENFILE: 'the machine has too many files open: try again in a moment',
};

/**
 * Runs `work`; where the disk refuses (full, read-only, not permitted, …) the error is STORAGE_UNAVAILABLE and says
 * what was being done (`writing the upload`) and what helps. Any other error passes unchanged.
 */
export async function withStorage<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const advice = ADVICE[errnoCode(error) ?? ''];
    if (advice === undefined) throw error;
    throw new ConcentricError('STORAGE_UNAVAILABLE', `${doing} failed: ${advice}`, {}, { cause: error });
  }
}

/** `ENOENT` and its like; undefined for errors that are not the file system's. */
export function errnoCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Runs `work`; undefined where what it wanted is not there. */
export async function ifPresent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
