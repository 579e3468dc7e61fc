import { describe, expect, it } from 'vitest';
import { ingest } from '../../../support/ingest.js';

const warned = async (header: string, sides: string[], amounts = ['10', '4', '7', '3']) => {
  const rows = amounts.map((amount, at) => `A${at},${amount},${sides[at % 2]}`);
  const { schema } = await ingest(`account,amount,${header}\n${rows.join('\n')}\n`);
  return schema.warnings.filter(({ code }) => code === 'DEBIT_CREDIT');
};

describe('a column that names the ledger side of each amount', () => {
  it.each([
    ['S/H', ['S', 'H']],
    ['Soll/Haben-Kennzeichen', ['S', 'H']],
    ['D/C', ['D', 'C']],
    ['type', ['Debit', 'Credit']],
    ['posting', ['Dr', 'Cr']],
    ['side', ['Soll', 'Haben']],
  ])('is reported under "%s"', async (header, sides) => {
    expect(await warned(header, sides)).toMatchObject([{ count: 4 }]);
  });

  it.each([
    ['letters under a header that does not name sides', 'grade', ['D', 'C'], undefined],
    ['other words', 'type', ['Debit', 'Card'], undefined],
    ['amounts with a sign', 'D/C', ['D', 'C'], ['10', '-4', '7', '-3']],
  ])('is not reported for %s', async (_, header, sides, amounts) => {
    expect(await warned(header, sides, amounts)).toEqual([]);
  });
});
