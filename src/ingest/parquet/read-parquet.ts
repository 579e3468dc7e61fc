import { randomBytes } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { isOutOfMemory } from '../../duckdb/out-of-memory.js';
import { quoteIdentifier, quotePath } from '../../duckdb/quote.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import { firstRow, numbersOf } from '../columns/first-row.js';
import { MAX_COLUMNS, type RawTable } from '../raw-table.js';
import { leaveOutRows } from '../text/leave-out-rows.js';
import { type ParquetColumn, parquetCellSql, TIMESTAMPS, utcSql } from './parquet-cell.js';
import { parquetHeaders, type SchemaElement } from './parquet-headers.js';

/**
 * Reads a Parquet file into a table of text, so that all later steps see one kind of input: its columns' names are the
 * headers, its values are written as a text file would have them (parquet-cell.ts).
 *
 * @throws UNREADABLE_FILE where it is damaged or encrypted, NO_TABLE where it has no rows, TOO_MANY_COLUMNS
 */
export async function readParquet(
  connection: DuckDBConnection,
  input: { path: string; options: NormalizationOptions; workFolder: string },
): Promise<RawTable> {
  const name = `parquet_${randomBytes(8).toString('hex')}`;
  const source = `read_parquet(${quotePath(input.path)}, hive_partitioning = false)`;
  const columns = await orUnreadable(readColumns(connection, source));
  const headers = parquetHeaders(await orUnreadable(readSchema(connection, input.path)));
  const cells = columns.map((column, index) => `${parquetCellSql(column)} AS c${index + 1}`);
  await orUnreadable(connection.run(`CREATE TEMP TABLE ${name} AS SELECT ${cells.join(', ')} FROM ${source}`));
  const { table, sourceRow, rowsLeftOut } = await leaveOutRows(connection, {
    table: name,
    columns: columns.length,
    sourceRow: '(rowid + 1)',
    headerCells: null,
  });
  const [rowCount] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
  if (!rowCount) {
    throw new ConcentricError(
      'NO_TABLE',
      `The Parquet file has ${columns.length} columns but no rows. It must hold at least one.`,
    );
  }
  return {
    table,
    headers,
    rowCount,
    sourceRow,
    reading: {
      encoding: null,
      delimiter: null,
      sheet: null,
      sheets: null,
      headerRow: null,
      titleRows: [],
      evidence: [`types: ${columns.map(({ type }, index) => `c${index + 1} ${type}`).join(', ')}`],
    },
    warnings: [],
    rowsLeftOut,
  };
}

/** @throws TOO_MANY_COLUMNS */
async function readColumns(connection: DuckDBConnection, source: string): Promise<ParquetColumn[]> {
  const empty = await connection.run(`FROM ${source} LIMIT 0`);
  const types = empty.columnTypes();
  if (types.length > MAX_COLUMNS) {
    throw new ConcentricError(
      'TOO_MANY_COLUMNS',
      `The table has ${types.length} columns; at most ${MAX_COLUMNS} are read. Leave out the columns you do not need, or turn columns into rows.`,
      { columns: types.length, limit: MAX_COLUMNS },
    );
  }
  const columns = empty.columnNames().map((name, index) => {
    const type = types[index]!;
    return { name, typeId: type.typeId, type: String(type), isMidnight: false };
  });
  return markMidnight(connection, source, columns);
}

async function markMidnight(
  connection: DuckDBConnection,
  source: string,
  columns: ParquetColumn[],
): Promise<ParquetColumn[]> {
  const timestamps = columns.filter(({ typeId }) => TIMESTAMPS.has(typeId));
  if (timestamps.length === 0) return columns;
  const tests = timestamps.map(({ name, typeId }) => {
    const value = utcSql(quoteIdentifier(name), typeId);
    return `coalesce(bool_and(${value} = date_trunc('day', ${value})), false)`;
  });
  const answers = await firstRow(connection, `SELECT ${tests.join(', ')} FROM ${source}`);
  const midnight = new Set(timestamps.filter((_, index) => answers[index] === true));
  return columns.map((column) => ({ ...column, isMidnight: midnight.has(column) }));
}

async function readSchema(connection: DuckDBConnection, path: string): Promise<SchemaElement[]> {
  const rows = await connection.runAndReadAll(
    `SELECT name, coalesce(num_children, 0)::INTEGER AS childCount FROM parquet_schema(${quotePath(path)})`,
  );
  return rows.getRowObjectsJS() as unknown as SchemaElement[];
}

/** DuckDB's own words stay in the cause: they name paths of this machine. */
async function orUnreadable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof ConcentricError || isOutOfMemory(cause)) throw cause;
    const reason = String((cause as Error).message);
    const problem = /encrypt/i.test(reason) ? 'it is encrypted' : 'it is damaged, cut off or no Parquet file';
    throw new ConcentricError(
      'UNREADABLE_FILE',
      `The file cannot be read as Parquet: ${problem}. Write it again, unencrypted, or export it as CSV.`,
      {},
      { cause },
    );
  }
}
