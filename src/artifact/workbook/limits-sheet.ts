import type { ConcentrationLimit, EntityShare, PeriodConcentration } from '../../model/analysis.js';
import { type Amount, COUNT, columnLetters, PERCENT, periodCell, periodFormat } from './cells.js';
import type { ColumnOf } from './table-sheet.js';

/** All entities above a limit together, or one of the largest of them. */
export interface LimitRow {
  period: PeriodConcentration;
  limit: ConcentrationLimit;
  entity: EntityShare | null;
  excess: number;
}

/** A row for each limit of each period, then one for each of the largest entities above it; TOTAL last. */
export function limitRows(periods: readonly PeriodConcentration[]): LimitRow[] {
  return periods.flatMap((period) =>
    (period.limits ?? []).flatMap((limit) => [
      { period, limit, entity: null, excess: limit.excess },
      ...limit.entities.map(({ excess }, index) => ({ period, limit, entity: period.head[index]!, excess })),
    ]),
  );
}

/** Shares and what is above the limit are formulas over the amounts beside them. */
export function limitColumns(amount: Amount): ColumnOf<LimitRow>[] {
  const headers = ['Period', 'Limit', 'Entity', 'Entities', 'Value', 'Share', 'Above the limit', 'Total'];
  const [limitColumn, count, value, total] = ['Limit', 'Entities', 'Value', 'Total'].map((header) =>
    columnLetters(headers.indexOf(header) + 1),
  ) as [string, string, string, string];
  return [
    {
      header: 'Period',
      width: 13,
      isLeft: true,
      format: ({ period }) => periodFormat(period.period),
      cell: ({ period }) => periodCell(period.period),
    },
    { header: 'Limit', width: 10, format: PERCENT, cell: ({ limit }) => limit.limit / 100 },
    { header: 'Entity', width: 44, cell: ({ entity }) => entity?.entity ?? 'All above the limit' },
    { header: 'Entities', width: 10, format: COUNT, cell: ({ limit, entity }) => (entity ? 1 : limit.count) },
    {
      header: 'Value',
      width: amount.width,
      format: amount.format,
      cell: ({ limit, entity }) => (entity ?? limit).value,
    },
    {
      header: 'Share',
      width: 11,
      format: PERCENT,
      cell: ({ limit, entity }, row) => ({
        formula: `${value}${row}/${total}${row}`,
        result: (entity ?? limit).share! / 100,
      }),
    },
    {
      header: 'Above the limit',
      width: amount.width,
      format: amount.format,
      cell: ({ excess }, row) => ({
        formula: `${value}${row}-${count}${row}*${limitColumn}${row}*${total}${row}`,
        result: excess,
      }),
    },
    { header: 'Total', width: amount.width, format: amount.format, cell: ({ period }) => period.total },
  ];
}
