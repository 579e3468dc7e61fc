import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAddress } from '../../src/provenance/cell-address.js';
import { type Ingested, ingest, ingestFiles, quoteField } from '../support/ingest.js';
import { parquetOf } from '../support/parquet-file.js';

/** `Sheet!D17` of each cell of a column; null where it is in no source. */
function addresses({ origins, schema }: Ingested, column: string): (string | null)[] {
  const index = schema.columns.findIndex(({ name }) => name === column);
  return origins.map(({ part, cells }) => (cells[index] ? cellAddress(part.sheet, cells[index]) : null));
}

const rowNumbers = ({ origins }: Ingested) => origins.map(({ row }) => row);

/** The text at an address of a workbook, read by exceljs. */
async function cellReader(content: Uint8Array): Promise<(address: string) => string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(content as never);
  return (address) => {
    const [, quoted, plain, cell] = /^(?:'((?:[^']|'')*)'|([^'!]+))!([A-Z]+\d+)$/.exec(address)!;
    return book.getWorksheet(quoted?.replaceAll("''", "'") ?? plain)!.getCell(cell!).text;
  };
}

type Cell = string | number | null;

async function workbook(sheets: Record<string, Cell[][]>, merges: Record<string, string[]> = {}): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name);
    for (const row of rows) sheet.addRow(row);
    for (const range of merges[name] ?? []) sheet.mergeCells(range);
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** Every value that is at an address is the one that exceljs reads there. */
async function expectSameCells(read: Ingested, content: Uint8Array, columns: readonly string[]): Promise<void> {
  const textAt = await cellReader(content);
  for (const column of columns) {
    const found = addresses(read, column).map((address) => address && textAt(address));
    expect(
      found.map((text) => (text === '' ? null : text)),
      column,
    ).toEqual(read.values(column).map((value) => (value === null ? null : value.replace(/\.0+$/, ''))));
  }
}

describe('the rows of a text file', () => {
  it('have the numbers of their records, with everything between them that is no data', async () => {
    const read = await ingest(
      'Report\n\nname,note,amount\nA,"two\nlines",1\n\n  ,,\nB,x,2\nname,note,amount\nC,y,4\nTotal,,7\nSource: us\n',
    );
    expect(read.values('name')).toEqual(['A', 'B', 'C']);
    expect(rowNumbers(read)).toEqual([4, 7, 9]);
    expect(addresses(read, 'amount')).toEqual(['C4', 'C7', 'C9']);
  });

  it('follow a header without a gap, which needs no list', async () => {
    const read = await ingest('name,amount\nA,1\nB,2\n');
    expect(read.origins.map(({ part }) => part.firstRow)).toEqual([2, 2]);
    expect(addresses(read, 'name')).toEqual(['A2', 'A3']);
  });

  it('are counted from the field that holds them, where a row begins and ends with delimiters', async () => {
    const read = await ingest('| name | amount |\n| --- | --- |\n| A | 1 |\n| B | 2 |\n', { fileName: 'table.txt' });
    expect(addresses(read, 'amount')).toEqual(['C3', 'C4']);
  });

  it('lead back to the column of each period, where columns of periods became rows', async () => {
    const read = await ingest('name,2021,2022,2023\nA,1,2,3\n\nB,4,,6\n');
    expect(read.values('value')).toEqual(['1', '2', '3', '4', null, '6']);
    expect(addresses(read, 'value')).toEqual(['B2', 'C2', 'D2', 'B4', 'C4', 'D4']);
    expect(addresses(read, 'name')).toEqual(['A2', 'A2', 'A2', 'A4', 'A4', 'A4']);
    expect(addresses(read, 'period')).toEqual([null, null, null, null, null, null]);
  });

  it('lead to the cell that a blank one was filled from', async () => {
    const read = await ingest('region,name,amount\nNorth,A,1\n,B,2\n\n,C,3\nSouth,D,4\n', {
      options: { fillDown: ['region'] },
    });
    expect(read.values('region')).toEqual(['North', 'North', 'North', 'South']);
    expect(addresses(read, 'region')).toEqual(['A2', 'A2', 'A2', 'A6']);
    expect(addresses(read, 'amount')).toEqual(['C2', 'C3', 'C5', 'C6']);
  });

  it('are right for any rows that are left out', async () => {
    const row = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.string({ maxLength: 6 }), fc.integer({ min: 1, max: 99 })) },
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const records = rows.map((each) => (each === null ? '' : `${quoteField(`n ${each[0]}`)},${each[1]}`));
        const read = await ingest(`name,amount\n${records.join('\n')}\nlast one,1\n`);
        const expected = [...rows.flatMap((each, index) => (each === null ? [] : [index + 2])), rows.length + 2];
        // A last row that repeats the sum of those above is a total, and none of the data.
        expect(rowNumbers(read)).toEqual(expected.slice(0, read.rows.length));
      }),
      { numRuns: 15 },
    );
  });
});

describe('the rows of a workbook', () => {
  it('have the addresses of their cells', async () => {
    const content = await workbook({
      'FY 24': [
        ['Report'],
        [],
        [null, 'name', null, 'amount'],
        [null, 'A', null, 10],
        [],
        [null, 'B', null, 2.5],
        [null, 'C', null, 4],
      ],
    });
    const read = await ingest(content, { fileName: 'book.xlsx' });
    expect(addresses(read, 'amount')).toEqual(["'FY 24'!D4", "'FY 24'!D6", "'FY 24'!D7"]);
    await expectSameCells(read, content, ['name', 'amount']);
  });

  it('lead to the one cell that a merged range shows', async () => {
    const content = await workbook(
      {
        Sales: [
          ['region', 'team', 'name', 'amount'],
          ['North', 'x', 'A', 1],
          [null, null, 'B', 2],
          [null, 'y', 'C', 3],
          ['South', 'z', 'D', 4],
          [null, null, 'E', 5],
        ],
      },
      { Sales: ['A2:A4', 'A5:A6', 'B2:B3', 'B5:B6'] },
    );
    const read = await ingest(content, { fileName: 'book.xlsx' });
    expect(addresses(read, 'region')).toEqual(['Sales!A2', 'Sales!A2', 'Sales!A2', 'Sales!A5', 'Sales!A5']);
    await expectSameCells(read, content, ['region', 'team', 'name', 'amount']);
  });

  it('lead through a filled cell to the merged range above it', async () => {
    const rows: Cell[][] = [
      ['region', 'name', 'amount'],
      ['North', 'A', 1],
      [null, 'B', 2],
      [null, 'C', 3],
      [null, 'D', 4],
    ];
    const content = await workbook({ Sales: rows }, { Sales: ['A2:A3'] });
    const read = await ingest(content, { fileName: 'book.xlsx', options: { fillDown: ['region'] } });
    expect(addresses(read, 'region')).toEqual(['Sales!A2', 'Sales!A2', 'Sales!A2', 'Sales!A2']);
  });

  it('keep their sheet, row and column when sheets are stacked whose columns are in another order', async () => {
    const content = await workbook({
      "Bob's": [['name', 'amount'], ['A', 1], ['B', 2], [], ['C', 3]],
      Q2: [[], ['amount', 'rate', 'name'], [4, 7, 'D'], [5, 8, 'E']],
    });
    const read = await ingest(content, { fileName: 'book.xlsx', options: { sheets: ["Bob's", 'Q2'] } });
    expect(addresses(read, 'amount')).toEqual(["'Bob''s'!B2", "'Bob''s'!B3", "'Bob''s'!B5", "'Q2'!A3", "'Q2'!A4"]);
    expect(addresses(read, 'rate')).toEqual([null, null, null, "'Q2'!B3", "'Q2'!B4"]);
    expect(addresses(read, 'source')).toEqual([null, null, null, null, null]);
    await expectSameCells(read, content, ['name', 'amount', 'rate']);
  });

  it.each([
    ['of the same periods in another order', ['name', '2023', '2022', '2021']],
    ['of other periods', ['name', '2024', '2025', '2026', '2027']],
  ])('lead back to their cells where wide sheets %s are stacked', async (_, header) => {
    const numbers = header.slice(1).map((_, index) => 70 + index);
    const content = await workbook({
      One: [['name', '2021', '2022', '2023'], ['A', 1, 2, 3], [], ['B', 4, 5, 6]],
      Two: [header, ['C', ...numbers], ['D', ...numbers]],
    });
    const read = await ingest(content, { fileName: 'book.xlsx', options: { sheets: ['One', 'Two'] } });
    expect(read.rows.length).toBe(6 + 2 * numbers.length);
    await expectSameCells(read, content, ['name', 'value']);
    expect(addresses(read, 'value').slice(0, 4)).toEqual(['One!B2', 'One!C2', 'One!D2', 'One!B4']);
  });
});

describe('the rows of several files', () => {
  it('say which file they come from', async () => {
    const parquet = await parquetOf("SELECT * FROM (VALUES (5, 'C'), (NULL, NULL), (6, 'D')) t(amount, name)");
    const read = await ingestFiles({ 'a.csv': 'name,amount\nA,1\n\nB,2\n', 'b.parquet': parquet });
    expect(read.values('name')).toEqual(['A', 'B', 'C', 'D']);
    expect(read.origins.map(({ part, row }) => [part.source, row])).toEqual([
      [0, 2],
      [0, 4],
      [1, 1],
      [1, 3],
    ]);
    expect(read.origins.map(({ cells }) => cells[1]?.position)).toEqual([1, 1, 0, 0]);
  });
});

describe('the address of a cell', () => {
  it.each([
    [null, 'D17'],
    ['Sheet1', 'Sheet1!D17'],
    ['Umsätze_2024', 'Umsätze_2024!D17'],
    ['FY 24', "'FY 24'!D17"],
    ['Q1', "'Q1'!D17"],
    ['R1C1', "'R1C1'!D17"],
    ['2024', "'2024'!D17"],
    ["Bob's", "'Bob''s'!D17"],
    ['a-b', "'a-b'!D17"],
  ])('in sheet %s is written as a formula writes it', (sheet, address) => {
    expect(cellAddress(sheet, { row: 17, position: 3 })).toBe(address);
  });
});
