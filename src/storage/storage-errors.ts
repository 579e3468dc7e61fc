import { ConcentricError } from '../model/errors.js';

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space and try again',
  EDQUOT: 'the disk quota is used up: free some space and try again',
  EACCES: 'the storage folder may not be written: check its permissions',
  EPERM: 'the storage folder may not be written: check its permissions',
  EROFS: 'the storage folder is read-only: check how it is mounted',
  ENOTDIR: 'a part of the path is a file: set STORAGE_DIR to a folder',
  EFBIG:
    'a file would be larger than the file system, or the limit of the process, allows: raise the limit or send a smaller file',
  EIO: 'the disk reports an error: try again, and have it checked',
  EMFILE: 'the process has too many files open: try again in a moment',
  ENFILE: 'the machine has too many files open: try again in a moment',
  EAGAIN: 'the machine can start no more processes or threads: try again in a moment',
};

/** What DuckDB writes instead of a code: the words of strerror(3). */
const WORDS: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'Permission denied': 'EACCES',
  'Read-only file system': 'EROFS',
  'File too large': 'EFBIG',
  'Input/output error': 'EIO',
  'Too many open files': 'EMFILE',
};

/**
 * Runs `work`; where the disk refuses (full, read-only, not permitted, …) the error is STORAGE_UNAVAILABLE and says
 * what was being done (`writing the upload`) and what helps, whether Node or DuckDB was at work. Any other error passes
 * unchanged.
 */
export async function withStorage<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const advice = adviceFor(error);
    if (advice === undefined) throw error;
    throw new ConcentricError('STORAGE_UNAVAILABLE', `${doing} failed: ${advice}`, {}, { cause: error });
  }
}

/** Whether an error is the disk's, or the system's that has no files left, and so says nothing of the file being read. */
export function isStorageError(error: unknown): boolean {
  return adviceFor(error) !== undefined;
}

/** Whether an error, or what caused it, is that nothing more can be written: the disk or a quota is used up. */
export function isDiskFull(error: unknown): boolean {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return error instanceof Error && error.cause !== undefined && isDiskFull(error.cause);
}

function adviceFor(error: unknown): string | undefined {
  return ADVICE[systemCode(error) ?? ''];
}

function systemCode(error: unknown): string | undefined {
  return workerCode(error) ?? errnoCode(error) ?? duckdbCode(error);
}

/** A thread that cannot be started says why in its message alone: `Worker initialization failure: EMFILE`. */
function workerCode(error: unknown): string | undefined {
  if (errnoCode(error) !== 'ERR_WORKER_INIT_FAILED') return undefined;
  return /\b(E[A-Z]{3,})$/.exec((error as Error).message)?.[1];
}

function duckdbCode(error: unknown): string | undefined {
  if (!(error instanceof Error && error.message.startsWith('IO Error'))) return undefined;
  return Object.entries(WORDS).find(([words]) => error.message.includes(words))?.[1];
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
