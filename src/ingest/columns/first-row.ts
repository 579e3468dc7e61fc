import type { Connection, DuckDBValue } from '../../duckdb/connection.js';

/** The one row of an aggregate's answer. */
export async function firstRow(connection: Connection, sql: string): Promise<DuckDBValue[]> {
  return (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
}

/** The one row of an aggregate's answer, all of whose values are numbers. */
export async function numbersOf(connection: Connection, sql: string): Promise<number[]> {
  return (await firstRow(connection, sql)).map(Number);
}

/** SQL: how many cells of a relation with `n` meet a condition. */
export function counted(condition: string): string {
  return `coalesce(sum(n) FILTER (${condition}), 0)`;
}
