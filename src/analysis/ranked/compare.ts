import type { Units } from '../shares/cumulate.js';
import type { SortedPeriod } from './sorted-groups.js';

/** Entities of a change that are listed, of those that entered and of those that left. */
const MAX_CHANGED_ENTITIES = 20;

/** A period beside the one that it is compared with. */
export interface Compared {
  /** The entities both have: how many, and their units in either. */
  stayed: { count: number; units: bigint; previousUnits: bigint };
  /** The largest of those that only this period has, and of those that only the other has, by value descending. */
  entered: ChangedEntity[];
  left: ChangedEntity[];
}

/** An entity that is in one of two periods only, with its units there. */
export interface ChangedEntity {
  entity: number;
  units: bigint;
}

/** @param positions zero for every entity, and zero again afterwards */
export function compare(now: SortedPeriod, previous: SortedPeriod, positions: Int32Array): Compared {
  for (let index = 0; index < previous.entities.length; index++) positions[previous.entities[index]!] = index + 1;
  const [stayed, stayedFrom] = [new Int32Array(now.entities.length), new Int32Array(now.entities.length)];
  const entered: ChangedEntity[] = [];
  const left: ChangedEntity[] = [];
  let count = 0;
  for (let index = 0; index < now.entities.length; index++) {
    const entity = now.entities[index]!;
    const position = positions[entity]!;
    if (position === 0) list(entered, now, index);
    else {
      stayed[count] = index;
      stayedFrom[count] = position - 1;
      count++;
      positions[entity] = 0;
    }
  }
  for (let index = 0; index < previous.entities.length; index++) {
    const entity = previous.entities[index]!;
    if (positions[entity] === 0) continue;
    list(left, previous, index);
    positions[entity] = 0;
  }
  const units = sumAt(now.units, stayed.subarray(0, count));
  const previousUnits = sumAt(previous.units, stayedFrom.subarray(0, count));
  return { stayed: { count, units, previousUnits }, entered, left };
}

function list(changed: ChangedEntity[], { entities, units }: SortedPeriod, index: number): void {
  if (changed.length < MAX_CHANGED_ENTITIES) {
    changed.push({ entity: entities[index]!, units: BigInt(units[index]!) });
  }
}

function sumAt(units: Units, indexes: Int32Array): bigint {
  if (!(units instanceof Float64Array)) return indexes.reduce((sum, index) => sum + units[index]!, 0n);
  let sum = 0;
  for (let at = 0; at < indexes.length; at++) sum += units[indexes[at]!]!;
  return BigInt(sum);
}
