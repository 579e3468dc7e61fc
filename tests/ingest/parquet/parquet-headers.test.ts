import { describe, expect, it } from 'vitest';
import { parquetHeaders } from '../../../src/ingest/parquet/parquet-headers.js';

describe('parquetHeaders', () => {
  it('gives the names of the top level, repeated ones as often as they stand there', () => {
    const schema: [string, number][] = [
      ['root', 4],
      ['amount', 0],
      ['address', 2],
      ['amount', 0],
      ['lines', 1],
      ['line', 0],
      ['amount', 0],
      ['', 0],
    ];
    expect(parquetHeaders(schema.map(([name, childCount]) => ({ name, childCount })))).toEqual([
      'amount',
      'address',
      'amount',
      '',
    ]);
  });

  it('gives none for a schema without columns', () => {
    expect(parquetHeaders([])).toEqual([]);
    expect(parquetHeaders([{ name: 'root', childCount: 0 }])).toEqual([]);
  });
});
