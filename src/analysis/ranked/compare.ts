import type { SortedPeriod } from './sorted-groups.js';

/** Entities of a change that are listed, of those that entered and of those that left. */
const MAX_CHANGED_ENTITIES = 20;
const MAX_POSITION = 2 ** 31 - 1;

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

/** Compares periods; of consecutive ones, each entity is looked up once. */
export class Comparison {
  /** By entity, where its group in `last` is: `base` plus its place from 1. What is not above `base` is of earlier periods. */
  private readonly positions: Int32Array;
  private last: SortedPeriod | null = null;
  private base = 0;

  constructor(entityCount: number) {
    this.positions = new Int32Array(entityCount);
  }

  compare(now: SortedPeriod, previous: SortedPeriod): Compared {
    this.mark(previous, now.entities.length);
    const before = this.base;
    this.last = now;
    this.base += previous.entities.length;
    const stayed =
      now.units instanceof Float64Array
        ? this.compareNumbers(now.entities, now.units, previous.units as Float64Array, before)
        : this.compareBigints(now.entities, now.units, previous.units as bigint[], before);
    const left: ChangedEntity[] = [];
    for (let index = 0; index < previous.entities.length && left.length < MAX_CHANGED_ENTITIES; index++) {
      const entity = previous.entities[index]!;
      if (this.positions[entity]! <= this.base) left.push({ entity, units: BigInt(previous.units[index]!) });
    }
    return { ...stayed, left };
  }

  /** Makes `previous` the last period, with room for so many positions more. */
  private mark(previous: SortedPeriod, more: number): void {
    const { entities } = previous;
    const end = this.base + (this.last?.entities.length ?? 0);
    const isFull = end + entities.length + more > MAX_POSITION;
    if (this.last === previous && !isFull) return;
    if (isFull) this.positions.fill(0);
    this.base = isFull ? 0 : end;
    for (let index = 0; index < entities.length; index++) this.positions[entities[index]!] = this.base + index + 1;
  }

  private compareNumbers(
    entities: Int32Array,
    units: Float64Array,
    previousUnits: Float64Array,
    before: number,
  ): Omit<Compared, 'left'> {
    const { positions, base } = this;
    const entered: ChangedEntity[] = [];
    let [count, sum, previousSum] = [0, 0, 0];
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index]!;
      const place = positions[entity]! - before;
      positions[entity] = base + index + 1;
      if (place > 0) {
        count++;
        sum += units[index]!;
        previousSum += previousUnits[place - 1]!;
      } else if (entered.length < MAX_CHANGED_ENTITIES) entered.push({ entity, units: BigInt(units[index]!) });
    }
    return { stayed: { count, units: BigInt(sum), previousUnits: BigInt(previousSum) }, entered };
  }

  private compareBigints(
    entities: Int32Array,
    units: readonly bigint[],
    previousUnits: readonly bigint[],
    before: number,
  ): Omit<Compared, 'left'> {
    const { positions, base } = this;
    const entered: ChangedEntity[] = [];
    let [count, sum, previousSum] = [0, 0n, 0n];
    for (const [index, entity] of entities.entries()) {
      const place = positions[entity]! - before;
      positions[entity] = base + index + 1;
      if (place > 0) {
        count++;
        sum += units[index]!;
        previousSum += previousUnits[place - 1]!;
      } else if (entered.length < MAX_CHANGED_ENTITIES) entered.push({ entity, units: units[index]! });
    }
    return { stayed: { count, units: sum, previousUnits: previousSum }, entered };
  }
}
