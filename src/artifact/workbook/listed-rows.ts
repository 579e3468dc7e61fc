import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ColumnRole, DataType } from '../../model/schema.js';

/** Excel has 1,048,576 rows; the header, the total and what is not listed are among them. */
export const MAX_LISTED_ROWS = 1_048_576 - 3;

/** What the rows of a sheet are, the first line of its file. */
export interface ListedRowsHead {
  /** The entity of the figure in words; null for all of them. */
  entity: string | null;
  /** The segment, and which of the rows were selected, in words; absent where it is all of them. */
  segment?: string;
  selection?: string;
  /** The key of the figure's period. */
  period: string;
  /** Of all rows behind the figure. */
  rowCount: number;
  value: number;
  /** How many of them are listed, from the first. */
  listed: number;
  columns: readonly ListedColumn[];
  /** Whether rows are of sheets, and of periods. */
  hasSheets: boolean;
  hasPeriods: boolean;
}

export interface ListedColumn {
  header: string;
  dataType: DataType;
  role: ColumnRole;
}

/** A row of the data and where it is in its source; the cells as text, in the order of the columns. */
export interface ListedRow {
  source: string;
  sheet: string | null;
  rowNumber: number;
  address: string | null;
  period: string | null;
  value: number;
  cells: readonly (string | null)[];
}

export interface ListedRows extends ListedRowsHead {
  rows: AsyncIterable<ListedRow>;
}

/** From a file with the head and then each row as JSON on a line. */
export async function readListedRows(path: string): Promise<ListedRows> {
  const lines = readLines(path);
  const first = await lines.next();
  if (first.done) throw new Error(`${path} holds no rows`);
  return { ...(JSON.parse(first.value) as ListedRowsHead), rows: parsed(lines) };
}

async function* readLines(path: string): AsyncGenerator<string, void, undefined> {
  yield* createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
}

async function* parsed(lines: AsyncIterable<string>): AsyncGenerator<ListedRow> {
  for await (const line of lines) yield JSON.parse(line) as ListedRow;
}
