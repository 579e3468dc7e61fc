import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyColumn, numbersOf } from '../../../src/analysis/ranked/read-groups.js';
import { analysisFixture } from '../../support/analysis-fixture.js';

let fixture: Awaited<ReturnType<typeof analysisFixture>>;

beforeAll(async () => {
  fixture = await analysisFixture();
});

afterAll(() => fixture.close());

describe('copyColumn', () => {
  it.each([
    ['INTEGER', () => new Int32Array(5000)],
    ['DOUBLE', () => new Float64Array(5000)],
    ['BIGINT', () => new BigInt64Array(5000)],
  ])('copies the memory of vectors of %s, as reading value by value gives it', async (type, newArray) => {
    const copied = newArray();
    const read = newArray();
    await fixture.engine.withConnection((connection) =>
      connection.stream(`SELECT (7 - 3 * i)::${type} FROM range(5000) AS t(i) WHERE i % 7 <> 3`, async (chunks) => {
        let start = 0;
        for await (const chunk of chunks) {
          const vector = chunk.getColumnVector(0);
          // Otherwise a release of the library has renamed the field, and reading is slow.
          expect(numbersOf(vector)).toHaveLength(chunk.rowCount);
          copyColumn(vector, chunk.rowCount, copied, { start, stride: 1 });
          for (let row = 0; row < chunk.rowCount; row++) read[start + row] = vector.getItem(row) as never;
          start += chunk.rowCount;
        }
        expect(start).toBeGreaterThan(4000);
      }),
    );
    expect(copied).toEqual(read);
  });
});
