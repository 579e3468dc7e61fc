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
  EIO: 'the disk reports an error: try again, and check the disk',
  EMFILE: 'the process has too many files open: try again shortly',
  ENFILE: 'the machine has too many files open: try again shortly',
  EAGAIN: 'the machine can start no more processes or threads: try again shortly',
};

/** DuckDB reports the texts of strerror(3) instead of codes. */
const CODE_BY_TEXT: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'Permission denied': 'EACCES',
  'Read-only file system': 'EROFS',
  'File too large': 'EFBIG',
  'Input/output error': 'EIO',
  'Too many open files': 'EMFILE',
};

/**
 * Runs `work` and converts disk errors of Node and DuckDB (full, read-only, not permitted, …) to STORAGE_UNAVAILABLE with the
 * failed action (`doing`: "Writing the upload") and a remedy. Other errors pass unchanged.
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

/** Whether an error comes from the disk or a limit of the system, not from the file being read. */
export function isStorageError(error: unknown): boolean {
  return adviceFor(error) !== undefined;
}

/** Whether an error or its cause is a full disk or an exhausted quota. */
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

/** The code of a failed thread start is only in its message: `Worker initialization failure: EMFILE`. */
function workerCode(error: unknown): string | undefined {
  if (errnoCode(error) !== 'ERR_WORKER_INIT_FAILED') return undefined;
  return /\b(E[A-Z]{3,})$/.exec((error as Error).message)?.[1];
}

function duckdbCode(error: unknown): string | undefined {
  if (!(error instanceof Error && error.message.startsWith('IO Error'))) return undefined;
  return Object.entries(CODE_BY_TEXT).find(([text]) => error.message.includes(text))?.[1];
}

/** A system error code such as `ENOENT`; undefined for other errors. */
export function errnoCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Runs `work`; undefined on ENOENT. */
export async function ifPresent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
