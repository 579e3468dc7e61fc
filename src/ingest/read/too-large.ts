import { ConcentricError } from '../../model/errors.js';

/** A file for which MEMORY_LIMIT does not suffice, although what can go to disk does. */
export function tooLargeForMemory(cause: unknown): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    'Reading the file takes more memory than this service may use (MEMORY_LIMIT). Leave out the columns you do not need, split the file, or raise the limit.',
    {},
    { cause },
  );
}
