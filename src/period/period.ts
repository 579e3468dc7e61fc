import { quoteIdentifier } from '../duckdb/quote.js';
import type { Column, PeriodGrain } from '../model/schema.js';

/**
 * Periods are computed as integers ("ordinals") that sort by time, and shown as keys (SEMANTICS.md §3):
 * DATE days since 1970-01-01 → `2024-03-31`; YEAR_MONTH 12·year + month − 1 → `2024-M03`;
 * YEAR_QUARTER 4·year + quarter − 1 → `2024-Q1`; YEAR → `2024`.
 */
export type PeriodOrdinal = number;

export const UNKNOWN_PERIOD = 'UNKNOWN';
export const TOTAL_PERIOD = 'TOTAL';

export function periodKey(ordinal: PeriodOrdinal, grain: Exclude<PeriodGrain, 'NONE'>): string {
  switch (grain) {
    case 'DATE':
      return new Date(ordinal * 86_400_000).toISOString().slice(0, 10);
    case 'YEAR_MONTH':
      return `${year(Math.floor(ordinal / 12))}-M${String((ordinal % 12) + 1).padStart(2, '0')}`;
    case 'YEAR_QUARTER':
      return `${year(Math.floor(ordinal / 4))}-Q${(ordinal % 4) + 1}`;
    case 'YEAR':
      return year(ordinal);
  }
}

function year(value: number): string {
  return String(value).padStart(4, '0');
}

/** What periodSql needs of a column. */
export type TimeColumn = Pick<Column, 'name' | 'dataType' | 'timePart'>;

/**
 * SQL expression over the normalized Parquet's columns: the row's period ordinal as INTEGER, NULL where the row has
 * none. `columns` are the schema's time columns in order; `grain` is one that they allow.
 */
export function periodSql(columns: readonly TimeColumn[], grain: Exclude<PeriodGrain, 'NONE'>): string {
  const [first] = columns;
  if (first?.timePart === 'YEAR' && grain === 'YEAR') return `${quoteIdentifier(first.name)}::INTEGER`;
  throw new Error(`no ${grain} can be read from ${columns.map((column) => column.name).join(' + ')}`);
}
