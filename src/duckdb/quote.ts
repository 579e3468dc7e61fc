/** `na"me` → `"na""me"`: the only way an identifier gets into SQL. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * `it's` → `'it''s'`: for the few places where DuckDB takes no bound value (COPY targets, table functions). Its parser ends
 * at a NUL, which a cell may hold: `a\0b` → `('a' || chr(0) || 'b')`.
 */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return quoted.includes('\0') ? `(${quoted.replaceAll('\0', "' || chr(0) || '")})` : quoted;
}

/** A file's path for a table function, which would take `*`, `?` and `[` in it for a pattern. */
export function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, '[$&]'));
}

/** A Parquet of ours as a table: its path may hold `name=value`, which DuckDB would take for a column of the file. */
export function parquetSql(path: string): string {
  return `read_parquet(${quotePath(path)}, hive_partitioning = false)`;
}
