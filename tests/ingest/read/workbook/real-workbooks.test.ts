import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../../src/ingest/read/workbook/read-workbook.js';
import { ConcentricError } from '../../../../src/model/errors.js';
import { sharedDataFolder, sharedDataIsThere } from '../../../conformance/expectations.js';
import { agrees, oracleRows } from '../../../support/exceljs-oracle.js';
import { readSource } from '../../../support/read-source.js';

const TEST_FILES = join(sharedDataFolder, 'excel-testfiles');
const read = (name: string, options = {}) => readSource(readWorkbook, join(TEST_FILES, `${name}.xlsx`), options);

/** exceljs knows no leap day in 1900, no cells of type d, no durations and no prefixed namespaces. */
const BEYOND_EXCELJS = ['sheetjs_1900', 'calamine_date_iso', 'calamine_date', 'calamine_richtext-namespaced'];

interface Expected {
  sheet?: string;
  row_count: number;
  row_count_if_footnotes_kept?: number;
  row_count_if_total_row_kept?: number;
  header_row?: number;
  columns: { source_header: string | null }[];
}

const expected = (name: string) =>
  JSON.parse(readFileSync(join(sharedDataFolder, `${name}.expected.json`), 'utf8')) as Expected & {
    sheets?: Record<string, Expected>;
  };

// Where ../shared/data is absent these are skipped, as vitest reports.
describe.runIf(sharedDataIsThere)('the workbooks of ../shared/data', () => {
  it.each(['networkrail_report_formulas', 'sarthe_subventions_2017_title_merged'])('%s', async (name) => {
    const want = expected(name);
    const { raw } = await readSource(readWorkbook, join(sharedDataFolder, `${name}.xlsx`));
    expect(raw.reading).toMatchObject({ sheet: want.sheet, headerRow: want.header_row });
    expect(raw.headers).toEqual(want.columns.map(({ source_header }) => source_header ?? ''));
    expect(raw.rowCount).toBe(want.row_count_if_footnotes_kept ?? want.row_count_if_total_row_kept);
  });

  it.each(['January', 'February', 'March'])('supermarket_sales_3sheets, sheet %s', async (sheet) => {
    const want = expected('supermarket_sales_3sheets').sheets![sheet]!;
    const { raw } = await readSource(readWorkbook, join(sharedDataFolder, 'supermarket_sales_3sheets.xlsx'), { sheet });
    expect(raw.headers).toEqual(want.columns.map(({ source_header }) => source_header ?? ''));
    expect(raw.rowCount).toBe(want.row_count);
  });

  it('supermarket_sales_3sheets by default gives its first sheet', async () => {
    const { raw } = await readSource(readWorkbook, join(sharedDataFolder, 'supermarket_sales_3sheets.xlsx'));
    expect(raw.reading.sheet).toBe('January');
  });
});

describe.runIf(sharedDataIsThere)('the workbooks of ../shared/data/excel-testfiles', () => {
  const names = sharedDataIsThere ? readdirSync(TEST_FILES).map((file) => file.replace('.xlsx', '')) : [];

  it.each(names.filter((name) => !BEYOND_EXCELJS.includes(name)))(
    '%s: every sheet holds what exceljs reads in it, or is refused',
    async (name) => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(join(TEST_FILES, `${name}.xlsx`));
      for (const sheet of book.worksheets) {
        try {
          const { rows, sourceRows, raw } = await read(name, { sheet: sheet.name });
          const oracle = oracleRows(sheet, raw.reading.headerRow ?? 0);
          for (const [i, row] of rows.entries()) {
            const ours = row.filter((cell) => cell !== null);
            const theirs = oracle.get(sourceRows[i]!) ?? [];
            expect(agrees(ours, theirs), `${sheet.name}, row ${sourceRows[i]}: ${ours}`).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof ConcentricError)) throw error;
          expect(error.code).toBe('NO_TABLE');
          expect(oracleRows(sheet).size).toBeLessThan(2);
        }
      }
    },
  );

  it('calamine_any_sheets: names all sheets, reads the visible one, refuses the chart', async () => {
    const { raw } = await read('calamine_any_sheets');
    expect(raw.reading).toMatchObject({ sheet: 'Visible', sheets: ['Visible', 'Hidden', 'VeryHidden', 'Chart'] });
    await expect(read('calamine_any_sheets', { sheet: 'Chart' })).rejects.toMatchObject({ code: 'NO_TABLE' });
    await expect(read('calamine_any_sheets', { sheet: 'VeryHidden' })).rejects.toThrow(/"VeryHidden" is empty/);
  });

  it('calamine_date: dates, and a duration of more than ten days', async () => {
    expect((await read('calamine_date')).rows.map(([first]) => first)).toEqual([
      '2021-01-01',
      '2021-01-02',
      '255:10:10',
    ]);
  });

  it('calamine_date_iso: dates stored as ISO 8601', async () => {
    const { rows } = await read('calamine_date_iso');
    expect(rows.map(([first]) => first).slice(0, 3)).toEqual(['2021-01-01', '2021-01-01 10:10:10', '10:10:10']);
  });

  it('calamine_errors: seven errors, null and counted', async () => {
    const { raw, rows } = await read('calamine_errors');
    expect(rows).toEqual(Array(7).fill([null]));
    expect(raw.warnings).toEqual([
      expect.objectContaining({ code: 'ERROR_CELLS', count: 7, message: expect.stringContaining('#DIV/0! in A1') }),
    ]);
  });

  it('calamine_header-row: a note and seven blank rows above the header in row 9', async () => {
    const { raw, rows, sourceRows } = await read('calamine_header-row');
    expect(raw.headers).toEqual(['Columns', 'Column A', 'Column B', 'Column C']);
    expect(raw.reading).toMatchObject({ headerRow: 9, titleRows: [['Note 1']] });
    expect(rows).toEqual([['put data here', '1', '2', '3']]);
    expect(sourceRows).toEqual([10]);
  });

  it('calamine_richtext-namespaced: a single row is not a table', async () => {
    await expect(read('calamine_richtext-namespaced')).rejects.toMatchObject({
      code: 'NO_TABLE',
      message: expect.stringContaining('"Sheet1" has cells in rows 1 to 1.'),
    });
  });

  it('sheetjs_1900: the first days of the 1900 system', async () => {
    const { rows } = await read('sheetjs_1900');
    expect(rows.map(([serial, date]) => [serial, date])).toEqual([
      ['1', '1900-01-01'],
      ['11', '1900-01-11'],
      ['111', '1900-04-20'],
      ['1111', '1903-01-15'],
      ['11111', '1930-06-02'],
    ]);
  });
});
