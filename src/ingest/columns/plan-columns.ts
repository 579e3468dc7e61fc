import type { DataType, Representation } from '../../model/schema.js';
import { booleanSql } from '../cells/booleans.js';
import { isNullMarkerSql } from '../cells/cell.js';
import { columnNames } from '../cells/column-names.js';
import { isCommonNumberSql, isNumberSql, isPlainNumberSql, plainTextSql } from '../cells/numbers.js';
import type { ColumnReading } from './examine.js';
import { isIsoDateSql } from './examine-dates.js';
import type { NumberColumn } from './examine-numbers.js';
import { numberType, scaledType, scaledValue } from './number-type.js';
import type { Readings } from './readings.js';

/** A column of the normalized Parquet file, and the SQL over the raw table that computes its values. */
export interface PlannedColumn {
  /** Normalized and unique. */
  name: string;
  reading: ColumnReading;
  dataType: DataType;
  representation: Representation;
  value: ValueSource;
  /**
   * Name of a temporary table `(cell, n, reading)` with the value and the number of occurrences of each distinct raw cell,
   * created from `reading.distinct` if the value is expensive to compute and cells repeat; otherwise null.
   */
  distinctValues: string | null;
}

/** How a typed value is computed; NULL for blanks, null markers and cells that do not parse. */
export type ValueSource =
  /** Computed from the raw cell only. */
  | { from: 'cell'; sql: string }
  /** Looked up in a temporary table `(cell, reading)` of trimmed cells. `sql` takes the SQL of the cell's reading, which is NULL for cells without one. */
  | { from: 'readings'; table: string; sql: (reading: string) => string };

/** @param headers of all columns of the raw table: a column that is left out does not change the names of the others */
export function planColumns(readings: readonly ColumnReading[], headers: readonly string[]): PlannedColumn[] {
  const names = new Map(columnNames(headers).map((name, index) => [`c${index + 1}`, name]));
  return readings.map((reading) => {
    const planned = planColumn(reading);
    const isComputedPerCell = planned.value.from === 'cell' && reading.distinct !== null && isExpensive(reading);
    return {
      name: names.get(reading.raw)!,
      reading,
      ...planned,
      distinctValues: isComputedPerCell ? `${reading.raw}_values` : null,
    };
  });
}

/** Whether computing a value takes more than reading or casting the cell. */
function isExpensive(column: ColumnReading): boolean {
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

function planNumber(
  column: ColumnReading & NumberColumn,
): Pick<PlannedColumn, 'dataType' | 'representation' | 'value'> {
  const { given, integerDigits, fractionDigits } = column;
  const representation = representationOf(column);
  const written = numberType(integerDigits, fractionDigits);
  const value = numberValue(column, written.sqlType);
  if (given?.scale === undefined) {
    return { dataType: written.dataType, representation, value: cellValue(value, written.dataType) };
  }
  const { dataType, sqlType } = scaledType(column, given.scale, written);
  const scaled = scaledValue(column, given.scale, { value, dataType });
  return { dataType, representation, value: cellValue(`CAST(${scaled} AS ${sqlType})`, dataType) };
}

function cellValue(sql: string, dataType: DataType): ValueSource {
  return { from: 'cell', sql: finiteOrNull(sql, dataType) };
}

/** SQL: NULL instead of infinity, which would make every sum infinite. */
function finiteOrNull(value: string, dataType: DataType): string {
  return dataType === 'DOUBLE' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
}

function numberValue(column: ColumnReading & NumberColumn, sqlType: string): string {
  const { cell, mark, allPlain, allPercent, mostlyPlain } = column;
  // Uses the trimmed cell, because blank cells may contain white space.
  if (allPlain) return `CAST(${cell} AS ${sqlType})`;
  const text = `try_cast(${plainTextSql(cell, column)} AS ${sqlType})`;
  const conversion = ((): string => {
    if (!column.allParse) {
      const isCommon = isCommonNumberSql(cell, mark, column);
      return `CASE WHEN CASE WHEN ${isCommon} THEN true ELSE ${isNumberSql(cell, mark)} END THEN ${text} END`;
    }
    // If every cell is either a null marker or a number, null markers are cheaper to recognize than numbers.
    return column.nullMarkers > 0 ? `CASE WHEN ${isNullMarkerSql(cell, 'value')} THEN NULL ELSE ${text} END` : text;
  })();
  if (!mostlyPlain || mark === 'COMMA' || allPercent) return conversion;
  return `CASE WHEN ${isPlainNumberSql(cell)} THEN CAST(${cell} AS ${sqlType}) ELSE ${conversion} END`;
}

function representationOf(column: ColumnReading & NumberColumn): Representation {
  const { features, meaning } = column;
  if (column.allPercent || isMostlyPercentages(column)) return 'PERCENT';
  return features.currency.count > 0 || (meaning.currency && !meaning.identifier) ? 'CURRENCY' : 'PLAIN';
}

/** Whether most numbers are percentages. A few, such as a last row of shares, do not make a column of percentages. */
export function isMostlyPercentages({ features, filled, nullMarkers }: ColumnReading & NumberColumn): boolean {
  return features.percent.count * 2 > filled - nullMarkers;
}

/** Whether the values are the raw cells, so that figures of the cells are those of the values. */
export function isRawCell({ value, reading }: PlannedColumn): boolean {
  return value.from === 'cell' && value.sql === reading.raw;
}

/** A join with the table of raw cells, null if none is needed, and the SQL of the value in the joined rows. */
export interface JoinedValue {
  join: string | null;
  sql: string;
}

export function joinedValue({ reading: { raw, cell }, value }: PlannedColumn): JoinedValue {
  return value.from === 'cell'
    ? { join: null, sql: value.sql }
    : joinReadings(raw, { table: value.table, cell, sql: value.sql });
}

/** @param cell SQL of the join key of the readings: the trimmed or the raw cell */
export function joinReadings(
  raw: string,
  { table, cell, sql }: { table: string; cell: string; sql: (reading: string) => string },
): JoinedValue {
  const alias = `${raw}_reading`;
  return { join: `LEFT JOIN ${table} AS ${alias} ON ${alias}.cell = ${cell}`, sql: sql(`${alias}.reading`) };
}
