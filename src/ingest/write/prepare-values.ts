import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { type JoinedValue, joinedValue, joinReadings, type PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import { ROW_GROUP_ROWS } from '../read/text-table.js';
import type { TextNames } from './collect-names.js';

/** Lists of more readings would take too much memory, which DuckDB does not count. */
const MAX_LOOKUP_ROWS = 100_000;

/**
 * Few names are an ENUM in the query that writes them: it is sorted as a code, and Parquet's dictionary needs no hash table
 * of the texts. Every row group has all of them in its dictionary: at most a quarter of its rows, and of few uses.
 */
const MAX_ENUM_NAMES = ROW_GROUP_ROWS / 4;
/** Fewer uses of each name do not pay for the ENUM. */
const MAX_ENUM_SHARE = 1 / 16;

/** Creates the table of the values of each distinct cell, where the column has one. */
export async function readDistinctValues(
  connection: Connection,
  { reading, value, distinctValues }: PlannedColumn,
): Promise<void> {
  if (distinctValues === null || value.from !== 'cell') return;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${distinctValues} AS
     SELECT ${reading.raw} AS cell, n, ${value.sql} AS reading FROM ${reading.distinct}`,
  );
}

/** `id` is null where the value is an ENUM: then it is the code of the value. */
export interface PreparedText extends JoinedValue {
  id: string | null;
}

/** A text column's value and its id, which is its position in the table of names. */
export async function prepareText(
  connection: Connection,
  raw: RawTable,
  column: PlannedColumn,
  { table: names, count }: TextNames,
): Promise<PreparedText> {
  const { reading, distinctValues } = column;
  const { sql, join } = joinedValue(column);
  const ids = `${reading.raw}_ids`;
  const isEnum = count <= MAX_ENUM_NAMES && count <= raw.rowCount * MAX_ENUM_SHARE;
  if (isEnum || (raw.file !== null && count <= MAX_LOOKUP_ROWS)) {
    await connection.run(`CREATE TEMP TYPE ${ids} AS ENUM (SELECT text FROM ${names} ORDER BY rowid)`);
  }
  if (raw.file !== null && count <= MAX_LOOKUP_ROWS) {
    const value = `try_cast(${sql} AS ${ids})`;
    return isEnum ? { sql: value, join, id: null } : { sql, join, id: `enum_code(${value})::INTEGER` };
  }
  if (!isEnum && distinctValues === null) {
    return { sql, join: `LEFT JOIN ${names} AS ${ids} ON ${ids}.text = ${sql}`, id: `${ids}.rowid::INTEGER` };
  }
  const [from, key] = distinctValues === null ? [names, sql] : [distinctValues, reading.raw];
  const [cell, text] = distinctValues === null ? ['text', 'text'] : ['cell', 'reading'];
  await connection.run(
    isEnum
      ? `CREATE OR REPLACE TEMP TABLE ${ids} AS SELECT ${cell} AS cell, ${text}::${ids} AS text FROM ${from}`
      : `CREATE OR REPLACE TEMP TABLE ${ids} AS
         SELECT cell, text, names.rowid::INTEGER AS id FROM ${from} JOIN ${names} AS names ON text = reading`,
  );
  return { sql: `${ids}.text`, join: `LEFT JOIN ${ids} ON ${ids}.cell = ${key}`, id: isEnum ? null : `${ids}.id` };
}

/** Creates the temporary tables and lists that the value is read from. */
export async function prepareValue(
  connection: Connection,
  raw: RawTable,
  { reading, dataType, value, distinctValues }: PlannedColumn,
): Promise<JoinedValue> {
  if (value.from === 'readings') {
    return valueByReading(connection, raw, reading.raw, { table: value.table, cell: reading.cell, sql: value.sql });
  }
  if (distinctValues === null) return { join: null, sql: value.sql };
  // A lookup of texts copies the list for every 2048 rows. Over a file, functions run once per distinct cell anyway.
  if (raw.file !== null && dataType === 'STRING') return { join: null, sql: value.sql };
  const sql = (found: string) => found;
  return valueByReading(connection, raw, reading.raw, { table: distinctValues, cell: reading.raw, sql });
}

/**
 * Reads the value from a table `(cell, reading)`. A join is cheaper than a lookup, but requires sorting the rows again,
 * which is too expensive for rows in a file.
 */
async function valueByReading(
  connection: Connection,
  raw: RawTable,
  column: string,
  source: { table: string; cell: string; sql: (reading: string) => string },
): Promise<JoinedValue> {
  const { table, cell, sql } = source;
  const [rows] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
  if (raw.file === null || rows! > MAX_LOOKUP_ROWS) return joinReadings(column, source);
  return { join: null, sql: sql(await lookUp(connection, table, cell)) };
}

/** SQL of the reading of a cell: its index in an ENUM of all cells, found by hash, is the index of its reading in a list. */
async function lookUp(connection: Connection, table: string, cell: string): Promise<string> {
  const [cells, readings] = [`${table}_cells`, `${table}_list`];
  await connection.run(
    `CREATE TEMP TYPE ${cells} AS ENUM (SELECT cell FROM ${table} WHERE cell IS NOT NULL ORDER BY cell);
     SET VARIABLE ${readings} = (SELECT list(reading ORDER BY cell) FROM ${table} WHERE cell IS NOT NULL)`,
  );
  return `getvariable('${readings}')[enum_code(try_cast(${cell} AS ${cells})) + 1]`;
}
