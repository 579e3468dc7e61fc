import { describe, expect, it } from 'vitest';
import { ingest } from '../../support/ingest.js';

const read = async (text: string) => {
  const found = await ingest(text);
  return {
    values: (name: string) => found.values(name).map((value) => (value === null ? null : Number(value))),
    codes: found.schema.warnings.map(({ code }) => code),
  };
};

describe('a mark that could be either', () => {
  it.each([
    ['1.205', '198.400', [1205, 198400]],
    ['1,205', '198,400', [1.205, 198.4]],
  ])('is that of a decimal comma in %s and %s beside a column that proves one', async (first, second, values) => {
    const { values: found, codes } = await read(`branch;firms;sales\nA;${first};12.345,6\nB;${second};7,25\n`);
    expect(found('firms')).toEqual(values);
    expect(found('sales')).toEqual([12345.6, 7.25]);
    expect(codes).not.toContain('AMBIGUOUS_DECIMAL_MARK');
  });

  it.each([
    ['another column proves a decimal point', '12.5', '7,25'],
    ['another column separates thousands by commas', '1,234,567', '7,25'],
    ['no column proves a mark', '12', '7'],
  ])('stays a decimal point, with a warning, if %s', async (_, other, third) => {
    const { values, codes } = await read(
      `branch;firms;other;sales\nA;1.205;${other};${third}\nB;198.400;${other};${third}\n`,
    );
    expect(values('firms')).toEqual([1.205, 198.4]);
    expect(codes).toContain('AMBIGUOUS_DECIMAL_MARK');
  });

  it('is no mark of whole numbers and of numbers with a sign', async () => {
    const { values } = await read('branch;firms;count;fee\nA;1.205;12;€ 5\nB;198.400;7;€ 1,50\n');
    expect(values('firms')).toEqual([1205, 198400]);
    expect(values('count')).toEqual([12, 7]);
    expect(values('fee')).toEqual([5, 1.5]);
  });
});

describe('thousands prove themselves', () => {
  it.each([
    ['1.200;500', '3.450;75', [1200, 3450], [500, 75]],
    ['€ 1.200;€ 500', '€ 3.450;€ 75', [1200, 3450], [500, 75]],
    ['-1.200;500', '(3.450);75', [-1200, -3450], [500, 75]],
  ])('by zeros at their end beside numbers below a thousand: %s', async (first, second, left, right) => {
    const { values, codes } = await read(
      `kunde;umsatz;kosten\nA;${first}\nB;${second}\nC;${second.split(';').reverse().join(';')}\n`,
    );
    expect(values('umsatz').slice(0, 2)).toEqual(left);
    expect(values('kosten').slice(0, 2)).toEqual(right);
    expect(codes).not.toContain('AMBIGUOUS_DECIMAL_MARK');
  });

  it.each([
    ['no zero at an end: zeros were dropped', ['1.205', '500', '3.451', '75']],
    ['no number below a thousand: each has its zeros', ['1.200', '3.450', '2.000', '500.000']],
    ['larger numbers without a mark', ['1.200', '500', '3.450', '12000']],
    ['two cells', ['1.200', '500']],
    ['a fraction with a point', ['1.200', '500', '3.450', '0.500']],
  ])('not with %s', async (_, cells) => {
    const { values } = await read(`kunde;umsatz\n${cells.map((cell, row) => `K${row};${cell}\n`).join('')}`);
    expect(values('umsatz')).toEqual(cells.map(Number));
  });

  it('of commas between semicolons, without a warning', async () => {
    const { values, codes } = await read('client;amount\nA;1,200\nB;500\nC;3,450\n');
    expect(values('amount')).toEqual([1200, 500, 3450]);
    expect(codes).not.toContain('AMBIGUOUS_DECIMAL_MARK');
  });
});
