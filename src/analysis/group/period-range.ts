import type { Connection } from '../../duckdb/connection.js';
import type { Fraction } from '../shares/fraction.js';
import { measureColumn } from './measure.js';

/** Ordinals, both included; null where there is no limit. */
export interface OrdinalLimits {
  first: number | null;
  last: number | null;
}

/** SQL: whether a row is in the range. Rows without a period are not. */
export function rangeSql(period: string, { first, last }: OrdinalLimits): string {
  const limits = [
    first === null ? [] : [`${period} >= ${first}`],
    last === null ? [] : [`${period} <= ${last}`],
  ].flat();
  return limits.length === 0 ? `${period} IS NOT NULL` : limits.join(' AND ');
}

/** Rows with a value that a range leaves out. */
export interface OutsideRows {
  rows: number;
  units: bigint;
  unit: Fraction;
  /** Of the rows, those without a period. */
  unknownRows: number;
}

/**
 * @param source SQL of the rows, as in FROM
 * @param column null where rows are counted
 * @param period SQL of a row's ordinal
 */
export async function outsideRows(
  connection: Connection,
  source: string,
  column: string | null,
  period: string,
  range: OrdinalLimits,
): Promise<OutsideRows> {
  const outside = `(SELECT * FROM ${source} WHERE coalesce(NOT (${rangeSql(period, range)}), true))`;
  const { number, summand, digits, unit } = await measureColumn(connection, outside, column);
  const summed = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, coalesce(${digits(`sum(${summand})`)}, '0'), (count(*) FILTER (${period} IS NULL))::DOUBLE
     FROM ${outside} WHERE ${number} IS NOT NULL`,
  );
  const [rows, units, unknownRows] = summed.getRowsJS()[0] as [number, string, number];
  return { rows, units: BigInt(units), unit, unknownRows };
}
