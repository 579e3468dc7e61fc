import type { ColumnSum, PeriodConcentration, RankedEntity } from '../../model/analysis.js';
import { alsoName } from '../group/also.js';
import { amountOf } from '../shares/amount.js';
import { type Fraction, quotient } from '../shares/fraction.js';
import { classOfRank } from '../shares/limits-and-classes.js';
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
  /** Of the further columns: units and what one is worth, `250 1/100`. */
  also: string[];
}

/** How the entities of a ranking are named, and what they have beside their value. */
export interface RankingShape {
  partCount: number;
  /** Names of the further columns. */
  also: readonly string[];
  isBlank(entity: string): boolean;
}

/** SQL of the columns of RankedRow, for readRow. */
export function rankedColumns({ partCount, also }: RankingShape): string[] {
  return [
    ...COLUMNS,
    ...Array.from({ length: partCount }, (_, index) => `part_${index}`),
    ...also.map((_, index) => alsoName(index)),
  ];
}

const COLUMNS = [
  'nth',
  'rank',
  'place',
  'id',
  unitsSql('units'),
  unitsSql('cumulative'),
  'unit',
  'row_count::DOUBLE',
  'entity',
] as const;

type Values = [number, number, number, number, string, string, string, number, string, ...more: (string | null)[]];

/** @param values of rankedColumns() */
export function readRow(values: readonly unknown[], { partCount }: RankingShape): RankedRow {
  const [nth, rank, place, id, units, cumulative, unit, rowCount, entity, ...more] = values as Values;
  // What follows the parts is never null.
  const [parts, also] = [more.slice(0, partCount), more.slice(partCount) as string[]];
  return { nth, rank, place, id, units, cumulative, unit, rowCount, entity, parts, also };
}

export function describeRow(row: RankedRow, period: PeriodConcentration, shape: RankingShape): RankedEntity {
  const unit = readUnit(row.unit);
  const units = BigInt(row.units);
  const { value, exact: valueExact } = amountOf(units, unit);
  const total = wholeUnits(period.totalExact, unit);
  const shareOf = (sum: bigint) => (total > 0n ? quotient(100n * sum, total) : null);
  return {
    rank: row.rank,
    entity: row.entity,
    ...(shape.isBlank(row.entity) ? { parts: [null] } : row.parts.length === 0 ? {} : { parts: row.parts }),
    value,
    valueExact,
    share: shareOf(units),
    cumulativeShare: shareOf(BigInt(row.cumulative)),
    class: classOfRank(period.classes ?? [], row.rank),
    rowCount: row.rowCount,
    ...(shape.also.length === 0 ? {} : { also: shape.also.map((column, index) => sumOf(column, row.also[index]!)) }),
  };
}

function sumOf(column: string, text: string): ColumnSum {
  const [units = '0', unit = '1/1'] = text.split(' ');
  const { value, exact: valueExact } = amountOf(BigInt(units), readUnit(unit));
  return { column, value, valueExact };
}

/** How many units an exact amount is. */
function wholeUnits(exact: string, { numerator, denominator }: Fraction): bigint {
  const [whole = '', fraction = ''] = exact.split('.');
  return (BigInt(whole + fraction) * denominator) / (10n ** BigInt(fraction.length) * numerator);
}
