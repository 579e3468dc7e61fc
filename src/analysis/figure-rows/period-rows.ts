import type { Column } from '../../model/schema.js';
import { periodSql } from '../../period/period.js';
import { coveredRange, firstCovered, type PeriodScheme } from '../../period/period-scheme.js';
import { UNKNOWN } from '../group/period-groups.js';
import { rangeSql } from '../group/period-range.js';

/** SQL of the ordinal of a row's own period; NULL where it has none. */
export function periodOfRowSql({ grain, yearStart }: PeriodScheme, timeColumns: readonly Column[]): string {
  return periodSql(timeColumns, grain, yearStart);
}

/**
 * SQL of the rows that a period covers, as in FROM: of a rolling window or a year to date, those of several periods of the
 * grain. `period` null: the rows of all periods of the answer, each once.
 */
export function coveredRowsSql(
  source: string,
  scheme: PeriodScheme,
  timeColumns: readonly Column[],
  period: number | null,
): string {
  const ordinal = periodOfRowSql(scheme, timeColumns);
  if (period === UNKNOWN) return `(SELECT * FROM ${source} WHERE ${ordinal} IS NULL)`;
  const range = period === null ? coveredRange(scheme) : { first: firstCovered(scheme, period), last: period };
  return range === null ? source : `(SELECT * FROM ${source} WHERE ${rangeSql(ordinal, range)})`;
}
