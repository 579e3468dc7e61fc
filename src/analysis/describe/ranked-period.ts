import type { Units, Whole } from '../shares/cumulate.js';

/** One period's groups within the sorted whole. k counts groups from the largest: c_0 is 0, c_n `assigned`. */
export class RankedPeriod {
  /** Of the groups. */
  readonly assigned: bigint;
  /** With the rows that have no entity. */
  readonly total: bigint;

  constructor(
    private readonly start: number,
    readonly count: number,
    private readonly units: Units,
    private readonly cumulative: ArrayLike<Whole>,
    readonly unassigned: bigint,
  ) {
    this.assigned = this.sumOfFirst(count);
    this.total = this.assigned + unassigned;
  }

  value(rank: number): bigint {
    return BigInt(this.units[this.start + rank - 1] ?? 0);
  }

  sumOfFirst(k: number): bigint {
    return k === 0 ? 0n : BigInt(this.cumulative[this.start + k - 1] ?? 0);
  }

  /** The smallest k >= 1 with c_k >= limit; n + 1 where there is none. */
  firstToReach(limit: bigint): number {
    // Up to the last group that is not negative c_k only rises, so there it can be searched by halves; below it only falls.
    const rising = this.firstRank(1, this.count + 1, (k) => this.units[this.start + k - 1]! < 0) - 1;
    const k = this.firstRank(1, rising + 1, (rank) => this.cumulative[this.start + rank - 1]! >= limit);
    return k <= rising ? k : this.count + 1;
  }

  /** How many groups have at least so many units. */
  countFrom(units: bigint): number {
    return this.firstRank(1, this.count + 1, (k) => this.units[this.start + k - 1]! < units) - 1;
  }

  get hasNegative(): boolean {
    return this.count > 0 && this.value(this.count) < 0n;
  }

  private firstRank(from: number, to: number, isReached: (rank: number) => boolean): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isReached(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
