import type { PeriodConcentration } from '../../model/analysis.js';
import { COUNT, fraction, PERCENT, periodCell } from './cells.js';
import type { ColumnOf } from './table-sheet.js';

type HeadRow = PeriodConcentration['head'][number] & { period: string };

export function* headRows(periods: readonly PeriodConcentration[]): Generator<HeadRow> {
  for (const { period, head } of periods) {
    for (const entity of head) yield { period, ...entity };
  }
}

export function entityColumns(amount: string): ColumnOf<HeadRow>[] {
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
