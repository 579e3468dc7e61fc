import { recordOffsets } from './record-offsets.js';
import { writeRegularFile } from './regular-file.js';
import { sniffText } from './sniff-text.js';

/** Tasks that can take long and therefore run in a worker thread. */
export const textTasks = { recordOffsets, sniffText, writeRegularFile };

export type TextTask = keyof typeof textTasks;
export type TextTaskInput<T extends TextTask> = Parameters<(typeof textTasks)[T]>[0];
export type TextTaskResult<T extends TextTask> = Awaited<ReturnType<(typeof textTasks)[T]>>;
