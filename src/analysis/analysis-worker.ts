import { answerTasks } from '../worker/task-thread.js';
import { type AnalysisTasks, analysisTasks } from './ranked/tasks.js';

answerTasks<AnalysisTasks>(analysisTasks());
