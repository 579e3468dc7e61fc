import type { Units } from '../shares/cumulate.js';
import type { DescendingSort } from './descending.js';

/** The groups of a period by units descending; equal units by entity ascending. */
export interface SortedPeriod {
  entities: Int32Array;
  units: Units;
}

/** Each entity occurs once. */
export function sortGroups(entities: Int32Array, units: Units, sort: DescendingSort): SortedPeriod {
  return units instanceof Float64Array ? sortNumbers(entities, units, sort) : sortBigints(entities, units, sort);
}

function sortNumbers(entities: Int32Array, units: Float64Array, sort: DescendingSort): SortedPeriod {
  const order = sort.order(units);
  const sorted = { entities: new Int32Array(order.length), units: new Float64Array(order.length) };
  // `from` with a function goes through an iterator, which takes ten times as long.
  for (let index = 0; index < order.length; index++) {
    sorted.entities[index] = entities[order[index]!]!;
    sorted.units[index] = units[order[index]!]!;
  }
  forEachRun(sorted.units, (start, end) => sorted.entities.subarray(start, end).sort());
  return sorted;
}

/** The nearest double descends where the whole number does, so only those with the same double are compared as bigints. */
function sortBigints(entities: Int32Array, units: readonly bigint[], sort: DescendingSort): SortedPeriod {
  const doubles = Float64Array.from(units, Number);
  const order = sort.order(doubles);
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

/** Passes on where several consecutive values are equal. */
function forEachRun(values: Float64Array, visit: (start: number, end: number) => void): void {
  let start = 0;
  for (let end = 1; end <= values.length; end++) {
    if (end < values.length && values[end] === values[start]) continue;
    if (end - start > 1) visit(start, end);
    start = end;
  }
}
