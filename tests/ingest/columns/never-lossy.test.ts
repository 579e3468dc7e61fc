import { describe, expect, it } from 'vitest';
import { columnOf, ingest } from '../../support/ingest.js';

async function read(header: string, cells: string[]) {
  const { schema, rows } = await ingest(columnOf(header, cells));
  const [column] = schema.columns;
  return { ...column!, values: rows.map(([value]) => value), warnings: schema.warnings };
}

describe('a column of codes', () => {
  it.each<[string, string[]]>([
    ['SKU', ['1E5', '2E3', '100']],
    ['Account', ['1.1', '1.10', '2.3']],
    ['precinct_id', ['1.1', '1.10', '2.3']],
    ['Order ID', ['4.68E+17', '4.68E+17', '4.69E+17']],
    ['Número de factura', ['00123', '4567', '89']],
    [
      'seq',
      [
        '007',
        '123',
        '456',
        '789',
        '801',
        '802',
        '803',
        '804',
        '805',
        '806',
        '807',
        '808',
        '809',
        '810',
        '811',
        '812',
        '813',
        '814',
        '815',
        '816',
        '817',
      ],
    ],
  ])('under %s comes back as it was: %j', async (header, cells) => {
    const { values, role } = await read(header, cells);
    expect(values).toEqual(cells);
    expect(role).toBe('IDENTIFIER');
  });

  it.each([
    'Vendor',
    'Customer',
    'Material',
    'Plant',
    'Cost centre',
    'Clave',
    'Número de cliente',
    'Lieferant',
    'Fornecedor',
    'ИНН',
    '商品コード',
  ])('of whole numbers under %s is an identifier', async (header) => {
    expect((await read(header, ['1001', '1002', '1003'])).role).toBe('IDENTIFIER');
  });

  it.each(['Customers', 'Number of customers', 'Número de empleados', 'Sales per store', 'Amount', 'New customer'])(
    'is not meant by %s',
    async (header) => {
      expect((await read(header, ['1001', '1002', '1003'])).role).toBe('NUMERIC');
    },
  );

  it('stays an amount under Konto where the amounts have two decimals', async () => {
    expect((await read('Konto', ['10.50', '20.00'])).dataType).toBe('DECIMAL');
  });

  it('is reported where a spreadsheet dropped digits', async () => {
    expect((await read('Order ID', ['4.68E+17', '4.69E+17'])).warnings.map(({ code }) => code)).toContain(
      'DIGITS_LOST',
    );
  });
});

describe('amounts with placeholders among them', () => {
  it.each<[string, string[]]>([
    ['Amount', ['1', '2', '3', '4', 'TBC']],
    ['Fee', ['10.5', '7', '8', '9', 'on request', '6']],
    ['Estimate', ['1,250', '2,000', '3', '4', 'pending']],
    ['Betrag', ['1', '2', '3', '4', 'auf Anfrage']],
    ['金額', ['1', '2', '3', '4', '未定']],
  ])('stay numbers: %s %j', async (header, cells) => {
    const { role, reconciliation, warnings } = await read(header, cells);
    expect(role).toBe('NUMERIC');
    expect(reconciliation.rejected).toBe(1);
    expect(warnings.map(({ code }) => code)).toContain('UNPARSEABLE_VALUES');
  });

  it.each<[string, string[]]>([
    ['Amount', ['1', '2', '3', '4', 'foo']],
    ['Amount', ['1', '2', '3', 'TBC', 'TBC']],
    ['Size', ['36', '38', '39', '40', 'L']],
    ['Cost centre', ['1', '2', '3', '4', 'open']],
    ['Payment method', ['1', '2', '3', '4', 'unknown']],
  ])('are not %s %j', async (header, cells) => {
    expect((await read(header, cells)).dataType).toBe('STRING');
  });

  it('are listed by word with their number', async () => {
    const cells = [...Array(20).fill('7.5'), 'TBC', 'TBC', 'on request'];
    const { warnings } = await read('Amount', cells);
    expect(warnings.find(({ code }) => code === 'UNPARSEABLE_VALUES')?.message).toContain(
      '"TBC" (2), "on request" (1)',
    );
  });
});
