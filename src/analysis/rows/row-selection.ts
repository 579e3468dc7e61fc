import { quoteIdentifier } from '../../duckdb/quote.js';
import { requireColumn } from '../../model/column-not-found.js';
import { ConcentricError } from '../../model/errors.js';
import { columnsOf, type NormalFilter, type RowFilter } from '../../model/row-filter.js';
import type { Column, DatasetSchema } from '../../model/schema.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { normalFilter } from '../filter/filter.js';

const MAX_SEARCH_LENGTH = 1000;

/** Rows of a list that a filter and a search select. */
export interface RowCondition {
  where: NormalFilter | undefined;
  /** With the roles that say how their texts are compared. */
  filterColumns: Column[];
}

/** The order of a list of rows. */
export interface RowSorting {
  column: Column;
  isDescending: boolean;
}

/** @throws INVALID_INPUT, COLUMN_NOT_FOUND */
export function rowCondition(
  schema: DatasetSchema,
  { where, search }: { where?: RowFilter | null; search?: string | null },
): RowCondition {
  const filter = where && normalFilter(schema, where);
  const text = foldSpelling(search ?? '');
  if (text.length > MAX_SEARCH_LENGTH) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `search: expected at most ${MAX_SEARCH_LENGTH} characters; got ${text.length}.`,
      { argument: 'search' },
    );
  }
  const filtered = new Set(filter ? columnsOf(filter) : []);
  const found: NormalFilter[] =
    text === '' ? [] : [{ or: schema.columns.map(({ name }) => ({ column: name, contains: text, isSearch: true })) }];
  return {
    where: allOf([...(filter ? [filter] : []), ...found]),
    filterColumns: schema.columns.filter(({ name }) => text !== '' || filtered.has(name)),
  };
}

/** The rows that both select. */
export function bothConditions(a: RowCondition, b: RowCondition): RowCondition {
  const names = new Set(a.filterColumns.map(({ name }) => name));
  return {
    where: allOf([a.where, b.where].filter((where) => where !== undefined)),
    filterColumns: [...a.filterColumns, ...b.filterColumns.filter(({ name }) => !names.has(name))],
  };
}

function allOf(conditions: NormalFilter[]): NormalFilter | undefined {
  return conditions.length > 1 ? { and: conditions } : conditions[0];
}

/** @throws COLUMN_NOT_FOUND */
export function rowSorting(
  schema: DatasetSchema,
  orderBy: { column: string; descending?: boolean | null } | null | undefined,
): RowSorting | null {
  if (orderBy == null) return null;
  return { column: requireColumn(schema, orderBy.column), isDescending: orderBy.descending ?? false };
}

/**
 * What follows ORDER BY: blank cells last, equal ones in the order of the data. Texts are sorted without regard to case and
 * accents; what is not a number is blank, as in measure.ts.
 * @param relation the name in FROM of what has the column
 */
export function orderSql(sorting: RowSorting | null, rowNumber: string, relation: string): string {
  if (sorting === null) return rowNumber;
  const { column, isDescending } = sorting;
  return `${sortedSql(column, relation)} ${isDescending ? 'DESC' : 'ASC'} NULLS LAST, ${rowNumber}`;
}

function sortedSql({ name, dataType }: Column, relation: string): string {
  const value = `${relation}.${quoteIdentifier(name)}`;
  if (dataType === 'STRING') return `lower(strip_accents(${value}))`;
  return dataType === 'DOUBLE' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
}
