import type { PeriodConcentration, RankedEntity } from '../../model/analysis.js';
import { amountOf } from '../amount.js';
import { type Fraction, quotient } from '../fraction.js';
import { classOfRank } from '../limits-and-classes.js';
import { readUnit, unitsSql } from './ranking-file.js';

/** A row of a ranking. */
export interface RankedRow {
  nth: number;
  rank: number;
  place: number;
  id: number;
  units: string;
  cumulative: string;
  unit: string;
  rowCount: number;
  entity: string;
  /** Empty where an entity is the value of one column. */
  parts: (string | null)[];
}

/** The columns of RankedRow, for readRow. */
export const RANKED_COLUMNS = [
  ...['nth', 'rank', 'place', 'id', unitsSql('units'), unitsSql('cumulative'), 'unit', 'row_count::DOUBLE', 'entity'],
] as const;

type Values = [number, number, number, number, string, string, string, number, string, ...(string | null)[]];

/** @param values of RANKED_COLUMNS, then the parts */
export function readRow(values: readonly unknown[]): RankedRow {
  const [nth, rank, place, id, units, cumulative, unit, rowCount, entity, ...parts] = values as Values;
  return { nth, rank, place, id, units, cumulative, unit, rowCount, entity, parts };
}

/** @param isBlank whether the row is of the blank cells of the only column */
export function describeRow(row: RankedRow, period: PeriodConcentration, isBlank: boolean): RankedEntity {
  const unit = readUnit(row.unit);
  const units = BigInt(row.units);
  const { value, exact: valueExact } = amountOf(units, unit);
  const total = wholeUnits(period.totalExact, unit);
  const shareOf = (sum: bigint) => (total > 0n ? quotient(100n * sum, total) : null);
  return {
    rank: row.rank,
    entity: row.entity,
    ...(isBlank ? { parts: [null] } : row.parts.length === 0 ? {} : { parts: row.parts }),
    value,
    valueExact,
    share: shareOf(units),
    cumulativeShare: shareOf(BigInt(row.cumulative)),
    class: classOfRank(period.classes ?? [], row.rank),
    rowCount: row.rowCount,
  };
}

/** How many units an exact amount is. */
function wholeUnits(exact: string, { numerator, denominator }: Fraction): bigint {
  const [whole = '', fraction = ''] = exact.split('.');
  return (BigInt(whole + fraction) * denominator) / (10n ** BigInt(fraction.length) * numerator);
}
