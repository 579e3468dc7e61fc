import type { Analysis, PeriodConcentration } from '../../model/analysis.js';
import { shortened } from '../../model/text.js';
import { headline, periodRange } from '../headline.js';
import { ANSWER_COLUMNS, answerRows } from './answer-sheet.js';
import { changeColumns, changedRows } from './changes-sheet.js';
import { chartSheet } from './chart-sheet.js';
import { concentrationChart } from './concentration-chart.js';
import { entityColumns, headRows } from './entities-sheet.js';
import { PARAMETER_COLUMNS, parameterRows } from './parameters-sheet.js';
import { summaryColumns } from './summary-sheet.js';
import { tableSheet } from './table-sheet.js';
import { type Sheet, writeWorkbook } from './write-workbook.js';

/** Of Summary, Entities and Changes: beyond it, some 600 periods with heads of 50, the workbook is a large one (write-workbook.ts). */
const MAX_CELLS_OF_SMALL = 250_000;
/** Excel takes 255 for a header or a footer of the printed page, codes included and each `&` twice. */
const MAX_PAGE_TITLE_CHARACTERS = 120;

/**
 * Writes the analysis as a workbook (docs/semantics.md §6): Answer, in words, with the warnings; Summary, a row a period with TOTAL last; Chart, the
 * concentration curve; Entities, the head of each period; Changes, who entered and left (where there is a period before);
 * Parameters, with where the numbers come from, the warnings and what every measure means. Texts are string cells, which
 * spreadsheets show and never run. The same analysis gives the same bytes. To be called in a worker thread.
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
      tableSheet('Answer', ANSWER_COLUMNS, answerRows(analysis), page, {
        isFirst: ([about], previous) => about !== previous?.[0],
      }),
      tableSheet('Summary', summary, periods, page, { isStrong: ({ period }) => period === 'TOTAL' }),
      chartSheet(analysis, page, isLarge ? 'too large' : await concentrationChart(analysis)),
      tableSheet('Entities', entities, headRows(periods), page, { isFirst: ({ rank }) => rank === 1 }),
      ...(changed.length === 0
        ? []
        : [tableSheet('Changes', changes, changed, page, { isFirst: ({ rank }) => rank === 1 })]),
      tableSheet('Parameters', PARAMETER_COLUMNS, parameterRows(analysis), page, {
        isFirst: ([about], previous) => about !== previous?.[0],
      }),
    ],
    isLarge,
  };
  await writeWorkbook(workbook, path);
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
