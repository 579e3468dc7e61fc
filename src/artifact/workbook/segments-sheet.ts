import type { Analysis, Segment, SegmentPeriod } from '../../model/analysis.js';
import { COUNT, fraction, PERCENT } from './cells.js';
import { type ColumnOf, tableSheet } from './table-sheet.js';
import type { Sheet } from './write-workbook.js';

/**
 * Segments, a row each with its share of the whole and how concentrated it is within, and a row for each of its periods where
 * they are requested; none where the rows are not split.
 */
export function segmentsSheet(analysis: Analysis, amount: string, page: Sheet['page']): Sheet[] {
  const { segments = [], parameters } = analysis;
  if (segments.length === 0) return [];
  const byPeriod = segments.flatMap(({ byPeriod: ofSegment = [], ...segment }) =>
    ofSegment.map((period): SegmentRow => ({ ...segment, ...period })),
  );
  return [
    tableSheet(segmentColumns(parameters.topN, amount), segments, { name: 'Segments', page }),
    ...(byPeriod.length === 0
      ? []
      : [
          tableSheet(segmentPeriodColumns(parameters.topN, amount), byPeriod, {
            name: 'Segments by period',
            page,
            isFirst: (row, previous) => previous === undefined || nameOf(row) !== nameOf(previous),
          }),
        ]),
  ];
}

/** A segment, over all periods or in one. */
type SegmentRow = Omit<Segment, 'byPeriod'> & SegmentPeriod;

function segmentPeriodColumns(topN: readonly number[], amount: string): ColumnOf<SegmentRow>[] {
  const [name, ...others] = segmentColumns(topN, amount);
  const period: ColumnOf<SegmentRow> = {
    header: 'Period',
    width: 14,
    cell: ({ concentration }) => concentration.period,
  };
  return [
    name!,
    period,
    ...others.map((column) =>
      column.header === 'Share of the whole' ? { ...column, header: 'Share of the period' } : column,
    ),
  ];
}

function segmentColumns(topN: readonly number[], amount: string): ColumnOf<SegmentRow>[] {
  return [
    { header: 'Segment', width: 32, cell: nameOf },
    { header: 'Total', width: 18, format: amount, cell: ({ concentration }) => concentration.total },
    { header: 'Share of the whole', width: 12, format: PERCENT, cell: ({ share }) => fraction(share) },
    { header: 'Entities', width: 11, format: COUNT, cell: ({ concentration }) => concentration.entityCount },
    { header: 'HHI', width: 10, format: COUNT, cell: ({ concentration }) => concentration.hhi },
    { header: 'Gini', width: 9, format: '0.00', cell: ({ concentration }) => concentration.gini },
    { header: 'Largest', width: 36, cell: ({ concentration }) => concentration.head[0]?.entity ?? null },
    ...topN.map(
      (n): ColumnOf<SegmentRow> => ({
        header: n === 1 ? 'Share of the largest' : `Share of the ${n} largest`,
        width: 12,
        format: PERCENT,
        cell: ({ concentration }) => fraction(concentration.top.find((each) => each.n === n)?.share),
      }),
    ),
    {
      header: 'Not assigned',
      width: 16,
      format: amount,
      cell: ({ concentration }) => concentration.unassigned.value,
    },
  ];
}

function nameOf({ kind, name, values }: Omit<SegmentRow, 'concentration'>): string {
  if (kind === 'OTHER') return `${values.toLocaleString('en-US')} others`;
  return kind === 'UNASSIGNED' ? 'Not assigned' : (name ?? '');
}
