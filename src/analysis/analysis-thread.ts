import { TaskThread } from '../worker/task-thread.js';
import type { AnalysisTasks } from './ranked/tasks.js';

/** The thread for rankings of many groups. */
export class AnalysisThread extends TaskThread<AnalysisTasks> {
  constructor() {
    super('./analysis-worker.js', import.meta.url);
  }
}
