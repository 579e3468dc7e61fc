import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** About a millisecond of comparing. */
const PARTS_A_TURN = 20;

/**
 * Whether two lists would be written as the same JSON, whatever the order of names in it: what was read back from JSON
 * and what it was written from are the same. Thousands of parts do not hold up the event loop.
 */
export async function isSameJson(one: readonly unknown[], other: readonly unknown[]): Promise<boolean> {
  if (one.length !== other.length) return false;
  for (const [index, part] of one.entries()) {
    if (!isDeepStrictEqual(asJson(part), asJson(other[index]))) return false;
    if (index % PARTS_A_TURN === PARTS_A_TURN - 1) await nextTurn();
  }
  return true;
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
