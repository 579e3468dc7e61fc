import { TaskThread } from '../../worker/task-thread.js';

/** What workbook-worker.ts does. */
export type WorkbookTasks = {
  /** Writes the workbook of the analysis that a JSON file holds; not synced. */
  writeWorkbook: { input: { jsonPath: string; path: string }; output: undefined };
};

/** The thread that writes workbooks, apart from the one that computes shares: an analysis never waits for a download. */
export class WorkbookThread extends TaskThread<WorkbookTasks> {
  constructor() {
    super('./workbook-worker.js', import.meta.url);
  }
}
