import { parquetSql, quoteText } from '../duckdb/quote.js';

const ID_SUFFIX = '#id';

/**
 * The column of the normalized Parquet with the ids of a text column: INTEGER, NULL where the text is. Other names of
 * columns contain no `#` (ingest/cells/column-names.ts).
 */
export function idColumn(name: string): string {
  return `${name}${ID_SUFFIX}`;
}

export function isIdColumn(name: string): boolean {
  return name.endsWith(ID_SUFFIX);
}

/**
 * SQL of the distinct texts of a column that has ids, from names.parquet: `id`, dense from 0 in code-point order of `text`;
 * `key`, the folded spelling (fold-spelling.ts); `folded`, the smallest id with the same key.
 */
export function namesSql(namesPath: string, columnName: string): string {
  return `(SELECT id, text, key, folded FROM ${parquetSql(namesPath)} WHERE column_name = ${quoteText(columnName)})`;
}
