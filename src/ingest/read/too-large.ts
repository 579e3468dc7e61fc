import { ConcentricError } from '../../model/errors.js';

/** FILE_TOO_LARGE: reading the file needs more memory than MEMORY_LIMIT, even with spilling to disk. */
export function tooLargeForMemory(cause: unknown): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    'Reading the file takes more memory than the service may use (MEMORY_LIMIT). Remove columns you do not need, split the file, or ask the operator to raise the limit.',
    {},
    { cause },
  );
}
