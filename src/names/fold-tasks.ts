/** What fold-worker.ts does. */
export type FoldTasks = { fold: { input: readonly string[]; output: string[] } };
