import { expect, it } from 'vitest';
import { isSameJson } from '../../src/model/same-json.js';

it.each([
  [[{ a: 1, b: [2] }], [{ b: [2], a: 1 }], true],
  [[{ a: 1, b: undefined }], [{ a: 1 }], true],
  [[-0], [0], true],
  [[{ a: 1 }], [{ a: 1.0000000000000002 }], false],
  [[1], [1, 2], false],
  [Array(50).fill('x'), [...Array(49).fill('x'), 'y'], false],
])('%j and %j: %s', async (one, other, isSame) => {
  expect(await isSameJson(one, other)).toBe(isSame);
});
