import type { Analysis, PeriodConcentration } from '../../model/analysis.js';
import { type Cell, COUNT, columnLetters, PERCENT } from './cells.js';
import { type ColumnOf, tableSheet } from './table-sheet.js';
import type { Sheet } from './write-workbook.js';

/** An entity of all periods together, as the sheet lists it. */
export interface RankedEntity {
  rank: number;
  /** A name for each column of `groupBy`. */
  names: readonly (string | null)[];
  value: number;
  share: number | null;
  cumulativeShare: number | null;
}

/** A row of the sheet: an entity, or one of the rows that close the sum. */
type RankingRow = { kind: 'entity'; entity: RankedEntity } | { kind: 'total' | 'others' | 'unassigned' };

/** Row of the total: below the header. */
const TOTAL_ROW = 2;

/** The total, every entity that the analysis lists by rank, and what is left: all others and what is not assigned. */
export function rankingSheet(analysis: Analysis, amount: string, page: Sheet['page']): Sheet {
  const { total } = analysis;
  const headers = analysis.parameters.groupBy.length === 1 ? ['Entity'] : analysis.parameters.groupBy;
  const value = columnLetters(headers.length + 2);
  const last = TOTAL_ROW + total.head.length;
  const others = total.entityCount - total.head.length;
  const share = (percent: number | null, number: number): Cell =>
    percent === null ? null : { formula: `${value}${number}/${value}$${TOTAL_ROW}`, result: percent / 100 };
  const label = (row: RankingRow): string | null => {
    if (row.kind === 'total') return 'Total';
    if (row.kind === 'unassigned') return 'Not assigned';
    return row.kind === 'others' ? `All ${others.toLocaleString('en-US')} others` : null;
  };
  const columns: ColumnOf<RankingRow>[] = [
    { header: 'Rank', width: 8, format: COUNT, cell: (row) => (row.kind === 'entity' ? row.entity.rank : null) },
    ...headers.map(
      (header, index): ColumnOf<RankingRow> => ({
        header,
        width: headers.length === 1 ? 50 : 32,
        cell: (row) =>
          row.kind === 'entity' ? (row.entity.names[index] ?? '(blank)') : index === 0 ? label(row) : null,
      }),
    ),
    {
      header: 'Value',
      width: 20,
      format: amount,
      cell: (row) => {
        if (row.kind === 'entity') return row.entity.value;
        if (row.kind === 'total') return total.total;
        if (row.kind === 'unassigned') return total.unassigned.value;
        const rest = `${value}${TOTAL_ROW}-SUM(${value}${TOTAL_ROW + 1}:${value}${last})`;
        const isApart = total.unassigned.rows > 0;
        return { formula: isApart ? `${rest}-${value}${last + 2}` : rest, result: valueOfOthers(total) };
      },
    },
    {
      header: 'Share',
      width: 13,
      format: PERCENT,
      cell: (row, number) => {
        if (row.kind === 'entity') return share(row.entity.share, number);
        if (row.kind === 'unassigned') return share(total.unassigned.share, number);
        if (total.problem !== null) return null;
        return share(row.kind === 'total' ? 100 : (100 * valueOfOthers(total)) / total.total, number);
      },
    },
    {
      header: 'Cumulative share',
      width: 13,
      format: PERCENT,
      cell: (row, number) => {
        if (row.kind !== 'entity' || row.entity.cumulativeShare === null) return null;
        // From the row above: sums over all rows before would take the square of their number.
        const before = row.entity.rank === 1 ? '' : `${columnLetters(headers.length + 4)}${number - 1}+`;
        const result = row.entity.cumulativeShare / 100;
        return { formula: `${before}${columnLetters(headers.length + 3)}${number}`, result };
      },
    },
  ];
  return tableSheet(columns, rankingRows(analysis, others), {
    name: 'Ranking',
    page,
    frozenColumns: 2,
    frozenRows: TOTAL_ROW,
    isStrong: ({ kind }) => kind === 'total',
    isFirst: ({ kind }, previous) => kind !== 'entity' && previous?.kind === 'entity',
  });
}

function* rankingRows({ total }: Analysis, others: number): Generator<RankingRow> {
  yield { kind: 'total' };
  for (const { entity, parts, ...row } of total.head) {
    yield { kind: 'entity', entity: { ...row, names: parts ?? [entity] } };
  }
  if (others > 0) yield { kind: 'others' };
  if (total.unassigned.rows > 0) yield { kind: 'unassigned' };
}

function valueOfOthers({ head, assignedTotal }: PeriodConcentration): number {
  return assignedTotal - head.reduce((sum, { value }) => sum + value, 0);
}
