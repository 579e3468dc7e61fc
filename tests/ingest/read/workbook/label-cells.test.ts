import { describe, expect, it } from 'vitest';
import { ingest } from '../../../support/ingest.js';
import { plainRows, rawWorkbook } from '../../../support/raw-workbook.js';

type Cells = (string | number | null)[];

const read = (rows: Cells[], { after = '', xml = (data: string) => data, before = '' } = {}, options = {}) => {
  const data = xml(plainRows(rows));
  const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${before}<sheetData>${data}</sheetData>${after}</worksheet>`;
  return ingest(
    rawWorkbook({ sheets: [{ xml: sheet }], entries: [{ name: '[Content_Types].xml', data: '<Types/>' }] }),
    { fileName: 'file.xlsx', options },
  );
};
const merged = (...ranges: string[]) => ({
  after: `<mergeCells>${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`,
});
const warningsOf = ({ schema }: Awaited<ReturnType<typeof ingest>>, code: string) =>
  schema.warnings.filter((warning) => warning.code === code);

describe('cells merged over several rows', () => {
  const rows: Cells[] = [
    ['customer', 'year', 'product', 'amount', 'region'],
    ['ACME', 2023, 'bolts', 5, 'North'],
    [null, null, 'nuts', 7, null],
    [null, null, 'screws', 1, null],
    ['Beta', 2024, 'bolts', 9, null],
    [null, null, null, null, null],
    [null, null, 'nuts', null, 'South'],
  ];

  it('repeat a text in each row, and a number only in the first', async () => {
    const found = await read(rows, merged('A2:A4', 'A5:A7', 'B2:B4', 'E2:E4', 'D5:D7'));
    expect(found.values('customer')).toEqual(['ACME', 'ACME', 'ACME', 'Beta', 'Beta']);
    expect(found.values('region')).toEqual(['North', 'North', 'North', null, 'South']);
    expect(found.values('year')).toEqual(['2023', null, null, '2024', null]);
    expect(found.values('amount')).toEqual(['5', '7', '1', '9', null]);
    expect(warningsOf(found, 'MERGED_CELLS')).toMatchObject([
      { column: 'customer', count: 3 },
      { column: 'year', count: 0 },
      { column: 'amount', count: 0 },
      { column: 'region', count: 2 },
    ]);
    expect(warningsOf(found, 'MERGED_CELLS')[1]!.message).toContain('fill the blank cells of this column from above');
    for (const name of ['Year', 'year']) {
      const filled = await read(rows, merged('A2:A4', 'A5:A7', 'B2:B4'), { fillDown: [name] });
      expect(filled.values('year')).toEqual(['2023', '2023', '2023', '2024', '2024']);
    }
  });

  it('repeat it in the leftmost column if they also span columns', async () => {
    const found = await read(
      [
        ['a', 'b', 'amount'],
        ['x', null, 1],
        [null, null, 2],
        ['y', 'z', 3],
      ],
      merged('A2:B3'),
    );
    expect(found.rows).toEqual([
      ['x', null, '1'],
      ['x', null, '2'],
      ['y', 'z', '3'],
    ]);
  });
});

describe('hidden rows and columns', () => {
  it('are read and counted', async () => {
    const found = await read(
      [
        ['name', 'note', 'amount'],
        ['A', 'x', 1],
        ['B', 'y', 2],
        ['C', 'z', 3],
      ],
      {
        xml: (data) =>
          data.replace('<row r="3">', '<row r="3" hidden="1">').replace('<row r="4">', '<row r="4" hidden="0">'),
        before: '<cols><col min="2" max="2" hidden="true"/><col min="9" max="16384" hidden="1"/></cols>',
      },
    );
    expect(found.schema.rowCount).toBe(3);
    expect(warningsOf(found, 'HIDDEN_CELLS').map(({ count, message }) => [count, message])).toEqual([
      [1, expect.stringContaining('1 hidden row (row 3)')],
      [1, expect.stringContaining('1 hidden column ("note")')],
    ]);
  });
});

describe('a column that names a group in its first row alone', () => {
  const outline = 'region,customer,amount\nNorth,A,5\n,B,7\n,C,1\nSouth,D,9\n,E,2\n';

  it('is unchanged and reported', async () => {
    const found = await ingest(outline);
    expect(found.values('region')).toEqual(['North', null, null, 'South', null]);
    expect(warningsOf(found, 'OUTLINE_COLUMN')).toMatchObject([{ column: 'region', count: 3 }]);
  });

  it('is filled down by the option, after totals were left out, and counted in the lineage', async () => {
    const text =
      'region,customer,amount\nNorth,A,5\n,B,7\nNorth total,,12\nSouth,D,9\n,E,2\nSouth total,,11\nTotal,,23\n';
    const found = await ingest(text, { options: { fillDown: ['region'] } });
    expect(found.rows).toEqual([
      ['North', 'A', '5'],
      ['North', 'B', '7'],
      ['South', 'D', '9'],
      ['South', 'E', '2'],
    ]);
    expect(JSON.stringify(found.lineage)).toContain('filledDown');
  });

  it.each([
    ['a value stands twice', 'region,customer,amount\nNorth,A,5\n,B,7\n,C,1\nNorth,D,9\n,E,2\n'],
    ['the first row is blank', 'region,customer,amount\n,A,5\nNorth,B,7\n,C,1\nSouth,D,9\n,E,2\n'],
    ['the next column has blanks', 'region,customer,amount\nNorth,A,5\n,,7\n,C,1\nSouth,D,9\n,E,2\n'],
  ])('is not seen where %s', async (_, text) => {
    expect(warningsOf(await ingest(text), 'OUTLINE_COLUMN')).toEqual([]);
  });
});
