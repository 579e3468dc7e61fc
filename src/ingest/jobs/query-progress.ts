import type { Connection } from '../../duckdb/connection.js';
import type { ReportProgress } from './progress.js';

const LOOK_EVERY_MS = 250;

/** Reports how far DuckDB is with the query that takes most of `work`: that of the short ones before it is hardly seen. */
export async function queryProgress<T>(
  connection: Connection,
  progress: ReportProgress | undefined,
  work: () => Promise<T>,
): Promise<T> {
  // DuckDB counts only for a bar, which it must then be told not to draw.
  await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
  const look = setInterval(() => progress?.advance(connection.progressPercent / 100), LOOK_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(look);
  }
}
