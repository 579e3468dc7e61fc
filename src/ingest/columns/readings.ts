import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import { LONGEST_VALUE } from '../cells/cell.js';
import type { Overview } from './column-cells.js';

/**
 * Cells that JavaScript reads better than SQL (dates in many forms, periods): each distinct cell is read once and kept
 * with its reading in a temporary table that the normalization joins. Such columns have few distinct cells; where one
 * has many, they pass through JavaScript in batches, so that memory and the event loop stay free.
 */

const BATCH = 2048;
/** So many are looked up in a list: a table takes a millisecond to make and more to join, however few its rows. */
const FEW = 64;

/** Where the reading of a cell is found; what has none reads as NULL. */
export type Readings =
  /** A temporary table `(cell, reading)`. */
  | { table: string }
  /** SQL of the reading, by that of the trimmed cell. */
  | { lookUp: (cell: string) => string };

/** Distinct trimmed cells of a column. */
export interface CollectedCells {
  visit(look: (cell: string, occurrences: number) => void): Promise<void>;
  /** Keeps those that have a reading, cast to a type; where it takes a table, in one of that name. The last thing done to them. */
  keepReadings(table: string, sqlType: ReadingType, read: (cell: string) => string | undefined): Promise<Readings>;
}

type ReadingType = 'VARCHAR' | 'DATE' | 'TIMESTAMP';

/** The cells of a column that meet `where` and are not too long to be a value. */
export function collectCells(connection: Connection, column: Overview, where: string): Promise<CollectedCells> {
  const wanted = `strlen(cell) <= ${LONGEST_VALUE} AND (${where})`;
  return column.filled <= BATCH ? collectFew(connection, column, wanted) : collectMany(connection, column, wanted);
}

/** Visited in memory. */
async function collectFew(connection: Connection, { trim, source }: Overview, where: string): Promise<CollectedCells> {
  const answer = await source.ask({ trim, select: ['cell', 'sum(n)::DOUBLE'], where, eachCell: true });
  const cells = answer as [string, number][];
  return {
    visit: async (look) => {
      for (const [cell, occurrences] of cells) look(cell, occurrences);
    },
    keepReadings: async (table, sqlType, read) => {
      const rows = cells.flatMap(([cell]) => {
        const reading = read(cell);
        return reading === undefined ? [] : [[cell, reading]];
      });
      const list = (at: number) => `[${rows.map((row) => quoteText(row[at]!)).join(', ')}]::VARCHAR[]`;
      if (rows.length <= FEW) {
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

/** Visited in a temporary table. */
async function collectMany(
  connection: Connection,
  { raw, cell, source }: Overview,
  where: string,
): Promise<CollectedCells> {
  const cells = `${raw}_cells`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${cells} AS SELECT cell, sum(n) AS occurrences
     FROM (SELECT ${cell} AS cell, n FROM ${source.relation}) WHERE ${where} GROUP BY cell`,
  );
  // Ranges of row ids, not a stream: other columns query the connection between two batches, and so do the appends.
  const visitBatches = async (visit: (texts: string[], occurrences: number[]) => Promise<void> | void) => {
    for (let start = 0; ; start += BATCH) {
      const batch = await connection.runAndReadAll(
        `SELECT cell, occurrences::DOUBLE FROM ${cells} WHERE rowid >= ${start} AND rowid < ${start + BATCH}`,
      );
      const [texts, occurrences] = batch.getColumns() as [string[], number[]];
      if (!texts?.length) return;
      await visit(texts, occurrences);
      if (texts.length < BATCH) return;
    }
  };
  return {
    visit: (look) =>
      visitBatches((texts, occurrences) => {
        for (const [row, text] of texts.entries()) look(text, occurrences[row]!);
      }),
    keepReadings: async (table, sqlType, read) => {
      const asText = `${table}_text`;
      await connection.run(`CREATE OR REPLACE TEMP TABLE ${asText} (cell VARCHAR, reading VARCHAR)`);
      await visitBatches(async (texts) => {
        const rows: [string, string][] = [];
        for (const text of texts) {
          const reading = read(text);
          if (reading !== undefined) rows.push([text, reading]);
        }
        await connection.append(asText, rows);
      });
      // Cast here, once a distinct cell, not once a row.
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT cell, CAST(reading AS ${sqlType}) AS reading FROM ${asText}`,
      );
      await connection.run(`DROP TABLE ${asText}`);
      await connection.run(`DROP TABLE ${cells}`);
      return { table };
    },
  };
}
