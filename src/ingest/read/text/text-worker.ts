import { parentPort, workerData } from 'node:worker_threads';
import { ConcentricError } from '../../../model/errors.js';
import { withStorage } from '../../../storage/storage-errors.js';
import type { RunTextTask, TextTaskReply } from './run-text-task.js';
import { textTasks } from './text-tasks.js';

parentPort!.postMessage(await reply(workerData as RunTextTask));

/** An error that is not the file's fault ends the worker instead. */
async function reply({ task, input }: RunTextTask): Promise<TextTaskReply> {
  const run: (input: never) => unknown = textTasks[task];
  try {
    return { status: 'done', result: await withStorage('Reading the file', async () => run(input as never)) };
  } catch (error) {
    if (!(error instanceof ConcentricError)) throw error;
    return { status: 'refused', code: error.code, message: error.message, details: error.details };
  }
}
