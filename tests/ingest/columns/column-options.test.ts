import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../../src/ingest/cells/cell.js';
import type { ColumnOptions } from '../../../src/model/dataset.js';
import { ConcentricError } from '../../../src/model/errors.js';
import { columnOf, ingest } from '../../support/ingest.js';

const read = (content: string, ...columns: ColumnOptions[]) => ingest(content, { options: { columns } });

describe('a column that a person says is text', () => {
  it('keeps every cell as it is in the file', async () => {
    const cells = ['00123', '1E5', '1.10', '4.68769E+17', 'N/A', 'null', '-', '31.12.2024', '(5)', 'yes', '1.10'];
    const { values, column } = await read(columnOf('SKU', cells), { name: 'sku', type: 'TEXT' });
    expect(values('sku')).toEqual(cells);
    expect(column('sku')).toMatchObject({
      dataType: 'STRING',
      reconciliation: { blank: 0, nullMarkers: 0, rejected: 0, typed: cells.length },
    });
  });

  it('keeps any cells, apart from white space at their edges', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\r\n"\0]/.test(text)),
      fc.constantFrom('00123', '1E5', '1.10', 'NULL', 'n/a', '#N/A', '1,234.50', '12 %', '2024-01-31', 'TRUE', '0'),
      fc.stringMatching(/^0*[0-9]{1,20}$/),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 40 }), async (cells) => {
        const columns: ColumnOptions[] = [{ name: 'code', type: 'TEXT' }];
        const { values } = await ingest(columnOf('code', ['A', ...cells]), { options: { columns, headerRow: 1 } });
        expect(values('code')).toEqual(['A', ...cells.map((text) => cellText(text) ?? null)]);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the role of codes', async () => {
    const content = columnOf('Konto', ['0010', '0020', '1300']);
    expect((await read(content, { name: 'konto', type: 'TEXT' })).column('konto').role).toBe('IDENTIFIER');
  });
});

describe('a column that a person says is of numbers', () => {
  it('reads what parses and lists the rest', async () => {
    const cells = ['100', 'TBC', '250.50', 'on request', '(20)', 'TBC'];
    const { values, column, schema } = await read(columnOf('offer', cells), { name: 'Offer', type: 'NUMBER' });
    expect(values('offer')).toEqual(['100.0', null, '250.5', null, '-20.0', null]);
    expect(column('offer')).toMatchObject({
      dataType: 'DECIMAL',
      role: 'NUMERIC',
      reconciliation: { cells: 6, rejected: 3, typed: 3 },
      rejected: [
        { row: 3, raw: 'TBC' },
        { row: 5, raw: 'on request' },
        { row: 7, raw: 'TBC' },
      ],
    });
    expect(schema.warnings).toContainEqual(expect.objectContaining({ code: 'UNPARSEABLE_VALUES', column: 'offer' }));
  });

  it('reads a single number among texts', async () => {
    const cells = [...Array.from({ length: 99 }, (_, index) => `x${index}`), '7'];
    const { column } = await read(columnOf('a', cells), { name: 'a', type: 'NUMBER' });
    expect(column('a').reconciliation).toMatchObject({ typed: 1, rejected: 99 });
  });

  it('is an amount even if its header names codes or its cells have leading zeros', async () => {
    const { column, values } = await read(columnOf('Customer number', ['007', '010', '3']), {
      name: 'Customer number',
      type: 'NUMBER',
    });
    expect(values('customer_number')).toEqual(['7', '10', '3']);
    expect(column('customer_number').role).toBe('NUMERIC');
  });

  it('is refused where no cell is a number', async () => {
    await expect(
      read(columnOf('Status', ['open', 'closed']), { name: 'status', type: 'NUMBER' }),
    ).rejects.toMatchObject({
      code: 'TYPE_NOT_AVAILABLE',
      message: expect.stringContaining('Column "Status" cannot be read as numbers: none of its 2 cells is a number'),
      details: { column: 'Status', type: 'NUMBER', cells: 2, example: 'open' },
    });
  });

  it('may be blank', async () => {
    const { column } = await read(columnOf('discount', ['', '', 'n/a']), { name: 'discount', type: 'NUMBER' });
    expect(column('discount')).toMatchObject({ dataType: 'INTEGER', nullRate: 1 });
  });

  it('is read with its own decimal mark', async () => {
    const content = 'a;b\n1.234;1.234\n2.000;2.000\n';
    const { values, schema } = await read(content, { name: 'b', decimalMark: 'COMMA' });
    expect(values('a')).toEqual(['1.234', '2.000']);
    expect(values('b')).toEqual(['1234', '2000']);
    const ambiguous = schema.warnings.filter(({ code }) => code === 'AMBIGUOUS_DECIMAL_MARK');
    expect(ambiguous.map(({ column }) => column)).toEqual(['a']);
  });
});

describe('the unit of a column', () => {
  it.each([
    ['THOUSANDS', '1234.5', '1234500'],
    ['THOUSANDS', '0.0005', '0.5'],
    ['THOUSANDS', '-7', '-7000'],
    ['MILLIONS', '€ 2.50', '2500000'],
    ['BILLIONS', '123456789012345678', '123456789012345678000000000'],
    ['MILLIONS', '100005775112.1', '100005775112100000'],
    ['HUNDREDTHS', '12345', '123.45'],
    ['HUNDREDTHS', '(5)', '-0.05'],
  ] as const)('in %s makes %s to %s', async (scale, cell, expected) => {
    const { values, column } = await read(columnOf('amount', [cell, '0']), { name: 'amount', scale });
    expect(values('amount')[0]).toBe(expected);
    expect(column('amount').coercions).toContainEqual({ kind: 'SCALE_APPLIED', count: 2, example: cell });
  });

  it('leaves numbers with a scale of their own and percentages alone', async () => {
    const cells = ['5', '5k', '1.5m', '10 %', '7.25'];
    const { values } = await read(columnOf('amount', cells), { name: 'amount', scale: 'THOUSANDS' });
    expect(values('amount').map(Number)).toEqual([5000, 5000, 1_500_000, 0.1, 7250]);
  });

  it('multiplies doubles', async () => {
    const { values } = await read(columnOf('amount', ['0.123456789012', '1']), { name: 'amount', scale: 'THOUSANDS' });
    expect(values('amount').map(Number)).toEqual([123.456789012, 1000]);
  });

  it('is refused for percentages and for what is no number', async () => {
    await expect(
      read(columnOf('share', ['10 %', '20 %']), { name: 'share', scale: 'THOUSANDS' }),
    ).rejects.toMatchObject({ code: 'INVALID_OPTION', message: expect.stringContaining('percentages') });
    await expect(read(columnOf('name', ['a', 'b']), { name: 'name', scale: 'THOUSANDS' })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      details: { option: 'columns.scale', column: 'name' },
    });
  });
});

describe('a column that a person says is of dates or periods', () => {
  it('takes the day first where requested, in that column alone', async () => {
    const content = 'from,to\n03/04/2024,03/04/2024\n05/06/2024,05/06/2024\n';
    const { values, schema } = await read(content, { name: 'to', dateOrder: 'DMY' });
    expect(values('from')).toEqual(['2024-03-04', '2024-05-06']);
    expect(values('to')).toEqual(['2024-04-03', '2024-06-05']);
    const ambiguous = schema.warnings.filter(({ code }) => code === 'AMBIGUOUS_DATE_ORDER');
    expect(ambiguous.map(({ column }) => column)).toEqual(['from']);
  });

  it('reads compact dates under any header and gives the periods', async () => {
    const { values, schema } = await read(columnOf('k1', ['20240131', 'x', '20240229']), { name: 'k1', type: 'DATE' });
    expect(values('k1')).toEqual(['2024-01-31', null, '2024-02-29']);
    expect(schema.timeColumns).toEqual(['k1']);
  });

  it('reads bare years as periods', async () => {
    const content = columnOf('vintage', ['2019', '2020', '2021']);
    const { schema, column } = await read(content, { name: 'vintage', type: 'PERIOD' });
    expect(column('vintage')).toMatchObject({ role: 'DATETIME', timePart: 'PERIOD', periodGrain: 'YEAR' });
    expect(schema).toMatchObject({ timeColumns: ['vintage'], periodGrain: 'YEAR' });
  });

  it('is refused where no cell is a date', async () => {
    await expect(read(columnOf('a', ['b', 'c']), { name: 'a', type: 'DATE' })).rejects.toMatchObject({
      code: 'TYPE_NOT_AVAILABLE',
      message: expect.stringContaining('cannot be read as dates'),
    });
    await expect(read(columnOf('a', ['b', 'c']), { name: 'a', type: 'PERIOD' })).rejects.toMatchObject({
      code: 'TYPE_NOT_AVAILABLE',
    });
    await expect(read(columnOf('a', ['1', '2']), { name: 'a', type: 'BOOLEAN' })).rejects.toMatchObject({
      code: 'TYPE_NOT_AVAILABLE',
    });
  });

  it('reads words for yes and no', async () => {
    const { values } = await read(columnOf('paid', ['yes', 'perhaps', 'no']), { name: 'paid', type: 'BOOLEAN' });
    expect(values('paid')).toEqual(['true', null, 'false']);
  });
});

describe('a column that is left out', () => {
  it('is neither in the data nor in the schema, and the lineage says so', async () => {
    const { schema, rows, lineage } = await read('a,Amount,Amount\nx,1,2\ny,3,4\n', { name: 'amount', type: 'IGNORE' });
    expect(schema.columns.map(({ name }) => name)).toEqual(['a', 'amount_2']);
    expect(rows).toEqual([
      ['x', '2'],
      ['y', '4'],
    ]);
    const examine = lineage.find(({ operation }) => operation === 'EXAMINE');
    expect(examine?.metrics).toContainEqual({ name: 'amount', value: 'left out, as given' });
  });

  it('cannot be the last one', async () => {
    const every = ['a', 'beside'].map((name) => ({ name, type: 'IGNORE' as const }));
    await expect(read(columnOf('a', ['1']), ...every)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('the name of a corrected column', () => {
  const content = 'Montant voté (€),Name\n"1,5",a\n';

  it.each(['montant_vote', 'Montant voté (€)', ' MONTANT VOTE ', 'Montant-voté'])('is found as %s', async (name) => {
    expect((await read(content, { name, type: 'TEXT' })).values('montant_vote')).toEqual(['1,5']);
  });

  it('is not that of a column without a header where it is blank', async () => {
    await expect(read('a,\n1,2\n3,4\n', { name: ' ', type: 'TEXT' })).rejects.toMatchObject({
      code: 'COLUMN_NOT_FOUND',
    });
  });

  it('must exist', async () => {
    await expect(read(content, { name: 'montant_vot', type: 'TEXT' })).rejects.toMatchObject({
      code: 'COLUMN_NOT_FOUND',
      message: 'Column "montant_vot" is not in the file; did you mean "montant_vote"? It has: montant_vote, name.',
      details: { argument: 'options.columns[0].name', nearest: 'montant_vote' },
    });
  });

  it('may be given once', async () => {
    const twice: ColumnOptions[] = [
      { name: 'montant_vote', type: 'TEXT' },
      { name: 'Montant voté (€)', type: 'NUMBER' },
    ];
    await expect(read(content, ...twice)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { argument: 'options.columns[1].name', column: 'montant_vote' },
    });
  });
});

describe('a correction of the version before', () => {
  it('is applied to the new file where it fits', async () => {
    const { values, schema } = await read(columnOf('sku', ['001', '002']), {
      name: 'sku',
      type: 'NUMBER',
      isKept: true,
    });
    expect(values('sku')).toEqual(['1', '2']);
    expect(schema.warnings.map(({ code }) => code)).not.toContain('CORRECTION_SKIPPED');
  });

  it('is skipped with a warning where the column is gone or holds something else', async () => {
    const { schema, column } = await read(
      columnOf('status', ['open', 'closed']),
      { name: 'amount', scale: 'THOUSANDS', isKept: true },
      { name: 'status', type: 'NUMBER', isKept: true },
    );
    expect(column('status').dataType).toBe('STRING');
    expect(schema.warnings.filter(({ code }) => code === 'CORRECTION_SKIPPED')).toMatchObject([
      { column: null, message: 'The file has no column "amount", so the correction of it was not applied.' },
      { column: 'status', message: expect.stringContaining('(numbers)') },
    ]);
  });
});

describe('any correction of any column', () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'n/a', 'TBC', 'x', '5k', '10 %', '(3)', '1,234', '1.234', '12,5', '€ 7.25', '2e3', '1E400'),
    fc.constantFrom('03/04/2024', '2024-01-31', '2024', 'Q1 2024', '20240131', 'yes', 'no', '00123', '=1+1'),
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  );
  const option = <T extends string>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const correction = fc.record({
    type: option('TEXT', 'NUMBER', 'DATE', 'PERIOD', 'BOOLEAN'),
    scale: option('HUNDREDTHS', 'THOUSANDS', 'MILLIONS', 'BILLIONS'),
    decimalMark: option('POINT', 'COMMA'),
    dateOrder: option('DMY', 'MDY', 'YMD'),
  });

  it('accounts for every cell, or is refused with a reason; a kept one is never refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 12 }), correction, async (cells, given) => {
        const content = columnOf('value', cells);
        const entry = { name: 'value', ...given };
        const options = { columns: [entry], headerRow: 1 };
        try {
          const { column } = await ingest(content, { options });
          const { blank, nullMarkers, rejected, typed } = column('value').reconciliation;
          expect(blank + nullMarkers + rejected + typed).toBe(cells.length);
        } catch (error) {
          if (!(error instanceof ConcentricError)) throw error;
          expect(['TYPE_NOT_AVAILABLE', 'INVALID_OPTION']).toContain(error.code);
        }
        await ingest(content, { options: { ...options, columns: [{ ...entry, isKept: true }] } });
      }),
      { numRuns: 40 },
    );
  });

  it('multiplies as exact arithmetic does', async () => {
    const exponents = { HUNDREDTHS: -2, THOUSANDS: 3, MILLIONS: 6, BILLIONS: 9 };
    const number = fc
      .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }))
      .map(([isNegative, digits, fraction]) => ({ digits: isNegative ? -digits : digits, fraction }));
    const scale = fc.constantFrom('HUNDREDTHS', 'THOUSANDS', 'MILLIONS', 'BILLIONS');
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 8 }), scale, async (numbers, unit) => {
        const cells = numbers.map(({ digits, fraction }) => decimal(digits, fraction));
        const { values } = await ingest(columnOf('value', cells), {
          options: { headerRow: 1, columns: [{ name: 'value', type: 'NUMBER', scale: unit }] },
        });
        const expected = numbers.map(({ digits, fraction }) =>
          decimal(digits * 10n ** 9n, fraction + 9 - exponents[unit]),
        );
        expect(values('value').map((value) => trimmed(value!))).toEqual(expected.map(trimmed));
      }),
      { numRuns: 40 },
    );
  });

  function decimal(digits: bigint, fraction: number): string {
    const text = String(digits < 0n ? -digits : digits).padStart(fraction + 1, '0');
    const whole = text.slice(0, text.length - fraction);
    return `${digits < 0n ? '-' : ''}${whole}${fraction > 0 ? `.${text.slice(-fraction)}` : ''}`;
  }

  function trimmed(text: string): string {
    return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  }
});

describe('in a long table', () => {
  it('reads columns with options as in a short one', async () => {
    const rows = Array.from(
      { length: 25_000 },
      (_, index) => `${index % 3 === 0 ? 'TBC' : index % 50},00${index % 7},${index}`,
    );
    const { column } = await read(
      `amount,code,row\n${rows.join('\n')}\n`,
      { name: 'amount', type: 'NUMBER', scale: 'THOUSANDS' },
      { name: 'code', type: 'TEXT' },
      { name: 'row', type: 'IGNORE' },
    );
    expect(column('amount')).toMatchObject({ max: '49000', reconciliation: { rejected: 8334, typed: 16_666 } });
    expect(column('code')).toMatchObject({ min: '000', max: '006', cardinality: 7 });
  });
});
