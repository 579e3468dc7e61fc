import type { DataType, Representation } from '../../model/schema.js';
import { booleanSql } from './booleans.js';
import { isNullMarkerSql } from './cell.js';
import { columnNames } from './column-names.js';
import type { ColumnReading } from './examine.js';
import { isIsoDateSql } from './examine-dates.js';
import type { NumberColumn } from './examine-numbers.js';
import { isFamiliarNumberSql, isNumberSql, isPlainNumberSql, NARROW_DIGITS, plainTextSql } from './numbers.js';
import type { Readings } from './readings.js';

/** A column of the normalized Parquet, and the SQL over the raw table that gives its values. */
export interface PlannedColumn {
  /** Normalized, unique. */
  name: string;
  reading: ColumnReading;
  dataType: DataType;
  representation: Representation;
  /** SQL of the typed value; NULL for blanks, null markers and cells that do not parse. */
  value: string;
  /** Temporary table of readings, to be joined as `<raw>_reading` or looked up (write-parquet.ts); null where the value needs none. */
  readings: string | null;
  /**
   * Temporary table `(cell, n, reading)` of the value of each distinct raw cell and how often it stands there, to be made
   * from `reading.distinct` where the value is dear and cells repeat; else null.
   */
  values: string | null;
}

export function planColumns(readings: readonly ColumnReading[]): PlannedColumn[] {
  const names = columnNames(readings.map((reading) => reading.header));
  return readings.map((reading, index) => {
    const planned = planColumn(reading);
    const oncePerCell = planned.readings === null && reading.distinct !== null && takesWork(reading);
    return { name: names[index]!, reading, ...planned, values: oncePerCell ? `${reading.raw}_values` : null };
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

function planColumn(column: ColumnReading): Omit<PlannedColumn, 'name' | 'reading' | 'values'> {
  const { cell } = column;
  const plain = { representation: 'PLAIN', readings: null } as const;
  switch (column.kind) {
    case 'BOOLEAN':
      return { ...plain, dataType: 'BOOLEAN', value: booleanSql(cell) };
    case 'NUMBER':
      return { ...plain, ...planNumber(column) };
    case 'DATE': {
      const dataType = column.hasTime ? 'TIMESTAMP' : 'DATE';
      const iso = `CASE WHEN ${isIsoDateSql(cell)} THEN CAST(${cell} AS ${dataType}) END`;
      if (!column.readings) return { ...plain, dataType, value: iso };
      const { value: reading, readings } = readingOf(column, column.readings);
      const value = column.iso === 0 ? reading : `coalesce(${reading}, ${iso})`;
      return { ...plain, dataType, value, readings };
    }
    case 'PERIOD':
      return { ...plain, dataType: 'STRING', ...readingOf(column, column.readings) };
    case 'TEXT': {
      const marker = isNullMarkerSql(cell, column.markers);
      const value = column.nullMarkers > 0 ? `CASE WHEN ${marker} THEN NULL ELSE ${cell} END` : cell;
      return { ...plain, dataType: 'STRING', value };
    }
  }
}

/** SQL of the reading of a column's cell, and the table to be joined for it. */
function readingOf({ raw, cell }: ColumnReading, readings: Readings): Pick<PlannedColumn, 'value' | 'readings'> {
  return 'table' in readings
    ? { value: `${raw}_reading.reading`, readings: readings.table }
    : { value: readings.lookUp(cell), readings: null };
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
  return { dataType, representation: representationOf(column), value: finite(numberValue(column, sqlType), dataType) };
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

/** SQL of a column's values over a relation of its raw cells. */
export function valuesOf({ reading, readings, value }: PlannedColumn, cells: string): { from: string; value: string } {
  const alias = `${reading.raw}_reading`;
  return {
    from: readings ? `${cells} LEFT JOIN ${readings} AS ${alias} ON ${alias}.cell = ${reading.cell}` : cells,
    value,
  };
}
