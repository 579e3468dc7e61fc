import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { artifactName } from '../../src/artifact/artifact-name.js';
import { analysisCsv } from '../../src/artifact/csv.js';
import { analysisJson, readAnalysisJson } from '../../src/artifact/json.js';
import { writeAnalysisWorkbook } from '../../src/artifact/workbook/analysis-workbook.js';
import { amountOf, periodCell, periodFormat } from '../../src/artifact/workbook/cells.js';
import { ALGORITHM_VERSION, type Analysis, type PeriodConcentration } from '../../src/model/analysis.js';
import type { PeriodBridge } from '../../src/model/bridge.js';

const bucket = { count: 1, value: 12.5, share: 62.5, valueExact: '12.5' };
const names = [
  '=HYPERLINK("http://x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  '＝1＋1',
  'a,"b"\nc',
  'plain',
  'line\u2028separator',
];
const period: PeriodConcentration = {
  period: '2024',
  rowCount: 3,
  entityCount: 2,
  total: 20,
  totalExact: '20',
  assignedTotal: 19,
  assignedTotalExact: '19',
  unassigned: { rows: 1, value: 1, valueExact: '1', share: 5 },
  thresholds: [{ threshold: 33.3, within: bucket, reaching: bucket, topPercent: bucket }],
  top: [{ n: 5, ...bucket }],
  head: names.map((entity, index) => ({
    rank: index + 1,
    entity,
    value: -0.5,
    valueExact: '-0.5',
    share: 5.25,
    cumulativeShare: 62.5,
  })),
  hhi: 5312.5,
  gini: null,
  effectiveEntities: 1.88,
  lorenz: [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ],
  change: {
    ...{ previous: '2023', total: 10, totalExact: '10', totalPercent: 100, hhi: -5 },
    ...{ entered: 1, left: 2, enteredValue: 7.5, enteredValueExact: '7.5', leftValue: 3, leftValueExact: '3' },
    enteredEntities: [{ entity: 'New', value: 7.5, valueExact: '7.5' }],
    leftEntities: [
      { entity: '=GONE()', value: 2, valueExact: '2' },
      { entity: 'Old', value: 1, valueExact: '1' },
    ],
  },
  problem: null,
  measuresProblem: null,
};
const none: PeriodConcentration = {
  ...{ ...period, period: 'TOTAL', thresholds: [], top: [], head: [], hhi: null, effectiveEntities: null, lorenz: [] },
  ...{ total: -1, change: null, problem: { code: 'NON_POSITIVE_TOTAL', message: 'No shares.' } },
};
const analysis: Analysis = {
  ...{
    id: 'an_1_0',
    algorithmVersion: ALGORITHM_VERSION,
    datasetId: 'ds_1',
    datasetVersion: 2,
    computedAt: '2026-01-01T00:00:00.000Z',
  },
  parameters: {
    ...{
      groupBy: ['who'],
      value: 'amount',
      periodGrain: 'YEAR',
      thresholds: [33.3],
      topN: [5],
      entityMatching: 'FOLDED',
      blanks: 'APART',
      hash: 'abcdef0123456789',
    },
  },
  source: {
    ...{ fileName: 'R&D <spend>.xlsx', sha256: 'ab'.repeat(32), sheet: 'Data' },
    ...{ groupByHeader: 'Who', valueHeader: 'Amount (€)' },
  },
  total: none,
  byPeriod: [period],
  warnings: [{ code: 'NULL_VALUES', message: '=1 row', column: 'amount', count: 1 }],
};

describe('CSV', () => {
  it('has one row a period and measure, numbers as they are, and texts that no spreadsheet runs', () => {
    expect([...analysisCsv(analysis)].join('')).toBe(
      `period,measure,parameter,count,value,share
2024,rows,,3,,
2024,entities,,2,,
2024,total,,,20,
2024,assigned_total,,,19,
2024,unassigned,,1,1,5
2024,within,33.3,1,12.5,62.5
2024,reaching,33.3,1,12.5,62.5
2024,top_percent,33.3,1,12.5,62.5
2024,top_n,5,1,12.5,62.5
2024,hhi,,,5312.5,
2024,gini,,,,
2024,effective_entities,,,1.88,
2024,change_total,2023,,10,100
2024,change_hhi,2023,,-5,
2024,change_entered,2023,1,7.5,
2024,change_left,2023,2,3,
2024,entered_entity,New,1,7.5,
2024,left_entity,'=GONE(),1,2,
2024,left_entity,Old,1,1,
2024,entity,"'=HYPERLINK(""http://x"")",1,-0.5,5.25
2024,entity,'+1,1,-0.5,5.25
2024,entity,'-1,1,-0.5,5.25
2024,entity,'@SUM(A1),1,-0.5,5.25
2024,entity,'\tx,1,-0.5,5.25
2024,entity,"'\rx",1,-0.5,5.25
2024,entity,'＝1＋1,1,-0.5,5.25
2024,entity,"a,""b""
c",1,-0.5,5.25
2024,entity,plain,1,-0.5,5.25
2024,entity,line\u2028separator,1,-0.5,5.25
TOTAL,rows,,3,,
TOTAL,entities,,2,,
TOTAL,total,,,-1,
TOTAL,assigned_total,,,19,
TOTAL,unassigned,,1,1,5
TOTAL,hhi,,,,
TOTAL,gini,,,,
TOTAL,effective_entities,,,,
`,
    );
  });
});

describe('JSON', () => {
  const json = [...analysisJson(analysis)].join('');

  it('is the whole analysis with a checksum of everything before it', () => {
    const { checksum, ...stored } = JSON.parse(json);
    expect(stored).toEqual(analysis);
    const sealed = json.slice(0, json.lastIndexOf('],"checksum"'));
    expect(checksum).toBe(createHash('sha256').update(sealed).digest('hex'));
  });

  it('is read where a release before 0.2 wrote it without a checksum', async () => {
    const before = json.replace(/,"checksum":"[0-9a-f]{64}"/, '');
    expect(await readAnalysisJson(before)).toEqual(analysis);
  });

  it('is none where one character was changed', async () => {
    for (let at = 0; at < json.length; at += 97) {
      const changed = json[at] === '1' ? '2' : '1';
      expect(await readAnalysisJson(json.slice(0, at) + changed + json.slice(at + 1)), `at ${at}`).toBeNull();
    }
  });

  it('is read back as it was written, thousands of periods and line separators in names included', async () => {
    expect(await readAnalysisJson(json)).toEqual(analysis);
    const long = { ...analysis, byPeriod: Array.from({ length: 3000 }, () => period) };
    expect(await readAnalysisJson([...analysisJson(long)].join(''))).toEqual(long);
    const empty = { ...analysis, byPeriod: [] };
    expect(await readAnalysisJson([...analysisJson(empty)].join(''))).toEqual(empty);
  });

  it('is nothing where it was cut anywhere', async () => {
    for (let length = 0; length < json.length; length += 7)
      expect(await readAnalysisJson(json.slice(0, length))).toBeNull();
  });
});

describe('XLSX', () => {
  let folder: string;
  const workbook = new exceljs.Workbook();
  const long = { ...period, head: [{ ...period.head[0]!, entity: 'x'.repeat(40_000) }] };
  const whole: PeriodConcentration = { ...period, period: 'TOTAL', change: null };
  const crowded: PeriodConcentration = {
    ...whole,
    thresholds: Array.from({ length: 10 }, (_, index) => ({ ...period.thresholds[0]!, threshold: 90 + index })),
  };
  const opened = async (path: string) => {
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(path);
    return book;
  };
  const write = async (name: string, written: Analysis) => {
    const path = join(folder, name);
    await writeAnalysisWorkbook(written, path);
    return path;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'concentric-artifact-'));
    await workbook.xlsx.readFile(await write('a.xlsx', { ...analysis, byPeriod: [period, long] }));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const headersOf = (sheet: string) => (workbook.getWorksheet(sheet)!.getRow(1).values as string[]).slice(1);
  const cellsOf = (sheet: string, row: number) =>
    Object.fromEntries(
      headersOf(sheet).map((header, index) => [
        header,
        workbook
          .getWorksheet(sheet)!
          .getRow(row)
          .getCell(index + 1),
      ]),
    );

  /** What is shown: of a formula its result. */
  const valuesOf = (sheet: exceljs.Worksheet, row: number) =>
    ((sheet.getRow(row).values ?? []) as exceljs.CellValue[])
      .slice(1)
      .map((value) => (value instanceof Object && 'result' in value ? value.result : value));

  it('has the sheets in the order of reading', () => {
    const sheets = ['Summary', 'Ranking', 'By period', 'Changes', 'Method and sources'];
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(sheets);
  });

  it('has a row a period with numbers as numbers and shares as formulas', () => {
    const row = cellsOf('By period', 2);
    expect(row.Period?.value).toBe(2024);
    expect(row.Total).toMatchObject({ value: 20, numFmt: '#,##0.00' });
    expect(row['Entities to reach 33.3 %']).toMatchObject({ value: 1, numFmt: '#,##0' });
    expect(row['Top 5']).toMatchObject({ value: { formula: 'O2/D2', result: 0.625 }, numFmt: '0.0%' });
    expect(row['Top 5: value']).toMatchObject({ address: 'O2', value: 12.5 });
    expect(row['Not assigned']?.value).toMatchObject({ formula: 'N2/D2', result: 0.05 });
    expect(row['Change in percent']).toMatchObject({ value: 1, numFmt: '0.0%' });
    expect(row.Gini?.value).toBeNull();
    expect(row.Largest?.value).toBe(names[0]);
    const total = cellsOf('By period', 4);
    expect(total).toMatchObject({ Period: { value: 'Total' }, Problem: { value: 'No shares.' } });
    expect(total.Total?.font).toMatchObject({ bold: true });
  });

  it.each([
    [[12.5, -3], { format: '#,##0.00', width: 16 }],
    [[12, -3], { format: '#,##0', width: 16 }],
    [[123_456_789_012.34], { format: '#,##0', width: 22 }],
    [[1, -99_999_999_999.5], { format: '#,##0.00', width: 25 }],
    [[], { format: '#,##0', width: 16 }],
  ])('shows the amounts %j as %j', (amounts, shown) => {
    expect(amountOf(amounts)).toEqual(shown);
  });

  it.each([
    ['2024-M03', new Date('2024-03-01'), 'mmm yyyy'],
    ['2024-03-31', new Date('2024-03-31'), 'yyyy-mm-dd'],
    ['2024', 2024, '0'],
    ['2024-Q1', '2024-Q1', '0'],
    ['FY2025-Q1', 'FY2025-Q1', '0'],
    ['LTM 2024-M03', 'LTM 2024-M03', '0'],
    ['UNKNOWN', 'No period', '0'],
  ])('writes the period %s as %j in the format %s', (key, value, format) => {
    expect(periodCell(key)).toEqual(value);
    expect(periodFormat(key)).toBe(format);
  });

  it('names who entered and who left, as texts and numbers', () => {
    const values = (row: number) => Object.values(cellsOf('Changes', row)).map(({ value }) => value);
    expect([2, 3, 4].map(values)).toEqual([
      [2024, 2023, 'Entered', 1, 'New', 7.5],
      [2024, 2023, 'Left', 1, '=GONE()', 2],
      [2024, 2023, 'Left', 2, 'Old', 1],
    ]);
  });

  it.each(['Ranking', 'By period', 'Changes', 'Method and sources'])(
    'freezes, filters and repeats the header of %s and sets widths',
    (name) => {
      const sheet = workbook.getWorksheet(name)!;
      expect(sheet.views[0]).toMatchObject({ state: 'frozen' });
      expect(sheet.autoFilter).toBeTruthy();
      expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', printTitlesRow: '1:1' });
      expect(sheet.getRow(1).getCell(1).font).toMatchObject({ bold: true });
      expect(sheet.getColumn(1).width).toBeGreaterThan(5);
    },
  );

  it('prints every sheet one page wide under its title, and Summary on one page', () => {
    for (const { name, pageSetup, headerFooter } of workbook.worksheets) {
      const fitToHeight = name === 'Summary' ? 1 : 0;
      expect(pageSetup, name).toMatchObject({ fitToPage: true, fitToWidth: 1, fitToHeight, paperSize: 9 });
      expect(headerFooter.oddHeader, name).toBe('&LAmount (€) by Who, 2024&R&A');
      expect(headerFooter.oddFooter, name).toBe('&LConcentric, 2026-01-01&CPage &P of &N&RR&&D <spend>.xlsx');
    }
  });

  it('prints of By period what is read first', () => {
    const sheet = workbook.getWorksheet('By period')!;
    const [, printed] = sheet.pageSetup.printArea!.split(':');
    expect(headersOf('By period').slice(0, Number(sheet.getCell(printed!).col))).toEqual([
      ...['Period', 'Rows', 'Entities', 'Total', 'Change in percent', 'Problem', 'Largest', 'Not assigned', 'Top 5'],
      ...['Entities to reach 33.3 %', 'HHI', 'Effective entities', 'Gini'],
    ]);
  });

  it('lists the rows behind a figure before the last sheet, and what a sheet does not hold as one line', async () => {
    const path = join(folder, 'rows.xlsx');
    const row = { source: '=data.csv', sheet: null, address: 'B7', period: '2024-M03' };
    async function* rows() {
      yield { ...row, rowNumber: 7, value: 12.25, cells: ['=A1', '2024-03-31', '12.25', '123456789012345678'] };
      yield { ...row, rowNumber: 9, value: -2, cells: [null, '1850-01-01', '-2.00', '7'] };
    }
    const column = (header: string, dataType: 'STRING' | 'DATE' | 'DECIMAL' | 'INTEGER') =>
      ({ header, dataType, role: 'CATEGORICAL' }) as const;
    await writeAnalysisWorkbook(analysis, path, undefined, {
      ...{ entity: 'Who', period: '2024', rowCount: 5, value: 30.5, listed: 2, hasSheets: false, hasPeriods: true },
      columns: [column('Who', 'STRING'), column('Day', 'DATE'), column('Paid', 'DECIMAL'), column('No', 'INTEGER')],
      rows: rows(),
    });
    const book = await opened(path);
    expect(book.worksheets.map(({ name }) => name).slice(-2)).toEqual(['Rows', 'Method and sources']);
    const sheet = book.getWorksheet('Rows')!;
    const month = new Date('2024-03-01');
    expect([1, 2, 3, 4, 5].map((each) => valuesOf(sheet, each))).toEqual([
      ['File', 'Row', 'Cell', 'Period', 'Value', 'Who', 'Day', 'Paid', 'No'],
      ['Total of 5 rows', undefined, undefined, undefined, 30.5],
      ['=data.csv', 7, 'B7', month, 12.25, '=A1', new Date('2024-03-31'), 12.25, '123456789012345678'],
      ['=data.csv', 9, 'B7', month, -2, undefined, '1850-01-01', -2, 7],
      ['3 more rows than a sheet holds', undefined, undefined, undefined, 20.25],
    ]);
    expect(sheet.getCell('E5').value).toEqual({ formula: 'E2-SUM(E3:E4)', result: 20.25 });
    const method = book.getWorksheet('Method and sources')!;
    const about = (method.getColumn(3).values as string[]).find((text) => text?.startsWith?.('The rows of Who'));
    expect(about).toContain('The first 2 of 5 are listed');
  });

  it('explains the terms of the sheets that it has, and no others', async () => {
    const termsOf = (book: exceljs.Workbook) =>
      (book.getWorksheet('Method and sources')!.getColumn(2).values ?? []) as string[];
    expect(termsOf(workbook)).toEqual(expect.arrayContaining(['HHI', 'Entered, left', 'No period']));
    expect(termsOf(workbook)).not.toEqual(expect.arrayContaining(['Bridge']));
    const alone = await opened(await write('alone.xlsx', { ...analysis, byPeriod: [] }));
    expect(termsOf(alone)).not.toEqual(expect.arrayContaining(['No period']));
    expect(termsOf(alone)).toEqual(expect.arrayContaining(['HHI']));
  });

  it('lists every entity with its class and its values by period', async () => {
    const months = ['2024-M01', '2024-M02'].map((name, index) => ({
      ...{ ...whole, period: name, total: 30 + index, assignedTotal: 28 + index },
      unassigned: { rows: 1, value: 2, valueExact: '2', share: null },
    }));
    const entities = [
      { rank: 1, names: ['=A', null], value: 50, cumulativeShare: 80, class: 'A', also: [], byPeriod: [20, 30] },
      { rank: 2, names: ['B', 'x'], value: 5, cumulativeShare: 88, class: 'B', also: [], byPeriod: [5, null] },
    ];
    const total: PeriodConcentration = {
      ...whole,
      ...{ total: 62.5, assignedTotal: 58.5, entityCount: 4 },
      unassigned: { rows: 2, value: 4, valueExact: '4', share: 6.4 },
      classes: [{ name: 'A', upTo: 80, ...bucket }],
    };
    const path = join(folder, 'ranking.xlsx');
    const parameters = { ...analysis.parameters, groupBy: ['who', 'what'] };
    await writeAnalysisWorkbook({ ...analysis, parameters, total, byPeriod: months }, path, {
      entities,
      listed: 2,
      periods: ['2024-M01', '2024-M02'],
    });
    const sheet = (await opened(path)).getWorksheet('Ranking')!;
    expect([1, 2, 3, 4, 5, 6].map((row) => valuesOf(sheet, row))).toEqual([
      [
        'Rank',
        'who',
        'what',
        'Value',
        'Share',
        'Cumulative share',
        'Class',
        new Date('2024-01-01'),
        new Date('2024-02-01'),
      ],
      [undefined, 'Total', undefined, 62.5, 1, undefined, undefined, 30, 31],
      [1, '=A', '(blank)', 50, 0.8, 0.8, 'A', 20, 30],
      [2, 'B', 'x', 5, 0.08, 0.88, 'B', 5],
      [undefined, 'All 2 others', undefined, 3.5, 0.056, undefined, undefined, 3, -1],
      [undefined, 'Not assigned', undefined, 4, 0.064, undefined, undefined, 2, 2],
    ]);
    expect(computed(sheet, sheet.getCell('D5').formula)).toBe(3.5);
  });

  it('leads from the total before to the total by what entities did', async () => {
    const none = { count: 0, change: 0, changeExact: '0', entities: [] };
    const lost = {
      ...{ entity: '=LOST()', previousValue: 6, previousValueExact: '6', value: 0, valueExact: '0' },
      ...{ change: -6, changeExact: '-6' },
    };
    const bridge: PeriodBridge = {
      ...{ previous: '2023', previousTotal: 15, previousTotalExact: '15', change: 5, changeExact: '5', unchanged: 1 },
      new: { ...none, count: 2, change: 9, changeExact: '9' },
      returning: none,
      lost: { count: 1, change: -6, changeExact: '-6', entities: [lost] },
      expanded: none,
      contracted: none,
      ...{ unassignedChange: 2, unassignedChangeExact: '2' },
      retention: {
        ...{
          entities: 3,
          previousValue: 15,
          previousValueExact: '15',
          gross: 60,
          net: 75,
          logoChurn: 25,
          problem: null,
        },
      },
    };
    const path = await write('bridge.xlsx', { ...analysis, total: whole, byPeriod: [{ ...period, bridge }] });
    const book = await opened(path);
    expect(book.worksheets.map(({ name }) => name)).toContain('Bridge');
    expect(book.worksheets.map(({ name }) => name)).not.toContain('Changes');
    const sheet = book.getWorksheet('Bridge')!;
    expect(valuesOf(sheet, 2)).toEqual([2024, 2023, 15, 9, 0, -6, 0, 0, 2, 20, 0.6, 0.75, 0.25, 2, 0, 1, 0, 0]);
    expect(computed(sheet, sheet.getCell('J2').formula)).toBe(20);
    const entities = book.getWorksheet('Bridge by entity')!;
    expect(valuesOf(entities, 2)).toEqual([2024, 2023, 'Lost', '=LOST()', 6, 0, -6]);
    expect(computed(entities, entities.getCell('G2').formula)).toBe(-6);
  });

  it('says on the first page which rows and entities the question leaves out', async () => {
    const parameters = {
      ...analysis.parameters,
      where: { column: 'region', in: ['emea'] },
      exclude: [{ parts: ['acme'] }],
    };
    const head = [{ entity: 'Acme', value: 5, valueExact: '5' }];
    const leftOut = { entities: 1, rows: 2, value: 5, valueExact: '5', share: 12.34, head };
    const path = await write('left-out.xlsx', { ...analysis, parameters, total: { ...whole, leftOut } });
    const sheet = (await opened(path)).getWorksheet('Summary')!;
    const texts = sheet.getRows(1, sheet.rowCount)!.map((row) => row.getCell(1).value);
    expect(texts).toContain('Only rows where region is emea.');
    expect(texts).toContain('Without Acme: 12.3 % of all is left out.');
  });

  describe('of 16, 12, 10 and 8, two small ones and 2 that are not assigned', () => {
    const head = [16, 12, 10, 8].map((value, index) => ({
      rank: index + 1,
      entity: `E${index + 1}`,
      value,
      valueExact: `${value}`,
      share: 2 * value,
      cumulativeShare: 2 * [16, 28, 38, 46][index]!,
    }));
    const total: PeriodConcentration = {
      ...whole,
      ...{ total: 50, assignedTotal: 48, entityCount: 6, head, hhi: 2000 },
      ...{
        unassigned: { rows: 1, value: 2, valueExact: '2', share: 4 },
        top: [{ ...bucket, n: 3, count: 3, share: 76 }],
      },
    };
    const closing = [
      ['Total', 50, 1],
      [1, 'E1', 16, 0.32, 0.32],
      [2, 'E2', 12, 0.24, 0.56],
      [3, 'E3', 10, 0.2, 0.76],
      [4, 'E4', 8, 0.16, 0.92],
      ['All 2 others', 2, 0.04],
      ['Not assigned', 2, 0.04],
    ];
    let book: exceljs.Workbook;
    beforeAll(async () => {
      book = await opened(await write('closed.xlsx', { ...analysis, total, byPeriod: [] }));
    });
    const rowsFrom = (sheet: exceljs.Worksheet, first: number) =>
      closing.map((_, index) => valuesOf(sheet, first + index).filter((value) => value != null));

    it('closes the ranking: the total, each entity, all others, not assigned', () => {
      expect(rowsFrom(book.getWorksheet('Ranking')!, 2)).toEqual(closing);
    });

    it('shows the same on the first page, with the key figures as formulas over it', () => {
      const sheet = book.getWorksheet('Summary')!;
      const rows = sheet.getRows(1, sheet.rowCount)!;
      const header = rows.find((row) => row.getCell(1).value === 'Rank')!.number;
      expect(rowsFrom(sheet, header + 1)).toEqual(closing);
      const figures = new Map(rows.slice(0, header - 1).map((row) => [row.getCell(1).value, row.getCell(3).value]));
      expect(figures.get('Total')).toMatchObject({ formula: `C${header + 1}`, result: 50 });
      expect(figures.get('Share of the largest')).toMatchObject({ formula: `D${header + 2}`, result: 0.32 });
      expect(figures.get('Share of the largest 3')).toMatchObject({ formula: `E${header + 4}`, result: 0.76 });
      expect(figures.get('Not assigned to any entity')).toBe(0.04);
    });

    it('gives every formula the result that another computation of it has', () => {
      for (const sheet of book.worksheets) {
        sheet.eachRow((row) =>
          row.eachCell((cell) => {
            if (cell.formula)
              expect(computed(sheet, cell.formula), cell.address).toBeCloseTo(cell.result as number, 12);
          }),
        );
      }
    });

    it('names the cells that other workbooks refer to', () => {
      const sheet = book.getWorksheet('Summary')!;
      const [total] = book.definedNames.getRanges('Total').ranges;
      expect(valuesOf(sheet, Number(/\d+$/.exec(total!)![0]))).toContain(50);
      expect(book.definedNames.getRanges('LargestEntities').ranges).toHaveLength(1);
    });
  });

  it('keeps texts texts, whatever they begin with, and within the length of a cell', async () => {
    const sheet = workbook.getWorksheet('Ranking')!;
    const head = long.head.concat(period.head);
    const book = await opened(await write('texts.xlsx', { ...analysis, total: { ...whole, head } }));
    const shown = head.map((_, index) =>
      book
        .getWorksheet('Ranking')!
        .getRow(index + 3)
        .getCell(2),
    );
    expect(sheet.getRow(2).getCell(2).value).toBe('Total');
    expect(
      shown.every(({ type }) => type === exceljs.ValueType.String || type === exceljs.ValueType.SharedString),
    ).toBe(true);
    expect((shown[0]!.value as string).length).toBe(32_767);
    expect(shown[1]!.value).toBe('=HYPERLINK("http://x")');
  });

  it.each([
    ['a workbook', 1],
    ['a workbook of thousands of periods', 2000],
  ])('writes no formula into %s but of cells, whatever its texts begin with', async (_, count) => {
    const entities = ['=1+1', '＝1+1', '＋1', '－1', '＠A1', '﹦1', '⁼1', '\t=1', '\u200B=1'];
    const head = entities.map((entity) => ({ ...period.head[0]!, entity }));
    const byPeriod = Array.from({ length: count }, (_, index) => ({ ...period, period: `=P${index}`, head }));
    const path = await write('formulas.xlsx', { ...analysis, total: { ...whole, head }, byPeriod });
    for (let sheet = 1; sheet <= 5; sheet++) {
      const formulas = (await fileIn(path, `xl/worksheets/sheet${sheet}.xml`)).matchAll(/<f[^>]*>([^<]*)<\/f>/g);
      for (const [, formula] of formulas) expect(formula).toMatch(/^[-+/:A-Z0-9$()]+$/);
    }
  });

  it('begins with the answer in words and everything that may mislead', () => {
    const [sheet] = workbook.worksheets;
    const texts = sheet!.getRows(1, sheet!.rowCount)!.map((row) => row.getCell(1).value);
    const sentence = 'Amount (€) by Who: the total is not above zero, so there are no shares.';
    expect(texts.slice(0, 4)).toEqual(['Amount (€) by Who', '2024 · 3 rows · R&D <spend>.xlsx', null, sentence]);
    const caveats = texts.indexOf('Before you use these numbers');
    expect(texts.slice(caveats + 1)).toEqual([
      '=1 row',
      null,
      'Source: R&D <spend>.xlsx, sheet Data. How it was computed: last sheet.',
      'Computed on',
    ]);
    expect(sheet!.getRow(sheet!.rowCount).getCell(3)).toMatchObject({
      value: new Date(analysis.computedAt),
      numFmt: 'yyyy-mm-dd',
    });
  });

  it('says last how it was made, from what, with the warnings and what every term means', () => {
    const sheet = workbook.worksheets.at(-1)!;
    const rows = sheet.getRows(2, sheet.rowCount - 1)!.map(({ values }) => (values as string[]).slice(1));
    const of = (about: string) => Object.fromEntries(rows.filter(([each]) => each === about).map(([, ...row]) => row));
    expect(of('Question')).toEqual({
      ...{ Entities: 'Who', 'Amount added up': 'Amount (€)', Periods: 'by year', Rows: 'all' },
      Spellings: 'letter case, white space and Unicode form make no difference, except in identifiers',
      'Rows without an entity': 'not assigned: in the total, but no entity',
    });
    expect(of('Source')).toEqual({
      ...{ File: 'R&D <spend>.xlsx', Sheet: 'Data', 'Computed on (UTC)': new Date(analysis.computedAt) },
    });
    expect(of('Warning')).toEqual({ 1: '=1 row' });
    expect(of('For an audit')).toEqual({
      ...{ Analysis: 'an_1_0', 'Hash of the parameters': 'abcdef0123456789' },
      ...{ 'Version of the rules': `${ALGORITHM_VERSION}`, 'Dataset and version': 'ds_1, version 2' },
      ...{ 'SHA-256 of the file': 'ab'.repeat(32), Columns: 'who; amount', 'Codes of the warnings': 'NULL_VALUES' },
      'Time of computation (UTC)': analysis.computedAt,
    });
    const terms = ['HHI', 'Gini', 'Effective entities', 'Entities to reach X %', 'Top N', 'Not assigned'];
    expect(Object.keys(of('Term'))).toEqual(expect.arrayContaining(terms));
  });

  it('names itself, and its times are those of the analysis', () => {
    expect(workbook).toMatchObject({
      ...{ title: 'Amount (€) by Who', creator: 'Concentric' },
      subject: 'Amount (€) by Who: the total is not above zero, so there are no shares.',
      ...{ created: new Date(analysis.computedAt), modified: new Date(analysis.computedAt) },
    });
  });

  it('draws the largest from the cells of the first page, and nothing where there are no shares', async () => {
    const path = await write('drawn.xlsx', { ...analysis, total: whole });
    const chart = await fileIn(path, 'xl/charts/chart1.xml');
    const references = Array.from(chart.matchAll(/<c:f>([^<]*)<\/c:f>/g), ([, cells]) => cells);
    const sheet = (await opened(path)).getWorksheet('Summary')!;
    const first = sheet.getRows(1, sheet.rowCount)!.find((row) => row.getCell(2).value === names[0])!.number;
    const column = (letter: string) => `Summary!$${letter}$${first}:$${letter}$${first + names.length - 1}`;
    expect(references).toEqual([column('B'), column('D'), column('B'), column('E')]);
    expect(await fileIn(path, 'xl/worksheets/sheet1.xml')).toMatch(/<drawing [^>]*r:id="rIdChart"\/>/);
    await expect(fileIn(join(folder, 'a.xlsx'), 'xl/charts/chart1.xml')).rejects.toThrow();
  });

  it('says in words what the chart shows, whatever the header holds', async () => {
    const source = { ...analysis.source, groupByHeader: 'R&D "<Who>"\u0001' };
    const path = await write('described.xlsx', { ...analysis, source, total: whole });
    const drawing = await fileIn(path, 'xl/drawings/drawing1.xml');
    expect(/ descr="([^"]*)"/.exec(drawing)?.[1]).toBe(
      'R&amp;D &quot;&lt;Who&gt;&quot;: the largest of 2 makes up 62.5 % of Amount (€). Bars: the share of each of the 10 largest entities. Line: their shares added up from the largest.',
    );
  });

  it('gives the same bytes for the same analysis, whenever and wherever it is written', async () => {
    const zone = process.env.TZ;
    const files = [];
    for (const [index, TZ] of ['UTC', 'Asia/Tokyo'].entries()) {
      process.env.TZ = TZ;
      // The times of a zip count in steps of two seconds.
      if (index > 0) await pause(2100);
      files.push(readFileSync(await write(`same-${index}.xlsx`, { ...analysis, total: whole })));
    }
    process.env.TZ = zone;
    expect(files[0]!.equals(files[1]!)).toBe(true);
  });

  it('holds thousands of periods', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({ ...period, period: `P${index}` }));
    const book = await opened(await write('many.xlsx', { ...analysis, total: whole, byPeriod: many }));
    expect(book.getWorksheet('By period')!.rowCount).toBe(3002);
    expect(book.getWorksheet('Changes')!.rowCount).toBe(1 + 3 * 3000);
  });

  it.each([
    ['nothing but TOTAL', { ...analysis, total: whole, byPeriod: [] }, false],
    ['ten thresholds and no warnings', { ...analysis, total: crowded, byPeriod: [crowded], warnings: [] }, true],
    ['no entities', { ...analysis, total: { ...none, head: [] }, byPeriod: [] }, false],
  ])('can be opened with %s', async (_, written, hasPeriods) => {
    const { worksheets } = await opened(await write('formed.xlsx', written));
    const sheets = ['Summary', 'Ranking', ...(hasPeriods ? ['By period'] : []), 'Method and sources'];
    expect(worksheets.map(({ name }) => name)).toEqual(sheets);
  });
});

/** Sums, differences and quotients of cells, as a spreadsheet computes them. */
function computed(sheet: exceljs.Worksheet, formula: string): number {
  const numberAt = (address: string): number => {
    const cell = sheet.getCell(address.replaceAll('$', ''));
    return cell.formula ? computed(sheet, cell.formula) : ((cell.value ?? 0) as number);
  };
  const plain = formula
    .replaceAll(/SUM\(([A-Z$]+\d+):([A-Z$]+\d+)\)/g, (_, from: string, to: string) => {
      const [first, last] = [from, to].map((address) => sheet.getCell(address.replaceAll('$', ''))) as [
        exceljs.Cell,
        exceljs.Cell,
      ];
      let sum = 0;
      for (let row = Number(first.row); row <= Number(last.row); row++) {
        for (let column = Number(first.col); column <= Number(last.col); column++) {
          sum += numberAt(sheet.getCell(row, column).address);
        }
      }
      return `(${sum})`;
    })
    .replaceAll(/[$]?[A-Z]+[$]?\d+/g, (address) => `(${numberAt(address)})`);
  expect(plain).toMatch(/^[-+/().\de]+$/);
  return new Function(`return ${plain}`)() as number;
}

describe('artifactName', () => {
  it('says what by whom, in any script, and stays short', () => {
    expect(artifactName(analysis, 'XLSX')).toBe('amount_by_who_abcdef01.xlsx');
    const wordy = { ...analysis, parameters: { ...analysis.parameters, groupBy: ['名'.repeat(5000)] } };
    expect(artifactName(wordy, 'CSV')).toBe(`amount_by_${'名'.repeat(40)}_abcdef01.csv`);
  });
});

async function fileIn(path: string, wanted: string): Promise<string> {
  const zip = await openPromise(path, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === wanted) return text(await zip.openReadStreamPromise(entry));
  }
  throw new Error(`no ${wanted} in ${path}`);
}
