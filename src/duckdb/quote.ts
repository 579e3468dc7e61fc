/** `na"me` → `"na""me"`: the only way an identifier gets into SQL. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `it's` → `'it''s'`: for the few places where DuckDB takes no bound value (COPY targets, table functions). */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
