import { expect } from 'vitest';

/** Equal, numbers but for the last digits of a double. */
export function expectAlike(got: unknown, expected: unknown, where = ''): void {
  if (typeof expected === 'number' && typeof got === 'number') {
    const isAlike = Math.abs(got - expected) <= 1e-10 * Math.max(1, Math.abs(expected));
    if (!isAlike) expect(got, where).toBe(expected);
  } else if (typeof expected === 'object' && expected !== null && typeof got === 'object' && got !== null) {
    expect(Object.keys(got).sort(), where).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(expected)) expectAlike(got[key as never], value, `${where}.${key}`);
  } else expect(got, where).toEqual(expected);
}
