import { describe, expect, it } from 'vitest';
import { columnOf, ingest } from '../../support/ingest.js';

/** Reads cells as a column of numbers. Cells that do not parse are null. */
async function numbers(cells: string[], header = 'amount') {
  const { values, column } = await ingest(columnOf(header, cells));
  return { values: values(header), column: column(header) };
}

describe('a column of numbers', () => {
  it('reads every style of negative', async () => {
    const { values } = await numbers(['(1,000)', '5-', '-$5', '$-5', '($2.50)', '$(3)', '−7', '-8', '1']);
    expect(values.map(Number)).toEqual([-1000, -5, -5, -5, -2.5, -3, -7, -8, 1]);
  });

  it('reads thousands in American, Swiss, French, Indian and underscored notation', async () => {
    const { values } = await numbers([
      '1,234,567.5',
      "1'234'567.5",
      '1 234 567.5',
      '12,34,567.5',
      '1_234_567.5',
      '1\u00a0234\u202f567.5',
    ]);
    expect(values.map(Number)).toEqual(Array(6).fill(1_234_567.5));
  });

  it('reads a decimal comma once one cell proves it', async () => {
    const { values, column } = await numbers(['1.234,56', '20,992', '7', '1.000']);
    expect(values.map(Number)).toEqual([1234.56, 20.992, 7, 1000]);
    expect(column.coercions).toContainEqual({ kind: 'DECIMAL_COMMA', count: 2, example: '1.234,56' });
  });

  it('reads a decimal point if no cell proves a comma', async () => {
    expect((await numbers(['1,234', '1.234', '12'])).values.map(Number)).toEqual([1234, 1.234, 12]);
  });

  it('reads white space of any kind as a blank cell', async () => {
    for (const header of ['amount', 'year']) {
      const { values } = await numbers(['2021', '\u00a0', '2023', '\u202f \t'], header);
      expect(values).toEqual(['2021', null, '2023', null]);
    }
  });

  it('follows the decimalMark option', async () => {
    const { values } = await ingest(columnOf('amount', ['1.234', '2,5', '3']), { options: { decimalMark: 'COMMA' } });
    expect(values('amount').map(Number)).toEqual([1234, 2.5, 3]);
  });

  it('counts two or more groups as proof of a comma', async () => {
    expect((await numbers(['1.234.567', '1.234', '5'])).values.map(Number)).toEqual([1_234_567, 1234, 5]);
  });

  it('scales k, m, mn, mm, b, bn and t by powers of ten, exactly', async () => {
    const { values, column } = await numbers(['1.2k', '3m', '1.5 mn', '2MM', '0.1B', '7 bn', '1t', '$1.25m']);
    expect(values.map(Number)).toEqual([1200, 3e6, 1.5e6, 2e6, 1e8, 7e9, 1e12, 1.25e6]);
    expect(column.dataType).toBe('INTEGER');
  });

  it('reads TEUR as thousands of euros, not trillions', async () => {
    const { values } = await numbers(['500 TEUR', '1.200,5 T€', '12TCHF', '1,5 Mio. €', '2 Mrd', '3 Tsd.', '2,9 tn']);
    expect(values.map(Number)).toEqual([500_000, 1_200_500, 12_000, 1.5e6, 2e9, 3000, 2.9e12]);
    expect((await numbers(['2.9T USD', '3 t', '$2.8tn'])).values.map(Number)).toEqual([2.9e12, 3e12, 2.8e12]);
  });

  it('removes currencies on either side and reports them', async () => {
    const { values, column } = await numbers([
      '$1',
      '2 €',
      'EUR 3',
      '4 USD',
      'Rs. 500',
      'kr. 6',
      'R$ 7',
      'zł 8.5',
      '£9',
    ]);
    expect(values.map(Number)).toEqual([1, 2, 3, 4, 500, 6, 7, 8.5, 9]);
    expect(column.representation).toBe('CURRENCY');
    expect(column.coercions).toContainEqual({ kind: 'CURRENCY_REMOVED', count: 9, example: '$1' });
  });

  it('does not read a letter of a currency as a scale', async () => {
    const { values, column } = await numbers(['100 Kč', '1 250,50 Kč', 'Kč 3', '5 лв', '7руб']);
    expect(values.map(Number)).toEqual([100, 1250.5, 3, 5, 7]);
    expect(column.coercions.map(({ kind }) => kind)).not.toContain('SCALE_APPLIED');
  });

  it('warns of more than one currency and converts nothing', async () => {
    const { schema } = await ingest(columnOf('amount', ['$1', '€2', '$3']));
    expect(schema.warnings).toContainEqual(
      expect.objectContaining({
        code: 'MIXED_CURRENCIES',
        column: 'amount',
        message: '"amount" mixes USD, EUR. Amounts are added without conversion.',
      }),
    );
  });

  it('warns of a column of currency codes beside amounts', async () => {
    const read = (codes: string[]) => ingest(`ccy,amount\n${codes.map((code, at) => `${code},${at}`).join('\n')}\n`);
    const about = ({ schema }: Awaited<ReturnType<typeof read>>) =>
      schema.warnings.find(({ code }) => code === 'MIXED_CURRENCIES');
    expect(about(await read(['EUR', 'USD', 'EUR', 'CHF']))).toMatchObject({
      column: 'ccy',
      count: 3,
      message: '"ccy" lists several currencies: EUR, CHF, USD. The amounts beside them are added without conversion.',
    });
    expect(about(await read(['EUR', 'EUR']))).toBeUndefined();
    expect(about(await read(['EUR', 'USD', 'EUR', 'USD', 'CHF', 'GBP', 'SEK', 'NOK', 'shares']))).toBeUndefined();
  });

  it('warns if every point could be a thousands mark, and reads it as a decimal point', async () => {
    const doubt = async (cells: string[], options = {}) => {
      const { schema, values } = await ingest(columnOf('betrag', cells), { options });
      const found = schema.warnings.find(({ code }) => code === 'AMBIGUOUS_DECIMAL_MARK');
      return { ...found, values: values('betrag').map(Number) };
    };
    expect(await doubt(['12.345', '900', '1.501'])).toMatchObject({
      count: 2,
      values: [12.345, 900, 1.501],
      message:
        'Nothing in "betrag" shows whether a point is a decimal mark or separates thousands, for example in "12.345". Points are read as decimal marks.',
    });
    // Zeros at the end beside whole numbers prove thousands.
    expect(await doubt(['12.000', '900', '1.500'])).toEqual({ values: [12_000, 900, 1500] });
    expect((await doubt(['12.000', '5'], { decimalMark: 'COMMA' })).values).toEqual([12_000, 5]);
    const settled = [
      ['1.234', '0.5'],
      ['1.234', '2,345.5'],
      ['1.25', '1.500'],
      ['1,234', '5'],
      ['1.234,5', '1.000'],
    ];
    for (const cells of settled) expect((await doubt(cells)).count).toBeUndefined();
    expect((await doubt(['1.500', '2.000'], { decimalMark: 'POINT' })).count).toBeUndefined();
    const { schema } = await ingest('name;kg\nA;1,234\nB;12,500\n');
    expect(schema.warnings.find(({ code }) => code === 'AMBIGUOUS_DECIMAL_MARK')?.message).toBe(
      'Nothing in "kg" shows whether a comma is a decimal mark or separates thousands, for example in "1,234". Commas are read as thousands separators.',
    );
  });

  it('divides percentages by a hundred, exactly, and leaves bare numbers alone', async () => {
    const { values, column } = await numbers(['12%', '0.5 %', '(5.5%)', '3'], 'growth');
    expect(values.map(Number)).toEqual([0.12, 0.005, -0.055, 3]);
    expect(column.representation).toBe('PERCENT');
  });

  it('reads bare numbers as percentages if the header says percent and a cell has the sign', async () => {
    expect((await numbers(['12%', '3', '4.5'], 'margin')).values.map(Number)).toEqual([0.12, 0.03, 0.045]);
  });

  it('divides percentages with many digits exactly', async () => {
    const { values, column } = await numbers(['793766154675.99421%', '948553832481.97468 %', '12'], 'share');
    expect(values).toEqual(['7937661546.7599421', '9485538324.8197468', '0.1200000']);
    expect(column.reconciliation.rejected).toBe(0);
  });

  it('divides nothing because of the header alone', async () => {
    expect((await numbers(['12', '3'], 'margin')).values.map(Number)).toEqual([12, 3]);
  });

  it('reads scientific notation', async () => {
    expect((await numbers(['1.5E+10', '2e-3', '7'])).values.map(Number)).toEqual([1.5e10, 0.002, 7]);
  });

  it('rejects texts that only DuckDB accepts as numbers', async () => {
    const cells = ['nan', 'inf', '0x10', '1__0', 'epoch', '--5', '1,23', '1-2'];
    const { schema } = await ingest(columnOf('amount', cells));
    expect(schema.columns[0]!.dataType).toBe('STRING');
  });

  it('keeps up to 20 fraction digits and 30 digits exact and uses DOUBLE for more', async () => {
    const exact = await numbers(['0.1234567891', '12345678901234567.1']);
    expect(exact.column.dataType).toBe('DECIMAL');
    expect(exact.values).toEqual(['0.1234567891', '12345678901234567.1000000000']);
    expect((await numbers(['0.123456789012345678901', '1'])).column.dataType).toBe('DOUBLE');
    expect((await numbers(['0.12345678901234567', '12345678901234.5'])).column.dataType).toBe('DOUBLE');
  });

  it.each([
    ['floating-point noise', ['0.30000000000000004', '1234.5', '-0.09999999999999998'], 3],
    ['one value to 20 digits', ['0.12345678901234567891', '0.12345678901234567891', '0.12345678901234567890'], 2],
    ['large values close to each other', ['1000000000.00000000000000000001', '1000000000.00000000000000000002'], 2],
  ])('keeps %s as it is in the file', async (_, cells, distinct) => {
    const { column, values } = await numbers(cells);
    expect(column.dataType).toBe('DECIMAL');
    expect(values.map((value) => String(value).replace(/\.?0+$/, ''))).toEqual(
      cells.map((cell) => cell.replace(/\.?0+$/, '')),
    );
    expect(column.cardinality).toBe(distinct);
  });

  it('rejects one text among twenty numbers, and reads the column as text with two', async () => {
    const one = await ingest(columnOf('amount', [...Array(19).fill('1.5'), 'n.v.t.']));
    expect(one.column('amount').dataType).toBe('DECIMAL');
    expect(one.column('amount').rejected).toEqual([{ row: 21, raw: 'n.v.t.' }]);
    expect(one.schema.warnings.map((warning) => warning.code)).toContain('UNPARSEABLE_VALUES');
    const two = await ingest(columnOf('amount', [...Array(18).fill('1.5'), 'n.v.t.', 'x']));
    expect(two.column('amount').dataType).toBe('STRING');
    expect(two.schema.warnings.map((warning) => warning.code)).toContain('MIXED_TYPES');
  });

  it('counts null markers, blanks and rejected cells separately', async () => {
    const { column } = await numbers(['1', 'N/A', '-', '', 'none', 'NaN', '—', '2', ...Array(40).fill('3'), 'bad']);
    expect(column.reconciliation).toEqual({ cells: 49, blank: 1, nullMarkers: 5, rejected: 1, typed: 42 });
  });
});

describe('identifiers', () => {
  it('keep leading zeros as text', async () => {
    const { column, values } = await ingest(columnOf('zip', ['01234', '56789', '00001']));
    expect(column('zip')).toMatchObject({ role: 'IDENTIFIER', dataType: 'STRING' });
    expect(values('zip')).toEqual(['01234', '56789', '00001']);
  });

  it('keep many leading zeros as text under any header', async () => {
    expect((await ingest(columnOf('budget', ['01', '02', '10']))).column('budget')).toMatchObject({
      role: 'IDENTIFIER',
      dataType: 'STRING',
    });
  });

  it('are recognized by whole words: a transaction number, but not a number of orders', async () => {
    expect((await ingest(columnOf('Transaction Number', ['1', '2']))).column('transaction_number').role).toBe(
      'IDENTIFIER',
    );
    expect((await ingest(columnOf('Number of orders', ['1', '2']))).column('number_of_orders').role).toBe('NUMERIC');
    expect((await ingest(columnOf('paid', ['1', '2']))).column('paid').role).toBe('NUMERIC');
  });
});

describe('null markers in text', () => {
  it('do not include first names and dashes', async () => {
    const { values } = await ingest(columnOf('name', ['None', 'True', '-', 'Anna', 'N/A']));
    expect(values('name')).toEqual(['None', 'True', '-', 'Anna', null]);
  });

  it('do not include NA in a column of two-letter codes, where it is Namibia', async () => {
    expect((await ingest(columnOf('country', ['DE', 'NA', 'FR']))).values('country')).toEqual(['DE', 'NA', 'FR']);
    expect((await ingest(columnOf('country', ['Germany', 'NA', 'France']))).values('country')).toEqual([
      'Germany',
      null,
      'France',
    ]);
  });
});
