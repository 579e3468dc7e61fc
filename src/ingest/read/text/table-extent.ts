import type { Connection } from '../../../duckdb/connection.js';
import { numbersOf } from '../../../duckdb/first-row.js';
import type { TextLayout } from './layout.js';

export interface TableExtent {
  rows: number;
  /** Number of trailing columns without a name and without values, as trailing delimiters produce. */
  emptyAtEnd: number;
  /** True if the first column has no name and no value. */
  isFirstEmpty: boolean;
  /** Number of rows with a value in a column beyond the header. */
  rowsBeyondHeader: number;
}

export async function tableExtent(
  connection: Connection,
  table: string,
  { headers, headerWidth }: Pick<TextLayout, 'headers' | 'headerWidth'>,
): Promise<TableExtent> {
  const named = headers.findLastIndex((header) => header.trim() !== '') + 1;
  const unnamed = columnNames(named, headers.length);
  const beyond = headerWidth > 0 ? columnNames(headerWidth, headers.length) : [];
  const beyondFilled = beyond.length > 0 ? `count(coalesce(${beyond.join(', ')}))` : '0';
  const first = headers[0]?.trim() === '' ? 'count(c1)' : '1';
  const counts = ['count(*)', beyondFilled, first, ...unnamed.map((name) => `count(${name})`)];
  const [rows = 0, rowsBeyondHeader = 0, inFirst = 0, ...filled] = await numbersOf(
    connection,
    `SELECT ${counts.join(', ')} FROM ${table}`,
  );
  const lastFilled = filled.findLastIndex((count) => count > 0);
  return { rows, rowsBeyondHeader, isFirstEmpty: inFirst === 0, emptyAtEnd: filled.length - 1 - lastFilled };
}

/** SQL names of the columns [from, to), 0-based. */
function columnNames(from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => `c${from + index + 1}`);
}
