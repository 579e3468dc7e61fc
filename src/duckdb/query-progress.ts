import type { Connection } from './connection.js';

const POLL_MS = 250;

/**
 * Runs `work` and reports the progress of the running query, from 0 to 1. In effect this is the progress of the longest
 * query in `work`, because shorter queries end between two polls.
 */
export async function withQueryProgress<T>(
  connection: Connection,
  report: ((fraction: number) => void) | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (report === undefined) return work();
  // DuckDB measures progress only with the progress bar enabled, which must not be printed.
  await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
  const polling = setInterval(() => report(connection.progressPercent / 100), POLL_MS);
  try {
    return await work();
  } finally {
    clearInterval(polling);
  }
}
