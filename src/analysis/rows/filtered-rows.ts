import type { Connection } from '../../duckdb/connection.js';
import { quoteIdentifier } from '../../duckdb/quote.js';
import { searchedColumnsOf } from '../../model/row-filter.js';
import type { Column } from '../../model/schema.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { idColumn } from '../../names/names.js';
import { type FilterColumn, filterSql } from '../filter/filter-sql.js';
import { isFolded } from '../filter/filter-values.js';
import { namesOfColumns, type RowSource } from '../group/entity-names.js';
import { columnsBesideEntities, type ResolvedRequest } from '../parameters/parameters.js';

/** What of a request says which rows are analysed. */
export interface RowSelection extends Pick<ResolvedRequest, 'filterColumns'> {
  parameters: Pick<ResolvedRequest['parameters'], 'where'>;
}

/**
 * SQL of the rows that the request is about, as in FROM: `source` itself without a filter, else a temporary table of the
 * connection with `columnsKept`. Every query of an analysis reads these rows, so none can miss the filter.
 */
export async function filteredRows(
  connection: Connection,
  { source, namesPath }: RowSource,
  request: RowSelection,
  columnsKept: readonly string[],
): Promise<string> {
  const { where } = request.parameters;
  if (where === undefined) return source;
  const columns = new Map<string, FilterColumn>();
  const joins: string[] = [];
  const searched = new Set(searchedColumnsOf(where));
  const allNames = await namesOfColumns(connection, { source, namesPath }, request.filterColumns);
  for (const [index, column] of request.filterColumns.entries()) {
    const names = allNames[index] ?? null;
    if (names !== null) {
      const id = `source.${quoteIdentifier(idColumn(column.name))}`;
      const key = isFolded(column) ? 'key' : 'text';
      const ids = { value: id, sqlType: 'INTEGER', names };
      columns.set(column.name, { dataType: column.dataType, key, searchKey: 'key', ...ids });
      continue;
    }
    const value = `source.${quoteIdentifier(column.name)}`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT ${value} FROM ${source} AS source`);
    const filterColumn = {
      dataType: column.dataType,
      // What is not a number is blank, as in measure.ts.
      value: column.dataType === 'DOUBLE' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value,
      sqlType: String(described.getRowsJS()[0]?.[1]),
      // Only searches look for a text in columns of other types.
      key: column.dataType === 'STRING' ? value : `${value}::VARCHAR`,
      searchKey: `${value}::VARCHAR`,
    };
    if (isFolded(column) || (column.dataType === 'STRING' && searched.has(column.name))) {
      const keys = `concentration_keys_${joins.length}`;
      await createKeys(connection, source, column, keys);
      joins.push(`LEFT JOIN ${keys} ON ${keys}.spelling = ${value}`);
      filterColumn.searchKey = `coalesce(${keys}.key, ${asciiKey(value)})`;
      if (isFolded(column)) filterColumn.key = filterColumn.searchKey;
    }
    columns.set(column.name, filterColumn);
  }
  const read = columnsKept.map(quoteIdentifier);
  const values: string[] = [];
  const condition = filterSql(where, (name) => columns.get(name)!, values);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_rows AS
     SELECT ${[...new Set(read)].map((name) => `source.${name}`).join(', ')}
     FROM ${source} AS source ${joins.join(' ')} WHERE ${condition}`,
    values,
  );
  return 'concentration_rows';
}

/** Names of the columns that the analysis reads of the rows that are left. */
export function columnsRead(request: ResolvedRequest): string[] {
  return [...new Set([...request.groupBy, ...columnsBesideEntities(request)].map(({ name }) => name))];
}

/** foldSpelling of an ASCII text, in SQL: the same lower case and the same white space. */
function asciiKey(text: string): string {
  return `trim(regexp_replace(lower(${text}), '[\\t-\\r ]+', ' ', 'g'), ' ')`;
}

/** A table of the column's spellings beyond ASCII, which DuckDB folds differently, with their keys. */
async function createKeys(connection: Connection, source: string, { name }: Column, table: string): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (spelling VARCHAR, key VARCHAR)`);
  const column = quoteIdentifier(name);
  const distinct = `SELECT DISTINCT ${column} FROM ${source} WHERE strlen(${column}) <> length(${column})`;
  const batches = await connection.stream(distinct, async (chunks) => {
    const folded: [string, string][][] = [];
    for await (const chunk of chunks) {
      folded.push((chunk.getRows() as [string][]).map(([spelling]) => [spelling, foldSpelling(spelling)]));
    }
    return folded;
  });
  for (const batch of batches) await connection.append(table, batch);
}
