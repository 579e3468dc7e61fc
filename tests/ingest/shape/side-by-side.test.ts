import { describe, expect, it } from 'vitest';
import { suggestAnalyses } from '../../../src/analysis/suggest/suggestions.js';
import { ingest } from '../../support/ingest.js';

const warned = async (text: string) =>
  (await ingest(text)).schema.warnings.filter(({ code }) => code === 'SIDE_BY_SIDE_TABLES');

describe('two tables side by side', () => {
  it('are reported, and no analysis across them is suggested', async () => {
    const text = 'supplier,amount,,month,budget\nA,5,,Jan,500\nB,7,,Feb,600\nC,9,,,\nD,4,,,\n';
    const { schema } = await ingest(text);
    expect(await warned(text)).toMatchObject([
      { count: 2, message: expect.stringContaining('"month" to "budget" (2 rows)') },
    ]);
    const pairs = suggestAnalyses({ ...schema, datasetId: 'd', version: 1 }).map(
      ({ groupBy, value }) => `${groupBy} ${value}`,
    );
    expect(pairs).toContain('supplier amount');
    expect(pairs).not.toContain('supplier budget');
    expect(pairs).not.toContain('month amount');
  });

  it('are reported at the same length where each has texts and numbers', async () => {
    expect(await warned('customer,sales,,supplier,spend\nA,5,,X,1\nB,7,,Y,2\n')).toHaveLength(1);
    expect(await warned('a,b,,a,d\n1,x,,2,y\n3,z,,4,w\n')).toHaveLength(1);
  });

  it('are reported where the blocks end in different rows', async () => {
    expect(await warned('a,b,,c,d\n1,x,,2,y\n3,z,,4,w\n5,v,,,\n')).toHaveLength(1);
  });

  it.each([
    ['a blank column before numbers of the same rows', 'customer,place,,sales,tax\nA,x,,5,1\nB,y,,7,2\n'],
    ['a blank column before a remark', 'customer,sales,,remark\nA,5,,late\nB,7,,\n'],
    ['a blank column at the end', 'customer,sales,\nA,5,\nB,7,\n'],
    ['a column without a header that has values', 'customer,sales,,place,tax\nA,5,x,P,1\nB,7,,Q,2\n'],
  ])('are not seen in %s', async (_, text) => {
    expect(await warned(text)).toEqual([]);
  });
});
