import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import { MAX_VALUE_LENGTH } from '../cells/cell.js';
import type { Overview } from './column-cells.js';

/**
 * Cells that JavaScript reads better than SQL: dates in many forms, and periods. Each distinct cell is read once and stored
 * with its reading in a temporary table, which the normalization joins. Most such columns have few distinct cells. Many
 * cells are read in batches, so that they neither fill the memory nor block the event loop.
 */

const BATCH_CELLS = 2048;
/** Up to this number of cells, readings are looked up in a list. A table takes a millisecond to create and more to join. */
const MAX_LOOKUP_CELLS = 64;

/** Where the reading of a cell is found. The reading of a cell without one is NULL. */
export type Readings =
  /** A temporary table `(cell, reading)`. */
  | { table: string }
  /** Takes the SQL of the trimmed cell and returns that of its reading. */
  | { lookUp: (cell: string) => string };

/** The distinct trimmed cells of a column. */
export interface CollectedCells {
  visit(visitor: (cell: string, occurrences: number) => void): Promise<void>;
  /** Stores the readings, cast to a type. `table` is the name of the table, if one is needed. Must be the last call. */
  storeReadings(table: string, sqlType: ReadingType, read: (cell: string) => string | undefined): Promise<Readings>;
  /** Instead of storeReadings, where no readings are stored. */
  discard(): Promise<void>;
}

type ReadingType = 'VARCHAR' | 'DATE' | 'TIMESTAMP';

/** Collects the cells of a column that meet `where` and are not longer than MAX_VALUE_LENGTH. */
export function collectCells(connection: Connection, column: Overview, where: string): Promise<CollectedCells> {
  const condition = `strlen(cell) <= ${MAX_VALUE_LENGTH} AND (${where})`;
  return column.filled <= BATCH_CELLS
    ? collectInMemory(connection, column, condition)
    : collectInTable(connection, column, condition);
}

/** Collects the cells in memory. */
async function collectInMemory(
  connection: Connection,
  { trim, source }: Overview,
  where: string,
): Promise<CollectedCells> {
  const answer = await source.query({ trim, select: ['cell', 'sum(n)::DOUBLE'], where, perCell: true });
  const cells = answer as [string, number][];
  return {
    visit: async (visitor) => {
      for (const [cell, occurrences] of cells) visitor(cell, occurrences);
    },
    discard: async () => undefined,
    storeReadings: async (table, sqlType, read) => {
      const rows = cells.flatMap(([cell]) => {
        const reading = read(cell);
        return reading === undefined ? [] : [[cell, reading]];
      });
      const list = (at: number) => `[${rows.map((row) => quoteText(row[at]!)).join(', ')}]::VARCHAR[]`;
      if (rows.length <= MAX_LOOKUP_CELLS) {
        return { lookUp: (cell) => `CAST((${list(1)})[list_position(${list(0)}, ${cell})] AS ${sqlType})` };
      }
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT cell, CAST(reading AS ${sqlType}) AS reading
         FROM (SELECT unnest(${list(0)}) AS cell, unnest(${list(1)}) AS reading)`,
      );
      return { table };
    },
  };
}

/** Collects the cells in a temporary table. */
async function collectInTable(
  connection: Connection,
  { raw, cell, source }: Overview,
  where: string,
): Promise<CollectedCells> {
  const cells = `${raw}_cells`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${cells} AS SELECT cell, sum(n) AS occurrences
     FROM (SELECT ${cell} AS cell, n FROM ${source.relation}) WHERE ${where} GROUP BY cell`,
  );
  // Ranges of row ids instead of a stream, because other columns and the appends use the connection between batches.
  const visitBatches = async (visit: (texts: string[], occurrences: number[]) => Promise<void> | void) => {
    for (let start = 0; ; start += BATCH_CELLS) {
      const batch = await connection.runAndReadAll(
        `SELECT cell, occurrences::DOUBLE FROM ${cells} WHERE rowid >= ${start} AND rowid < ${start + BATCH_CELLS}`,
      );
      const [texts, occurrences] = batch.getColumns() as [string[], number[]];
      if (!texts?.length) return;
      await visit(texts, occurrences);
      if (texts.length < BATCH_CELLS) return;
    }
  };
  return {
    visit: (visitor) =>
      visitBatches((texts, occurrences) => {
        for (const [row, text] of texts.entries()) visitor(text, occurrences[row]!);
      }),
    discard: async () => {
      await connection.run(`DROP TABLE ${cells}`);
    },
    storeReadings: async (table, sqlType, read) => {
      const textTable = `${table}_text`;
      await connection.run(`CREATE OR REPLACE TEMP TABLE ${textTable} (cell VARCHAR, reading VARCHAR)`);
      await visitBatches(async (texts) => {
        const rows: [string, string][] = [];
        for (const text of texts) {
          const reading = read(text);
          if (reading !== undefined) rows.push([text, reading]);
        }
        await connection.append(textTable, rows);
      });
      // The cast is done here, once per distinct cell instead of once per row.
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT cell, CAST(reading AS ${sqlType}) AS reading FROM ${textTable}`,
      );
      await connection.run(`DROP TABLE ${textTable}`);
      await connection.run(`DROP TABLE ${cells}`);
      return { table };
    },
  };
}
