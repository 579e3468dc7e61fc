import exceljs from 'exceljs';
import type { Analysis, Bucket, PeriodConcentration } from '../model/analysis.js';

const PERCENT = '0.0%';
const COUNT = '#,##0';
/** Excel's ceiling for the text of a cell. */
const MAX_CELL_CHARACTERS = 32_767;
const BAR_COLOR = 'FF8FB4DE';
/** The file says nothing about when it was made, so that the same analysis gives the same sheets. */
const EPOCH = new Date(0);

type Cell = string | number | null;

interface ColumnOf<Row> {
  header: string;
  width: number;
  format?: string;
  hasBars?: boolean;
  cell(row: Row): Cell;
}

/**
 * Writes the analysis as a workbook (SEMANTICS.md §6): Summary, a row a period with TOTAL last; Entities, the head of
 * each period; Parameters, with the warnings. Texts are string cells, which spreadsheets show and never run.
 * Slow for thousands of periods: to be called in a worker thread.
 */
export async function writeAnalysisWorkbook(analysis: Analysis, path: string): Promise<void> {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    filename: path,
    useStyles: true,
    useSharedStrings: false,
  });
  workbook.creator = 'Concentric';
  workbook.lastModifiedBy = 'Concentric';
  workbook.created = EPOCH;
  workbook.modified = EPOCH;

  const periods = [...analysis.byPeriod, analysis.total];
  const amount = amountFormat(periods);
  addSheet(workbook, 'Summary', summaryColumns(analysis, amount), periods);
  addSheet(workbook, 'Entities', entityColumns(amount), headRows(periods));
  addSheet(workbook, 'Parameters', PARAMETER_COLUMNS, parameterRows(analysis));
  await workbook.commit();
}

function addSheet<Row>(
  workbook: exceljs.stream.xlsx.WorkbookWriter,
  name: string,
  columns: readonly ColumnOf<Row>[],
  rows: Iterable<Row>,
): void {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ header, width, format }) => ({
    header,
    width,
    style: format === undefined ? {} : { numFmt: format },
  }));
  sheet.getRow(1).font = { bold: true };
  let count = 1;
  for (const row of rows) {
    sheet.addRow(columns.map(({ cell }) => fitting(cell(row)))).commit();
    count++;
  }
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: count, column: columns.length } };
  for (const [index, { hasBars }] of columns.entries()) {
    if (hasBars && count > 1) addBars(sheet, sheet.getColumn(index + 1).letter, count);
  }
  sheet.commit();
}

/** From 0 to 100 % of the total, so that bars compare across periods. */
function addBars(sheet: exceljs.Worksheet, letter: string, lastRow: number): void {
  const bars: exceljs.DataBarRuleType & { color: Partial<exceljs.Color> } = {
    type: 'dataBar',
    priority: 1,
    cfvo: [
      { type: 'num', value: 0 },
      { type: 'num', value: 1 },
    ],
    color: { argb: BAR_COLOR },
  };
  sheet.addConditionalFormatting({ ref: `${letter}2:${letter}${lastRow}`, rules: [bars] });
}

function fitting(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > MAX_CELL_CHARACTERS ? cell.slice(0, MAX_CELL_CHARACTERS) : cell;
}

function amountFormat(periods: readonly PeriodConcentration[]): string {
  const isWhole = periods.every(({ total, head }) =>
    [total, ...head.map(({ value }) => value)].every(Number.isInteger),
  );
  return isWhole ? '#,##0' : '#,##0.00';
}

function summaryColumns({ parameters }: Analysis, amount: string): ColumnOf<PeriodConcentration>[] {
  const buckets = (title: string, find: (row: PeriodConcentration) => Bucket | undefined) => [
    {
      header: `${title}: entities`,
      width: 14,
      format: COUNT,
      cell: (row: PeriodConcentration) => find(row)?.count ?? null,
    },
    {
      header: `${title}: value`,
      width: 18,
      format: amount,
      cell: (row: PeriodConcentration) => find(row)?.value ?? null,
    },
    {
      header: `${title}: share`,
      width: 12,
      format: PERCENT,
      hasBars: true,
      cell: (row: PeriodConcentration) => fraction(find(row)?.share),
    },
  ];
  return [
    { header: 'Period', width: 12, cell: ({ period }) => period },
    { header: 'Rows', width: 10, format: COUNT, cell: ({ rowCount }) => rowCount },
    { header: 'Entities', width: 10, format: COUNT, cell: ({ entityCount }) => entityCount },
    { header: 'Total', width: 20, format: amount, cell: ({ total }) => total },
    ...parameters.thresholds.flatMap((_, index) => [
      ...buckets(`Within ${parameters.thresholds[index]} %`, ({ thresholds }) => thresholds[index]?.within),
      ...buckets(`Reaching ${parameters.thresholds[index]} %`, ({ thresholds }) => thresholds[index]?.reaching),
      ...buckets(
        `Top ${parameters.thresholds[index]} % of entities`,
        ({ thresholds }) => thresholds[index]?.topPercent,
      ),
    ]),
    ...parameters.topN.flatMap((n, index) => buckets(`Top ${n}`, ({ top }) => top[index])),
    { header: 'HHI', width: 10, format: '#,##0.0', cell: ({ hhi }) => hhi },
    { header: 'Gini', width: 8, format: '0.000', cell: ({ gini }) => gini },
    { header: 'Effective entities', width: 17, format: '#,##0.0', cell: ({ effectiveEntities }) => effectiveEntities },
    { header: 'Compared with', width: 14, cell: ({ change }) => change?.previous ?? null },
    { header: 'Change of total', width: 18, format: amount, cell: ({ change }) => change?.total ?? null },
    { header: 'Change in percent', width: 17, format: PERCENT, cell: ({ change }) => fraction(change?.totalPercent) },
    { header: 'Change of HHI', width: 14, format: '#,##0.0', cell: ({ change }) => change?.hhi ?? null },
    { header: 'Entered', width: 10, format: COUNT, cell: ({ change }) => change?.entered ?? null },
    { header: 'Entered: value', width: 18, format: amount, cell: ({ change }) => change?.enteredValue ?? null },
    { header: 'Left', width: 10, format: COUNT, cell: ({ change }) => change?.left ?? null },
    { header: 'Left: value', width: 18, format: amount, cell: ({ change }) => change?.leftValue ?? null },
    { header: 'Problem', width: 40, cell: ({ problem }) => problem?.message ?? null },
  ];
}

/** Percent as the API gives it, as the fraction that a percent format shows. */
function fraction(percent: number | null | undefined): number | null {
  return percent == null ? null : percent / 100;
}

type HeadRow = PeriodConcentration['head'][number] & { period: string };

function* headRows(periods: readonly PeriodConcentration[]): Generator<HeadRow> {
  for (const { period, head } of periods) {
    for (const entity of head) yield { period, ...entity };
  }
}

function entityColumns(amount: string): ColumnOf<HeadRow>[] {
  return [
    { header: 'Period', width: 12, cell: ({ period }) => period },
    { header: 'Rank', width: 8, format: COUNT, cell: ({ rank }) => rank },
    { header: 'Entity', width: 40, cell: ({ entity }) => entity },
    { header: 'Value', width: 20, format: amount, cell: ({ value }) => value },
    { header: 'Share', width: 12, format: PERCENT, hasBars: true, cell: ({ share }) => fraction(share) },
    {
      header: 'Cumulative share',
      width: 17,
      format: PERCENT,
      hasBars: true,
      cell: ({ cumulativeShare }) => fraction(cumulativeShare),
    },
  ];
}

type ParameterRow = [name: string, value: Cell];

const PARAMETER_COLUMNS: ColumnOf<ParameterRow>[] = [
  { header: 'Parameter', width: 28, cell: ([name]) => name },
  { header: 'Value', width: 100, cell: ([, value]) => value },
];

function parameterRows({ id, datasetId, datasetVersion, parameters, warnings }: Analysis): ParameterRow[] {
  return [
    ['Analysis', id],
    ['Dataset', datasetId],
    ['Dataset version', datasetVersion],
    ['Grouped by', parameters.groupBy],
    ['Value', parameters.value],
    ['Period grain', parameters.periodGrain],
    ['Thresholds (percent)', parameters.thresholds.join(', ')],
    ['Top N', parameters.topN.join(', ')],
    ...warnings.map(({ code, message }): ParameterRow => [`Warning: ${code}`, message]),
  ];
}
