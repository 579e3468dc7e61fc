import type { Connection, DuckDBValue } from '../../duckdb/connection.js';
import { parquetSql, quoteIdentifier, quoteText } from '../../duckdb/quote.js';
import { LONGEST_VALUE } from '../columns/cell.js';
import { firstRow } from '../columns/first-row.js';
import { joinedValue, type PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import type { WrittenColumn } from '../write/write-parquet.js';

/** Values from which on they are no longer few. */
const LONG_ROWS = 20_000;
/** In one query; of long tables each takes memory of its own. */
const COLUMNS_AT_A_TIME = { short: 50, long: 8 };

/** What the values of a column come to. */
export interface Figures {
  distinct: number;
  min: string | null;
  max: string | null;
  /** Of text: the mean number of characters; 0 for other types. */
  meanLength: number;
}

/**
 * Of columns whose distinct cells were collected, from those. Of the others several at a time: where a column's values are
 * its raw cells from the raw table, which is there as it is, else from the Parquet.
 */
export async function columnFigures(
  connection: Connection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
  written: readonly WrittenColumn[],
  parquetPath: string,
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
  const atATime = raw.rowCount < LONG_ROWS ? COLUMNS_AT_A_TIME.short : COLUMNS_AT_A_TIME.long;
  const lookUp = async (indexes: readonly number[], from: string, nameOf: (column: PlannedColumn) => string) => {
    for (let start = 0; start < indexes.length; start += atATime) {
      const some = indexes.slice(start, start + atATime);
      const wanted = some.flatMap((at) => figuresSql(nameOf(planned[at]!), planned[at]!, written[at]!));
      const row = await firstRow(connection, `SELECT ${wanted.join(', ')} FROM ${from}`);
      for (const [index, at] of some.entries()) figures[at] = toFigures(row.slice(index * 4, index * 4 + 4));
    }
  };
  await lookUp(inRaw, raw.table, ({ reading }) => reading.raw);
  await lookUp(inParquet, parquetSql(parquetPath), ({ name }) => quoteIdentifier(name));
  return figures;
}

function isRawCell({ value, reading }: PlannedColumn): boolean {
  return value.from === 'cell' && value.sql === reading.raw;
}

/** The writer of a Parquet keeps text of so many bytes whole among its statistics; of longer text it keeps bounds. */
const WHOLE_BYTES = 255;

/** SQL of the figures of a column. */
function figuresSql(column: string, planned: PlannedColumn, written: WrittenColumn): string[] {
  const { dataType, reading } = planned;
  const length = dataType === 'STRING' ? `avg(strlen(${column}))` : '0';
  const areKnown =
    dataType === 'STRING' ? reading.longest <= WHOLE_BYTES : dataType !== 'BOOLEAN' && dataType !== 'DOUBLE';
  const known = [written.min, written.max].map((text) => (text === null ? 'NULL' : quoteText(text)));
  return [countDistinctSql(column, planned, written), ...(areKnown ? known : extremesSql(column)), length];
}

function extremesSql(value: string): string[] {
  return [`min(${value})::VARCHAR`, `max(${value})::VARCHAR`];
}

/** Bits of a map of values, at most: 16 MB for each thread. */
const MOST_BITS = 2 ** 27;
/** Bits a row below which such a map is cheaper than a table of the values. */
const BITS_A_ROW = 32;

/**
 * SQL: how many different values there are. Few short ones are listed, numbers of a narrow range marked in a map of bits, one a
 * possible value, all others kept in a table, which takes some megabytes however few they are.
 */
function countDistinctSql(
  column: string,
  { dataType, reading }: PlannedColumn,
  { typed, min, max }: WrittenColumn,
): string {
  if (typed < LONG_ROWS && reading.longest <= LONGEST_VALUE) return `coalesce(len(list_distinct(list(${column}))), 0)`;
  if ((dataType === 'INTEGER' || dataType === 'DECIMAL') && min !== null && max !== null) {
    const [low, high] = [min, max].map((text) => BigInt(text.replace('.', ''))) as [bigint, bigint];
    if (high - low < Math.min(typed * BITS_A_ROW, MOST_BITS)) {
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
