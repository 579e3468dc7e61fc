const MAX_DIGIT_BITS = 11;
const DIGITS = 1 << MAX_DIGIT_BITS;
const KEY_BITS = 32;
const MAX_PASSES = Math.ceil(KEY_BITS / MAX_DIGIT_BITS);

interface Groups {
  entities: Int32Array;
  units: Float64Array;
}

/**
 * Sorts groups by whole units descending that lie less than 2^32 apart: by a radix sort that moves the keys with the
 * entities, so that memory is read in its order. It reuses its memory from one call to the next.
 */
export class WholeSort {
  private keys = new Uint32Array(0);
  private otherKeys = new Uint32Array(0);
  private moved = new Int32Array(0);
  private otherMoved = new Int32Array(0);
  private readonly counts = new Uint32Array(MAX_PASSES * DIGITS);

  /** Writes the groups into `sorted`; equal units keep their order. @param range of the units */
  sort({ entities, units }: Groups, { least, most }: { least: number; most: number }, sorted: Groups): void {
    const { length } = units;
    if (length === 0) return;
    const bits = KEY_BITS - Math.clz32(most - least);
    const passes = Math.ceil(bits / MAX_DIGIT_BITS);
    const digitBits = passes === 0 ? 0 : Math.ceil(bits / passes);
    this.reserve(length);
    this.split(units, most, { passes, digitBits });
    this.moved.set(entities);
    for (let pass = 0; pass < passes; pass++) this.move(pass, digitBits, length);
    const { keys, moved } = this;
    for (let index = 0; index < length; index++) {
      sorted.entities[index] = moved[index]!;
      sorted.units[index] = most - keys[index]!;
    }
  }

  private reserve(length: number): void {
    if (length <= this.keys.length) return;
    this.keys = new Uint32Array(length);
    this.otherKeys = new Uint32Array(length);
    this.moved = new Int32Array(length);
    this.otherMoved = new Int32Array(length);
  }

  /** A key that ascends where the units descend, and how often each value of each of its digits occurs. */
  private split(units: Float64Array, most: number, { passes, digitBits }: { passes: number; digitBits: number }): void {
    const { keys, counts } = this;
    counts.fill(0);
    const mask = (1 << digitBits) - 1;
    const [second, third] = [passes > 1 ? digitBits : 0, passes > 2 ? 2 * digitBits : 0];
    for (let index = 0; index < units.length; index++) {
      const key = (most - units[index]!) >>> 0;
      keys[index] = key;
      counts[key & mask]!++;
      counts[DIGITS + ((key >>> second) & mask)]!++;
      counts[2 * DIGITS + ((key >>> third) & mask)]!++;
    }
  }

  private move(pass: number, digitBits: number, length: number): void {
    const { keys, moved, otherKeys, otherMoved } = this;
    const shift = pass * digitBits;
    const mask = (1 << digitBits) - 1;
    const starts = this.counts.subarray(pass * DIGITS, (pass + 1) * DIGITS);
    let start = 0;
    for (let digit = 0; digit <= mask; digit++) {
      const count = starts[digit]!;
      starts[digit] = start;
      start += count;
    }
    for (let index = 0; index < length; index++) {
      const key = keys[index]!;
      const at = starts[(key >>> shift) & mask]!++;
      otherKeys[at] = key;
      otherMoved[at] = moved[index]!;
    }
    this.keys = otherKeys;
    this.otherKeys = keys;
    this.moved = otherMoved;
    this.otherMoved = moved;
  }
}
