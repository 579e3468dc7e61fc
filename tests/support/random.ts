export type Random = ReturnType<typeof randomFrom>;

/** Numbers that depend on the seed alone (mulberry32). */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** At least 0, below `limit`. */
    upTo: (limit: number) => next() * limit,
    pick: <const T extends readonly unknown[]>(choices: T): T[number] => choices[Math.floor(next() * choices.length)],
  };
}
