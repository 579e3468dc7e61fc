import type { Connection } from '../../duckdb/connection.js';
import type { Column } from '../../model/schema.js';
import { monthsWithin } from '../../period/fiscal-year.js';
import { grainCandidates } from '../../period/grains.js';
import { periodSql } from '../../period/period.js';
import { firstCovered, type PeriodScheme } from '../../period/period-scheme.js';
import type { Fraction } from '../shares/fraction.js';
import { measureColumn } from './measure.js';
import { UNKNOWN } from './period-groups.js';

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

/** The first and the last period that rows of the file have, in the finest grain up to months that they allow. */
export interface FileCoverage {
  grain: 'YEAR_MONTH' | 'YEAR_QUARTER' | 'YEAR';
  first: number;
  last: number;
}

/** Of all rows of the version: a filter that selects none in some months does not make them missing. Null without any period. */
export async function fileCoverage(
  connection: Connection,
  rows: string,
  timeColumns: readonly Column[],
): Promise<FileCoverage | null> {
  const [grain] = grainCandidates(timeColumns).filter((candidate) => candidate !== 'DATE');
  if (grain === undefined || grain === 'NONE') return null;
  const period = periodSql(timeColumns, grain);
  const found = await connection.runAndReadAll(`SELECT min(${period}), max(${period}) FROM ${rows}`);
  const [first, last] = found.getRowsJS()[0] as [number | null, number | null];
  return first === null || last === null ? null : { grain, first, last };
}

/** Whether the file begins after the start of a period, or ends before its end, by months, quarters or years. */
export function isPartial(scheme: PeriodScheme | null, period: number, coverage: FileCoverage | null): boolean {
  if (scheme === null || scheme.grain === 'DATE' || coverage === null || period >= UNKNOWN) return false;
  const { grain, first, last } = coverage;
  const start = monthsWithin(firstCovered(scheme, period), scheme.grain, scheme.yearStart).first;
  const end = monthsWithin(period, scheme.grain, scheme.yearStart).last;
  return start < monthsWithin(first, grain, 0).first || end > monthsWithin(last, grain, 0).last;
}
