import type { Connection } from '../../duckdb/connection.js';
import type { Coercion, Column, ColumnRole, RejectedCell } from '../../model/schema.js';
import { isNullMarkerSql } from '../columns/cell.js';
import type { TimeDimension } from '../columns/find-time.js';
import { joinedValue, type PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import type { WrittenColumn } from '../write/write-parquet.js';
import { columnFigures, type Figures } from './column-figures.js';

/** How many rejected cells of a column are kept word for word (SEMANTICS.md §2). */
const REJECTED_KEPT = 100;

/**
 * The columns as they stand in the Parquet, with an account of every cell of the source.
 * @throws where cells are unaccounted for: a fault of ours that must not become a number.
 */
export async function describeColumns(
  connection: Connection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
  written: readonly WrittenColumn[],
  time: TimeDimension,
  parquetPath: string,
): Promise<Column[]> {
  const figures = await columnFigures(connection, raw, planned, written, parquetPath);
  const columns: Column[] = [];
  for (const [at, column] of planned.entries()) {
    columns.push(await describeColumn(connection, raw, column, time, { ...figures[at]!, typed: written[at]!.typed }));
  }
  return columns;
}

async function describeColumn(
  connection: Connection,
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
    min: min && shown(min),
    max: max && shown(max),
    samples: reading.samples.map(shown),
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
async function rejectedCells(connection: Connection, raw: RawTable, column: PlannedColumn): Promise<Rejected> {
  const { reading } = column;
  const { join, sql: value } = joinedValue(column);
  // Materialized: within the filter the value's regular expressions would be compiled anew for every chunk of rows.
  const reader = await connection.runAndReadAll(
    `WITH judged AS MATERIALIZED (
       SELECT numbered, position, ${reading.raw} AS raw, ${reading.cell} AS cell, ${value} AS value
       FROM (SELECT *, ${raw.sourceRow} AS numbered, rowid AS position FROM ${raw.table}) ${join ?? ''})
     SELECT numbered::DOUBLE, raw[:${MOST_SHOWN + 1}], (count(*) OVER ())::DOUBLE FROM judged
     WHERE value IS NULL AND cell IS NOT NULL AND NOT ${isNullMarkerSql('cell', reading.markers)}
     ORDER BY position LIMIT ${REJECTED_KEPT}`,
  );
  const rows = reader.getRows() as [number, string, number][];
  return { count: rows[0]?.[2] ?? 0, first: rows.map(([row, text]) => ({ row, raw: shown(text) })) };
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
  const accountNumbers = dataType === 'INTEGER' && reading.meaning.account && !measure;
  if (rowNumbers || accountNumbers || (reading.meaning.identifier && !measure)) return 'IDENTIFIER';
  if (reading.kind === 'NUMBER') return 'NUMERIC';
  if (reading.kind === 'TEXT' && reading.zeros) return 'IDENTIFIER';
  return meanLength > PROSE_MEAN_LENGTH && distinct > typed * PROSE_DISTINCT_SHARE ? 'TEXT' : 'CATEGORICAL';
}

function coercionsOf(reading: PlannedColumn['reading'], nullMarkers: number, rejected: Rejected): Coercion[] {
  const coercions: Coercion[] = [];
  const add = (kind: Coercion['kind'], count: number, example: string | null) => {
    if (count > 0) coercions.push({ kind, count, example: example && shown(example) });
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

/** A cell may have megabytes: what is told of a column is read by people, cached, and sent with every answer about it. */
const MOST_SHOWN = 1000;

function shown(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
