import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../../src/ingest/read/workbook/read-workbook.js';
import { plainRows, type RawSheet, rawWorkbook } from '../../../support/raw-workbook.js';
import { readSource } from '../../../support/read-source.js';

const table = (entity: string) =>
  plainRows([
    ['name', 'value'],
    [entity, 5],
  ]);
const read = (sheets: RawSheet[], options = {}) => readSource(readWorkbook, rawWorkbook({ sheets }), options);

const SHEETS: RawSheet[] = [
  { name: 'Cover', data: plainRows([['A report']]) },
  { name: 'Secret', state: 'hidden', data: table('hidden') },
  { name: 'Chart', type: 'chartsheet', data: table('never') },
  { name: 'Été', data: table('first') },
  { name: 'Second', data: table('second') },
  { name: 'Empty' },
];

describe('the sheet that is read', () => {
  it('is the first visible one with a table; other sheets with data are listed', async () => {
    const { raw, rows } = await read(SHEETS);
    expect(rows).toEqual([['first', '5']]);
    expect(raw.reading.sheet).toBe('Été');
    expect(raw.reading.sheets).toEqual(['Cover', 'Secret', 'Chart', 'Été', 'Second', 'Empty']);
    expect(raw.warnings).toEqual([
      expect.objectContaining({ code: 'OTHER_SHEETS', count: 1, message: expect.stringContaining('"Second"') }),
    ]);
  });

  it.each([
    ['Second', 'second'],
    ['SECOND', 'second'],
    ['été', 'first'],
    ['Secret', 'hidden'],
  ])('is the requested one: %s', async (sheet, entity) => {
    const { raw, rows } = await read(SHEETS, { sheet });
    expect(rows).toEqual([[entity, '5']]);
    expect(raw.warnings).toEqual([]);
  });

  it('is not the notes sheet before the table', async () => {
    const cover = plainRows([
      ['Report', 'Spending'],
      ['Author', 'Finance'],
      ['Status', 'final'],
    ]);
    const { raw, rows } = await read([{ name: 'Cover', data: cover }, { data: table('ACME') }]);
    expect(rows).toEqual([['ACME', '5']]);
    expect(raw.reading.evidence).toContain('sheet "Sheet2": the first with a table of 2 visible sheets');
    expect(raw.warnings).toEqual([expect.objectContaining({ code: 'OTHER_SHEETS', count: 1 })]);
  });

  it('is a sheet of two text columns if there is no other', async () => {
    const { raw } = await read([
      {
        data: plainRows([
          ['name', 'city'],
          ['ACME', 'Paris'],
        ]),
      },
    ]);
    expect(raw.headers).toEqual(['name', 'city']);
  });

  it('must exist; the error lists the sheets', async () => {
    await expect(read(SHEETS, { sheet: 'Sales' })).rejects.toMatchObject({
      code: 'SHEET_NOT_FOUND',
      message: expect.stringContaining('"Cover", "Secret" (hidden), "Chart"'),
      details: { sheet: 'Sales', sheets: ['Cover', 'Secret', 'Chart', 'Été', 'Second', 'Empty'] },
    });
  });

  it.each(['Chart', 'Empty', 'Cover'])('must hold a table: %s does not', async (sheet) => {
    await expect(read(SHEETS, { sheet })).rejects.toMatchObject({ code: 'NO_TABLE' });
  });

  it('must have a table; the error describes each sheet', async () => {
    await expect(read([SHEETS[0]!, SHEETS[1]!, { name: 'Empty' }])).rejects.toMatchObject({
      code: 'NO_TABLE',
      message: expect.stringMatching(/"Cover" has cells in rows 1 to 1.*"Empty" is empty.*"Secret" \(hidden\)/),
    });
  });
});

describe('the requested header row', () => {
  const rows: (string | number | null)[][] = [['title', 'x'], [null], ['name', 'value'], ['ACME', 5]];

  it('is the row of that number in the sheet', async () => {
    const { raw } = await read([{ data: plainRows(rows, 10) }], { headerRow: 10 });
    expect(raw.headers).toEqual(['title', 'x']);
    expect(raw.rowCount).toBe(2);
    const named = await read([{ data: plainRows(rows, 10) }], { headerRow: 12 });
    expect(named.raw.headers).toEqual(['name', 'value']);
    expect(named.raw.reading.titleRows).toEqual([['title', 'x']]);
  });

  it('may be far below the first rows', async () => {
    const notes = Array.from({ length: 300 }, (_, i) => [`note ${i}`]);
    const { raw, rows: data } = await read([{ data: plainRows([...notes, ...rows.slice(2)]) }], { headerRow: 301 });
    expect(raw.headers).toEqual(['name', 'value']);
    expect(data).toEqual([['ACME', '5']]);
    expect(raw.rowsLeftOut[0]).toMatchObject({ reason: 'BEFORE_HEADER', count: 300 });
  });

  it.each([1, 11, 13, 999])('must not be blank and must have data below it: row %d', async (headerRow) => {
    await expect(read([{ data: plainRows(rows, 10) }], { headerRow })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining('has cells in rows 10 to 13'),
    });
  });
});
