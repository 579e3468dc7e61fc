import DataLoader from 'dataloader';
import type { Connection, DuckDBValue } from '../../duckdb/connection.js';

/** The cells of one column, as a source for queries. */
export interface CellSource {
  /** SQL of a relation with the raw cells, under the column's own name, and `n`, the number of occurrences of each. */
  relation: string;
  /** Executes a query and returns its rows. Concurrent queries of sources that share a table are batched into one. */
  query(query: CellQuery): Promise<DuckDBValue[][]>;
}

/** A column, the source of its cells, and how they are trimmed. */
export interface QueriedColumn {
  /** `c1`, `c2`, …: the column of the raw table. */
  raw: string;
  source: CellSource;
  /** Takes the SQL of the raw cell and returns that of the trimmed cell, which is NULL for a blank cell. */
  trim: (raw: string) => string;
}

/** SQL expressions over `cell`, which is trimmed, and `n`. */
export interface CellQuery {
  trim: QueriedColumn['trim'];
  /** Aggregates. */
  select: readonly string[];
  /** Condition on the cells. Default: all cells. */
  where?: string;
  /** One row for each distinct cell instead of one row for all. */
  perCell?: boolean;
}

/** A source that executes each query separately. @param relation see CellSource.relation */
export function singleColumnSource(connection: Connection, raw: string, relation: string): CellSource {
  return {
    relation,
    query: async ({ trim, select, where = 'true', perCell }) => {
      const answer = await connection.runAndReadAll(
        `SELECT ${select.join(', ')} FROM (SELECT ${trim(raw)} AS cell, n FROM ${relation})
         WHERE ${where} ${perCell ? 'GROUP BY cell' : ''}`,
      );
      return answer.getRows();
    },
  };
}

/**
 * Sources for several columns of a table, with their cells in one table `(column_index, raw)`, so that one query serves
 * all columns. A query takes at least a millisecond, even for few cells, and each column needs several queries.
 *
 * @param table SQL name of the temporary table to create
 */
export async function sharedColumnSources(
  connection: Connection,
  raws: readonly string[],
  { table, from }: { table: string; from: string },
): Promise<CellSource[]> {
  const columnIndexes = raws.map((_, columnIndex) => columnIndex);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS
     SELECT unnest([${columnIndexes.join(', ')}]) AS column_index, unnest([${raws.join(', ')}]) AS raw FROM ${from}`,
  );
  const loader = new DataLoader<{ columnIndex: number; query: CellQuery }, DuckDBValue[][], unknown>(
    (batch) => executeBatch(connection, table, batch),
    { cache: false },
  );
  return raws.map((raw, columnIndex) => ({
    relation: `(SELECT raw AS ${raw}, 1 AS n FROM ${table} WHERE column_index = ${columnIndex})`,
    query: (query) => loader.load({ columnIndex, query }),
  }));
}

async function executeBatch(
  connection: Connection,
  table: string,
  queries: readonly { columnIndex: number; query: CellQuery }[],
): Promise<DuckDBValue[][][]> {
  const indexesByKey = new Map<string, number[]>();
  for (const [index, { query }] of queries.entries()) {
    const key = queryKey(query);
    indexesByKey.set(key, [...(indexesByKey.get(key) ?? []), index]);
  }
  const answers: DuckDBValue[][][] = [];
  for (const indexes of indexesByKey.values()) {
    const { query } = queries[indexes[0]!]!;
    const rows = await rowsByColumn(
      connection,
      table,
      indexes.map((index) => queries[index]!.columnIndex),
      query,
    );
    const hasMissingRow = !query.perCell && indexes.some((index) => !rows.has(queries[index]!.columnIndex));
    const emptyAggregates = hasMissingRow ? await aggregatesOfNoCells(connection, query) : [];
    for (const index of indexes) answers[index] = rows.get(queries[index]!.columnIndex) ?? emptyAggregates;
  }
  return answers;
}

async function rowsByColumn(
  connection: Connection,
  table: string,
  columnIndexes: readonly number[],
  { trim, select, where = 'true', perCell }: CellQuery,
): Promise<Map<number, DuckDBValue[][]>> {
  const answer = await connection.runAndReadAll(
    `SELECT column_index, ${select.join(', ')}
     FROM (SELECT column_index, ${trim('raw')} AS cell, 1 AS n FROM ${table} WHERE column_index IN (${columnIndexes.join(', ')}))
     WHERE ${where} GROUP BY column_index ${perCell ? ', cell' : ''}`,
  );
  const rows = new Map<number, DuckDBValue[][]>();
  for (const [columnIndex, ...row] of answer.getRows()) {
    const columnRows = rows.get(columnIndex as number);
    if (columnRows) columnRows.push(row);
    else rows.set(columnIndex as number, [row]);
  }
  return rows;
}

/** The result of a query without groups if no cell meets its condition. */
async function aggregatesOfNoCells(connection: Connection, { select }: CellQuery): Promise<DuckDBValue[][]> {
  const answer = await connection.runAndReadAll(
    `SELECT ${select.join(', ')} FROM (SELECT NULL::VARCHAR AS cell, 1 AS n) WHERE false`,
  );
  return answer.getRows();
}

function queryKey({ trim, select, where, perCell }: CellQuery): string {
  return [trim('raw'), ...select, where, perCell].join('\n');
}

/** SQL: the number of cells of a relation with `n` that meet a condition. */
export function countWhere(condition: string): string {
  return `coalesce(sum(n) FILTER (${condition}), 0)`;
}
