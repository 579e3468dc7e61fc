import type { Analysis, LeftOut, PeriodConcentration } from '../../model/analysis.js';
import { keysText } from '../../model/entity-key-text.js';
import { filterText } from '../../model/row-filter.js';
import { percentage, shortened } from '../../model/text.js';
import { headline, periodRange } from '../headline.js';
import { type Amount, type Cell, COUNT, DAY, fraction, PERCENT } from './cells.js';
import type { Chart } from './native-chart.js';
import { fill, font, HEADER_FILL, INK, lineAbove, PAPER, RULE, SOFT_INK, TOTAL_FILL } from './styles.js';
import { linesOf } from './table-sheet.js';
import type { Look, Sheet, SheetRow, Workbook } from './write-workbook.js';

const NAME = 'Summary';
/** Rank, entity, value, share, cumulative share. */
const WIDTHS = [7, 44, 19, 12, 13] as const;
const PAGE_WIDTH = WIDTHS.reduce((sum, width) => sum + width, 0);
const MIN_NAME_WIDTH = 24;
/** Entities listed and drawn. */
const MAX_ENTITIES = 20;
const CHART_ROWS = 18;
const LINE_POINTS = 15;

const TEXT = { horizontal: 'left', vertical: 'top', wrapText: true } as const;
const soft: Look = { font: font({ color: { argb: SOFT_INK } }), alignment: TEXT };
const plain: Look = { font: font({}), alignment: TEXT };
const heading: Look = { font: font({ bold: true, color: { argb: PAPER } }), fill: fill(HEADER_FILL) };
const headingRight: Look = { ...heading, alignment: { horizontal: 'right' } };

/**
 * The first sheet, one printed page: the answer in a sentence, key figures, a chart and a table of the largest entities
 * with shares as formulas, everything that may mislead, and the source.
 */
export function summarySheet(
  analysis: Analysis,
  { title, amount, page }: { title: string; amount: Amount; page: Sheet['page'] },
): Pick<Workbook, 'names' | 'chart'> & { sheet: Sheet } {
  const { total, warnings, source, computedAt } = analysis;
  const rows: SheetRow[] = [];
  const add = (...added: SheetRow[]) => rows.push(...added);
  const listed = total.head.slice(0, MAX_ENTITIES);
  const hasShares = total.problem === null;
  const table = tableRows(total, listed, amount, source.valueHeader === null ? 'Rows' : 'Value');

  add(paragraph(title, { font: font({ bold: true, size: 16 }) }, 1.5), paragraph(aboutLine(analysis), soft), EMPTY);
  add(paragraph(headline(analysis), { ...plain, font: font({ bold: true, size: 13 }) }, 1.3));
  add(...restrictions(analysis).map((text) => paragraph(text, plain)));
  add(EMPTY);
  const figures = keyFigures(analysis, amount);
  // The rows below the figures: an empty one, the chart with one below it, and the header of the table.
  const chartRow = rows.length + figures.length + 1;
  const tableRow = chartRow + (hasShares ? CHART_ROWS + 1 : 0) + 1;
  add(...figures.map((figure) => figure(tableRow + 1)), EMPTY);
  if (hasShares) add(...Array.from({ length: CHART_ROWS + 1 }, () => EMPTY));
  add(...table(tableRow + 1), EMPTY);
  add(bar('Before you use these numbers'));
  for (const text of warnings.length === 0 ? ['No warnings.'] : warnings.map(({ message }) => message)) {
    add(paragraph(text, plain));
  }
  const sheetOf = source.sheet === null ? '' : `, sheet ${source.sheet}`;
  add(EMPTY, paragraph(`Source: ${source.fileName}${sheetOf}. How it was computed: last sheet.`, soft));
  add({
    cells: ['Computed on', null, new Date(computedAt)],
    looks: [soft, soft, { ...soft, numFmt: DAY, alignment: { horizontal: 'right' } }],
    merged: [1, 2],
  });

  const [first, last] = [tableRow + 2, tableRow + 1 + listed.length];
  return {
    sheet: { name: NAME, page, widths: widthsFor(amount), rows, orientation: 'portrait' },
    names: new Map([
      ['Total', `${NAME}!$C$${tableRow + 1}`],
      ...(listed.length === 0
        ? []
        : ([
            ['LargestEntities', `${NAME}!$B$${first}:$B$${last}`],
            ['LargestValues', `${NAME}!$C$${first}:$C$${last}`],
            ['LargestShares', `${NAME}!$D$${first}:$D$${last}`],
          ] as const)),
    ]),
    chart: hasShares && listed.length > 0 ? chartOf(analysis, { chartRow, first, last, listed }) : null,
  };
}

/** What the question leaves out, and what it is compared with, in sentences. */
function restrictions({ parameters: { where, only, exclude }, total: { leftOut }, comparison }: Analysis): string[] {
  const share = leftOut?.share == null ? '' : `: ${percentage(leftOut.share / 100)} of all is left out`;
  return [
    ...(where === undefined ? [] : [`Only rows where ${filterText(where)}.`]),
    ...(only === undefined ? [] : [`Only ${keysText(only)}${share}.`]),
    ...(exclude === undefined ? [] : [`Without ${excludedNames(leftOut) ?? keysText(exclude)}${share}.`]),
    ...(comparison === undefined ? [] : [`Compared with ${comparison.text}: sheet Comparison.`]),
  ];
}

/** As they are written; null where more are left out than are named. */
function excludedNames(leftOut: LeftOut | undefined): string | null {
  if (leftOut === undefined || leftOut.entities === 0 || leftOut.entities > leftOut.head.length) return null;
  return leftOut.head.map(({ entity }) => shortened(entity)).join(', ');
}

/** Wide amounts take their room from the names, so that the page keeps its width. */
function widthsFor({ width }: Amount): number[] {
  const [rank, name, value, share, cumulative] = WIDTHS;
  const more = Math.max(0, width - value);
  return [rank, Math.max(MIN_NAME_WIDTH, name - more), value + more, share, cumulative];
}

const EMPTY: SheetRow = { cells: [], looks: [] };

/** A text over the width of the page. */
function paragraph(text: string, look: Look, size = 1): SheetRow {
  const height = linesOf(text, PAGE_WIDTH / size) * LINE_POINTS * size + 2;
  return { cells: [text], looks: [look], merged: [1, WIDTHS.length], height };
}

function bar(text: string): SheetRow {
  return { cells: [text, null, null, null, null], looks: WIDTHS.map(() => heading) };
}

function aboutLine(analysis: Analysis): string {
  const rows = `${analysis.total.rowCount.toLocaleString('en-US')} rows`;
  return [periodRange(analysis), rows, analysis.source.fileName].filter((text) => text !== '').join(' · ');
}

/** Each figure as a row, given the row of the total: shares are formulas over the table below. */
function keyFigures({ total, parameters }: Analysis, amount: Amount): ((totalRow: number) => SheetRow)[] {
  const figure =
    (label: string, value: (totalRow: number) => Cell, format: string, note = '') =>
    (totalRow: number): SheetRow => ({
      cells: [label, null, value(totalRow), note],
      looks: [
        plain,
        plain,
        { font: font({ bold: true }), numFmt: format, alignment: { horizontal: 'right' } },
        { font: font({ color: { argb: SOFT_INK } }), alignment: { horizontal: 'left', indent: 1 } },
      ],
      merged: [1, 2],
    });
  const [largest] = total.head;
  const shares = total.top.flatMap(({ n, count, share }) =>
    n < 2 || n > MAX_ENTITIES || count < n
      ? []
      : [figure(`Share of the largest ${n}`, (row) => ({ formula: `E${row + n}`, result: share / 100 }), PERCENT)],
  );
  const reaching = total.thresholds.flatMap(({ threshold, reaching: found }) =>
    found === null ? [] : [figure(`Entities that reach ${threshold} %`, () => found.count, COUNT)],
  );
  const { hhi, gini, effectiveEntities, unassigned } = total;
  return [
    figure('Total', (row) => ({ formula: `C${row}`, result: total.total }), amount.format),
    figure(
      'Entities',
      () => total.entityCount,
      COUNT,
      parameters.groupBy.length > 1 ? 'combinations of the columns' : '',
    ),
    ...(largest?.share == null
      ? []
      : [figure('Share of the largest', (row) => ({ formula: `D${row + 1}`, result: largest.share! / 100 }), PERCENT)]),
    ...shares,
    ...reaching,
    ...(unassigned.rows === 0 ? [] : [figure('Not assigned to any entity', () => fraction(unassigned.share), PERCENT)]),
    ...(hhi === null ? [] : [figure('HHI', () => hhi, COUNT, `${bandOf(hhi)}`)]),
    ...(effectiveEntities === null ? [] : [figure('Effective entities', () => effectiveEntities, '#,##0.0')]),
    ...(gini === null ? [] : [figure('Gini', () => gini, '0.00')]),
  ];
}

/** Merger Guidelines of the US Department of Justice and the FTC (2023), section 2.1. */
function bandOf(hhi: number): string {
  if (hhi > 1800) return 'highly concentrated';
  return hhi >= 1000 ? 'moderately concentrated' : 'not concentrated';
}

/** Header, total, the largest, all others and what is not assigned, given the row of the total. */
function tableRows(
  { total, head, entityCount, assignedTotal, unassigned, problem }: PeriodConcentration,
  listed: PeriodConcentration['head'],
  amount: Amount,
  valueHeader: string,
): (totalRow: number) => SheetRow[] {
  const isShared = problem === null;
  const looks = (more: Look): Look[] => [
    { ...more, alignment: { horizontal: 'right' } },
    // Long names stay whole, in smaller letters.
    { ...more, alignment: { horizontal: 'left', indent: 1, shrinkToFit: true } },
    { ...more, numFmt: amount.format },
    { ...more, numFmt: PERCENT },
    { ...more, numFmt: PERCENT },
  ];
  const usual = looks({ font: font({}) });
  const strong = looks({ font: font({ bold: true }), fill: fill(TOTAL_FILL), border: lineAbove(INK) });
  const closing = looks({ font: font({}), border: lineAbove(RULE) });
  return (totalRow) => {
    const share = (row: number, percent: number | null | undefined): Cell =>
      isShared && percent != null ? { formula: `C${row}/C$${totalRow}`, result: percent / 100 } : null;
    const last = totalRow + listed.length;
    const others = entityCount - listed.length;
    const othersRow = last + 1;
    const unassignedRow = othersRow + (others > 0 ? 1 : 0);
    const listedValue = listed.reduce((sum, { value }) => sum + value, 0);
    const rows: SheetRow[] = [
      {
        cells: ['Rank', 'Entity', valueHeader, 'Share', 'Cumulative'],
        looks: [
          headingRight,
          { ...heading, alignment: { horizontal: 'left', indent: 1 } },
          headingRight,
          headingRight,
          headingRight,
        ],
      },
      { cells: [null, 'Total', total, share(totalRow, 100), null], looks: strong },
      ...listed.map(({ rank, entity, value, share: percent, cumulativeShare }, index): SheetRow => {
        const row = totalRow + 1 + index;
        const sum = { formula: `SUM(C$${totalRow + 1}:C${row})/C$${totalRow}`, result: (cumulativeShare ?? 0) / 100 };
        return { cells: [rank, entity, value, share(row, percent), isShared ? sum : null], looks: usual };
      }),
    ];
    if (others > 0) {
      const value = assignedTotal - listedValue;
      const rest = {
        formula: `C$${totalRow}-SUM(C$${totalRow + 1}:C$${last})${unassigned.rows > 0 ? `-C$${unassignedRow}` : ''}`,
        result: value,
      };
      const text = `All ${others.toLocaleString('en-US')} others`;
      rows.push({ cells: [null, text, rest, share(othersRow, (100 * value) / total), null], looks: closing });
    }
    if (unassigned.rows > 0) {
      const cells = [null, 'Not assigned', unassigned.value, share(unassignedRow, unassigned.share), null];
      rows.push({ cells, looks: closing });
    }
    return head.length === 0 ? rows.slice(0, 2) : rows;
  };
}

function chartOf(
  analysis: Analysis,
  place: { chartRow: number; first: number; last: number; listed: PeriodConcentration['head'] },
): Chart {
  const { chartRow, first, last, listed } = place;
  const column = (letter: string) => `$${letter}$${first}:$${letter}$${last}`;
  return {
    sheet: NAME,
    from: { column: 0, row: chartRow },
    to: { column: WIDTHS.length, row: chartRow + CHART_ROWS },
    description: `${headline(analysis)} Bars: the share of each of the ${listed.length} largest entities. Line: their shares added up from the largest.`,
    categories: { cells: column('B'), texts: listed.map(({ entity }) => entity) },
    bars: { name: 'Share', cells: column('D'), values: listed.map(({ share }) => fraction(share)) },
    line: {
      name: 'Cumulative share',
      cells: column('E'),
      values: listed.map(({ cumulativeShare }) => fraction(cumulativeShare)),
    },
  };
}
