import { describe, expect, it } from 'vitest';
import { ingest } from '../support/ingest.js';

const warningsOf = ({ schema }: Awaited<ReturnType<typeof ingest>>, code: string) =>
  schema.warnings.filter((warning) => warning.code === code);
const metric = ({ lineage }: Awaited<ReturnType<typeof ingest>>, operation: string, name: string) =>
  lineage.find((step) => step.operation === operation)?.metrics.find((found) => found.name === name)?.value;

describe('rows that are named as sums of others', () => {
  it('stay where that is requested, and the rows that would be left out are counted', async () => {
    const read = await ingest(
      'region,name,value\nNorth,A,5\nNorth,B,7\nNorth total,,12\nSouth,C,9\nSouth total,,9\nGrand total,,21\n',
      { options: { subtotals: 'KEEP' } },
    );
    expect(read.schema.rowCount).toBe(6);
    expect(warningsOf(read, 'SUBTOTAL_ROWS')).toMatchObject([{ column: null, count: 3 }]);
  });

  it('stay where that is requested and the last row is the sum of all', async () => {
    const read = await ingest('name,value\nA,5\nB,7\nTotal,12\n', { options: { subtotals: 'KEEP' } });
    expect(read.schema.rowCount).toBe(3);
    expect(warningsOf(read, 'TOTAL_ROW')).toMatchObject([{ count: 1 }]);
    expect(warningsOf(read, 'SUBTOTAL_ROWS')).toEqual([]);
  });

  it.each([
    'Subtotal',
    'Sub-total Nord',
    'Sous-total',
    'Zwischensumme',
    'TOTAL:',
    'Total général',
    'Total for A',
    'Camp total',
    'North sum',
  ])('are known by %s', async (name) => {
    const read = await ingest(`name,value\nA,5\n${name},5\nB,7\nC,9\n`);
    expect(warningsOf(read, 'SUBTOTAL_ROWS')).toHaveLength(1);
  });

  it.each(['Total Energies', 'Totalizer', 'Summerfield', 'Subtotalia', 'Totality', 'Essential Car User Lump Sum'])(
    'are not known by %s',
    async (name) => {
      const read = await ingest(`name,value\nA,5\n${name},5\nB,7\nC,9\n`);
      expect(warningsOf(read, 'SUBTOTAL_ROWS')).toEqual([]);
    },
  );
});

describe('subtotals that are proven', () => {
  const read = (text: string) => ingest(text);
  const leftOut = ({ schema }: Awaited<ReturnType<typeof ingest>>) =>
    schema.rowsLeftOut.find(({ reason }) => reason === 'SUBTOTAL');

  it('are not looked for among more named rows than can be compared', async () => {
    const rows = Array.from({ length: 70_000 }, (_, row) => `North,Total ${row},${row}`);
    expect((await read(`region,name,value\n${rows.join('\n')}\n`)).schema.rowCount).toBe(70_000);
  });

  it.each([
    [
      'below their rows, and the total of them',
      'North,A,5\nNorth,B,7\nNorth total,,12\nSouth,C,9\nSouth total,,9\nGrand total,,21\n',
      [4, 6, 7],
    ],
    [
      'above their rows, and the total of them',
      'Total,,21\nNorth total,,12\nNorth,A,5\nNorth,B,7\nSouth total,,9\nSouth,C,9\n',
      [2, 3, 6],
    ],
    [
      'above their rows, the total below',
      'North total,,12\nNorth,A,5\nNorth,B,7\nSouth total,,9\nSouth,C,9\nTotal,,21\n',
      [2, 5, 7],
    ],
    [
      'of three levels, as SAP marks them',
      'x,A,5\n*,,5\nx,B,7\n*,,7\n**,,12\ny,C,1\n*,,1\n**,,1\n***,,13\n',
      [3, 5, 6, 8, 9, 10],
    ],
    ['in decimal commas', 'N,A,"1.005,50"\nN,B,"7,25"\nTotal N,,"1.012,75"\nS,C,"9,00"\nTotal S,,"9,00"\n', [4, 6]],
  ])('are known %s', async (_, rows, expected) => {
    const found = await read(`region,name,value\n${rows}`);
    expect(leftOut(found)).toEqual({ reason: 'SUBTOTAL', count: expected.length, rows: expected });
    expect(found.values('name')).not.toContain(null);
    expect(warningsOf(found, 'SUBTOTAL_ROWS')).toMatchObject([{ count: expected.length }]);
  });

  it('may repeat a label that is a number', async () => {
    const found = await read('year,name,value\n2023,A,5\n2023,B,7\n2023,Total,12\n2024,C,9\n2024,Total,9\n2024,D,1\n');
    expect(leftOut(found)).toMatchObject({ rows: [4, 6] });
  });

  it('stay where one of their numbers is no sum, and are said to be unproven', async () => {
    const found = await read('name,value,count\nA,5,1\nB,7,1\nNorth total,12,3\nC,9,1\nSouth total,10,1\nD,1,1\n');
    expect(leftOut(found)).toBeUndefined();
    expect(found.schema.rowCount).toBe(6);
    expect(warningsOf(found, 'SUBTOTAL_ROWS')[0]!.message).toContain('not the sums');
  });

  it('stay where a sum of one row has too few digits to be proven, and are reported', async () => {
    const found = await ingest('name,value\nA,5\nNorth total,5\nC,9\n');
    expect(found.schema.rowCount).toBe(3);
    expect(warningsOf(found, 'SUBTOTAL_ROWS')[0]!.message).toContain('not the sums');
  });
});

describe('a closing total', () => {
  const leftOut = ({ schema }: Awaited<ReturnType<typeof ingest>>) =>
    schema.rowsLeftOut.find(({ reason }) => reason === 'TOTAL');

  it('is left out above notes, which are no data either', async () => {
    const read = await ingest(
      'borrower,sector,amount\nAlpha,Energy,12.5\nBeta,Retail,7.25\nGamma,Energy,101\n\nTotal,,120.75\n\n"Source: accounts",,\n(1) restructured,,\n',
    );
    expect(leftOut(read)).toEqual({ reason: 'TOTAL', count: 1, rows: [6] });
    expect(read.values('amount')).toEqual(['12.50', '7.25', '101.00']);
    expect(read.schema.rowsLeftOut).toContainEqual({ reason: 'FOOTER', count: 2, rows: [8, 9] });
  });

  it('takes the percentages of it along, which are not of the amounts', async () => {
    const read = await ingest(
      'contact,current,older\nA,0.00,"1,000.00"\nB,550.00,0.00\nTotal,550.00,"1,000.00"\nPercentage of total,35.5%,64.5%\n',
    );
    expect(leftOut(read)).toEqual({ reason: 'TOTAL', count: 2, rows: [4, 5] });
    expect(read.values('current')).toEqual(['0', '550']);
    expect(warningsOf(read, 'TOTAL_ROW')[0]!.message).toBe(
      'Row 4 ("Total") holds the sums of the rows above, with its percentages in row 5, and is left out of the data.',
    );
  });

  it.each([
    ['beside a column of nothing but zeros or blanks', 'A,5,0,\nB,7,0,\nTotal,12,0,0\n'],
    ['beside percentages, which are rounded', 'A,5,41.7%,\nB,7,58.4%,\nTotal,12,100%,\n'],
    ['marked as SAP does, with the currency of the rows above', 'A,5,EUR,\nB,7,EUR,\n**,12,EUR,\n'],
    ['above a rule, which holds no number', 'A,5,EUR,\nB,7,EUR,\n---,,,\n*,12,EUR,\n---,,,\n', 5],
    ['as the pivot tables of a German Excel name it', 'A,5,,\nB,7,,\nGesamtergebnis,12,,\n'],
    ['in Japanese', 'A,5,,\nB,7,,\n合計,12,,\n'],
  ] as [string, string, number?][])('is known %s', async (_, rows, row = 4) => {
    expect(leftOut(await ingest(`name,amount,x,y\n${rows}`))).toEqual({ reason: 'TOTAL', count: 1, rows: [row] });
  });

  it.each([
    ['that are no sums', 'A,5,\nB,7,\nTotal,13,\n'],
    ['of which one is no sum', 'A,5,1\nB,7,2\nTotal,12,4\n'],
    ['of zero alone', 'A,0,\nB,0,\nTotal,0,\n'],
    ['of somebody in a place', 'A,5,Paris\nB,7,Rome\nTotal,12,Oslo\n'],
    ['with data below', 'A,5,\nB,7,\nTotal,12,\nC,1,\n'],
    ['with percentages below that are data', 'A,5,\nB,7,\nTotal,12,\nC,1%,\n'],
  ])('is not seen in numbers %s', async (_, rows) => {
    expect(leftOut(await ingest(`name,amount,place\n${rows}`))).toBeUndefined();
  });
});

describe('outliers', () => {
  const amounts = (...values: (number | string)[]) =>
    `name,amount\n${values.map((value, at) => `n${at},${value}`).join('\n')}\n`;
  const usual = Array.from({ length: 30 }, (_, at) => 100 + at);

  it('are reported where at most three are a hundred times as large as all others', async () => {
    const read = await ingest(amounts(...usual, 50_000, -60_000));
    expect(warningsOf(read, 'OUTLIERS')).toMatchObject([{ column: 'amount', count: 2 }]);
    expect(warningsOf(read, 'OUTLIERS')[0]!.message).toContain('387 times');
  });

  it('are not reported where amounts are heavy-tailed, as sums of money are', async () => {
    // Quantiles of Pareto's law with exponent 1, as in the largest suppliers of a council.
    const pareto = Array.from({ length: 2000 }, (_, at) => Math.round((100 * 2000) / (at + 0.5)));
    expect(warningsOf(await ingest(amounts(...pareto)), 'OUTLIERS')).toEqual([]);
  });

  it('are looked for among numbers alone: one beyond all doubles is rejected', async () => {
    const read = await ingest(amounts(...usual, '9'.repeat(400)));
    expect(warningsOf(read, 'UNPARSEABLE_VALUES')).toMatchObject([{ column: 'amount', count: 1 }]);
    expect(warningsOf(read, 'OUTLIERS')).toEqual([]);
  });

  it('are not reported where few values say what is usual, or where zeros alone are below', async () => {
    expect(warningsOf(await ingest(amounts(1, 2, 3, 90_000)), 'OUTLIERS')).toEqual([]);
    expect(warningsOf(await ingest(amounts(...Array(30).fill(0), 5)), 'OUTLIERS')).toEqual([]);
  });
});

describe('rows and their reasons', () => {
  it('add up to the rows of the source, in the lineage', async () => {
    const read = await ingest('A title\n\nname,value\nA,5\n\nname,value\nB,7\nC,1\nTotal,13\n');
    expect(metric(read, 'SHAPE', 'sourceRows')).toBe('9');
    expect(metric(read, 'SHAPE', 'rowsRead')).toBe('3');
    expect(read.schema.rowsLeftOut.map(({ reason, count }) => [reason, count])).toEqual(
      expect.arrayContaining([
        ['BEFORE_HEADER', 1],
        ['BLANK', 2],
        ['HEADER', 1],
        ['REPEATED_HEADER', 1],
        ['TOTAL', 1],
      ]),
    );
  });

  it('say how each column was decided', async () => {
    const read = await ingest(
      'day;amount;place;fy\n13/01/2024;1.234,50;x;2019/20\n02/03/2024;7,25;y;2020/21\n05/04/2024;n/a;z;2010/11\n',
    );
    expect(metric(read, 'EXAMINE', 'day')).toBe(
      'DATE: 3 cells; DMY: 1 cells prove day first, 0 month first, 2 neither',
    );
    expect(metric(read, 'EXAMINE', 'amount')).toBe(
      'DECIMAL: 3 cells; 1 of them say "no value"; decimal comma: 2 cells prove it, 0 contradict',
    );
    expect(metric(read, 'EXAMINE', 'fy')).toBe('STRING: 3 cells; 3 name a year');
  });
});

describe('fiscal years', () => {
  it('are the year in which they end, whether the cells prove it or the header says year', async () => {
    expect((await ingest('fy,v\n2019/20,5\n2010/11,6\n')).values('fy')).toEqual(['2020', '2011']);
    expect((await ingest('Year,v\n2009-10,5\n2010-11,6\n')).values('year')).toEqual(['2010', '2011']);
    expect((await ingest('Month,v\n2009-10,5\n2010-11,6\n')).values('month')).toEqual(['2009-M10', '2010-M11']);
  });
});

describe("R's tables", () => {
  it.each([',', '\t', ';'])('have a header one name short, delimited by %j', async (delimiter) => {
    const text = ['"name"|"value"', '"1"|"ACME"|5', '"2"|"BETA"|6', '"3"|"ACME"|7']
      .join('\n')
      .replaceAll('|', delimiter);
    const read = await ingest(`${text}\n`);
    expect(read.schema.columns.map(({ name }) => name)).toEqual(['column_1', 'name', 'value']);
    expect(read.values('value')).toEqual(['5', '6', '7']);
    expect(warningsOf(read, 'RAGGED_ROWS')).toEqual([]);
  });

  it('are not guessed at where the first column does not count the rows', async () => {
    const read = await ingest('name,value\nACME,5,10\nBETA,7,20\n');
    expect(read.schema.columns.map(({ name }) => name)).toEqual(['name', 'value', 'column_3']);
    expect(warningsOf(read, 'RAGGED_ROWS')).toHaveLength(1);
  });
});
