import { TaskThread } from '../worker/task-thread.js';
import type { Concentration, ConcentrationRequest, SortedGroups } from './concentration.js';

/** What analysis-worker.ts does. */
export type AnalysisTasks = {
  concentrate: { input: { groups: SortedGroups; request: ConcentrationRequest }; output: Concentration[] };
};

/** The thread for shares of many groups. */
export class AnalysisThread extends TaskThread<AnalysisTasks> {
  constructor() {
    super('./analysis-worker.js', import.meta.url);
  }
}
