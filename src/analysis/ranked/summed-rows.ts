import { UNKNOWN } from '../group/period-groups.js';
import { type CandidateNames, type MergedIds, mergeIds } from './merge-ids.js';
import { GroupsMemory, type PeriodOfRows, RowsOfPeriod } from './rows-of-period.js';
import type { PeriodOfGroups } from './split-by-period.js';

/** The most rows of a block. */
export const BLOCK_ROWS = 65_536;

/** Ordinals around those that occur, and the widest range of them, that are found by an array. */
const NEAR_MARGIN = 256;
const MAX_NEAR = 1 << 20;

/** Rows in any order, one element a row. */
export interface RowBlock {
  /** Ordinals; null where all rows are of one period. */
  period: Int32Array | null;
  /** Ids plus one, 0 for a blank cell. */
  name: Int32Array;
  /** Whole numbers; the sizes of those of all blocks add up to 2^52 at most. */
  units: Float64Array;
}

export interface SummedRowsRequest {
  /** More than the largest id of a name. */
  nameCount: number;
  /** The period of blocks without any. */
  period: number;
}

/**
 * Rows grouped by period and name without hashing: ids are places in an array. A pure computation on typed arrays, which
 * adds up a million rows in some 20 ms. A period has its rows as they are, 12 bytes each, until it has as many as there are names;
 * from then on it has one sum for each name.
 */
export class SummedRows {
  private readonly slots = new Map<number, number>();
  private readonly found: RowsOfPeriod[] = [];
  /** By ordinal less `first`, its slot plus one: a faster lookup where periods lie close to each other. */
  private near = new Int32Array(0);
  private first = 0;
  /** By id, the entity; null where each name is an entity. */
  private entityOf: Int32Array | null = null;
  private memory: GroupsMemory | null = null;
  private readonly scratch = {
    slot: new Int32Array(BLOCK_ROWS),
    name: new Int32Array(BLOCK_ROWS),
    units: new Float64Array(BLOCK_ROWS),
  };

  constructor(private readonly request: SummedRowsRequest) {}

  add({ period, name, units }: RowBlock): void {
    if (period === null) {
      this.found[this.slotOf(this.request.period)]!.add(name, units);
      return;
    }
    const { slot } = this.scratch;
    for (let row = 0; row < period.length; row++) slot[row] = this.slotOf(period[row]!);
    const counts = new Int32Array(this.found.length);
    for (let row = 0; row < period.length; row++) counts[slot[row]!]!++;
    const next = new Int32Array(counts.length);
    for (let index = 1; index < counts.length; index++) next[index] = next[index - 1]! + counts[index - 1]!;
    const { name: sortedNames, units: sortedUnits } = this.scratch;
    for (let row = 0; row < period.length; row++) {
      const position = next[slot[row]!]!++;
      sortedNames[position] = name[row]!;
      sortedUnits[position] = units[row]!;
    }
    for (const [index, count] of counts.entries()) {
      if (count === 0) continue;
      const start = next[index]! - count;
      this.found[index]!.add(sortedNames.subarray(start, start + count), sortedUnits.subarray(start, start + count));
    }
  }

  /** The periods that rows have, by ordinal. */
  periods(): PeriodOfRows[] {
    return this.found.map((rows) => rows.described).sort((a, b) => a.period - b.period);
  }

  /** From here on the names of one entity count as one. */
  merge(names: CandidateNames): MergedIds {
    const { entityOf, merged } = mergeIds(this.found, this.request.nameCount, names);
    this.entityOf = entityOf;
    return merged;
  }

  /**
   * Each entity of the periods once, with its sum; entities without a row are absent. The rows of a period are given up, and its
   * groups are overwritten by those of the next.
   * @param entityCount more than the largest id of an entity
   */
  *groups(periods: readonly { period: number }[], entityCount: number): Iterable<PeriodOfGroups> {
    this.memory ??= new GroupsMemory(entityCount);
    for (const { period } of periods) {
      const slot = this.slots.get(period)!;
      const rows = this.found[slot]!;
      this.found[slot] = rows.emptied();
      yield rows.groups(this.entityOf, this.memory);
    }
  }

  private slotOf(period: number): number {
    const near = this.near[period - this.first];
    if (near !== undefined && near !== 0) return near - 1;
    const known = this.slots.get(period);
    if (known !== undefined) return known;
    const slot = this.found.length;
    this.slots.set(period, slot);
    this.found.push(new RowsOfPeriod(period, this.request.nameCount));
    this.remember(period, slot);
    return slot;
  }

  /** In `near`, unless the period is far from the others. */
  private remember(period: number, slot: number): void {
    if (period >= UNKNOWN) return;
    const { near } = this;
    const at = near.length === 0 ? NEAR_MARGIN : period - this.first;
    if (near.length === 0) this.first = period - NEAR_MARGIN;
    if (at < 0 || at >= near.length) {
      const first = Math.min(this.first, period - NEAR_MARGIN);
      const length = Math.max(this.first + near.length, period + NEAR_MARGIN) - first;
      if (length > MAX_NEAR) return;
      const wider = new Int32Array(length);
      wider.set(near, this.first - first);
      this.near = wider;
      this.first = first;
    }
    this.near[period - this.first] = slot + 1;
  }
}
