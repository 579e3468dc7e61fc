import { answerTasks } from '../worker/task-thread.js';
import { foldSpelling } from './fold-spelling.js';
import type { FoldTasks } from './fold-tasks.js';

answerTasks<FoldTasks>({ fold: (texts) => texts.map(foldSpelling) });
