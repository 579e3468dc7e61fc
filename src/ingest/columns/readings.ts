import { type DuckDBConnection, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { ColumnCells } from './column-cells.js';

/**
 * Cells that JavaScript reads better than SQL (dates in many forms, periods): each distinct cell is read once and kept
 * with its reading in a temporary table that the normalization joins. Such columns have few distinct cells; where one
 * has many, they pass through JavaScript in batches, so that memory and the event loop stay free.
 */

const BATCH = 2048;

/** Collects the distinct trimmed cells of a column that meet `where` into a temporary table `(cell, occurrences)`. */
export async function collectCells(
  connection: DuckDBConnection,
  table: string,
  { cell, source }: ColumnCells,
  where: string,
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT cell, sum(n) AS occurrences ` +
      `FROM (SELECT ${cell} AS cell, n FROM ${source}) WHERE cell IS NOT NULL AND (${where}) GROUP BY cell`,
  );
}

/** Visits each collected cell with its number of occurrences. */
export async function visitCells(
  connection: DuckDBConnection,
  table: string,
  visit: (cell: string, occurrences: number) => void,
): Promise<void> {
  for (let start = 0; ; start += BATCH) {
    // A stream would be cut off by the appends made between its chunks; ranges of row ids are not.
    const batch = await connection.runAndReadAll(
      `SELECT cell, occurrences::DOUBLE FROM ${table} WHERE rowid >= ${start} AND rowid < ${start + BATCH}`,
    );
    const [cells, occurrences] = batch.getColumns() as [string[], number[]];
    if (!cells?.length) return;
    for (const [row, cell] of cells.entries()) visit(cell, occurrences[row]!);
    if (cells.length < BATCH) return;
  }
}

/** Reads each collected cell and keeps those that have a reading in a new temporary table `(cell, reading)`. Drops the cells. */
export async function storeReadings(
  connection: DuckDBConnection,
  cellsTable: string,
  table: string,
  sqlType: 'VARCHAR' | 'DATE' | 'TIMESTAMP',
  read: (cell: string) => string | undefined,
): Promise<void> {
  const asText = `${table}_text`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${asText} (cell VARCHAR, reading VARCHAR)`);
  const appender = await connection.createAppender(asText);
  let rows: [string, string][] = [];
  const append = () => {
    const chunk = DuckDBDataChunk.create([VARCHAR, VARCHAR]);
    chunk.setRows(rows);
    appender.appendDataChunk(chunk);
    rows = [];
  };
  await visitCells(connection, cellsTable, (cell) => {
    const reading = read(cell);
    if (reading === undefined) return;
    rows.push([cell, reading]);
    if (rows.length === BATCH) append();
  });
  if (rows.length > 0) append();
  appender.closeSync();
  // Cast here, once a distinct cell, not once a row.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT cell, CAST(reading AS ${sqlType}) AS reading FROM ${asText}`,
  );
  await connection.run(`DROP TABLE ${asText}`);
  await connection.run(`DROP TABLE ${cellsTable}`);
}
