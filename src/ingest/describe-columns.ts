import type { DuckDBConnection } from '@duckdb/node-api';
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
 * @throws where cells are unaccounted for: a fault of ours that must not become a number.
 */
export async function describeColumns(
  connection: DuckDBConnection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
  time: TimeDimension,
  parquetPath: string,
): Promise<Column[]> {
  const columns: Column[] = [];
  for (let start = 0; start < planned.length; start += COLUMNS_AT_A_TIME) {
    const some = planned.slice(start, start + COLUMNS_AT_A_TIME);
    const figures = await figuresOf(connection, some, parquetPath);
    for (const [at, column] of some.entries()) {
      columns.push(await describeColumn(connection, raw, column, time, figures[at]!));
    }
  }
  return columns;
}

interface Figures {
  typed: number;
  distinct: number;
  min: string | null;
  max: string | null;
  /** Of text: the mean number of characters; 0 for other types. */
  meanLength: number;
}

async function figuresOf(
  connection: DuckDBConnection,
  columns: readonly PlannedColumn[],
  parquetPath: string,
): Promise<Figures[]> {
  const figures = columns.flatMap(({ name, dataType }) => {
    const column = quoteIdentifier(name);
    const length = dataType === 'STRING' ? `coalesce(avg(strlen(${column})), 0)` : '0';
    return [
      `count(${column})`,
      `count(DISTINCT ${column})`,
      `min(${column})::VARCHAR`,
      `max(${column})::VARCHAR`,
      length,
    ];
  });
  const row = await firstRow(connection, `SELECT ${figures.join(', ')} FROM ${quoteText(parquetPath)}`);
  return columns.map((_, at) => {
    const [typed, distinct, min, max, meanLength] = row.slice(at * 5, at * 5 + 5);
    return {
      typed: Number(typed),
      distinct: Number(distinct),
      min: min as string | null,
      max: max as string | null,
      meanLength: Number(meanLength),
    };
  });
}

async function describeColumn(
  connection: DuckDBConnection,
  raw: RawTable,
  column: PlannedColumn,
  time: TimeDimension,
  { typed, distinct, min, max, meanLength }: Figures,
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

interface Rejected {
  count: number;
  first: RejectedCell[];
}

const NOTHING_REJECTED: Rejected = { count: 0, first: [] };

/** The cells that are neither blank nor a null marker and have no value, counted apart from the Parquet. */
async function rejectedCells(
  connection: DuckDBConnection,
  raw: RawTable,
  { reading, readings, value }: PlannedColumn,
): Promise<Rejected> {
  const alias = `${reading.raw}_reading`;
  const join = readings ? `LEFT JOIN ${readings} AS ${alias} ON ${alias}.cell = ${reading.cell}` : '';
  // Materialized: within the filter the value's regular expressions would be compiled anew for every chunk of rows.
  const reader = await connection.runAndReadAll(
    `WITH judged AS MATERIALIZED (
       SELECT numbered, position, ${reading.raw} AS raw, ${reading.cell} AS cell, ${value} AS value
       FROM (SELECT *, ${raw.sourceRow} AS numbered, rowid AS position FROM ${raw.table}) ${join})
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
  { typed, distinct, meanLength }: Pick<Figures, 'typed' | 'distinct' | 'meanLength'>,
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
