import { describe, expect, it } from 'vitest';
import { formatCurrency } from '../../../../src/ingest/read/workbook/number-format.js';
import { ingest } from '../../../support/ingest.js';
import { rawWorkbook } from '../../../support/raw-workbook.js';

const TYPES = { name: '[Content_Types].xml', data: '<Types/>' };
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (at: string, value: number, formula = '', style = 0) =>
  `<c r="${at}" s="${style}">${formula}<v>${value}</v></c>`;
const read = (rows: string[][], formats: (number | string)[] = [], after = '') =>
  ingest(
    rawWorkbook({
      sheets: [{ data: rows.map((cells, index) => `<row r="${index + 1}">${cells.join('')}</row>`).join(''), after }],
      formats,
      entries: [TYPES],
    }),
    { fileName: 'x.xlsx' },
  );
const header = [text('A1', 'name'), text('B1', 'amount'), text('C1', 'tax')];
const rows = [
  header,
  [text('A2', 'Acme'), number('B2', 5), number('C2', 1)],
  [text('A3', 'Brandt'), number('B3', 7), number('C3', 2)],
];

describe('a row is a sum by its formula', () => {
  const f = (formula: string) => `<f>${formula}</f>`;
  it.each([
    ['SUM over its column', f('SUM(B2:B3)'), f('SUM(C2:C3)')],
    ['SUBTOTAL, whatever its stored result', f('SUBTOTAL(9,B$2:B$3)'), f('SUBTOTAL(109,C2:C3)')],
    ['SUM of single cells', f('SUM(B2,B3)'), f('SUM(C2,C3)')],
    ['the total of a table', f('SUBTOTAL(109,[amount])'), f('SUBTOTAL(109,Table1[tax])')],
    ['a shared formula', '<f t="shared" ref="B4:C4" si="0">SUM(B2:B3)</f>', '<f t="shared" si="0"/>'],
  ])('%s', async (_, amount, tax) => {
    const total = [text('A4', 'Whole group'), number('B4', 99, amount), number('C4', 98, tax)];
    const { schema } = await read([...rows, total]);
    expect(schema.rowsLeftOut).toContainEqual({ reason: 'SUBTOTAL', count: 1, rows: [4] });
  });

  it.each([
    ['a sum of cells of its row', f('SUM(C4:D4)'), ''],
    ['a sum of another column', f('SUM(C2:C3)'), ''],
    ['a sum of one cell', f('SUM(B3)'), ''],
    ['a sum beside a number of its own', f('SUM(B2:B3)'), ''],
    ['a product', f('B2*B3'), f('C2*C3')],
  ])('not by %s', async (_, amount, tax) => {
    const { schema } = await read([...rows, [text('A4', 'Corvo'), number('B4', 99, amount), number('C4', 98, tax)]]);
    expect(schema.rowCount).toBe(3);
  });
});

describe('the currency of a number format', () => {
  it.each([
    ['[$€-407]\\ #,##0.00', 'EUR'],
    ['#,##0.00\\ [$CHF]', 'CHF'],
    ['"£"#,##0.00', 'GBP'],
    ['_("$"* #,##0.00_);[Red]_("$"* (#,##0.00)', 'USD'],
    ['$#,##0', 'USD'],
    ['[$-409]d-mmm-yy', null],
    ['#,##0.00', null],
    ['0.0,,"M"', null],
    ['0" kg"', null],
    ['0.00%', null],
  ])('%s is %s', (code, currency) => {
    expect(formatCurrency(code)).toBe(currency);
  });

  it('is reported where a column shows several, and not where it shows one', async () => {
    const formats = ['General', '"£"#,##0', '[$€-407]#,##0'];
    const mixed = await read(
      [header, [text('A2', 'Acme'), number('B2', 5, '', 1)], [text('A3', 'Brandt'), number('B3', 7, '', 2)]],
      formats,
    );
    const codes = ({ schema }: Awaited<ReturnType<typeof read>>) => schema.warnings.map(({ code }) => code);
    expect(codes(mixed)).toContain('MIXED_CURRENCIES');
    const one = await read(
      [header, [text('A2', 'Acme'), number('B2', 5, '', 1)], [text('A3', 'Brandt'), number('B3', 7, '', 1)]],
      formats,
    );
    expect(codes(one)).not.toContain('MIXED_CURRENCIES');
  });
});

describe('values under merged cells', () => {
  it('are left out, counted and reported', async () => {
    const { schema } = await read(
      [...rows, [text('A4', 'Corvo'), number('B4', 3), number('C4', 4)]],
      [],
      '<mergeCells><mergeCell ref="B4:C4"/></mergeCells>',
    );
    expect(schema.warnings).toContainEqual(expect.objectContaining({ code: 'MERGED_CELLS', column: null, count: 1 }));
  });
});
