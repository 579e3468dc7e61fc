import type { DataType, Representation } from '../../model/schema.js';
import { booleanSql } from '../cells/booleans.js';
import { isNullMarkerSql } from '../cells/cell.js';
import { columnNames } from '../cells/column-names.js';
import { isFamiliarNumberSql, isNumberSql, isPlainNumberSql, NARROW_DIGITS, plainTextSql } from '../cells/numbers.js';
import type { ColumnReading } from './examine.js';
import { isIsoDateSql } from './examine-dates.js';
import type { NumberColumn } from './examine-numbers.js';
import type { Readings } from './readings.js';

/** A column of the normalized Parquet, and the SQL over the raw table that gives its values. */
export interface PlannedColumn {
  /** Normalized, unique. */
  name: string;
  reading: ColumnReading;
  dataType: DataType;
  representation: Representation;
  value: ValueSource;
  /**
   * Name of a temporary table `(cell, n, reading)` of the value and the number of occurrences of each distinct raw cell, to
   * be created from `reading.distinct` where a value is expensive to compute and cells repeat; else null.
   */
  distinctValues: string | null;
}

/** How a typed value is computed; NULL for blanks, null markers and cells that do not parse. */
export type ValueSource =
  /** From the raw cell alone. */
  | { from: 'cell'; sql: string }
  /** From a temporary table `(cell, reading)` of trimmed cells. `sql` takes the SQL of the cell's reading, NULL where there is none. */
  | { from: 'readings'; table: string; sql: (reading: string) => string };

export function planColumns(readings: readonly ColumnReading[]): PlannedColumn[] {
  const names = columnNames(readings.map((reading) => reading.header));
  return readings.map((reading, index) => {
    const planned = planColumn(reading);
    const oncePerCell = planned.value.from === 'cell' && reading.distinct !== null && takesWork(reading);
    return { name: names[index]!, reading, ...planned, distinctValues: oncePerCell ? `${reading.raw}_values` : null };
  });
}

/** Whether a value is more than a look or a cast. */
function takesWork(column: ColumnReading): boolean {
  switch (column.kind) {
    case 'NUMBER':
      return !column.allPlain;
    case 'TEXT':
      return column.nullMarkers > 0 || column.trimmed;
    default:
      return true;
  }
}

function planColumn(column: ColumnReading): Omit<PlannedColumn, 'name' | 'reading' | 'distinctValues'> {
  const { cell } = column;
  const representation = 'PLAIN';
  switch (column.kind) {
    case 'BOOLEAN':
      return { representation, dataType: 'BOOLEAN', value: { from: 'cell', sql: booleanSql(cell) } };
    case 'NUMBER':
      return planNumber(column);
    case 'DATE': {
      const dataType = column.hasTime ? 'TIMESTAMP' : 'DATE';
      const iso = `CASE WHEN ${isIsoDateSql(cell)} THEN CAST(${cell} AS ${dataType}) END`;
      if (!column.readings) return { representation, dataType, value: { from: 'cell', sql: iso } };
      const sql = (reading: string) => (column.iso === 0 ? reading : `coalesce(${reading}, ${iso})`);
      return { representation, dataType, value: sourceOf(column, column.readings, sql) };
    }
    case 'PERIOD':
      return { representation, dataType: 'STRING', value: sourceOf(column, column.readings, (reading) => reading) };
    case 'TEXT': {
      const marker = isNullMarkerSql(cell, column.markers);
      const sql = column.nullMarkers > 0 ? `CASE WHEN ${marker} THEN NULL ELSE ${cell} END` : cell;
      return { representation, dataType: 'STRING', value: { from: 'cell', sql } };
    }
  }
}

function sourceOf({ cell }: ColumnReading, readings: Readings, sql: (reading: string) => string): ValueSource {
  return 'table' in readings
    ? { from: 'readings', table: readings.table, sql }
    : { from: 'cell', sql: sql(readings.lookUp(cell)) };
}

/**
 * DECIMAL where at most 10 fraction digits are needed (SEMANTICS.md §2, "Exact decimals"). Of the 38 digits that DuckDB
 * holds, 8 are left free for the sum of up to 10^8 rows; up to 18 digits a value fits an 8-byte integer, which is half
 * the size and several times the speed of the wide form, with the same exact sums.
 */
const MOST_FRACTION_DIGITS = 10;
const MOST_DIGITS = 30;

function planNumber(
  column: ColumnReading & NumberColumn,
): Pick<PlannedColumn, 'dataType' | 'representation' | 'value'> {
  const { integerDigits, fractionDigits } = column;
  const digits = integerDigits + fractionDigits;
  const { dataType, sqlType } = ((): { dataType: DataType; sqlType: string } => {
    if (fractionDigits > MOST_FRACTION_DIGITS || digits > MOST_DIGITS) return { dataType: 'DOUBLE', sqlType: 'DOUBLE' };
    if (fractionDigits === 0 && digits <= NARROW_DIGITS) return { dataType: 'INTEGER', sqlType: 'BIGINT' };
    return { dataType: 'DECIMAL', sqlType: `DECIMAL(${digits <= NARROW_DIGITS ? 18 : 38}, ${fractionDigits})` };
  })();
  const sql = finite(numberValue(column, sqlType), dataType);
  return { dataType, representation: representationOf(column), value: { from: 'cell', sql } };
}

/** SQL: what is beyond all doubles is no number: as infinity it would swallow every sum. */
function finite(value: string, dataType: DataType): string {
  return dataType === 'DOUBLE' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
}

function numberValue(column: ColumnReading & NumberColumn, sqlType: string): string {
  const { cell, mark, allPlain, allPercent, mostlyPlain } = column;
  // The trimmed cell: blank ones may hold white space.
  if (allPlain) return `CAST(${cell} AS ${sqlType})`;
  const text = `try_cast(${plainTextSql(cell, column)} AS ${sqlType})`;
  const careful = ((): string => {
    if (!column.allParse) {
      const isFamiliar = isFamiliarNumberSql(cell, mark, column);
      return `CASE WHEN CASE WHEN ${isFamiliar} THEN true ELSE ${isNumberSql(cell, mark)} END THEN ${text} END`;
    }
    // Where every cell but the null markers is known to be a number, the markers are cheaper to tell than the numbers.
    return column.nullMarkers > 0 ? `CASE WHEN ${isNullMarkerSql(cell, 'value')} THEN NULL ELSE ${text} END` : text;
  })();
  if (!mostlyPlain || mark === 'COMMA' || allPercent) return careful;
  return `CASE WHEN ${isPlainNumberSql(cell)} THEN CAST(${cell} AS ${sqlType}) ELSE ${careful} END`;
}

function representationOf(column: ColumnReading & NumberColumn): Representation {
  const { features, meaning } = column;
  if (column.allPercent || holdsPercentages(column)) return 'PERCENT';
  return features.currency.count > 0 || (meaning.currency && !meaning.identifier) ? 'CURRENCY' : 'PLAIN';
}

/** A few percentages among amounts, such as a last row of shares, do not make a column of percentages. */
export function holdsPercentages({ features, filled, nullMarkers }: ColumnReading & NumberColumn): boolean {
  return features.percent.count * 2 > filled - nullMarkers;
}

/** A relation to be joined to a table of raw cells, null where none is needed, and SQL of the value in the joined rows. */
export interface JoinedValue {
  join: string | null;
  sql: string;
}

export function joinedValue({ reading: { raw, cell }, value }: PlannedColumn): JoinedValue {
  return value.from === 'cell'
    ? { join: null, sql: value.sql }
    : joinReadings(raw, { table: value.table, cell, sql: value.sql });
}

/** @param cell SQL of what the readings are joined on: the trimmed cell or the raw one */
export function joinReadings(
  raw: string,
  { table, cell, sql }: { table: string; cell: string; sql: (reading: string) => string },
): JoinedValue {
  const alias = `${raw}_reading`;
  return { join: `LEFT JOIN ${table} AS ${alias} ON ${alias}.cell = ${cell}`, sql: sql(`${alias}.reading`) };
}
