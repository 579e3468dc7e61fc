import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../../src/ingest/read/workbook/read-workbook.js';
import { agrees, oracleRows } from '../../../support/exceljs-oracle.js';
import { readSource } from '../../../support/read-source.js';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('=1+1', '"quoted"', 'a,b', 'a\nb', ' padded ', '007', '-', 'N/A', '<b>&amp;</b>', '_x000D_', '1e5'),
);
const day = fc.date({ min: new Date('1900-03-01'), max: new Date('2100-12-31'), noInvalidDate: true });
const cell = fc.oneof(
  { weight: 3, arbitrary: text.map((value) => ({ value })) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ value })) },
  { weight: 2, arbitrary: fc.integer().map((value) => ({ value })) },
  fc.integer({ min: -99_999, max: 99_999 }).map((n) => ({ value: n / 1000, numFmt: '0.0%' })),
  day.map((date) => ({ value: date, numFmt: 'yyyy-mm-dd hh:mm:ss' })),
  day.map((date) => ({ value: new Date(date.toISOString().slice(0, 10)), numFmt: 'dd/mm/yyyy' })),
  fc.boolean().map((value) => ({ value })),
  fc.integer().map((result) => ({ value: { formula: 'A1+1', result } })),
  fc.tuple(text, text).map(([a, b]) => ({ value: { richText: [{ text: `${a}x` }, { text: b }] } })),
  fc.constant({ value: { error: '#REF!' } as ExcelJS.CellErrorValue }),
  { weight: 2, arbitrary: fc.constant({ value: null }) },
);

describe('a workbook that exceljs wrote', () => {
  it('is read as exceljs reads it, cell by cell', async () => {
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(table, fc.nat(3), async (cells, titles) => {
        const file = await written(cells, titles);
        const book = new ExcelJS.Workbook();
        await book.xlsx.load(file.buffer as ArrayBuffer);
        const expected = oracleRows(book.worksheets[0]!);

        const { rows, sourceRows, raw } = await readSource(readWorkbook, file, { headerRow: titles + 1 });
        for (const [i, row] of rows.entries()) {
          const ours = row.filter((text) => text !== null);
          const theirs = expected.get(sourceRows[i]!) ?? [];
          expect(agrees(ours, theirs), `${ours} is ${JSON.stringify(theirs)}`).toBe(true);
        }
        const filledBelow = [...expected.keys()].filter((row) => row > titles + 1);
        expect(sourceRows).toEqual(expect.arrayContaining(filledBelow));
        expect(raw.rowCount).toBe(rows.length);
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

async function written(cells: { value: ExcelJS.CellValue; numFmt?: string }[][], titles: number): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Data');
  for (let row = 1; row <= titles; row++) sheet.getCell(row, 1).value = `title ${row}`;
  sheet.getRow(titles + 1).values = ['a', 'b', 'c', 'd', 'e', 'f'];
  cells.forEach((row, i) => {
    row.forEach(({ value, numFmt }, column) => {
      const target = sheet.getCell(titles + 2 + i, column + 1);
      target.value = value;
      if (numFmt) target.numFmt = numFmt;
    });
  });
  // A last row that is surely there: a text alone below a blank row would be a note, which is left out.
  sheet.getRow(titles + 2 + cells.length).values = ['last', 1, 2, 3, 4, 5];
  return Buffer.from(await book.xlsx.writeBuffer());
}
