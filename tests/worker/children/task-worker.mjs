import { answerTasks } from '../../../dist/src/worker/task-thread.js';
import { failures } from './failures.mjs';

answerTasks({ fail: (name) => failures[name](), double: (number) => 2 * number });
