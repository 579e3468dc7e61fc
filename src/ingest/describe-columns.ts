import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { quoteIdentifier, quoteText } from '../duckdb/quote.js';
import type { Coercion, Column, ColumnRole, RejectedCell } from '../model/schema.js';
import { isNullMarkerSql } from './columns/cell.js';
import { firstRow } from './columns/first-row.js';
import type { PlannedColumn } from './columns/plan-columns.js';
import type { TimeDimension } from './find-time.js';
import type { RawTable } from './raw-table.js';

/** How many rejected cells of a column are kept word for word (SEMANTICS.md §2). */
const REJECTED_KEPT = 100;

const COLUMNS_AT_A_TIME = 50;

/**
 * The columns as they stand in the Parquet, with an account of every cell of the source.
 * @param typed how many values of each column the Parquet holds.
 * @throws where cells are unaccounted for: a fault of ours that must not become a number.
 */
export async function describeColumns(
  connection: DuckDBConnection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
  typed: readonly number[],
  time: TimeDimension,
  parquetPath: string,
): Promise<Column[]> {
  const figures = await figuresOf(connection, planned, parquetPath);
  const columns: Column[] = [];
  for (const [at, column] of planned.entries()) {
    columns.push(await describeColumn(connection, raw, column, time, { typed: typed[at]!, ...figures.get(column)! }));
  }
  return columns;
}

interface Figures {
  distinct: number;
  min: string | null;
  max: string | null;
  /** Of text: the mean number of characters; 0 for other types. */
  meanLength: number;
}

/** Of columns whose distinct cells were collected, from those; of the others from the Parquet, several at a time. */
async function figuresOf(
  connection: DuckDBConnection,
  planned: readonly PlannedColumn[],
  parquetPath: string,
): Promise<Map<PlannedColumn, Figures>> {
  const figures = new Map<PlannedColumn, Figures>();
  for (const column of planned) {
    const { distinct } = column.reading;
    if (distinct === null) continue;
    const { from, value } = column.values ? { from: column.values, value: 'reading' } : valuesOf(column, distinct);
    const wanted = figuresSql(column, 'value', 'n');
    const sql = `SELECT ${wanted.join(', ')} FROM (SELECT ${value} AS value, n FROM ${from})`;
    figures.set(column, toFigures(await firstRow(connection, sql)));
  }
  const others = planned.filter((column) => !figures.has(column));
  for (let start = 0; start < others.length; start += COLUMNS_AT_A_TIME) {
    const some = others.slice(start, start + COLUMNS_AT_A_TIME);
    const wanted = some.flatMap((column) => figuresSql(column, quoteIdentifier(column.name), '1'));
    const sql = `SELECT ${wanted.join(', ')} FROM ${quoteText(parquetPath)}`;
    const row = await firstRow(connection, sql);
    for (const [at, column] of some.entries()) figures.set(column, toFigures(row.slice(at * 4, at * 4 + 4)));
  }
  return figures;
}

/** SQL of the figures of values that stand there `times`. */
function figuresSql({ dataType }: PlannedColumn, value: string, times: string): string[] {
  const count = `sum(${times}) FILTER (${value} IS NOT NULL)`;
  const length = dataType === 'STRING' ? `coalesce(sum(strlen(${value}) * ${times}) / ${count}, 0)` : '0';
  return [`count(DISTINCT ${value})`, `min(${value})::VARCHAR`, `max(${value})::VARCHAR`, length];
}

function toFigures([distinct, min, max, meanLength]: DuckDBValue[]): Figures {
  return {
    distinct: Number(distinct),
    min: min as string | null,
    max: max as string | null,
    meanLength: Number(meanLength),
  };
}

async function describeColumn(
  connection: DuckDBConnection,
  raw: RawTable,
  column: PlannedColumn,
  time: TimeDimension,
  { typed, distinct, min, max, meanLength }: Figures & { typed: number },
): Promise<Column> {
  const { name, reading, dataType, representation } = column;
  const { filled, nullMarkers } = reading;
  const blank = raw.rowCount - filled;
  const missing = filled - nullMarkers - typed;
  const rejected = missing === 0 ? NOTHING_REJECTED : await rejectedCells(connection, raw, column);
  if (rejected.count !== missing) {
    throw new Error(
      `column ${name}: ${filled} cells, but ${nullMarkers} null markers, ${rejected.count} rejected and ${typed} typed`,
    );
  }
  const part = time.parts.get(name);
  return {
    name,
    originalName: reading.header,
    role: roleOf({ reading, dataType }, part !== undefined, { typed, distinct, meanLength }),
    dataType,
    representation,
    cardinality: distinct,
    nullRate: raw.rowCount === 0 ? 0 : (raw.rowCount - typed) / raw.rowCount,
    min,
    max,
    samples: reading.samples,
    coercions: coercionsOf(reading, nullMarkers, rejected),
    description: null,
    timePart: part?.timePart ?? null,
    periodGrain: part?.periodGrain ?? null,
    reconciliation: { cells: raw.rowCount, blank, nullMarkers, rejected: rejected.count, typed },
    rejected: rejected.first,
  };
}

/** SQL of a column's values over a relation of its raw cells. */
function valuesOf({ reading, readings, value }: PlannedColumn, cells: string): { from: string; value: string } {
  const alias = `${reading.raw}_reading`;
  return {
    from: readings ? `${cells} LEFT JOIN ${readings} AS ${alias} ON ${alias}.cell = ${reading.cell}` : cells,
    value,
  };
}

interface Rejected {
  count: number;
  first: RejectedCell[];
}

const NOTHING_REJECTED: Rejected = { count: 0, first: [] };

/** The cells that are neither blank nor a null marker and have no value, counted apart from the Parquet. */
async function rejectedCells(connection: DuckDBConnection, raw: RawTable, column: PlannedColumn): Promise<Rejected> {
  const { reading } = column;
  const { from, value } = valuesOf(
    column,
    `(SELECT *, ${raw.sourceRow} AS numbered, rowid AS position FROM ${raw.table})`,
  );
  // Materialized: within the filter the value's regular expressions would be compiled anew for every chunk of rows.
  const reader = await connection.runAndReadAll(
    `WITH judged AS MATERIALIZED (
       SELECT numbered, position, ${reading.raw} AS raw, ${reading.cell} AS cell, ${value} AS value
       FROM ${from})
     SELECT numbered::DOUBLE, raw, (count(*) OVER ())::DOUBLE FROM judged
     WHERE value IS NULL AND cell IS NOT NULL AND NOT ${isNullMarkerSql('cell', reading.markers)}
     ORDER BY position LIMIT ${REJECTED_KEPT}`,
  );
  const rows = reader.getRows() as [number, string, number][];
  return { count: rows[0]?.[2] ?? 0, first: rows.map(([row, text]) => ({ row, raw: text })) };
}

/** Text of which nearly every cell is another and long is prose, not a category. */
const PROSE_DISTINCT_SHARE = 0.9;
const PROSE_MEAN_LENGTH = 60;

function roleOf(
  { reading, dataType }: Pick<PlannedColumn, 'reading' | 'dataType'>,
  isTime: boolean,
  { typed, distinct, meanLength }: Pick<Figures, 'distinct' | 'meanLength'> & { typed: number },
): ColumnRole {
  if (isTime || dataType === 'DATE' || dataType === 'TIMESTAMP') return 'DATETIME';
  if (dataType === 'BOOLEAN') return 'BOOLEAN';
  // Row numbers under an empty header, as exports write them, are no measure either.
  const rowNumbers = dataType === 'INTEGER' && reading.header.trim() === '' && typed > 0 && distinct === typed;
  const measure = reading.kind === 'NUMBER' && (reading.fractionDigits > 0 || reading.features.currency.count > 0);
  if (rowNumbers || (reading.meaning.identifier && !measure)) return 'IDENTIFIER';
  if (reading.kind === 'NUMBER') return 'NUMERIC';
  if (reading.kind === 'TEXT' && reading.zeros) return 'IDENTIFIER';
  return meanLength > PROSE_MEAN_LENGTH && distinct > typed * PROSE_DISTINCT_SHARE ? 'TEXT' : 'CATEGORICAL';
}

function coercionsOf(reading: PlannedColumn['reading'], nullMarkers: number, rejected: Rejected): Coercion[] {
  const coercions: Coercion[] = [];
  const add = (kind: Coercion['kind'], count: number, example: string | null) => {
    if (count > 0) coercions.push({ kind, count, example });
  };
  if (reading.kind === 'NUMBER') {
    const { currency, thousands, parentheses, scale, percent, decimalComma } = reading.features;
    add('CURRENCY_REMOVED', currency.count, currency.example);
    add('THOUSANDS_REMOVED', thousands.count, thousands.example);
    add('PARENTHESES_NEGATED', parentheses.count, parentheses.example);
    add('SCALE_APPLIED', scale.count, scale.example);
    add('PERCENT_NORMALIZED', percent.count, percent.example);
    add('DECIMAL_COMMA', decimalComma.count, decimalComma.example);
  }
  if (reading.kind === 'DATE' || reading.kind === 'PERIOD')
    add('DATE_PARSED', reading.parsed.count, reading.parsed.example);
  if (reading.kind === 'BOOLEAN')
    add('BOOLEAN_PARSED', reading.filled - nullMarkers - rejected.count, reading.samples[0] ?? null);
  add('NULL_MARKER', nullMarkers, null);
  add('UNPARSEABLE', rejected.count, rejected.first[0]?.raw ?? null);
  return coercions;
}
