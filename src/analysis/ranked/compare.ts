import type { Units } from '../cumulate.js';
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
  const [units, previousUnits] = [new Sum(now.units), new Sum(previous.units)];
  const entered: ChangedEntity[] = [];
  const left: ChangedEntity[] = [];
  for (let index = 0; index < now.entities.length; index++) {
    const entity = now.entities[index]!;
    const position = positions[entity]!;
    if (position === 0) list(entered, now, index);
    else {
      units.add(index);
      previousUnits.add(position - 1);
      positions[entity] = 0;
    }
  }
  for (let index = 0; index < previous.entities.length; index++) {
    const entity = previous.entities[index]!;
    if (positions[entity] === 0) continue;
    list(left, previous, index);
    positions[entity] = 0;
  }
  const stayed = { count: units.count, units: units.sum, previousUnits: previousUnits.sum };
  return { stayed, entered, left };
}

function list(changed: ChangedEntity[], { entities, units }: SortedPeriod, index: number): void {
  if (changed.length < MAX_CHANGED_ENTITIES) {
    changed.push({ entity: entities[index]!, units: BigInt(units[index]!) });
  }
}

/** Adds up units by their index. */
class Sum {
  count = 0;
  private total: number | bigint;

  constructor(private readonly units: Units) {
    this.total = units instanceof Float64Array ? 0 : 0n;
  }

  add(index: number): void {
    this.count++;
    // Numbers and bigints are added with the same operator, and the units of a period are all of one type.
    this.total = (this.total as number) + (this.units[index] as number);
  }

  get sum(): bigint {
    return BigInt(this.total);
  }
}
