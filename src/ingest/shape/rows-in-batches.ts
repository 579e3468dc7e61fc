import type { Connection, JS } from '../../duckdb/connection.js';

/** Reading so many cells blocks the event loop for a few milliseconds. */
const CELLS_PER_BATCH = 10_000;

/** The rows of a query, read in batches so that the event loop is free between them. @param width cells per row */
export async function* rowsInBatches(connection: Connection, sql: string, width: number): AsyncGenerator<JS[]> {
  const table = 'batched_rows';
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sql}`);
  const batchSize = Math.ceil(CELLS_PER_BATCH / width);
  for (let start = 0; ; start += batchSize) {
    const batch = await connection.runAndReadAll(
      `FROM ${table} WHERE rowid >= ${start} AND rowid < ${start + batchSize}`,
    );
    const rows = batch.getRowsJS();
    yield* rows;
    if (rows.length < batchSize) break;
  }
  await connection.run(`DROP TABLE ${table}`);
}
