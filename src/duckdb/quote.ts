/** `na"me` → `"na""me"`: every identifier in SQL is quoted with this function. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * `it's` → `'it''s'`, for places where DuckDB accepts no bound value (COPY targets, table functions). DuckDB's parser stops
 * at a NUL character, which a cell may contain: `a\0b` → `('a' || chr(0) || 'b')`.
 */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return quoted.includes('\0') ? `(${quoted.replaceAll('\0', "' || chr(0) || '")})` : quoted;
}

/**
 * SQL: whether a text is one of several; NULL for NULL. DuckDB turns IN with a list of constants into a hash join with all
 * rows, also inside a CASE that few rows reach.
 */
export function isOneOfSql(text: string, texts: readonly string[]): string {
  return `list_contains([${texts.map(quoteText).join(', ')}], ${text})`;
}

/** A file's path for a table function, with `*`, `?` and `[` escaped, which would otherwise be a pattern. */
export function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, '[$&]'));
}

/** SQL: a Parquet file of the service as a table. A path that contains `name=value` does not add a column. */
export function parquetSql(path: string): string {
  return `read_parquet(${quotePath(path)}, hive_partitioning = false)`;
}

/** As parquetSql, with the number of each row from 0 in the column `file_row_number`. */
export function numberedParquetSql(path: string): string {
  return `read_parquet(${quotePath(path)}, hive_partitioning = false, file_row_number = true)`;
}
