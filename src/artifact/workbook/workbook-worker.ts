import { readFile } from 'node:fs/promises';
import { answerTasks } from '../../worker/task-thread.js';
import { readAnalysisJson } from '../json.js';
import { writeAnalysisWorkbook } from './analysis-workbook.js';
import { readListedRows } from './listed-rows.js';
import { headOf, readRanking } from './ranked-entities.js';
import type { WorkbookTasks } from './workbook-thread.js';

answerTasks<WorkbookTasks>({
  // From a file, because handing over thousands of periods would block the event loop.
  async writeWorkbook({ jsonPath, entitiesPath, rowsPath, path }) {
    const analysis = await readAnalysisJson(await readFile(jsonPath, 'utf8'));
    if (analysis === null) throw new Error(`${jsonPath} holds no analysis`);
    const ranking = entitiesPath === null ? headOf(analysis) : readRanking(entitiesPath, analysis);
    const rows = rowsPath === null ? null : await readListedRows(rowsPath);
    await writeAnalysisWorkbook(analysis, path, ranking, rows);
  },
});
