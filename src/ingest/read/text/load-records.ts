import type { Connection } from '../../../duckdb/connection.js';
import { quotePath, quoteText } from '../../../duckdb/quote.js';
import { materializeRows, type TextTable } from '../text-table.js';
import { type Dialect, MAX_RECORD_BYTES } from './records.js';

export interface LoadRequest {
  path: string;
  /** SQL name of the table to make: columns c1 … cN, empty cells NULL; where numbered, source_row as well. */
  table: string;
  /** For its rows; null where they stay in memory. */
  folder: string | null;
  dialect: Dialect;
  columns: number;
  /** The first cell of each record is its number, beside the `columns` cells. */
  numbered: boolean;
  /** Records before the first one to load. */
  skip: number;
  /** Several threads at once; they may stumble over quoted line ends, which DuckDB then reports. */
  parallel: boolean;
}

/** Two records must fit; DuckDB would take sixteen times the longest record by default. */
const BUFFER_BYTES = 2 * MAX_RECORD_BYTES;

/** Loads a regular text into a table by DuckDB's own reader; rejects at the least irregularity. */
export async function loadRecords(connection: Connection, request: LoadRequest): Promise<TextTable> {
  const { path, table, folder, dialect, columns, numbered, skip, parallel } = request;
  const types = Array.from({ length: columns }, (_, index) => `c${index + 1}: 'VARCHAR'`);
  if (numbered) types.unshift(`source_row: 'BIGINT'`);
  const quote = quoteText(dialect.quote);
  // Without it DuckDB takes the first line's end it meets, even one within quotes; told "\r\n", it miscounts cells.
  const newline = dialect.newline === '\n' ? `new_line = '\\n', ` : '';
  const rows =
    `FROM read_csv(${quotePath(path)}, auto_detect = false, header = false, compression = 'none', ` +
    `columns = {${types.join(', ')}}, delim = ${quoteText(dialect.delimiter)}, quote = ${quote}, escape = ${quote}, ` +
    `skip = ${skip}, nullstr = '', null_padding = false, strict_mode = true, parallel = ${parallel}, ` +
    `${newline}max_line_size = ${MAX_RECORD_BYTES}, buffer_size = ${BUFFER_BYTES})`;
  return materializeRows(connection, { table, rows, columns: types.length, folder, isSingleThreaded: !parallel });
}
