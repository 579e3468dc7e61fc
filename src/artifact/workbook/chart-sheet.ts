import type { Analysis, PeriodConcentration } from '../../model/analysis.js';
import { headline } from '../headline.js';
import { CHART_SIZE } from './concentration-chart.js';
import { font, SOFT_INK } from './styles.js';
import type { Sheet, SheetRow } from './write-workbook.js';

const CHART_ROW = 4;
/** Cells that the picture covers, of 64 by 20 pixels. */
const CHART_CELLS = { columns: 15, rows: CHART_ROW + 28 };
const CHART_CELL_WIDTH = 8.43;

export function chartSheet(analysis: Analysis, page: Sheet['page'], png: Buffer | null | 'too large'): Sheet {
  const caption =
    png === 'too large'
      ? 'There is no chart because the workbook has too many periods. Choose longer periods, such as quarters or years.'
      : png === null
        ? 'There is no chart because there are no shares.'
        : 'The share of the largest 1, 2, 3, … entities together, over all periods.';
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
  const reached = new Map(
    thresholds.flatMap(({ reaching }) => (reaching === null ? [] : [[reaching.count, reaching.share] as const])),
  );
  const points = [...reached].map(
    ([count, share]) => `the first ${count.toLocaleString('en-US')} have ${share.toFixed(1)} %`,
  );
  return `Concentration curve, counted from the largest: ${points.join(', ')}.`;
}
