import type { Connection, DuckDBValue } from '../../duckdb/connection.js';
import { firstRow } from '../../duckdb/first-row.js';
import { parquetSql, quoteIdentifier, quoteText } from '../../duckdb/quote.js';
import { MAX_VALUE_LENGTH } from '../cells/cell.js';
import { MAX_BIGINT_DIGITS } from '../cells/numbers.js';
import { isRawCell, joinedValue, type PlannedColumn } from '../columns/plan-columns.js';
import type { WrittenColumn } from '../write/write-parquet.js';
import type { WrittenTable } from './written-table.js';

/** Tables and columns of at least this many rows are long. */
const MIN_LONG_ROWS = 20_000;
/** Each column of a query on a long table takes megabytes of memory. */
const COLUMNS_PER_QUERY = { short: 50, long: 8 };

/** Aggregates over the values of a column. */
export interface Figures {
  distinct: number;
  min: string | null;
  max: string | null;
  /** Of text, in bytes; 0 for other types. */
  meanLength: number;
}

/**
 * The figures of every column, from the cheapest relation that has them: the distinct cells where they were collected,
 * the raw table where the values are the raw cells, else the Parquet.
 */
export async function columnFigures(
  connection: Connection,
  { raw, planned, written, parquetPath }: WrittenTable,
): Promise<Figures[]> {
  const figures: Figures[] = [];
  const inRaw: number[] = [];
  const inParquet: number[] = [];
  for (const [at, column] of planned.entries()) {
    const { distinct } = column.reading;
    if (distinct === null) {
      (isRawCell(column) ? inRaw : inParquet).push(at);
      continue;
    }
    const { join, sql: value } = column.distinctValues ? { join: null, sql: 'reading' } : joinedValue(column);
    const from = [column.distinctValues ?? distinct, join ?? ''].join(' ');
    const length = `sum(strlen(value) * n) / sum(n) FILTER (value IS NOT NULL)`;
    const wanted = ['count(DISTINCT value)', ...extremesSql('value'), column.dataType === 'STRING' ? length : '0'];
    const sql = `SELECT ${wanted.join(', ')} FROM (SELECT ${value} AS value, n FROM ${from})`;
    figures[at] = toFigures(await firstRow(connection, sql));
  }
  const perQuery = raw.rowCount < MIN_LONG_ROWS ? COLUMNS_PER_QUERY.short : COLUMNS_PER_QUERY.long;
  const readFigures = async (indexes: readonly number[], from: string, nameOf: (column: PlannedColumn) => string) => {
    for (let start = 0; start < indexes.length; start += perQuery) {
      const some = indexes.slice(start, start + perQuery);
      const wanted = some.flatMap((at) => figuresSql(nameOf(planned[at]!), planned[at]!, written[at]!));
      const row = await firstRow(connection, `SELECT ${wanted.join(', ')} FROM ${from}`);
      for (const [index, at] of some.entries()) figures[at] = toFigures(row.slice(index * 4, index * 4 + 4));
    }
  };
  await readFigures(inRaw, raw.table, ({ reading }) => reading.raw);
  await readFigures(inParquet, parquetSql(parquetPath), ({ name }) => quoteIdentifier(name));
  return figures;
}

/** Up to this length the Parquet statistics contain the text itself; for longer text they contain bounds. */
const MAX_EXACT_BYTES = 255;

/** SQL of the figures of a column. */
function figuresSql(column: string, planned: PlannedColumn, written: WrittenColumn): string[] {
  const { dataType, reading } = planned;
  const length = dataType === 'STRING' ? `avg(strlen(${column}))` : '0';
  const areKnown =
    dataType === 'STRING' ? reading.longest <= MAX_EXACT_BYTES : dataType !== 'BOOLEAN' && dataType !== 'DOUBLE';
  const known = [written.min, written.max].map((text) => (text === null ? 'NULL' : quoteText(text)));
  return [countDistinctSql(column, planned, written), ...(areKnown ? known : extremesSql(column)), length];
}

function extremesSql(value: string): string[] {
  return [`min(${value})::VARCHAR`, `max(${value})::VARCHAR`];
}

/** Size of a bitmap of the possible values: 16 MB for each thread. */
const MAX_BITS = 2 ** 27;
/** With more bits per row a hash table is cheaper than a bitmap. */
const MAX_BITS_PER_ROW = 32;

/**
 * SQL: the number of distinct values. Few short values are counted in a list, numbers of a narrow range in a bitmap, all
 * others in a hash table, which takes some megabytes however few values it holds.
 */
function countDistinctSql(
  column: string,
  { dataType, reading }: PlannedColumn,
  { typed, min, max, distinct }: WrittenColumn,
): string {
  if (distinct !== null) return String(distinct);
  if (typed < MIN_LONG_ROWS && reading.longest <= MAX_VALUE_LENGTH)
    return `coalesce(len(list_distinct(list(${column}))), 0)`;
  if ((dataType === 'INTEGER' || dataType === 'DECIMAL') && min !== null && max !== null) {
    const [low, high] = [min, max].map((text) => BigInt(text.replace('.', ''))) as [bigint, bigint];
    const isNarrow = Math.max(min.length, max.length) <= MAX_BIGINT_DIGITS;
    if (isNarrow && high - low < Math.min(typed * MAX_BITS_PER_ROW, MAX_BITS)) {
      const fractionDigits = min.includes('.') ? min.length - min.indexOf('.') - 1 : 0;
      const whole = `(${column} * ${10 ** fractionDigits})::BIGINT`;
      return `bit_count(bitstring_agg(${whole}, ${low}::BIGINT, ${high}::BIGINT))`;
    }
  }
  return `count(DISTINCT ${column})`;
}

function toFigures([distinct, min, max, meanLength]: DuckDBValue[]): Figures {
  return {
    distinct: Number(distinct),
    min: min as string | null,
    max: max as string | null,
    meanLength: Number(meanLength),
  };
}
