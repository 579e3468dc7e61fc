import type { Connection } from '../../duckdb/connection.js';
import type { Engine } from '../../duckdb/engine.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { numberedParquetSql, quoteIdentifier } from '../../duckdb/quote.js';
import { columnNotFound } from '../../model/column-not-found.js';
import type { DataRowsPage, DataRowsRequest } from '../../model/data-rows.js';
import type { DatasetRecord } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import { columnsOf, type NormalFilter } from '../../model/row-filter.js';
import type { Column, DatasetSchema } from '../../model/schema.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { normalFilter } from '../filter/filter.js';
import type { VersionRows } from '../group/entity-names.js';
import { filteredRows } from './filtered-rows.js';
import { rowsOf, type VersionFiles } from './version-rows.js';

const ROW = 'file_row_number';
const MAX_SEARCH_LENGTH = 1000;

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

interface RowsQuery {
  columns: readonly Column[];
  where: NormalFilter | undefined;
  /** With the roles that say how their texts are compared. */
  filterColumns: Column[];
  orderBy: { column: Column; isDescending: boolean } | null;
  first: number;
  skip: number;
}

function resolve(schema: DatasetSchema, { where, search, orderBy, first, skip }: DataRowsRequest): RowsQuery {
  if (!Number.isInteger(skip) || skip < 0) {
    throw invalid('skip', `skip: expected a whole number from 0; got ${skip}.`);
  }
  const filter = where && normalFilter(schema, where);
  const text = foldSpelling(search ?? '');
  if (text.length > MAX_SEARCH_LENGTH) {
    throw invalid('search', `search: expected at most ${MAX_SEARCH_LENGTH} characters; got ${text.length}.`);
  }
  const filtered = new Set(filter ? columnsOf(filter) : []);
  const searched = text === '' ? [] : schema.columns;
  const found: NormalFilter[] =
    text === '' ? [] : [{ or: searched.map(({ name }) => ({ column: name, contains: text })) }];
  const conditions = [...(filter ? [filter] : []), ...found];
  return {
    columns: schema.columns,
    where: conditions.length > 1 ? { and: conditions } : conditions[0],
    filterColumns: schema.columns.flatMap((column) => {
      if (filtered.has(column.name)) return [column];
      // A search disregards case in identifiers too, whose cells a condition compares exactly.
      return searched.length > 0 ? [{ ...column, role: column.role === 'IDENTIFIER' ? 'TEXT' : column.role }] : [];
    }),
    orderBy: orderBy ? { column: columnNamed(schema, orderBy.column), isDescending: orderBy.descending } : null,
    first,
    skip,
  };
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
  const order = orderBy ? `${orderSql(orderBy.column)} ${orderBy.isDescending ? 'DESC' : 'ASC'} NULLS LAST, ` : '';
  const numbers = await connection.runAndReadAll(
    `SELECT ${ROW}::DOUBLE FROM ${selected} ORDER BY ${order}${ROW} LIMIT ${first} OFFSET ${skip}`,
  );
  return { totalCount: count!, rowNumbers: numbers.getRows().map(([number]) => number as number) };
}

/** Texts are sorted without regard to case and accents; what is not a number is blank, as in measure.ts. */
function orderSql({ name, dataType }: Column): string {
  const value = quoteIdentifier(name);
  if (dataType === 'STRING') return `lower(strip_accents(${value}))`;
  return dataType === 'DOUBLE' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
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

function columnNamed(schema: DatasetSchema, name: string): Column {
  const column = schema.columns.find((each) => each.name === name);
  if (column) return column;
  throw columnNotFound(
    schema.datasetId,
    name,
    schema.columns.map((each) => each.name),
  );
}

function invalid(argument: string, message: string): ConcentricError {
  return new ConcentricError('INVALID_INPUT', message, { argument });
}
