import type { Analysis, Comparison } from '../../model/analysis.js';
import type { ComparedEntity, ComparedNumber, PeriodComparison, Presence } from '../../model/comparison.js';
import { type Amount, COUNT, fraction, PERCENT, periodCell, periodFormat } from './cells.js';
import { type ColumnOf, tableSheet } from './table-sheet.js';
import type { Sheet } from './write-workbook.js';

const PRESENCE_NAMES = {
  BOTH: 'Both',
  THIS_ONLY: 'This side only',
  OTHER_ONLY: 'Other side only',
} satisfies Record<Presence, string>;
const POINTS = '+0.0;-0.0;0.0';
const HHI = '#,##0';

/** Comparison, a row per period with both sides, and the entities that moved most; none where nothing is compared. */
export function comparisonSheets({ comparison }: Analysis, amount: Amount, page: Sheet['page']): Sheet[] {
  if (comparison === undefined) return [];
  const { byPeriod, total, shareMovers, rankMovers } = comparison;
  const movers = [...shareMovers, ...rankMovers.filter((each) => !shareMovers.some((other) => isSame(each, other)))];
  return [
    tableSheet(periodColumns(amount, comparison), [...byPeriod, total], {
      name: 'Comparison',
      page,
      isStrong: ({ period }) => period === 'TOTAL',
    }),
    ...(movers.length === 0 ? [] : [tableSheet(moverColumns(amount), movers, { name: 'Movers', page })]),
  ];
}

function isSame(one: ComparedEntity, other: ComparedEntity): boolean {
  return one.entity === other.entity && JSON.stringify(one.parts) === JSON.stringify(other.parts);
}

function periodColumns(amount: Amount, { byPeriod, total: { top } }: Comparison): ColumnOf<PeriodComparison>[] {
  const isByPosition = byPeriod.some(({ otherPeriod }) => otherPeriod !== undefined);
  const column = (
    header: string,
    format: string,
    cell: (period: PeriodComparison) => number | null,
    width = 14,
  ): ColumnOf<PeriodComparison> => ({ header, width, format, cell });
  return [
    {
      header: 'Period',
      width: 15,
      isLeft: true,
      format: ({ period }) => periodFormat(period),
      cell: ({ period }) => periodCell(period),
    },
    { header: 'On', width: 16, cell: ({ presence }) => PRESENCE_NAMES[presence] },
    column('Total', amount.format, ({ total }) => total.value, amount.width),
    column('Other side', amount.format, ({ total }) => total.other, amount.width),
    {
      header: 'Difference',
      width: amount.width,
      format: amount.format,
      cell: ({ total }, number) => ({ formula: `C${number}-D${number}`, result: total.difference }),
    },
    column('Difference in percent', PERCENT, ({ total }) => fraction(total.percent), 12),
    column('HHI', HHI, ({ hhi }) => hhi.value),
    column('HHI: other side', HHI, ({ hhi }) => hhi.other),
    ...top.map(({ n }, index) =>
      column(
        n === 1 ? 'Share of the largest, in points' : `Share of the ${n} largest, in points`,
        POINTS,
        (period) => period.top[index]?.share.difference ?? null,
      ),
    ),
    ...(isByPosition
      ? [
          {
            header: 'Period: other side',
            width: 15,
            isLeft: true,
            format: ({ period, otherPeriod = period }: PeriodComparison) => periodFormat(otherPeriod),
            cell: ({ period, otherPeriod = period }: PeriodComparison) => periodCell(otherPeriod),
          },
        ]
      : []),
    ...[
      column('Entities of both', COUNT, ({ inBoth }) => inBoth.count),
      column('Of this side only', COUNT, ({ onlyInThis }) => onlyInThis.count),
      column('Their value', amount.format, ({ onlyInThis }) => onlyInThis.value, amount.width),
      column('Of the other side only', COUNT, ({ onlyInOther }) => onlyInOther.count),
      column('Their value there', amount.format, ({ onlyInOther }) => onlyInOther.value, amount.width),
    ].map((each) => ({ ...each, isDetail: true })),
  ];
}

function moverColumns(amount: Amount): ColumnOf<ComparedEntity>[] {
  const share = (header: string, of: (share: ComparedNumber) => number | null): ColumnOf<ComparedEntity> => ({
    header,
    width: 12,
    format: PERCENT,
    cell: (entity) => fraction(of(entity.share)),
  });
  return [
    { header: 'Entity', width: 44, cell: ({ entity }) => entity },
    { header: 'Rank', width: 9, format: COUNT, cell: ({ rank }) => rank.value },
    { header: 'Rank: other side', width: 11, format: COUNT, cell: ({ rank }) => rank.other },
    { header: 'Value', width: amount.width, format: amount.format, cell: ({ value }) => value.value },
    { header: 'Value: other side', width: amount.width, format: amount.format, cell: ({ value }) => value.other },
    {
      header: 'Difference',
      width: amount.width,
      format: amount.format,
      cell: ({ value }, number) => ({ formula: `D${number}-E${number}`, result: value.difference }),
    },
    share('Share', ({ value }) => value),
    share('Share: other side', ({ other }) => other),
    { header: 'Difference in points', width: 12, format: POINTS, cell: (entity) => entity.share.difference },
  ];
}
