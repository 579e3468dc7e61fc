import type { Analysis, Segment, SegmentPeriod } from '../../model/analysis.js';
import { type Amount, COUNT, columnLetters, fraction, PERCENT, periodCell, periodFormat } from './cells.js';
import { type ColumnOf, tableSheet } from './table-sheet.js';
import type { Sheet } from './write-workbook.js';

/**
 * Segments, a row each with its share of the whole and how concentrated it is within, and a row for each of its periods where
 * they are requested; none where the rows are not split.
 */
export function segmentsSheet(analysis: Analysis, amount: Amount, page: Sheet['page']): Sheet[] {
  const { segments = [], parameters, byPeriod } = analysis;
  if (segments.length === 0) return [];
  const totals = new Map(byPeriod.map(({ period, total }) => [period, total]));
  const periods = segments.flatMap(({ byPeriod: ofSegment = [], ...segment }) =>
    ofSegment.map((each): SegmentRow => ({ ...segment, ...each })),
  );
  const rows: SegmentRow[] = [...segments, ...periods];
  const columns = {
    topN: parameters.topN,
    amount,
    hasUnassigned: rows.some(({ concentration }) => concentration.unassigned.rows > 0),
  };
  return [
    tableSheet(segmentColumns(columns), segments, { name: 'Segments', page }),
    ...(periods.length === 0
      ? []
      : [
          tableSheet(segmentPeriodColumns(columns, totals), periods, {
            name: 'Segments by period',
            page,
            isFirst: (row, previous) => previous === undefined || nameOf(row) !== nameOf(previous),
          }),
        ]),
  ];
}

/** A segment, over all periods or in one. */
type SegmentRow = Omit<Segment, 'byPeriod'> & SegmentPeriod;

interface SegmentColumns {
  topN: readonly number[];
  amount: Amount;
  hasUnassigned: boolean;
}

const NAME: ColumnOf<SegmentRow> = { header: 'Segment', width: 30, cell: nameOf };

/** Shares are formulas over the total of the analysis, the name `Total` (summary-sheet.ts). */
function segmentColumns(columns: SegmentColumns): ColumnOf<SegmentRow>[] {
  return [
    NAME,
    totalColumn(columns),
    { header: 'Share of the whole', width: 12, format: PERCENT, cell: shareOf((row) => `B${row}/Total`) },
    ...figureColumns(columns),
  ];
}

/** Shares are formulas over the total of the period, which is the last column. */
function segmentPeriodColumns(columns: SegmentColumns, totals: ReadonlyMap<string, number>): ColumnOf<SegmentRow>[] {
  const figures = figureColumns(columns);
  const totalOfPeriod = columnLetters(4 + figures.length + 1);
  return [
    NAME,
    {
      header: 'Period',
      width: 13,
      isLeft: true,
      format: ({ concentration }) => periodFormat(concentration.period),
      cell: ({ concentration }) => periodCell(concentration.period),
    },
    totalColumn(columns),
    {
      header: 'Share of the period',
      width: 12,
      format: PERCENT,
      cell: shareOf((row) => `C${row}/${totalOfPeriod}${row}`),
    },
    ...figures,
    {
      header: 'Total of the period',
      width: columns.amount.width,
      format: columns.amount.format,
      isDetail: true,
      cell: ({ concentration }) => totals.get(concentration.period) ?? null,
    },
  ];
}

function totalColumn({ amount }: SegmentColumns): ColumnOf<SegmentRow> {
  return {
    header: 'Total',
    width: amount.width,
    format: amount.format,
    cell: ({ concentration }) => concentration.total,
  };
}

function shareOf(formula: (row: number) => string): ColumnOf<SegmentRow>['cell'] {
  return ({ share }, row) => (share === null ? null : { formula: formula(row), result: share / 100 });
}

function figureColumns({ topN, amount, hasUnassigned }: SegmentColumns): ColumnOf<SegmentRow>[] {
  const columns: ColumnOf<SegmentRow>[] = [
    { header: 'Entities', width: 11, format: COUNT, cell: ({ concentration }) => concentration.entityCount },
    { header: 'HHI', width: 10, format: COUNT, cell: ({ concentration }) => concentration.hhi },
    { header: 'Gini', width: 9, format: '0.00', cell: ({ concentration }) => concentration.gini },
    { header: 'Largest', width: 30, cell: ({ concentration }) => concentration.head[0]?.entity ?? null },
    ...topN.map(
      (n): ColumnOf<SegmentRow> => ({
        header: n === 1 ? 'Share of the largest' : `Share of the ${n} largest`,
        width: 13,
        format: PERCENT,
        cell: ({ concentration }) => fraction(concentration.top.find((each) => each.n === n)?.share),
      }),
    ),
  ];
  if (!hasUnassigned) return columns;
  const value = ({ concentration }: SegmentRow) => concentration.unassigned.value;
  return [...columns, { header: 'Not assigned', width: amount.width, format: amount.format, cell: value }];
}

function nameOf({ kind, name, values }: Omit<SegmentRow, 'concentration'>): string {
  if (kind === 'OTHER') return `${values.toLocaleString('en-US')} others`;
  return kind === 'UNASSIGNED' ? 'Not assigned' : (name ?? '');
}
