import { TaskThread } from '../../worker/task-thread.js';

export interface WorkbookFiles {
  /** The analysis. */
  jsonPath: string;
  /** All of its entities (ranked-entities.ts); null where they are not available. */
  entitiesPath: string | null;
  /** The rows behind one of its figures (listed-rows.ts); null for a workbook without them. */
  rowsPath: string | null;
  /** The workbook to write. */
  path: string;
}

/** What workbook-worker.ts does. */
export type WorkbookTasks = {
  /** Writes the workbook of the analysis that a JSON file holds; not synced. */
  writeWorkbook: { input: WorkbookFiles; output: undefined };
};

/** The thread that writes workbooks, apart from the one that computes shares: an analysis never waits for a download. */
export class WorkbookThread extends TaskThread<WorkbookTasks> {
  constructor() {
    super('./workbook-worker.js', import.meta.url);
  }
}
