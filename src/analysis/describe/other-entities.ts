import type { ColumnSum, EntityShare, PeriodConcentration } from '../../model/analysis.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalText } from '../shares/amount.js';
import { add, type Fraction, fractionOf, quotient } from '../shares/fraction.js';

/** The entities of a period that a list does not show; `share` is null where the period has no shares. */
export interface OtherEntities {
  count: number;
  value: number;
  valueExact: Decimal;
  share: number | null;
  also?: ColumnSum[];
}

/** What is shown of a period beside the others: some entities, or the sum of some. */
type Shown = Pick<EntityShare, 'valueExact' | 'also'>;

/** All entities of a period but the first `count`, which are given; with these and the unassigned rows, its total. */
export function otherEntities(
  { entityCount, assignedTotalExact, totalExact, problem, also, unassigned }: PeriodConcentration,
  count: number,
  shown: readonly Shown[],
): OtherEntities {
  const { numerator, denominator } = without(
    assignedTotalExact,
    shown.map(({ valueExact }) => valueExact),
  );
  const total = fractionOf(totalExact);
  return {
    count: entityCount - count,
    value: quotient(numerator, denominator),
    valueExact: decimalText(numerator, denominator),
    share: problem === null ? quotient(100n * numerator * total.denominator, denominator * total.numerator) : null,
    ...(also === undefined ? {} : { also: also.map((sum, index) => otherSum(sum, index, [unassigned, ...shown])) }),
  };
}

function otherSum(
  { column, valueExact: all }: ColumnSum,
  index: number,
  shown: readonly { also?: ColumnSum[] }[],
): ColumnSum {
  const { numerator, denominator } = without(
    all,
    shown.map(({ also }) => also![index]!.valueExact),
  );
  return { column, value: quotient(numerator, denominator), valueExact: decimalText(numerator, denominator) };
}

function without(all: Decimal, shown: readonly Decimal[]): Fraction {
  const negative = shown.map(fractionOf).map(({ numerator, denominator }) => ({ numerator: -numerator, denominator }));
  return negative.reduce(add, fractionOf(all));
}
