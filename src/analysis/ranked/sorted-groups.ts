import type { Units } from '../shares/cumulate.js';
import { DescendingSort } from './descending.js';
import { WholeSort } from './sort-wholes.js';
import type { PeriodOfGroups } from './split-by-period.js';

/** The groups of a period by units descending; equal units by entity ascending. */
export interface SortedPeriod {
  entities: Int32Array;
  units: Units;
}

/** Units lie less apart than this where they are sorted as whole numbers. */
const MAX_RANGE = 2 ** 32;

/** Sorts the groups of periods. It reuses its memory from one call to the next. */
export class GroupSort {
  private readonly wholes = new WholeSort();
  private readonly doubles = new DescendingSort();

  /**
   * @param periods each is sorted before the next is read
   * @param most at least the number of their groups
   * @returns the periods, and their units one after the other
   */
  sort(periods: Iterable<PeriodOfGroups>, most: number): { sorted: SortedPeriod[]; units: Units } {
    const all = { entities: new Int32Array(most), units: new Float64Array(most) };
    const sorted: SortedPeriod[] = [];
    let start = 0;
    for (const { entities, units } of periods) {
      if (!(units instanceof Float64Array)) sorted.push(this.sortBigints(entities, units));
      else {
        const end = start + entities.length;
        const period = { entities: all.entities.subarray(start, end), units: all.units.subarray(start, end) };
        this.sortNumbers(entities, units, period);
        sorted.push(period);
        start = end;
      }
    }
    const areNumbers = sorted[0]?.units instanceof Float64Array;
    return {
      sorted,
      units: areNumbers ? all.units.subarray(0, start) : sorted.flatMap(({ units }) => units as bigint[]),
    };
  }

  private sortNumbers(entities: Int32Array, units: Float64Array, sorted: Numbers): void {
    const { least, most } = rangeOf(units);
    if (most - least < MAX_RANGE) this.wholes.sort({ entities, units }, { least, most }, sorted);
    else this.sortWide(entities, units, least, sorted);
    forEachRun(sorted.units, (start, end) => sorted.entities.subarray(start, end).sort());
  }

  /** Mostly a few groups are much larger than all others. */
  private sortWide(entities: Int32Array, units: Float64Array, least: number, sorted: Numbers): void {
    const large: number[] = [];
    for (let index = 0; index < units.length; index++) if (units[index]! - least >= MAX_RANGE) large.push(index);
    if (2 * large.length > units.length) {
      this.sortDoubles(entities, units, sorted);
      return;
    }
    const isLarge = new Uint8Array(units.length);
    for (const index of large) isLarge[index] = 1;
    const part = (wanted: 0 | 1, count: number): Numbers => {
      const [someEntities, someUnits] = [new Int32Array(count), new Float64Array(count)];
      let filled = 0;
      for (let index = 0; index < units.length; index++) {
        if (isLarge[index] !== wanted) continue;
        someEntities[filled] = entities[index]!;
        someUnits[filled] = units[index]!;
        filled++;
      }
      return { entities: someEntities, units: someUnits };
    };
    const first = part(1, large.length);
    const others = part(0, units.length - large.length);
    this.sortDoubles(first.entities, first.units, slice(sorted, 0, large.length));
    this.wholes.sort(others, rangeOf(others.units), slice(sorted, large.length, units.length));
  }

  private sortDoubles(entities: Int32Array, units: Float64Array, sorted: Numbers): void {
    const order = this.doubles.order(units);
    for (let index = 0; index < order.length; index++) {
      sorted.entities[index] = entities[order[index]!]!;
      sorted.units[index] = units[order[index]!]!;
    }
  }

  /** The nearest double descends where the whole number does, so only those with the same double are compared as bigints. */
  private sortBigints(entities: Int32Array, units: readonly bigint[]): { entities: Int32Array; units: bigint[] } {
    const doubles = Float64Array.from(units, Number);
    const order = this.doubles.order(doubles);
    const byUnits = (a: number, b: number) => {
      const [left, right] = [units[a]!, units[b]!];
      return left === right ? entities[a]! - entities[b]! : left > right ? -1 : 1;
    };
    const sorted = Float64Array.from(order, (position) => doubles[position]!);
    forEachRun(sorted, (start, end) => order.subarray(start, end).sort(byUnits));
    return {
      entities: Int32Array.from(order, (position) => entities[position]!),
      units: Array.from(order, (position) => units[position]!),
    };
  }
}

interface Numbers {
  entities: Int32Array;
  units: Float64Array;
}

function slice({ entities, units }: Numbers, start: number, end: number): Numbers {
  return { entities: entities.subarray(start, end), units: units.subarray(start, end) };
}

function rangeOf(units: Float64Array): { least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < units.length; index++) {
    const value = units[index]!;
    if (value > most) most = value;
    if (value < least) least = value;
  }
  return { least, most };
}

/** Passes on where several consecutive values are equal. */
function forEachRun(values: Float64Array, visit: (start: number, end: number) => void): void {
  let start = 0;
  for (let end = 1; end <= values.length; end++) {
    if (end < values.length && values[end] === values[start]) continue;
    if (end - start > 1) visit(start, end);
    start = end;
  }
}
