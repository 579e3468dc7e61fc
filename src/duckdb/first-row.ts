import type { Connection, DuckDBValue } from './connection.js';

/** The first row of a result, for aggregates over a whole relation. */
export async function firstRow(connection: Connection, sql: string): Promise<DuckDBValue[]> {
  return (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
}

/** The first row of a result whose values are all numbers. */
export async function numbersOf(connection: Connection, sql: string): Promise<number[]> {
  return (await firstRow(connection, sql)).map(Number);
}
