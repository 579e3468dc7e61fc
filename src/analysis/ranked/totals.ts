import type { Units } from '../shares/cumulate.js';

/** The sum of each entity over the periods. */
export class Totals {
  /** NaN or undefined where an entity has none. */
  private readonly sums: Float64Array | (bigint | undefined)[];
  private count = 0;

  constructor(entityCount: number, hasNumbers: boolean) {
    this.sums = hasNumbers ? new Float64Array(entityCount).fill(Number.NaN) : new Array(entityCount).fill(undefined);
  }

  add(entities: Int32Array, units: Units): void {
    if (this.sums instanceof Float64Array) this.addNumbers(this.sums, entities, units as Float64Array);
    else this.addBigints(this.sums, entities, units as bigint[]);
  }

  /** Of the entities that have one, by entity ascending. */
  groups(): { entities: Int32Array; units: Units } {
    const { sums } = this;
    const entities = new Int32Array(this.count);
    const units = sums instanceof Float64Array ? new Float64Array(this.count) : new Array<bigint>(this.count);
    let filled = 0;
    for (let entity = 0; entity < sums.length; entity++) {
      const sum = sums[entity];
      if (sum === undefined || Number.isNaN(sum)) continue;
      entities[filled] = entity;
      // Both arrays are of the same type.
      units[filled] = sum as never;
      filled++;
    }
    return { entities, units };
  }

  private addNumbers(sums: Float64Array, entities: Int32Array, units: Float64Array): void {
    let added = 0;
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index]!;
      const sum = sums[entity]!;
      if (Number.isNaN(sum)) {
        sums[entity] = units[index]!;
        added++;
      } else sums[entity] = sum + units[index]!;
    }
    this.count += added;
  }

  private addBigints(sums: (bigint | undefined)[], entities: Int32Array, units: readonly bigint[]): void {
    for (const [index, entity] of entities.entries()) {
      const sum = sums[entity];
      if (sum === undefined) this.count++;
      sums[entity] = (sum ?? 0n) + units[index]!;
    }
  }
}
