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
import { concentrationChart } from '../../src/artifact/workbook/concentration-chart.js';
import { ALGORITHM_VERSION, type Analysis, type PeriodConcentration } from '../../src/model/analysis.js';

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

  it('has a row a period with numbers as numbers and shares as percent', () => {
    const row = cellsOf('Summary', 2);
    expect(row.Period?.value).toBe(2024);
    expect(row.Total).toMatchObject({ value: 20, numFmt: '#,##0.00' });
    expect(row['Within 33.3 %: entities']).toMatchObject({ value: 1, numFmt: '#,##0' });
    expect(row['Within 33.3 %: share']).toMatchObject({ value: 0.625, numFmt: '0.0%' });
    expect(row['Top 5: value']?.value).toBe(12.5);
    expect(row['Change in percent']).toMatchObject({ value: 1, numFmt: '0.0%' });
    expect(row.Gini?.value).toBeNull();
    expect(row.Largest?.value).toBe(names[0]);
    const total = cellsOf('Summary', 4);
    expect(total).toMatchObject({ Period: { value: 'TOTAL' }, Problem: { value: 'No shares.' } });
    expect(total.Total?.font).toMatchObject({ bold: true });
  });

  it('names who entered and who left, as texts and numbers', () => {
    const values = (row: number) => Object.values(cellsOf('Changes', row)).map(({ value }) => value);
    expect([2, 3, 4].map(values)).toEqual([
      [2024, 2023, 'Entered', 1, 'New', 7.5],
      [2024, 2023, 'Left', 1, '=GONE()', 2],
      [2024, 2023, 'Left', 2, 'Old', 1],
    ]);
  });

  it.each(['Summary', 'Entities', 'Changes', 'Parameters'])(
    'freezes and filters the header of %s and sets widths',
    (name) => {
      const sheet = workbook.getWorksheet(name)!;
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 1 });
      expect(sheet.autoFilter).toBeTruthy();
      expect(sheet.getRow(1).getCell(1).font).toMatchObject({ bold: true });
      expect(sheet.getColumn(1).width).toBeGreaterThan(5);
    },
  );

  it.each(['Summary', 'Chart', 'Entities', 'Changes', 'Parameters'])(
    'prints %s across, one page wide, with titles',
    (name) => {
      const { pageSetup, headerFooter } = workbook.getWorksheet(name)!;
      expect(pageSetup).toMatchObject({ orientation: 'landscape', fitToPage: true, paperSize: 9 });
      expect(headerFooter.oddHeader).toBe('&LAmount (€) by Who, 2024&R&A');
      expect(headerFooter.oddFooter).toBe('&LConcentric, 2026-01-01&CPage &P of &N&RR&&D <spend>.xlsx');
      if (name !== 'Chart') expect(pageSetup).toMatchObject({ printTitlesRow: '1:1', printTitlesColumn: 'A:A' });
    },
  );

  it('prints of the Summary what is read first', () => {
    const headers = headersOf('Summary');
    const [, printed] = workbook.getWorksheet('Summary')!.pageSetup.printArea!.split(':');
    const last = workbook.getWorksheet('Summary')!.getCell(printed!).col;
    expect(headers.slice(0, Number(last))).toEqual([
      ...['Period', 'Rows', 'Entities', 'Total', 'Change in percent', 'Problem', 'Not assigned', 'Largest'],
      ...['Top 5: share', 'Reaching 33.3 %: entities', 'HHI', 'Effective entities', 'Gini'],
    ]);
  });

  it('shows bars on the shares', () => {
    const sheet = workbook.getWorksheet('Entities') as unknown as {
      conditionalFormattings: exceljs.ConditionalFormattingOptions[];
    };
    expect(sheet.conditionalFormattings.map(({ ref, rules }) => [ref, rules[0]?.type])).toEqual([
      ['E2:E12', 'dataBar'],
      ['F2:F12', 'dataBar'],
    ]);
  });

  it('keeps texts texts, whatever they begin with, and within the length of a cell', () => {
    const sheet = workbook.getWorksheet('Entities')!;
    const shown = names.map((_, index) => sheet.getRow(index + 2).getCell(3));
    expect(
      shown.every(({ type }) => type === exceljs.ValueType.String || type === exceljs.ValueType.SharedString),
    ).toBe(true);
    expect(shown[0]?.value).toBe('=HYPERLINK("http://x")');
    expect((sheet.getRow(12).getCell(3).value as string).length).toBe(32_767);
  });

  it.each([
    ['a workbook', 1],
    ['a workbook of thousands of periods', 5000],
  ])('writes no formula into %s, whatever its texts begin with', async (_, count) => {
    const entities = ['=1+1', '＝1+1', '＋1', '－1', '＠A1', '﹦1', '⁼1', '\t=1', '\u200B=1'];
    const head = entities.map((entity) => ({ ...period.head[0]!, entity }));
    const byPeriod = Array.from({ length: count }, (_, index) => ({ ...period, period: `=P${index}`, head }));
    const path = await write('formulas.xlsx', { ...analysis, byPeriod });
    for (let sheet = 1; sheet <= 5; sheet++) {
      expect(await fileIn(path, `xl/worksheets/sheet${sheet}.xml`)).not.toMatch(/<f[ >/]/);
    }
  });

  it('begins with the answer in words and the warnings', () => {
    const [sheet] = workbook.worksheets;
    const rows = sheet!.getRows(2, sheet!.rowCount - 1)!.map(({ values }) => (values as string[]).slice(1));
    expect(rows).toEqual([
      ['Answer', 'Amount (€) by Who: the total is not above zero, so there are no shares.'],
      ['Question', 'Amount (€) by Who'],
      ['Periods', '2024'],
      ['Source', 'R&D <spend>.xlsx, sheet Data'],
      ['Be careful', '=1 row'],
    ]);
  });

  it('says how it was made, from what, with the warnings and what every measure means', () => {
    const sheet = workbook.getWorksheet('Parameters')!;
    const rows = sheet.getRows(2, sheet.rowCount - 1)!.map(({ values }) => (values as string[]).slice(1));
    const of = (about: string) => Object.fromEntries(rows.filter(([each]) => each === about).map(([, ...row]) => row));
    expect(of('Analysis')).toEqual({
      ...{
        Analysis: 'an_1_0',
        'Hash of the parameters': 'abcdef0123456789',
        'Computed at (UTC)': '2026-01-01T00:00:00.000Z',
      },
      ...{ 'Grouped by': 'who', Value: 'amount', Periods: 'by year', 'Thresholds (percent)': '33.3', 'Top N': '5' },
      Spellings: 'letter case, white space and Unicode form make no difference, except in identifiers',
      'Rows without an entity': 'not assigned: in the total, but no entity',
    });
    expect(of('Source')).toEqual({
      ...{ File: 'R&D <spend>.xlsx', 'SHA-256 of the file': 'ab'.repeat(32), Sheet: 'Data' },
      ...{ Dataset: 'ds_1', 'Dataset version': 2, 'Column grouped by': 'Who', 'Column of the value': 'Amount (€)' },
    });
    expect(of('Warning')).toEqual({ NULL_VALUES: '=1 row' });
    const measures = [
      'HHI',
      'Gini',
      'Effective entities',
      'Reaching X %',
      'Within X %',
      'Top X % of entities',
      'Top N',
    ];
    expect(Object.keys(of('Definition'))).toEqual(expect.arrayContaining(measures));
  });

  it('names itself, and its times are those of the analysis', () => {
    expect(workbook).toMatchObject({
      ...{ title: 'Amount (€) by Who', creator: 'Concentric' },
      subject: 'Amount (€) by Who: the total is not above zero, so there are no shares.',
      ...{ created: new Date(analysis.computedAt), modified: new Date(analysis.computedAt) },
    });
  });

  it('has the curve of all rows as a picture under its headline, and none where there are no shares', async () => {
    const drawn = await write('drawn.xlsx', { ...analysis, total: whole });
    const chart = (await opened(drawn)).getWorksheet('Chart')!;
    expect(chart.getImages()).toHaveLength(1);
    expect(chart.getCell('A1').value).toBe('Who: the largest of 2 makes up 62.5 % of Amount (€).');
    expect(workbook.getWorksheet('Chart')!.getImages()).toEqual([]);
  });

  it('says in words what the picture shows, whatever the header holds', async () => {
    const source = { ...analysis.source, groupByHeader: 'R&D "<Who>"\u0001' };
    const path = await write('described.xlsx', { ...analysis, source, total: whole });
    const drawing = await fileIn(path, 'xl/drawings/drawing1.xml');
    expect(/ descr="([^"]*)"/.exec(drawing)?.[1]).toBe(
      'R&amp;D &quot;&lt;Who&gt;&quot;: the largest of 2 makes up 62.5 % of Amount (€). Concentration curve, counted from the largest: the first 1 have 62.5 %.',
    );
    expect((await opened(path)).getWorksheet('Chart')!.getImages()).toHaveLength(1);
  });

  it('draws twice as sharp as it is large, in letters the font has', async () => {
    const png = await concentrationChart({ ...analysis, total: whole });
    // PNG: the width and the height stand behind the signature and the name of the first chunk.
    expect([png!.readUInt32BE(16), png!.readUInt32BE(20)]).toEqual([1920, 1120]);
    const named = (header: string) => ({
      ...analysis,
      total: whole,
      source: { ...analysis.source, groupByHeader: header },
    });
    const [japanese, thai, generic] = await Promise.all(
      ['名前', 'ชื่อ', 'Entities'].map((each) => concentrationChart(named(each))),
    );
    expect(japanese!.equals(generic!)).toBe(true);
    expect(thai!.equals(generic!)).toBe(true);
    expect((await concentrationChart(named('Größe Ж')))!.equals(generic!)).toBe(false);
  });

  it('gives the same bytes for the same analysis, whenever and wherever it is written', async () => {
    const zone = process.env.TZ;
    const files = [];
    for (const [index, TZ] of ['UTC', 'Asia/Tokyo'].entries()) {
      process.env.TZ = TZ;
      files.push(readFileSync(await write(`same-${index}.xlsx`, { ...analysis, total: whole })));
      await pause(2100);
    }
    process.env.TZ = zone;
    expect(files[0]!.equals(files[1]!)).toBe(true);
  });

  it.each([
    ['hundreds', 400, 1],
    ['thousands, without the picture,', 5000, 0],
  ])('holds %s of periods', async (_, count, pictures) => {
    const many = Array.from({ length: count }, (_, index) => ({ ...period, period: `P${index}` }));
    const book = await opened(await write('many.xlsx', { ...analysis, total: whole, byPeriod: many }));
    expect(book.getWorksheet('Summary')!.rowCount).toBe(count + 2);
    expect(book.getWorksheet('Entities')!.rowCount).toBe(1 + (count + 1) * names.length);
    expect(book.getWorksheet('Chart')!.getImages()).toHaveLength(pictures);
  });

  it.each([
    ['nothing but TOTAL', { ...analysis, total: whole, byPeriod: [] }],
    ['ten thresholds and no warnings', { ...analysis, total: crowded, byPeriod: [crowded], warnings: [] }],
    ['a head of nobody', { ...analysis, total: { ...none, head: [] }, byPeriod: [] }],
  ])('can be opened with %s', async (_, written) => {
    const { worksheets } = await opened(await write('formed.xlsx', written));
    expect(worksheets.map(({ name }) => name)).toEqual(['Answer', 'Summary', 'Chart', 'Entities', 'Parameters']);
  });
});

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
