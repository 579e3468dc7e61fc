import { ConcentricError } from '../../../model/errors.js';
import { isStorageError } from '../../../storage/storage-errors.js';
import { runInThread } from '../../../worker/run-in-thread.js';
import type { TextTask, TextTaskInput, TextTaskResult } from './text-tasks.js';

export interface RunTextTask<T extends TextTask = TextTask> {
  task: T;
  input: TextTaskInput<T>;
}

/**
 * Runs a task in a separate worker thread.
 *
 * @throws the errors of the task; UNREADABLE_FILE if the worker crashes.
 */
export async function runTextTask<T extends TextTask>(task: T, input: TextTaskInput<T>): Promise<TextTaskResult<T>> {
  const request: RunTextTask<T> = { task, input };
  try {
    return await runInThread('./text-worker.js', import.meta.url, { input: request });
  } catch (cause) {
    if (cause instanceof ConcentricError || isStorageError(cause)) throw cause;
    throw unreadableText(cause);
  }
}

export function unreadableText(cause: unknown): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    'The file could not be read as a table. Export it again as CSV in UTF-8 with one line per row, or save it as .xlsx.',
    {},
    { cause },
  );
}
