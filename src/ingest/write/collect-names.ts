import type { Connection } from '../../duckdb/connection.js';
import { firstRow, numbersOf } from '../../duckdb/first-row.js';
import { isRawCell, joinedValue, type PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';

/** Smaller tables are grouped by text in milliseconds. */
const MIN_ROWS = 20_000;
/** Where nearly every value differs (codes of documents, prose), ids are as many as the rows and group nothing. */
const MAX_DISTINCT_SHARE = 0.9;
/** Joins for ids take memory, and a table has few columns of many rows that anyone groups by. */
const MAX_COLUMNS = 64;

/** The distinct values of a text column. */
export interface TextNames {
  columnName: string;
  /** Temporary table `(text)`, in code-point order; the id of a text is its rowid. */
  table: string;
  count: number;
  /** The first and the last in code-point order. */
  first: string;
  last: string;
}

export interface CollectedNames {
  /** By column, in their order. */
  names: Map<PlannedColumn, TextNames>;
  /** The number of distinct values of columns that were counted exactly, with or without names. */
  distinct: Map<PlannedColumn, number>;
}

/**
 * Collects the distinct values of the text columns that are worth ids: in tables of at least MIN_ROWS, unless nearly every
 * value differs.
 */
export async function collectNames(
  connection: Connection,
  raw: RawTable,
  columns: readonly PlannedColumn[],
): Promise<CollectedNames> {
  const names = new Map<PlannedColumn, TextNames>();
  const distinct = new Map<PlannedColumn, number>();
  if (raw.rowCount < MIN_ROWS) return { names, distinct };
  for (const column of columns) {
    const { reading, name } = column;
    if (reading.kind !== 'TEXT' || names.size === MAX_COLUMNS) continue;
    const values = valuesOf(raw, column);
    // Exact counts of the cells cost as much as the collection itself; of codes, the description needs them.
    const isCounted = reading.allDiffer && isRawCell(column);
    const count = isCounted ? `count(DISTINCT ${reading.raw})` : `approx_count_distinct(${reading.raw})`;
    const [cells] = await numbersOf(connection, `SELECT ${count} FROM ${reading.distinct ?? raw.table}`);
    if (isCounted) distinct.set(column, cells!);
    if (cells! > reading.filled * MAX_DISTINCT_SHARE) continue;
    const table = `${reading.raw}_names`;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT DISTINCT text FROM ${values} WHERE text IS NOT NULL ORDER BY text`,
    );
    const [texts, first, last] = await firstRow(connection, `SELECT count(*), min(text), max(text) FROM ${table}`);
    if (first === null) continue;
    names.set(column, { columnName: name, table, count: Number(texts), first: String(first), last: String(last) });
    distinct.set(column, Number(texts));
  }
  return { names, distinct };
}

/** SQL of a relation `(text)` with every value of a text column, from the smallest relation that has them. */
function valuesOf(raw: RawTable, column: PlannedColumn): string {
  if (column.distinctValues !== null) return `(SELECT reading AS text FROM ${column.distinctValues})`;
  return `(SELECT ${joinedValue(column).sql} AS text FROM ${column.reading.distinct ?? raw.table})`;
}
