import type { Connection } from '../../duckdb/connection.js';
import type { Engine } from '../../duckdb/engine.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { numberedParquetSql, quoteIdentifier } from '../../duckdb/quote.js';
import type { DataRowsPage, DataRowsRequest } from '../../model/data-rows.js';
import type { DatasetRecord } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { Column, DatasetSchema } from '../../model/schema.js';
import type { VersionRows } from '../group/entity-names.js';
import { filteredRows } from './filtered-rows.js';
import { orderSql, type RowCondition, type RowSorting, rowCondition, rowSorting } from './row-selection.js';
import { rowsOf, type VersionFiles } from './version-rows.js';

const ROW = 'file_row_number';

export interface DataRowsOptions {
  engine: Engine;
  folders: { withVersion<T>(record: DatasetRecord, work: (files: VersionFiles) => Promise<T>): Promise<T> };
}

/** The rows of a version: filtered, searched and sorted where the data is, so that any page of millions can be shown. */
export class DataRows {
  constructor(private readonly options: DataRowsOptions) {}

  /** @throws INVALID_INPUT, COLUMN_NOT_FOUND, VERSION_DAMAGED */
  page(record: DatasetRecord, schema: DatasetSchema, request: DataRowsRequest): Promise<DataRowsPage> {
    const query = resolve(schema, request);
    return this.options.folders.withVersion(record, async (files) => {
      const version = await rowsOf(files, record);
      return this.options.engine.withConnection((connection) => readPage(connection, version, query));
    });
  }
}

interface RowsQuery extends RowCondition {
  columns: readonly Column[];
  orderBy: RowSorting | null;
  first: number;
  skip: number;
}

function resolve(schema: DatasetSchema, { where, search, orderBy, first, skip }: DataRowsRequest): RowsQuery {
  if (!Number.isInteger(skip) || skip < 0) {
    throw new ConcentricError('INVALID_INPUT', `skip: expected a whole number from 0; got ${skip}.`, {
      argument: 'skip',
    });
  }
  const condition = rowCondition(schema, { where, search });
  return { columns: schema.columns, ...condition, orderBy: rowSorting(schema, orderBy), first, skip };
}

async function readPage(
  connection: Connection,
  { parquetPath, namesPath }: VersionRows,
  query: RowsQuery,
): Promise<DataRowsPage> {
  const { columns, where, orderBy } = query;
  const rows = numberedParquetSql(parquetPath);
  const { totalCount, rowNumbers } =
    where || orderBy
      ? await selectedPage(connection, rows, namesPath, query)
      : await pageInOrder(connection, rows, query);
  return {
    columns: columns.map(({ name }) => name),
    totalCount,
    nodes: await readCells(connection, rows, columns, rowNumbers),
  };
}

interface Page {
  /** Of all selected rows. */
  totalCount: number;
  /** From 0, in the order of the page. */
  rowNumbers: number[];
}

/** All rows in their own order: the place of a row is its number, and none before the page is read. */
async function pageInOrder(connection: Connection, rows: string, { first, skip }: RowsQuery): Promise<Page> {
  const [count] = await numbersOf(connection, `SELECT count(*) FROM ${rows}`);
  const length = Math.max(0, Math.min(first, count! - skip));
  return { totalCount: count!, rowNumbers: Array.from({ length }, (_, at) => skip + at) };
}

async function selectedPage(
  connection: Connection,
  rows: string,
  namesPath: string | null,
  { where, filterColumns, orderBy, first, skip }: RowsQuery,
): Promise<Page> {
  const kept = [ROW, ...(orderBy ? [orderBy.column.name] : [])];
  const selection = { filterColumns, parameters: where ? { where } : {} };
  const selected = await filteredRows(connection, { source: rows, namesPath }, selection, kept);
  const [count] = await numbersOf(connection, `SELECT count(*) FROM ${selected}`);
  const numbers = await connection.runAndReadAll(
    `SELECT ${ROW}::DOUBLE FROM ${selected} AS selected ORDER BY ${orderSql(orderBy, ROW, 'selected')}
     LIMIT ${first} OFFSET ${skip}`,
  );
  return { totalCount: count!, rowNumbers: numbers.getRows().map(([number]) => number as number) };
}

/** The cells as text, in the order of `rowNumbers`, which count from 0. */
async function readCells(
  connection: Connection,
  rows: string,
  columns: readonly Column[],
  rowNumbers: readonly number[],
): Promise<DataRowsPage['nodes']> {
  if (rowNumbers.length === 0) return [];
  const cells = columns.map(({ name }) => `${quoteIdentifier(name)}::VARCHAR`);
  const [lowest, highest] = [Math.min(...rowNumbers), Math.max(...rowNumbers)];
  const reader = await connection.runAndReadAll(
    `SELECT ${ROW}::DOUBLE, ${cells.join(', ')} FROM ${rows}
     WHERE ${ROW} BETWEEN ${lowest} AND ${highest} AND ${ROW} IN (${rowNumbers.join(', ')})`,
  );
  const byNumber = new Map(
    reader.getRows().map(([number, ...texts]) => [number as number, texts as (string | null)[]]),
  );
  return rowNumbers.map((number) => ({ number: number + 1, cells: byNumber.get(number)! }));
}
