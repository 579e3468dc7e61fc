import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { readAnalysisJson } from '../artifact/analysis-json.js';
import { writeAnalysisWorkbook } from '../artifact/analysis-workbook.js';
import { type Concentration, type ConcentrationRequest, concentrate, type SortedGroups } from './concentration.js';

/** What the thread can do, with what it is given and what it answers. */
export interface Tasks {
  concentrate: { input: { groups: SortedGroups; request: ConcentrationRequest }; output: Concentration[] };
  writeWorkbook: { input: { jsonPath: string; path: string }; output: undefined };
}

export type TaskCall = { [Name in keyof Tasks]: { id: number; task: Name; input: Tasks[Name]['input'] } }[keyof Tasks];
export type TaskReply = { id: number; output: unknown } | { id: number; error: unknown };

parentPort?.on('message', async (call: TaskCall) => {
  parentPort?.postMessage(await answer(call));
});

async function answer(call: TaskCall): Promise<TaskReply> {
  try {
    return { id: call.id, output: await run(call) };
  } catch (error) {
    return { id: call.id, error };
  }
}

function run(call: TaskCall): Tasks[keyof Tasks]['output'] | Promise<void> {
  switch (call.task) {
    case 'concentrate':
      return concentrate(call.input.groups, call.input.request);
    case 'writeWorkbook':
      return writeWorkbook(call.input);
  }
}

/** Read from the file, because handing over thousands of periods would hold up whoever asks. */
async function writeWorkbook({ jsonPath, path }: Tasks['writeWorkbook']['input']): Promise<void> {
  const analysis = await readAnalysisJson(await readFile(jsonPath, 'utf8'));
  if (analysis === null) throw new Error(`${jsonPath} holds no analysis`);
  await writeAnalysisWorkbook(analysis, path);
}
