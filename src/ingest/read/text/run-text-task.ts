import { once } from 'node:events';
import { ConcentricError, type ErrorCode } from '../../../model/errors.js';
import { isStorageError } from '../../../storage/storage-errors.js';
import { spawnWorker } from '../../../worker/spawn-worker.js';
import type { TextTask, TextTaskInput, TextTaskResult } from './text-tasks.js';

export interface RunTextTask<T extends TextTask = TextTask> {
  task: T;
  input: TextTaskInput<T>;
}

export type TextTaskReply =
  | { status: 'done'; result: unknown }
  | { status: 'refused'; code: ErrorCode; message: string; details: ConcentricError['details'] };

/**
 * Runs a task in a worker thread of its own.
 *
 * @throws what the task throws; UNREADABLE_FILE where the worker dies of it.
 */
export async function runTextTask<T extends TextTask>(task: T, input: TextTaskInput<T>): Promise<TextTaskResult<T>> {
  const request: RunTextTask<T> = { task, input };
  const worker = spawnWorker('./text-worker.js', import.meta.url, { workerData: request });
  const silentEnd = new AbortController();
  worker.once('exit', () => silentEnd.abort());
  try {
    const [reply] = (await once(worker, 'message', { signal: silentEnd.signal })) as [TextTaskReply];
    if (reply.status === 'refused') throw new ConcentricError(reply.code, reply.message, reply.details);
    return reply.result as TextTaskResult<T>;
  } catch (cause) {
    if (cause instanceof ConcentricError || isStorageError(cause)) throw cause;
    throw unreadableText(cause);
  } finally {
    await worker.terminate();
  }
}

export function unreadableText(cause: unknown): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    'The file could not be read as a table. Export it again as CSV in UTF-8 with one line a row, or save it as .xlsx.',
    {},
    { cause },
  );
}
