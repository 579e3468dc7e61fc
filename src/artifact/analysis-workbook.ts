import type { Borders, Fill, Font } from 'exceljs';
import type { Analysis, Bucket, PeriodConcentration } from '../model/analysis.js';
import { CHART_SIZE, concentrationChart } from './concentration-chart.js';
import { headline, periodRange, shortened } from './headline.js';
import { DEFINITIONS } from './workbook-definitions.js';
import { type Cell, type Look, type Sheet, type SheetRow, writeWorkbook } from './write-workbook.js';

const PERCENT = '0.0%';
const COUNT = '#,##0';
/** Of Summary, Entities and Changes: beyond it, some 600 periods with heads of 50, the workbook is a large one (write-workbook.ts). */
const MAX_CELLS_OF_SMALL = 250_000;
/** Excel's ceiling for the text of a cell. */
const MAX_CELL_CHARACTERS = 32_767;
/** Excel takes 255 for a header or a footer of the printed page, codes included and each `&` twice. */
const MAX_PAGE_TITLE_CHARACTERS = 120;

/** ARGB. */
const INK = 'FF1F2933';
const SOFT_INK = 'FF616E7C';
const PAPER = 'FFFFFFFF';
const RULE = 'FFCBD2D9';
const HEADER_FILL = 'FF1F3A5F';
const TOTAL_FILL = 'FFEEF2F7';
const LINE_POINTS = 15;

interface ColumnOf<Row> {
  header: string;
  width: number;
  /** Number format; a column without one holds texts. */
  format?: string;
  hasBars?: boolean;
  wraps?: boolean;
  /** Stays on the screen and off the paper, which would be too narrow. */
  isDetail?: boolean;
  cell(row: Row): Cell;
}

interface RowLooks<Row> {
  /** Set off, as a total is. */
  isStrong?(row: Row): boolean;
  /** Begins a group: a line above it. */
  isFirst?(row: Row, previous: Row | undefined): boolean;
}

/**
 * Writes the analysis as a workbook (docs/semantics.md §6): Summary, a row a period with TOTAL last; Chart, the
 * concentration curve; Entities, the head of each period; Changes, who entered and left (where there is a period before);
 * Parameters, with where the numbers come from, the warnings and
 * what every measure means. Texts are string cells, which spreadsheets show and never run. The same analysis gives the
 * same bytes. To be called in a worker thread.
 */
export async function writeAnalysisWorkbook(analysis: Analysis, path: string): Promise<void> {
  const periods = [...analysis.byPeriod, analysis.total];
  const amount = amountFormat(periods);
  const summary = summaryColumns(analysis, amount);
  const entities = entityColumns(amount);
  const changes = changeColumns(amount);
  const changed = changedRows(periods);
  const headCount = periods.reduce((sum, { head }) => sum + head.length, 0);
  const cells = periods.length * summary.length + headCount * entities.length + changed.length * changes.length;
  const isLarge = cells > MAX_CELLS_OF_SMALL;
  const page = pageTexts(analysis);
  const { id, source, computedAt } = analysis;
  const workbook = {
    properties: {
      ...{ title: titleOf(analysis), subject: headline(analysis), keywords: 'concentration, HHI, Gini' },
      description: `Analysis ${id}, from ${source.fileName} (SHA-256 ${source.sha256}).`,
      ...{ creator: 'Concentric', created: new Date(computedAt) },
    },
    sheets: [
      table('Summary', summary, periods, page, { isStrong: ({ period }) => period === 'TOTAL' }),
      chartSheet(analysis, page, isLarge ? 'too large' : await concentrationChart(analysis)),
      table('Entities', entities, headRows(periods), page, { isFirst: ({ rank }) => rank === 1 }),
      ...(changed.length === 0
        ? []
        : [table('Changes', changes, changed, page, { isFirst: ({ rank }) => rank === 1 })]),
      table('Parameters', PARAMETER_COLUMNS, parameterRows(analysis), page, {
        isFirst: ([about], previous) => about !== previous?.[0],
      }),
    ],
    isLarge,
  };
  await writeWorkbook(workbook, path);
}

function table<Row>(
  name: string,
  columns: readonly ColumnOf<Row>[],
  rows: Iterable<Row>,
  page: Sheet['page'],
  looks: RowLooks<Row>,
): Sheet {
  const numbered = columns.map((column, index) => ({ ...column, number: index + 1 }));
  return {
    ...{ name, page, isTable: true, rows: tableRows(columns, rows, looks) },
    widths: columns.map(({ width }) => width),
    barColumns: numbered.filter(({ hasBars }) => hasBars).map(({ number }) => number),
    printed: { columns: columns.filter(({ isDetail }) => !isDetail).length },
  };
}

function* tableRows<Row>(
  columns: readonly ColumnOf<Row>[],
  rows: Iterable<Row>,
  { isStrong, isFirst }: RowLooks<Row>,
): Generator<SheetRow> {
  const usual = columns.map(cellLook);
  const strong = usual.map((look) => ({
    ...look,
    font: font({ bold: true }),
    fill: fill(TOTAL_FILL),
    border: lineAbove(INK),
  }));
  const first = usual.map((look) => ({ ...look, border: lineAbove(RULE) }));
  yield headerRow(columns);
  let previous: Row | undefined;
  for (const row of rows) {
    const looks = isStrong?.(row) ? strong : previous !== undefined && isFirst?.(row, previous) ? first : usual;
    const cells = columns.map(({ cell }) => fitting(cell(row)));
    yield { cells, looks, ...height(columns, cells) };
    previous = row;
  }
}

function cellLook<Row>({ format, wraps = false }: ColumnOf<Row>): Look {
  return format === undefined
    ? { font: font({}), alignment: { horizontal: 'left', indent: 1, vertical: 'top', wrapText: wraps } }
    : { font: font({}), alignment: { vertical: 'top' }, numFmt: format };
}

function font(more: Partial<Font>): Partial<Font> {
  return { name: 'Calibri', family: 2, size: 11, color: { argb: INK }, ...more };
}

function fill(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

function lineAbove(argb: string): Partial<Borders> {
  return { top: { style: 'thin', color: { argb } } };
}

function headerRow<Row>(columns: readonly ColumnOf<Row>[]): SheetRow {
  const side = { text: { horizontal: 'left', indent: 1 }, number: { horizontal: 'right' } } as const;
  const looks = columns.map(
    ({ format }): Look => ({
      font: font({ bold: true, color: { argb: PAPER } }),
      fill: fill(HEADER_FILL),
      alignment: { ...side[format === undefined ? 'text' : 'number'], vertical: 'middle', wrapText: true },
    }),
  );
  // Bold letters, and room for the button of the filter.
  const lines = Math.max(...columns.map(({ header, width }) => Math.ceil((header.length * 1.15) / (width - 2.5))));
  return { cells: columns.map(({ header }) => header), looks, height: lines * LINE_POINTS + 8 };
}

/** Spreadsheets do not make a row as high as a text that wraps when they open a file. */
function height<Row>(columns: readonly ColumnOf<Row>[], cells: readonly Cell[]): Pick<SheetRow, 'height'> {
  const lines = columns.map(({ wraps, width }, index) =>
    wraps ? Math.min(20, Math.ceil(String(cells[index] ?? '').length / (1.1 * width))) : 1,
  );
  const most = Math.max(...lines);
  return most > 1 ? { height: most * LINE_POINTS + 2 } : {};
}

const CHART_ROW = 4;
/** Cells that the picture covers, of 64 by 20 pixels. */
const CHART_CELLS = { columns: 15, rows: CHART_ROW + 28 };
const CHART_CELL_WIDTH = 8.43;

function chartSheet(analysis: Analysis, page: Sheet['page'], png: Buffer | null | 'too large'): Sheet {
  const caption =
    png === 'too large'
      ? 'There is no picture in a workbook of so many periods; ask for a coarser grain to have it drawn.'
      : png === null
        ? 'There is no curve where there are no shares.'
        : 'What share the largest 1, 2, 3, … make up together, over all periods.';
  const rows: SheetRow[] = [
    { cells: [headline(analysis)], looks: [{ font: font({ bold: true, size: 14 }) }], height: 22 },
    { cells: [caption], looks: [{ font: font({ color: { argb: SOFT_INK } }) }] },
  ];
  return {
    ...{ name: 'Chart', page, isTable: false, rows, widths: Array<number>(CHART_CELLS.columns).fill(CHART_CELL_WIDTH) },
    ...{ barColumns: [], printed: CHART_CELLS },
    ...(Buffer.isBuffer(png)
      ? {
          picture: {
            png,
            description: `${headline(analysis)} ${curveInWords(analysis.total)}`,
            row: CHART_ROW,
            ...CHART_SIZE,
          },
        }
      : {}),
  };
}

/** What the marks on the curve say: `…: the first 1 have 31.6 %, the first 2 have 57.7 %.` */
function curveInWords({ thresholds }: PeriodConcentration): string {
  const reached = new Map(thresholds.map(({ reaching }) => [reaching.count, reaching.share]));
  const points = [...reached].map(
    ([count, share]) => `the first ${count.toLocaleString('en-US')} have ${share.toFixed(1)} %`,
  );
  return `Concentration curve, counted from the largest: ${points.join(', ')}.`;
}

function titleOf({ source }: Analysis): string {
  return `${shortened(source.valueHeader)} by ${shortened(source.groupByHeader)}`;
}

/** Of the printed page, where `&` begins a code and two are one. */
function pageTexts(analysis: Analysis): Sheet['page'] {
  const plain = (text: string) => text.replaceAll('&', '&&');
  const range = periodRange(analysis);
  const title = range ? `${titleOf(analysis)}, ${range}` : titleOf(analysis);
  const file = shortened(analysis.source.fileName);
  return {
    header: `&L${plain(title.slice(0, MAX_PAGE_TITLE_CHARACTERS))}&R&A`,
    footer: `&LConcentric, ${analysis.computedAt.slice(0, 10)}&CPage &P of &N&R${plain(file)}`,
  };
}

function fitting(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > MAX_CELL_CHARACTERS ? cell.slice(0, MAX_CELL_CHARACTERS) : cell;
}

/** Without decimals where there are none, in any number of the workbook. */
function amountFormat(periods: readonly PeriodConcentration[]): string {
  const isWhole = periods.every(({ total, head, change }) =>
    [
      total,
      ...[...head, ...(change?.enteredEntities ?? []), ...(change?.leftEntities ?? [])].map(({ value }) => value),
    ].every(Number.isInteger),
  );
  return isWhole ? '#,##0' : '#,##0.00';
}

type SummaryColumn = ColumnOf<PeriodConcentration>;

/** What is read first stands first and is printed; behind it, every bucket with its count, value and share. */
function summaryColumns(
  { parameters: { thresholds, topN }, byPeriod, total }: Analysis,
  amount: string,
): SummaryColumn[] {
  const hasProblem = [...byPeriod, total].some(({ problem }) => problem !== null);
  const problem: SummaryColumn = { header: 'Problem', width: 40, cell: (row) => row.problem?.message ?? null };
  const within = thresholds.map((x, index) => bucket(`Within ${x} %`, amount, (row) => row.thresholds[index]?.within));
  const reaching = thresholds.map((x, index) =>
    bucket(`Reaching ${x} %`, amount, (row) => row.thresholds[index]?.reaching),
  );
  const topPercent = thresholds.map((x, index) =>
    bucket(`Top ${x} % of entities`, amount, (row) => row.thresholds[index]?.topPercent),
  );
  const top = topN.map((n, index) => bucket(`Top ${n}`, amount, (row) => row.top[index]));
  const details: SummaryColumn[] = [
    ...reaching.flatMap(({ value, share }) => [value, share]),
    ...within.flatMap(({ entities, value, share }) => [entities, value, share]),
    ...topPercent.flatMap(({ entities, value, share }) => [entities, value, share]),
    ...top.flatMap(({ entities, value }) => [entities, value]),
    { header: 'Compared with', width: 12, cell: ({ change }) => change?.previous ?? null },
    { header: 'Change of total', width: 16, format: amount, cell: ({ change }) => change?.total ?? null },
    { header: 'Change of HHI', width: 11, format: '#,##0.0', cell: ({ change }) => change?.hhi ?? null },
    { header: 'Entered', width: 10, format: COUNT, cell: ({ change }) => change?.entered ?? null },
    { header: 'Entered: value', width: 16, format: amount, cell: ({ change }) => change?.enteredValue ?? null },
    { header: 'Left', width: 10, format: COUNT, cell: ({ change }) => change?.left ?? null },
    { header: 'Left: value', width: 16, format: amount, cell: ({ change }) => change?.leftValue ?? null },
    ...(hasProblem ? [] : [problem]),
  ];
  return [
    { header: 'Period', width: 13, cell: ({ period }) => periodCell(period) },
    { header: 'Rows', width: 9, format: COUNT, cell: ({ rowCount }) => rowCount },
    { header: 'Entities', width: 9, format: COUNT, cell: ({ entityCount }) => entityCount },
    { header: 'Total', width: 18, format: amount, cell: (row) => row.total },
    { header: 'Change in percent', width: 11, format: PERCENT, cell: ({ change }) => fraction(change?.totalPercent) },
    ...(hasProblem ? [problem] : []),
    { header: 'Largest', width: 26, cell: ({ head: [largest] }) => largest?.entity ?? null },
    ...top.map(({ share }) => share),
    ...reaching.map(({ entities }) => entities),
    { header: 'HHI', width: 10, format: COUNT, cell: ({ hhi }) => hhi },
    { header: 'Effective entities', width: 10, format: '#,##0.0', cell: ({ effectiveEntities }) => effectiveEntities },
    { header: 'Gini', width: 8, format: '0.00', cell: ({ gini }) => gini },
    ...details.map((column) => ({ ...column, isDetail: true })),
  ];
}

function bucket(
  title: string,
  amount: string,
  find: (row: PeriodConcentration) => Bucket | undefined,
): Record<'entities' | 'value' | 'share', SummaryColumn> {
  return {
    entities: { header: `${title}: entities`, width: 12, format: COUNT, cell: (row) => find(row)?.count ?? null },
    value: { header: `${title}: value`, width: 16, format: amount, cell: (row) => find(row)?.value ?? null },
    share: {
      ...{ header: `${title}: share`, width: 11, format: PERCENT, hasBars: true },
      cell: (row) => fraction(find(row)?.share),
    },
  };
}

/** A year is a number: spreadsheets mark a text that looks like one as a mistake. */
function periodCell(period: string): Cell {
  return /^\d{4}$/.test(period) ? Number(period) : period;
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
    { header: 'Period', width: 13, cell: ({ period }) => periodCell(period) },
    { header: 'Rank', width: 8, format: COUNT, cell: ({ rank }) => rank },
    { header: 'Entity', width: 44, cell: ({ entity }) => entity },
    { header: 'Value', width: 20, format: amount, cell: ({ value }) => value },
    { header: 'Share', width: 14, format: PERCENT, hasBars: true, cell: ({ share }) => fraction(share) },
    {
      ...{ header: 'Cumulative share', width: 18, format: PERCENT, hasBars: true },
      cell: ({ cumulativeShare }) => fraction(cumulativeShare),
    },
  ];
}

interface ChangedRow {
  period: string;
  previous: string;
  direction: 'Entered' | 'Left';
  rank: number;
  entity: string;
  value: number;
}

/** Those that are named of each change; all are counted in Summary. */
function changedRows(periods: readonly PeriodConcentration[]): ChangedRow[] {
  return periods.flatMap(({ period, change }) => {
    if (change === null) return [];
    const { previous, enteredEntities, leftEntities } = change;
    return [
      ...enteredEntities.map((each, index) => ({
        period,
        previous,
        direction: 'Entered' as const,
        rank: index + 1,
        ...each,
      })),
      ...leftEntities.map((each, index) => ({
        period,
        previous,
        direction: 'Left' as const,
        rank: index + 1,
        ...each,
      })),
    ];
  });
}

function changeColumns(amount: string): ColumnOf<ChangedRow>[] {
  return [
    { header: 'Period', width: 13, cell: ({ period }) => periodCell(period) },
    { header: 'Compared with', width: 15, cell: ({ previous }) => periodCell(previous) },
    { header: 'Change', width: 11, cell: ({ direction }) => direction },
    { header: 'Rank', width: 8, format: COUNT, cell: ({ rank }) => rank },
    { header: 'Entity', width: 44, cell: ({ entity }) => entity },
    {
      ...{ header: 'Value in the period it is in', width: 20, format: amount },
      cell: ({ value }) => value,
    },
  ];
}

type ParameterRow = [about: string, name: string, value: Cell];

const PARAMETER_COLUMNS: ColumnOf<ParameterRow>[] = [
  { header: 'About', width: 14, cell: ([about]) => about },
  { header: 'Parameter', width: 26, cell: ([, name]) => name },
  { header: 'Value', width: 100, wraps: true, cell: ([, , value]) => value },
];

function parameterRows(analysis: Analysis): ParameterRow[] {
  const { id, datasetId, datasetVersion, parameters, source, warnings, computedAt } = analysis;
  const { groupBy, value, periodGrain, thresholds, topN, hash } = parameters;
  const about = (name: string, rows: [string, Cell][]) => rows.map((row): ParameterRow => [name, ...row]);
  return [
    ...about('Analysis', [
      ['Grouped by', groupBy],
      ['Value', value],
      ['Period grain', periodGrain],
      ['Thresholds (percent)', thresholds.join(', ')],
      ['Top N', topN.join(', ')],
      ['Computed at (UTC)', computedAt],
      ['Analysis', id],
      ['Hash', hash],
    ]),
    ...about('Source', [
      ['File', source.fileName],
      ['SHA-256 of the file', source.sha256],
      ...(source.sheet === null ? [] : [['Sheet', source.sheet] satisfies [string, Cell]]),
      ['Column grouped by', source.groupByHeader],
      ['Column of the value', source.valueHeader],
      ['Dataset', datasetId],
      ['Dataset version', datasetVersion],
    ]),
    ...about(
      'Warning',
      warnings.length === 0
        ? [['None', 'Nothing to be careful about was found.']]
        : warnings.map(({ code, message }) => [code, message]),
    ),
    ...about(
      'Definition',
      DEFINITIONS.map(([name, meaning]) => [name, meaning]),
    ),
  ];
}
