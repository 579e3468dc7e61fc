import type { Units } from '../cumulate.js';

/** The sum of each entity over the periods. */
export class Totals {
  private readonly sums: Float64Array | bigint[];
  private readonly isPresent: Uint8Array;

  constructor(entityCount: number, hasNumbers: boolean) {
    this.sums = hasNumbers ? new Float64Array(entityCount) : new Array<bigint>(entityCount).fill(0n);
    this.isPresent = new Uint8Array(entityCount);
  }

  add(entities: Int32Array, units: Units): void {
    // Numbers and bigints are added with the same operator, and all units of a measure are of one type.
    const [sums, added] = [this.sums as Float64Array, units as Float64Array];
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index]!;
      sums[entity]! += added[index]!;
      this.isPresent[entity] = 1;
    }
  }

  /** Of the entities that have one, by entity ascending. */
  groups(): { entities: Int32Array; units: Units } {
    const count = this.isPresent.reduce((sum, present) => sum + present, 0);
    const entities = new Int32Array(count);
    let filled = 0;
    for (let entity = 0; entity < this.isPresent.length; entity++) {
      if (this.isPresent[entity] === 1) entities[filled++] = entity;
    }
    const { sums } = this;
    const units =
      sums instanceof Float64Array
        ? Float64Array.from(entities, (entity) => sums[entity]!)
        : Array.from(entities, (entity) => sums[entity]!);
    return { entities, units };
  }
}
