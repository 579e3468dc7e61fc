import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisCsv } from '../../src/artifact/analysis-csv.js';
import { analysisJson, readAnalysisJson } from '../../src/artifact/analysis-json.js';
import { writeAnalysisWorkbook } from '../../src/artifact/analysis-workbook.js';
import { artifactName } from '../../src/artifact/artifact-name.js';
import type { Analysis, PeriodConcentration } from '../../src/model/analysis.js';

const bucket = { count: 1, value: 12.5, share: 62.5 };
const names = [
  '=HYPERLINK("http://x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  'a,"b"\nc',
  'plain',
  'line\u2028separator',
];
const period: PeriodConcentration = {
  period: '2024',
  rowCount: 3,
  entityCount: 2,
  total: 20,
  thresholds: [{ threshold: 33.3, within: bucket, reaching: bucket, topPercent: bucket }],
  top: [{ n: 5, ...bucket }],
  head: names.map((entity, index) => ({ rank: index + 1, entity, value: -0.5, share: 5.25, cumulativeShare: 62.5 })),
  hhi: 5312.5,
  gini: null,
  effectiveEntities: 1.88,
  lorenz: [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ],
  change: {
    ...{ previous: '2023', total: 10, totalPercent: 100, hhi: -5 },
    ...{ entered: 1, left: 2, enteredValue: 7.5, leftValue: 3 },
  },
  problem: null,
};
const none: PeriodConcentration = {
  ...{ ...period, period: 'TOTAL', thresholds: [], top: [], head: [], hhi: null, effectiveEntities: null, lorenz: [] },
  ...{ total: -1, change: null, problem: { code: 'NON_POSITIVE_TOTAL', message: 'No shares.' } },
};
const analysis: Analysis = {
  ...{ id: 'an_1_0', datasetId: 'ds_1', datasetVersion: 2, computedAt: '2026-01-01T00:00:00.000Z' },
  parameters: {
    ...{
      groupBy: 'who',
      value: 'amount',
      periodGrain: 'YEAR',
      thresholds: [33.3],
      topN: [5],
      hash: 'abcdef0123456789',
    },
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
2024,entity,"'=HYPERLINK(""http://x"")",1,-0.5,5.25
2024,entity,'+1,1,-0.5,5.25
2024,entity,'-1,1,-0.5,5.25
2024,entity,'@SUM(A1),1,-0.5,5.25
2024,entity,'\tx,1,-0.5,5.25
2024,entity,"'\rx",1,-0.5,5.25
2024,entity,"a,""b""
c",1,-0.5,5.25
2024,entity,plain,1,-0.5,5.25
2024,entity,line\u2028separator,1,-0.5,5.25
TOTAL,rows,,3,,
TOTAL,entities,,2,,
TOTAL,total,,,-1,
TOTAL,hhi,,,,
TOTAL,gini,,,,
TOTAL,effective_entities,,,,
`,
    );
  });
});

describe('JSON', () => {
  const text = [...analysisJson(analysis)].join('');

  it('is the whole analysis, raw', () => {
    expect(JSON.parse(text)).toEqual(analysis);
  });

  it('is read back as it was written, thousands of periods and line separators in names included', async () => {
    expect(await readAnalysisJson(text)).toEqual(analysis);
    const long = { ...analysis, byPeriod: Array.from({ length: 3000 }, () => period) };
    expect(await readAnalysisJson([...analysisJson(long)].join(''))).toEqual(long);
    const empty = { ...analysis, byPeriod: [] };
    expect(await readAnalysisJson([...analysisJson(empty)].join(''))).toEqual(empty);
  });

  it('is nothing where it was cut anywhere', async () => {
    for (let length = 0; length < text.length; length += 7)
      expect(await readAnalysisJson(text.slice(0, length))).toBeNull();
  });
});

describe('XLSX', () => {
  let folder: string;
  const workbook = new exceljs.Workbook();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'concentric-artifact-'));
    const path = join(folder, 'a.xlsx');
    const long = { ...period, head: [{ ...period.head[0]!, entity: 'x'.repeat(40_000) }] };
    await writeAnalysisWorkbook({ ...analysis, byPeriod: [period, long] }, path);
    await workbook.xlsx.readFile(path);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const cellsOf = (sheet: string, row: number) =>
    Object.fromEntries(
      (workbook.getWorksheet(sheet)!.getRow(1).values as string[])
        .map((header, index) => [header, workbook.getWorksheet(sheet)!.getRow(row).getCell(index)])
        .slice(1) as [string, exceljs.Cell][],
    );

  it('has a row a period with numbers as numbers and shares as percent', () => {
    const row = cellsOf('Summary', 2);
    expect(row.Period?.value).toBe('2024');
    expect(row.Total).toMatchObject({ value: 20, numFmt: '#,##0.00' });
    expect(row['Within 33.3 %: entities']).toMatchObject({ value: 1, numFmt: '#,##0' });
    expect(row['Within 33.3 %: share']).toMatchObject({ value: 0.625, numFmt: '0.0%' });
    expect(row['Top 5: value']?.value).toBe(12.5);
    expect(row['Change in percent']).toMatchObject({ value: 1, numFmt: '0.0%' });
    expect(row.Gini?.value).toBeNull();
    expect(cellsOf('Summary', 4)).toMatchObject({ Period: { value: 'TOTAL' }, Problem: { value: 'No shares.' } });
  });

  it.each(['Summary', 'Entities', 'Parameters'])('freezes and filters the header of %s and sets widths', (name) => {
    const sheet = workbook.getWorksheet(name)!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.autoFilter).toBeTruthy();
    expect(sheet.getRow(1).font).toMatchObject({ bold: true });
    expect(sheet.getColumn(1).width).toBeGreaterThan(5);
  });

  it('shows bars on the shares', () => {
    const sheet = workbook.getWorksheet('Entities') as unknown as {
      conditionalFormattings: exceljs.ConditionalFormattingOptions[];
    };
    expect(sheet.conditionalFormattings.map(({ ref, rules }) => [ref, rules[0]?.type])).toEqual([
      ['E2:E11', 'dataBar'],
      ['F2:F11', 'dataBar'],
    ]);
  });

  it('keeps texts texts, whatever they begin with, and within the length of a cell', () => {
    const sheet = workbook.getWorksheet('Entities')!;
    const shown = names.map((_, index) => sheet.getRow(index + 2).getCell(3));
    expect(
      shown.every(({ type }) => type === exceljs.ValueType.String || type === exceljs.ValueType.SharedString),
    ).toBe(true);
    expect(shown[0]?.value).toBe('=HYPERLINK("http://x")');
    expect((sheet.getRow(11).getCell(3).value as string).length).toBe(32_767);
  });

  it('says how it was made, with the warnings', () => {
    const sheet = workbook.getWorksheet('Parameters')!;
    const rows = Object.fromEntries(sheet.getRows(2, 9)!.map((row) => [row.getCell(1).value, row.getCell(2).value]));
    expect(rows).toEqual({
      ...{ Analysis: 'an_1_0', Dataset: 'ds_1', 'Dataset version': 2, 'Grouped by': 'who', Value: 'amount' },
      ...{ 'Period grain': 'YEAR', 'Thresholds (percent)': '33.3', 'Top N': '5', 'Warning: NULL_VALUES': '=1 row' },
    });
  });
});

describe('artifactName', () => {
  it('says what by whom, in any script, and stays short', () => {
    expect(artifactName(analysis, 'XLSX')).toBe('amount_by_who_abcdef01.xlsx');
    const wordy = { ...analysis, parameters: { ...analysis.parameters, groupBy: '名'.repeat(5000) } };
    expect(artifactName(wordy, 'CSV')).toBe(`amount_by_${'名'.repeat(40)}_abcdef01.csv`);
  });
});
