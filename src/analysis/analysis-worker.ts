import { answerTasks } from '../worker/task-thread.js';
import type { AnalysisTasks } from './analysis-thread.js';
import { concentrate } from './concentration.js';

answerTasks<AnalysisTasks>({ concentrate: ({ groups, request }) => concentrate(groups, request) });
