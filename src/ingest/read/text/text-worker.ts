import { answerOnce } from '../../../worker/run-in-thread.js';
import type { RunTextTask } from './run-text-task.js';
import { textTasks } from './text-tasks.js';

await answerOnce(({ task, input }: RunTextTask) => {
  const run: (input: never) => unknown = textTasks[task];
  // `task` and `input` belong together (RunTextTask), which the type of the table of tasks cannot express.
  return run(input as never);
});
