import { escape as perRow, table } from 'arquero';
import type { RankedPeriod } from '../describe/ranked-period.js';
import { type Amount, amountOf } from './amount.js';
import type { Cumulated } from './cumulate.js';
import { type Fraction, quotient } from './fraction.js';

/** A sum and its part of the total in percent; null where the total is not above zero. */
export interface Share extends Amount {
  share: number | null;
}

/** The share in a row of PartialSums. */
export type ShareAt = (row: number) => Share;

/** Sums of some groups of a period beside the period's total, of all periods in one table of Arquero. */
export class PartialSums {
  private readonly units: bigint[] = [];
  private readonly totals: bigint[] = [];

  /** Returns the row of the sum. */
  add(units: bigint, total: bigint): number {
    this.totals.push(total);
    return this.units.push(units) - 1;
  }

  derive(unit: Fraction): ShareAt {
    type Row = { units: bigint; total: bigint };
    const shares = table({ units: this.units, total: this.totals }).derive({
      amount: perRow(({ units }: Row) => amountOf(units, unit)),
      share: perRow(({ units, total }: Row) => (total > 0n ? quotient(100n * units, total) : null)),
    });
    return (row) => ({
      ...(shares.get('amount', row) as Amount),
      share: shares.get('share', row) as number | null,
    });
  }
}

/** Of the rows with an entity, the same as if there were no others; null where they or all rows add up to zero or less. */
export interface Inequality {
  hhi: number | null;
  /** Null too where a group is negative. */
  gini: number | null;
  effectiveEntities: number | null;
}

/** The measures of each period, from its exact sums. */
export function inequalities(
  periods: readonly RankedPeriod[],
  { squares, cumulatives }: Pick<Cumulated, 'squares' | 'cumulatives'>,
): Inequality[] {
  type Row = { period: RankedPeriod; squares: bigint; cumulatives: bigint };
  const isMeasured = ({ total, assigned }: RankedPeriod) => total > 0n && assigned > 0n;
  return table({ period: [...periods], squares, cumulatives })
    .derive({
      // HHI = Σ (100·v / A)²
      hhi: perRow(({ period, squares: sum }: Row) =>
        isMeasured(period) ? quotient(10_000n * sum, period.assigned ** 2n) : null,
      ),
      // Σ (2i − n − 1)·x_i with x ascending is 2·Σ c_k − (n + 1)·A with c_k from the largest down.
      gini: perRow(({ period, cumulatives: sum }: Row) => {
        const { count, assigned, hasNegative } = period;
        if (hasNegative || !isMeasured(period)) return null;
        return quotient(2n * sum - BigInt(count + 1) * assigned, BigInt(count) * assigned);
      }),
      effectiveEntities: perRow(({ period, squares: sum }: Row) =>
        isMeasured(period) ? quotient(period.assigned ** 2n, sum) : null,
      ),
    })
    .select('hhi', 'gini', 'effectiveEntities')
    .objects() as Inequality[];
}
