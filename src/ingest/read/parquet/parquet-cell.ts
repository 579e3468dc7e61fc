import { DuckDBTypeId } from '../../../duckdb/connection.js';
import { quoteIdentifier } from '../../../duckdb/quote.js';

export interface ParquetColumn {
  /** Name in DuckDB, which makes repeated names distinct. */
  name: string;
  typeId: DuckDBTypeId;
  /** DuckDB type name, for the lineage. */
  type: string;
  /** True if the column holds timestamps that are all at midnight. */
  isMidnight: boolean;
}

export const TIMESTAMPS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
]);

const NESTED: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.LIST,
  DuckDBTypeId.STRUCT,
  DuckDBTypeId.MAP,
  DuckDBTypeId.ARRAY,
  DuckDBTypeId.UNION,
  DuckDBTypeId.VARIANT,
]);

/**
 * SQL that prints a value as text.
 *
 * - Numbers: without exponent and trailing zeros.
 * - Dates and times: ISO 8601 with a space, in UTC if they have a time zone.
 * - Lists and structures: JSON.
 * - Bytes: UTF-8 text if they decode, otherwise hex.
 */
export function parquetCellSql({ name, typeId, isMidnight }: ParquetColumn): string {
  const value = quoteIdentifier(name);
  if (typeId === DuckDBTypeId.FLOAT || typeId === DuckDBTypeId.DOUBLE) return plainNumberSql(`${value}::VARCHAR`);
  if (typeId === DuckDBTypeId.DECIMAL) return trimZerosSql(`${value}::VARCHAR`);
  if (typeId === DuckDBTypeId.BLOB) return `nullif(coalesce(try(decode(${value})), hex(${value})), '')`;
  if (NESTED.has(typeId)) return `CASE WHEN ${value} IS NOT NULL THEN to_json(${value})::VARCHAR END`;
  if (TIMESTAMPS.has(typeId)) return `${utcSql(value, typeId)}::${isMidnight ? 'DATE::' : ''}VARCHAR`;
  return `nullif(${value}::VARCHAR, '')`;
}

export function utcSql(value: string, typeId: DuckDBTypeId): string {
  return typeId === DuckDBTypeId.TIMESTAMP_TZ ? `(${value} AT TIME ZONE 'UTC')` : value;
}

/** `1.5e+21` → `1500000000000000000000`, `1e-07` → `0.0000001`, `1.0` → `1`. */
function plainNumberSql(text: string): string {
  const mantissaAndExponent = `string_split(${text}, 'e')`;
  const digits = `replace(ltrim(${mantissaAndExponent}[1], '-'), '.', '')`;
  const exponent = `${mantissaAndExponent}[2]::INTEGER`;
  const positive = `CASE WHEN ${exponent} < 0 THEN '0.' || repeat('0', -${exponent} - 1) || ${digits}
    ELSE rpad(left(${digits}, ${exponent} + 1), ${exponent} + 1, '0') || '.' || substr(${digits}, ${exponent} + 2) END`;
  return `CASE WHEN contains(${text}, 'e')
    THEN CASE WHEN starts_with(${text}, '-') THEN '-' ELSE '' END || ${trimZerosSql(positive)}
    ELSE ${trimZerosSql(text)} END`;
}

function trimZerosSql(text: string): string {
  return `CASE WHEN contains(${text}, '.') THEN rtrim(rtrim(${text}, '0'), '.') ELSE ${text} END`;
}
