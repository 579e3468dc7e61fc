import type { Connection } from '../../duckdb/connection.js';
import type { Coercion, Column, RejectedCell } from '../../model/schema.js';
import { isNullMarkerSql } from '../cells/cell.js';
import type { TimeDimension } from '../columns/find-time.js';
import { scaledCells } from '../columns/number-type.js';
import { joinedValue, type PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import { columnFigures, type Figures } from './column-figures.js';
import { columnRole } from './column-role.js';
import type { WrittenTable } from './written-table.js';

/** Rejected cells of a column that are stored with their text (docs/semantics.md §2). */
const MAX_REJECTED = 100;
/** A cell can have megabytes; the description of a column is cached and sent with every answer. */
const MAX_SHOWN_CHARACTERS = 1000;

/**
 * The columns of a written table, with an account of every cell of the source.
 * @throws an internal error if cells are unaccounted for, because the result would be a wrong number
 */
export async function describeColumns(
  connection: Connection,
  table: WrittenTable,
  time: TimeDimension,
): Promise<Column[]> {
  const figures = await columnFigures(connection, table);
  const columns: Column[] = [];
  for (const [index, column] of table.planned.entries()) {
    const { typed } = table.written[index]!;
    columns.push(await describeColumn(connection, table.raw, column, time, { ...figures[index]!, typed }));
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
  const block = raw.blocks?.[Number(reading.raw.slice(1)) - 1];
  return {
    name,
    originalName: reading.header,
    ...(block !== undefined && { block }),
    role: columnRole(column, part !== undefined, { typed, distinct, meanLength }),
    dataType,
    representation,
    cardinality: distinct,
    nullRate: raw.rowCount === 0 ? 0 : (raw.rowCount - typed) / raw.rowCount,
    min: min && cut(min),
    max: max && cut(max),
    samples: reading.samples.map(cut),
    coercions: coercionsOf(reading, { typed, rejected }),
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

/** Cells without a value that are neither blank nor null markers, counted independently of the Parquet. */
async function rejectedCells(connection: Connection, raw: RawTable, column: PlannedColumn): Promise<Rejected> {
  const { reading } = column;
  const { join, sql: value } = joinedValue(column);
  // Materialized: inside the filter the value's regular expressions would be compiled again for every chunk of rows.
  const source = raw.sourceIndex === undefined ? 'NULL' : `c${raw.sourceIndex + 1}`;
  const reader = await connection.runAndReadAll(
    `WITH judged AS MATERIALIZED (
       SELECT numbered, ${source} AS source, position, ${reading.raw} AS raw, ${reading.cell} AS cell, ${value} AS value
       FROM (SELECT *, ${raw.sourceRow} AS numbered, rowid AS position FROM ${raw.table}) ${join ?? ''})
     SELECT numbered::DOUBLE, raw[:${MAX_SHOWN_CHARACTERS + 1}], (count(*) OVER ())::DOUBLE, source FROM judged
     WHERE value IS NULL AND cell IS NOT NULL AND NOT ${isNullMarkerSql('cell', reading.markers)}
     ORDER BY position LIMIT ${MAX_REJECTED}`,
  );
  const rows = reader.getRows() as [number, string, number, string | null][];
  const first = rows.map(([row, text, , source]) => ({ row, raw: cut(text), ...(source !== null && { source }) }));
  return { count: rows[0]?.[2] ?? 0, first };
}

function coercionsOf(
  reading: PlannedColumn['reading'],
  { typed, rejected }: { typed: number; rejected: Rejected },
): Coercion[] {
  const { nullMarkers, given } = reading;
  const coercions: Coercion[] = [];
  const add = (kind: Coercion['kind'], count: number, example: string | null) => {
    if (count > 0) coercions.push({ kind, count, example: example && cut(example) });
  };
  if (reading.kind === 'NUMBER') {
    const { currency, thousands, parentheses, scale, percent, decimalComma } = reading.features;
    add('CURRENCY_REMOVED', currency.count, currency.example);
    add('THOUSANDS_REMOVED', thousands.count, thousands.example);
    add('PARENTHESES_NEGATED', parentheses.count, parentheses.example);
    if (given?.scale) add('SCALE_APPLIED', scale.count + scaledCells(typed, reading), reading.samples[0] ?? null);
    else add('SCALE_APPLIED', scale.count, scale.example);
    if (reading.annotated) {
      const { units, flags } = reading.annotated;
      add('UNIT_REMOVED', units.count, units.example);
      add('FLAG_REMOVED', flags.count, flags.example);
    }
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

function cut(text: string): string {
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}
