import type { Connection } from '../../../duckdb/connection.js';
import { quotePath, quoteText } from '../../../duckdb/quote.js';
import { materializeRows, type TextTable } from '../text-table.js';
import type { Dialect } from './record-dialect.js';
import { MAX_RECORD_BYTES } from './records.js';

export interface LoadRequest {
  path: string;
  /** SQL name of the table to create: columns c1 … cN with NULL for empty cells, and source_row if `numbered`. */
  table: string;
  /** Folder for the rows; null to keep them in memory. */
  folder: string | null;
  dialect: Dialect;
  columns: number;
  /** True if each record begins with its number, before the `columns` cells. */
  numbered: boolean;
  /** Number of records to skip. */
  skip: number;
  /** Reads with several threads. Quoted line ends may then fail, which DuckDB reports as an error. */
  parallel: boolean;
}

/** Room for two records. DuckDB's default is sixteen times the longest record. */
const BUFFER_BYTES = 2 * MAX_RECORD_BYTES;

/** Loads a regular text with DuckDB's CSV reader in strict mode. Rejects on any irregularity. */
export async function loadRecords(connection: Connection, request: LoadRequest): Promise<TextTable> {
  const { path, table, folder, dialect, columns, numbered, skip, parallel } = request;
  const types = Array.from({ length: columns }, (_, index) => `c${index + 1}: 'VARCHAR'`);
  if (numbered) types.unshift(`source_row: 'BIGINT'`);
  const quote = quoteText(dialect.quote);
  // Without new_line DuckDB uses the first line end it finds, even inside quotes. With "\r\n" it miscounts cells.
  const newline = dialect.newline === '\n' ? `new_line = '\\n', ` : '';
  const rows =
    `FROM read_csv(${quotePath(path)}, auto_detect = false, header = false, compression = 'none', ` +
    `columns = {${types.join(', ')}}, delim = ${quoteText(dialect.delimiter)}, quote = ${quote}, escape = ${quote}, ` +
    `skip = ${skip}, nullstr = '', null_padding = false, strict_mode = true, parallel = ${parallel}, ` +
    `${newline}max_line_size = ${MAX_RECORD_BYTES}, buffer_size = ${BUFFER_BYTES})`;
  return materializeRows(connection, { table, rows, columns: types.length, folder, isSingleThreaded: !parallel });
}
