import type { Analysis, PeriodConcentration } from '../../model/analysis.js';
import { shortened } from '../../model/text.js';
import { headline, measuredBy, periodRange } from '../headline.js';
import { bridgeSheets } from './bridge-sheets.js';
import { type Amount, amountOf } from './cells.js';
import { changeColumns, changedRows } from './changes-sheet.js';
import { comparisonSheets } from './comparison-sheets.js';
import { limitColumns, limitRows } from './limits-sheet.js';
import type { ListedRows } from './listed-rows.js';
import { METHOD_COLUMNS, methodRows } from './method-sheet.js';
import { periodColumns } from './period-sheet.js';
import { headOf, type Ranking } from './ranked-entities.js';
import { rankingSheet } from './ranking-sheet.js';
import { rowsSheet } from './rows-sheet.js';
import { segmentsSheet } from './segments-sheet.js';
import { summarySheet } from './summary-sheet.js';
import { tableSheet } from './table-sheet.js';
import { type Sheet, writeWorkbook } from './write-workbook.js';

/** Excel takes 255 for a header or a footer of the printed page, codes included and each `&` twice. */
const MAX_PAGE_TITLE_CHARACTERS = 120;

/**
 * Writes the analysis as a workbook (docs/semantics.md §6): Summary, one page with the answer, a chart and the caveats;
 * Ranking; By period, where there are periods; Above limits, where there are limits; Bridge, where it was requested, or Changes; Segments, where the rows are split, and Segments by period, where it was requested; Comparison, where two sides are compared; Rows, where `rows` are given; Method and sources. Texts are
 * string cells, which spreadsheets show and never run. The same analysis gives the same bytes. To be called in a worker
 * thread.
 */
export async function writeAnalysisWorkbook(
  analysis: Analysis,
  path: string,
  ranking: Ranking = headOf(analysis),
  rows: ListedRows | null = null,
): Promise<void> {
  const { id, source, computedAt, byPeriod, total } = analysis;
  const periods = [...byPeriod, total];
  const amount = amountsOf(periods);
  const title = measuredBy(source);
  const page = pageTexts(analysis);
  const changed = changedRows(periods);
  const limits = limitRows(periods);
  const bridges = bridgeSheets(periods, amount, page);
  const summary = summarySheet(analysis, { title, amount, page });
  await writeWorkbook(
    {
      properties: {
        title,
        subject: headline(analysis),
        keywords: 'concentration, HHI, Gini',
        description: `Analysis ${id}, from ${source.fileName} (SHA-256 ${source.sha256}).`,
        creator: 'Concentric',
        created: new Date(computedAt),
      },
      sheets: [
        summary.sheet,
        rankingSheet(analysis, ranking, amount, page),
        ...(byPeriod.length === 0
          ? []
          : [
              tableSheet(periodColumns(analysis, amount), periods, {
                name: 'By period',
                page,
                isStrong: ({ period }) => period === 'TOTAL',
              }),
            ]),
        ...(limits.length === 0
          ? []
          : [
              tableSheet(limitColumns(amount), limits, {
                name: 'Above limits',
                page,
                isStrong: ({ entity }) => entity === null,
              }),
            ]),
        ...bridges,
        // The bridge names them too.
        ...(changed.length === 0 || bridges.length > 0
          ? []
          : [tableSheet(changeColumns(amount), changed, { name: 'Changes', page, isFirst: ({ rank }) => rank === 1 })]),
        ...segmentsSheet(analysis, amount, page),
        ...comparisonSheets(analysis, amount, page),
        ...(rows === null ? [] : [rowsSheet(rows, amount, page)]),
        tableSheet(METHOD_COLUMNS, methodRows(analysis, rows), {
          name: 'Method and sources',
          page,
          isFirst: ([about], previous) => about !== previous?.[0],
        }),
      ],
      names: summary.names,
      chart: summary.chart,
    },
    path,
  );
}

/** Of the printed page, where `&` begins a code and two are one. */
function pageTexts(analysis: Analysis): Sheet['page'] {
  const plain = (text: string) => text.replaceAll('&', '&&');
  const range = periodRange(analysis);
  const measured = measuredBy(analysis.source);
  const title = range ? `${measured}, ${range}` : measured;
  const file = shortened(analysis.source.fileName);
  return {
    header: `&L${plain(title.slice(0, MAX_PAGE_TITLE_CHARACTERS))}&R&A`,
    footer: `&LConcentric, ${analysis.computedAt.slice(0, 10)}&CPage &P of &N&R${plain(file)}`,
  };
}

/** Of each amount of the workbook. */
function amountsOf(periods: readonly PeriodConcentration[]): Amount {
  return amountOf(
    periods.flatMap(({ total, head, change, bridge }) => [
      total,
      bridge?.previousTotal ?? 0,
      ...[...head, ...(change?.enteredEntities ?? []), ...(change?.leftEntities ?? [])].map(({ value }) => value),
    ]),
  );
}
