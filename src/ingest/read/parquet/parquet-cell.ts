import { DuckDBTypeId } from '../../../duckdb/connection.js';
import { quoteIdentifier } from '../../../duckdb/quote.js';

export interface ParquetColumn {
  /** As DuckDB calls it: made distinct where the file repeats a name. */
  name: string;
  typeId: DuckDBTypeId;
  /** In words, for the evidence. */
  type: string;
  /** Of a timestamp: none of its values has a time of day. */
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
 * SQL: a value as a text file would have it. Numbers in full and without needless zeros, dates and times by ISO 8601 with
 * a space, in UTC where they have a zone; lists and structures as JSON; bytes as the UTF-8 text they are, else in hex.
 */
export function parquetCellSql({ name, typeId, isMidnight }: ParquetColumn): string {
  const value = quoteIdentifier(name);
  if (typeId === DuckDBTypeId.FLOAT || typeId === DuckDBTypeId.DOUBLE) return plainNumberSql(`${value}::VARCHAR`);
  if (typeId === DuckDBTypeId.DECIMAL) return withoutZerosSql(`${value}::VARCHAR`);
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
  const written = `string_split(${text}, 'e')`;
  const digits = `replace(ltrim(${written}[1], '-'), '.', '')`;
  const exponent = `${written}[2]::INTEGER`;
  const positive = `CASE WHEN ${exponent} < 0 THEN '0.' || repeat('0', -${exponent} - 1) || ${digits}
    ELSE rpad(left(${digits}, ${exponent} + 1), ${exponent} + 1, '0') || '.' || substr(${digits}, ${exponent} + 2) END`;
  return `CASE WHEN contains(${text}, 'e')
    THEN CASE WHEN starts_with(${text}, '-') THEN '-' ELSE '' END || ${withoutZerosSql(positive)}
    ELSE ${withoutZerosSql(text)} END`;
}

function withoutZerosSql(text: string): string {
  return `CASE WHEN contains(${text}, '.') THEN rtrim(rtrim(${text}, '0'), '.') ELSE ${text} END`;
}
