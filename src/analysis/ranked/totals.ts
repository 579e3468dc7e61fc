import type { Units } from '../shares/cumulate.js';

/** The sum of each entity over the periods. */
export class Totals {
  private readonly sums: Float64Array | bigint[];
  private readonly isPresent: Uint8Array;
  private count = 0;

  constructor(entityCount: number, hasNumbers: boolean) {
    this.sums = hasNumbers ? new Float64Array(entityCount) : new Array<bigint>(entityCount).fill(0n);
    this.isPresent = new Uint8Array(entityCount);
  }

  add(entities: Int32Array, units: Units): void {
    // Numbers and bigints are added with the same operator, and all units of a measure are of one type.
    const [sums, added] = [this.sums as Float64Array, units as Float64Array];
    const { isPresent } = this;
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index]!;
      sums[entity]! += added[index]!;
      this.count += 1 - isPresent[entity]!;
      isPresent[entity] = 1;
    }
  }

  /** Of the entities that have one, by entity ascending. */
  groups(): { entities: Int32Array; units: Units } {
    const { sums, isPresent } = this;
    const entities = new Int32Array(this.count);
    const units = sums instanceof Float64Array ? new Float64Array(this.count) : new Array<bigint>(this.count);
    let filled = 0;
    for (let entity = 0; entity < isPresent.length; entity++) {
      if (isPresent[entity] === 0) continue;
      entities[filled] = entity;
      // Both arrays are of the same type.
      units[filled] = sums[entity]! as never;
      filled++;
    }
    return { entities, units };
  }
}
