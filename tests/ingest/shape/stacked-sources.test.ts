import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedDataFolder } from '../../conformance/expectations.js';
import { type Ingested, ingest, ingestFiles } from '../../support/ingest.js';
import { plainRows, type RawSheet, rawWorkbook } from '../../support/raw-workbook.js';

type Cells = readonly (string | number | null)[];

const HEADER = ['customer', 'amount'];
const sheet = (name: string, ...rows: Cells[]): RawSheet => ({ name, data: plainRows([HEADER, ...rows]) });
const book = (sheets: RawSheet[]) =>
  rawWorkbook({ sheets, entries: [{ name: '[Content_Types].xml', data: '<Types/>' }] });
const readSheets = (sheets: RawSheet[], options = {}) => ingest(book(sheets), { fileName: 'book.xlsx', options });
const codes = ({ schema }: Ingested) => schema.warnings.map(({ code }) => code);
const warning = ({ schema }: Ingested, code: string) => schema.warnings.find((each) => each.code === code);

const MONTHS = [
  sheet('January', ['Acme', 10], ['Bolt', 2.5]),
  sheet('February', ['Acme', 20]),
  sheet('March', ['Core', 5], ['Acme', 1]),
];

describe('sheets', () => {
  it('are stacked in the order of the workbook, with the name of the sheet of each row', async () => {
    const read = await readSheets(MONTHS, { sheets: ['March', 'january'] });
    expect(read.schema.columns.map(({ name, role }) => [name, role])).toEqual([
      ['customer', 'CATEGORICAL'],
      ['amount', 'NUMERIC'],
      ['source', 'CATEGORICAL'],
    ]);
    expect(read.rows).toEqual([
      ['Acme', '10.0', 'January'],
      ['Bolt', '2.5', 'January'],
      ['Core', '5.0', 'March'],
      ['Acme', '1.0', 'March'],
    ]);
    expect(read.sources).toEqual([
      expect.objectContaining({ sheetsRead: ['January', 'March'], rows: 4, sheets: ['January', 'February', 'March'] }),
    ]);
    expect(codes(read)).not.toContain('OTHER_SHEETS');
  });

  it('are named where one has the totals of all others, and not where two are as large as a third', async () => {
    const months = [
      sheet('January', ['Acme', 10.25], ['Bolt', 20.5]),
      sheet('February', ['Acme', 11.25], ['Bolt', 3.5]),
      sheet('March', ['Acme', 1], ['Bolt', 2.75]),
    ];
    const ytd = sheet('YTD', ['Acme', 22.5], ['Bolt', 26.75]);
    const read = await readSheets([...months, ytd], { sheets: ['*'] });
    expect(warning(read, 'POSSIBLE_AGGREGATES')).toMatchObject({ column: 'source', count: 1, values: ['YTD'] });
    expect(read.rows).toHaveLength(8);
    expect(codes(await readSheets(months, { sheets: ['*'] }))).not.toContain('POSSIBLE_AGGREGATES');
    const small = [sheet('North', ['Acme', 50]), sheet('South', ['Bolt', 30]), sheet('West', ['Core', 20])];
    expect(codes(await readSheets(small, { sheets: ['*'] }))).not.toContain('POSSIBLE_AGGREGATES');
  });

  it('are stacked where one has its amounts as texts, or none yet', async () => {
    const texts = sheet('April', ['Acme', '1.000,25'], ['Bolt', '2.500,50']);
    const pending = sheet('May', ['Acme', 'open'], ['Bolt', 'open']);
    const numbers = [sheet('January', ['Acme', 1000.5], ['Bolt', 7]), sheet('February', ['Acme', 20.25], ['Bolt', 5])];
    const read = await readSheets([...numbers, texts], { sheets: ['*'] });
    expect(read.values('amount').map(Number)).toEqual([1000.5, 7, 20.25, 5, 1000.25, 2500.5]);
    const withPending = await readSheets([...numbers, pending], { sheets: ['*'] });
    expect(withPending.values('source')).toEqual(['January', 'January', 'February', 'February', 'May', 'May']);
    // A cover page has two columns of texts, too, but not those of the months.
    const cover: RawSheet = {
      name: 'Cover',
      data: plainRows([
        ['Report', 'Sales'],
        ['Author', 'Finance'],
        ['Status', 'x'],
      ]),
    };
    expect((await readSheets([cover, ...numbers], { sheets: ['*'] })).rows).toHaveLength(4);
  });

  it('are all the visible ones with the same columns for "*"; others are named', async () => {
    const others: RawSheet[] = [
      { name: 'Cover', data: plainRows([['Sales 2024']]) },
      ...MONTHS,
      {
        name: 'Rates',
        data: plainRows([
          ['currency', 'rate', 'day'],
          ['EUR', 1.1, 3],
        ]),
      },
      { ...sheet('Old', ['Zed', 99]), state: 'hidden' },
    ];
    const read = await readSheets(others, { sheets: ['*'] });
    expect(new Set(read.values('source'))).toEqual(new Set(['January', 'February', 'March']));
    expect(warning(read, 'OTHER_SHEETS')?.message).toContain('"Rates"');
  });

  it('leave out their own total rows', async () => {
    const withTotals = MONTHS.map(({ name }, nth) =>
      sheet(name!, ['Acme', 10 + nth], ['Bolt', 5], ['Core', 7], ['Total', 22 + nth]),
    );
    const read = await readSheets(withTotals, { sheets: ['*'] });
    expect(read.values('customer')).not.toContain('Total');
    expect(read.schema.rowsLeftOut.filter(({ reason }) => reason === 'TOTAL')).toEqual(
      ['January', 'February', 'March'].map((source) => ({ reason: 'TOTAL', count: 1, rows: [5], source })),
    );
  });

  it('are refused where one is not there, with the names of those that are', async () => {
    await expect(readSheets(MONTHS, { sheets: ['January', 'April'] })).rejects.toMatchObject({
      code: 'SHEET_NOT_FOUND',
      message: expect.stringContaining('"February"'),
    });
    await expect(readSheets(MONTHS, { sheets: ['April'] })).rejects.toMatchObject({ code: 'SHEET_NOT_FOUND' });
  });

  it.each([[{ sheets: [] }], [{ sheets: ['January'], sheet: 'March' }]])('are refused as %j', async (options) => {
    await expect(readSheets(MONTHS, options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('of one workbook that only one name fits are read as that sheet', async () => {
    const read = await readSheets(MONTHS, { sheets: ['February'] });
    expect(read.rows).toEqual([['Acme', '20']]);
    expect(read.sources[0]!.sheetsRead).toBeUndefined();
  });

  it('have names that stay texts, whatever they look like', async () => {
    const years = ['2023', '2024', 'NA', '-'].map((name, nth) => sheet(name, ['Acme', 10 + nth], ['Bolt', 7]));
    const read = await readSheets(years, { sheets: ['*'] });
    expect(read.column('source')).toMatchObject({
      dataType: 'STRING',
      role: 'CATEGORICAL',
      cardinality: 4,
      nullRate: 0,
    });
    expect(read.schema.timeColumns).toEqual([]);
  });

  it('of supermarket sales are three months of one table', async () => {
    const content = await readFile(join(sharedDataFolder, 'supermarket_sales_3sheets.xlsx'));
    const read = await ingest(content, { fileName: 'sales.xlsx', options: { sheets: ['*'] } });
    expect(read.schema.rowCount).toBe(1000);
    const total = read.values('total').reduce((sum, value) => sum + Math.round(Number(value) * 10_000), 0);
    expect(total).toBe(3_229_667_490);
    expect(warning(read, 'COLUMNS_DIFFER')).toMatchObject({ column: 'gross_margin_percentage', count: 352 });
  });
});

describe('files', () => {
  it('are stacked by normalized header; what a file does not have is null in its rows and said', async () => {
    const read = await ingestFiles({
      'jan.csv': 'Customer,Amount\nAcme,10\nBolt,2\n',
      'feb.csv': 'amount;customer ;Discount\n7;Core;1\n',
    });
    expect(read.schema.columns.map(({ name }) => name)).toEqual(['customer', 'amount', 'discount', 'source']);
    expect(read.rows).toEqual([
      ['Acme', '10', null, 'jan.csv'],
      ['Bolt', '2', null, 'jan.csv'],
      ['Core', '7', '1', 'feb.csv'],
    ]);
    expect(warning(read, 'COLUMNS_DIFFER')).toEqual({
      code: 'COLUMNS_DIFFER',
      column: 'discount',
      count: 2,
      message: '"discount" is not a column of jan.csv: it is blank in 2 rows.',
    });
    expect(read.sources.map(({ rows, delimiter }) => [rows, delimiter])).toEqual([
      [2, ','],
      [1, ';'],
    ]);
  });

  it('decide the type of a column over all rows', async () => {
    const read = await ingestFiles({ 'a.csv': 'id,x\n1,1\n2,5\n', 'b.csv': 'id,x\n3,1.5\n4,€ 2\n' });
    expect(read.values('x')).toEqual(['1.0', '5.0', '1.5', '2.0']);
    expect(read.column('x').representation).toBe('CURRENCY');
  });

  it('without a common column are refused, with both lists', async () => {
    const files = { 'sales.csv': 'customer,amount\nAcme,1\n', 'staff.csv': 'name,salary\nAnna,2\n' };
    await expect(ingestFiles(files)).rejects.toMatchObject({
      code: 'NO_COMMON_COLUMN',
      message: expect.stringMatching(/"staff.csv".*name, salary.*customer, amount/),
    });
  });

  it('name the source of a rejected cell beside its row', async () => {
    const many = Array.from({ length: 30 }, (_, n) => `c${n},${n}.5`).join('\n');
    const read = await ingestFiles({ 'a.csv': `who,amount\n${many}\n`, 'b.csv': 'who,amount\nx,1.5\ny,oops\n' });
    expect(read.column('amount').rejected).toEqual([{ row: 3, raw: 'oops', source: 'b.csv' }]);
  });

  it('with a column "source" of their own keep it', async () => {
    const read = await ingestFiles({ 'a.csv': 'source,n\nweb,1\n', 'b.csv': 'source,n\nshop,2\n' });
    expect(read.values('source')).toEqual(['web', 'shop']);
    expect(read.values('source_file')).toEqual(['a.csv', 'b.csv']);
    expect(codes(read)).not.toContain('DUPLICATE_HEADER');
  });

  it('that cannot be read are named', async () => {
    await expect(ingestFiles({ 'a.csv': 'who,n\na,1\n', 'b.csv': ',,\n,,\n' })).rejects.toMatchObject({
      message: expect.stringMatching(/^b\.csv: /),
      details: { source: 'b.csv' },
    });
  });

  it('may be workbooks and text; several sheets of one have both names', async () => {
    const read = await ingestFiles(
      { 'q1.xlsx': book(MONTHS), 'april.csv': 'customer,amount\nAcme,3\n' },
      { options: { sheets: ['January', 'March'] } },
    );
    expect([...new Set(read.values('source'))]).toEqual(['q1.xlsx: January', 'q1.xlsx: March', 'april.csv']);
  });

  it('of wide tables with different months become long before they are stacked', async () => {
    const read = await ingestFiles({
      '2023.csv': 'region,2023-01,2023-02,2023-03\nNorth,1,2,3\n',
      '2024.csv': 'region,2024-01,2024-02,2024-03\nNorth,4,5,6\n',
    });
    expect(read.schema.columns.map(({ name }) => name)).toEqual(['region', 'source', 'period', 'value']);
    expect(read.values('value')).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(codes(read)).not.toContain('COLUMNS_DIFFER');
  });

  it('fill cells from above within a file, in those that have the column', async () => {
    const read = await ingestFiles(
      { 'a.csv': 'group,n\nA,1\n,2\n', 'b.csv': 'n,group\n3,\n4,B\n', 'c.csv': 'n,x\n5,1\n' },
      { options: { fillDown: ['group'] } },
    );
    expect(read.values('group')).toEqual(['A', 'A', null, 'B', null]);
  });

  const month = 'who,amount\nAcme,10\nBolt,2.50\nAcme,10\n';

  it('with the same rows in any order and form are refused', async () => {
    const rows = plainRows([
      ['who', 'amount'],
      ['Acme', 10],
      ['Acme', 10],
      ['Bolt', 2.5],
    ]);
    const again = book([{ name: 'x', data: rows }]);
    await expect(ingestFiles({ 'a.csv': month, 'b.xlsx': again }, { refuseDuplicates: true })).rejects.toMatchObject({
      code: 'DUPLICATE_SOURCE',
      details: { source: 'b.xlsx', repeats: 'a.csv', rows: 3 },
    });
  });

  it('with nearly the same rows are not refused; the rows in both are counted', async () => {
    const more = `${month}Core,1\n`;
    const read = await ingestFiles({ 'a.csv': month, 'b.csv': more }, { refuseDuplicates: true });
    expect(warning(read, 'DUPLICATE_ROWS')?.message).toContain('3 rows are both in "a.csv" and in "b.csv"');
  });
});

describe('a file that is split', () => {
  const row = fc.record({
    who: fc.constantFrom('Acme', 'Bolt', 'Core', 'Dü', ''),
    day: fc.date({ min: new Date('2023-01-01'), max: new Date('2024-12-31'), noInvalidDate: true }),
    amount: fc.integer({ min: -50_000, max: 900_000 }),
  });

  it('into files or sheets anywhere has the same rows, types and coercions as the whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 6, maxLength: 40 }), fc.integer(), async (rows, at) => {
        const header = ['who', 'day', 'amount'];
        const cells = rows.map(({ who, day, amount }) => [
          who,
          day.toISOString().slice(0, 10),
          (amount / 100).toFixed(2),
        ]);
        const cut = 2 + (Math.abs(at) % (cells.length - 3));
        const csv = (part: string[][]) => [header, ...part].map((line) => line.join(',')).join('\n');
        const halves = [cells.slice(0, cut), cells.slice(cut)];
        const whole = await ingest(csv(cells), { options: { unpivot: false } });
        const files = await ingestFiles({ 'a.csv': csv(halves[0]!), 'b.csv': csv(halves[1]!) });
        const sheets = halves.map((half, nth) => ({ name: `s${nth}`, data: plainRows([header, ...half]) }));
        const inSheets = await ingest(book(sheets), { fileName: 'b.xlsx', options: { sheets: ['s0', 's1'] } });
        for (const stacked of [files, inSheets]) {
          expect(stacked.rows.map((cellsOfRow) => cellsOfRow.slice(0, 3))).toEqual(whole.rows);
          const facts = ({ schema }: Ingested) =>
            schema.columns
              .filter(({ name }) => name !== 'source')
              .map(({ name, dataType, role, cardinality, reconciliation }) => ({
                name,
                dataType,
                role,
                cardinality,
                reconciliation,
              }));
          expect(facts(stacked)).toEqual(facts(whole));
          expect(stacked.schema.timeColumns).toEqual(whole.schema.timeColumns);
        }
      }),
      { numRuns: 15 },
    );
  });
});
