import type { Analysis, ColumnSum } from '../../model/analysis.js';
import {
  type Amount,
  alsoFormat,
  type Cell,
  COUNT,
  columnLetters,
  PERCENT,
  periodCell,
  periodFormat,
} from './cells.js';
import type { RankedEntity, Ranking } from './ranked-entities.js';
import { type ColumnOf, tableSheet } from './table-sheet.js';
import type { Sheet } from './write-workbook.js';

/** A row of the sheet: an entity, or one of the rows that close the sum, with a label in place of a name. */
type RankingRow =
  | { kind: 'entity'; entity: RankedEntity }
  | {
      kind: 'total' | 'others' | 'unassigned';
      label: string;
      value: number;
      also: readonly number[];
      byPeriod: readonly (number | null)[];
    };

/** Row of the total: below the header. */
const TOTAL_ROW = 2;

/**
 * The total, the entities of the ranking with their values by period, and what is left: all others, where the ranking does
 * not list all, and what is not assigned.
 */
export function rankingSheet(analysis: Analysis, ranking: Ranking, amount: Amount, page: Sheet['page']): Sheet {
  const { total } = analysis;
  const hasClasses = total.classes !== undefined && total.classes.length > 0;
  const headers = analysis.parameters.groupBy.length === 1 ? ['Entity'] : analysis.parameters.groupBy;
  const [value, share, cumulative] = [2, 3, 4].map((offset) => columnLetters(headers.length + offset)) as [
    string,
    string,
    string,
  ];
  const last = TOTAL_ROW + ranking.listed;
  const amountCell = (row: RankingRow): Cell => {
    if (row.kind === 'entity') return row.entity.value;
    if (row.kind !== 'others') return row.value;
    const rest = `${value}${TOTAL_ROW}-SUM(${value}${TOTAL_ROW + 1}:${value}${last})`;
    return { formula: total.unassigned.rows > 0 ? `${rest}-${value}${last + 2}` : rest, result: row.value };
  };
  const columns: ColumnOf<RankingRow>[] = [
    { header: 'Rank', width: 8, format: COUNT, cell: (row) => (row.kind === 'entity' ? row.entity.rank : null) },
    ...headers.map(
      (header, index): ColumnOf<RankingRow> => ({
        header,
        width: headers.length === 1 ? 50 : 32,
        cell: (row) => {
          if (row.kind === 'entity') return row.entity.names[index] ?? '(blank)';
          return index === 0 ? row.label : null;
        },
      }),
    ),
    {
      header: analysis.parameters.measure === 'COUNT' ? 'Rows' : 'Value',
      width: amount.width,
      format: amount.format,
      cell: amountCell,
    },
    {
      header: 'Share',
      width: 11,
      format: PERCENT,
      cell: (row, number) => {
        if (total.problem !== null) return null;
        const result = (row.kind === 'entity' ? row.entity.value : row.value) / total.total;
        return { formula: `${value}${number}/${value}$${TOTAL_ROW}`, result };
      },
    },
    {
      header: 'Cumulative share',
      width: 12,
      format: PERCENT,
      cell: (row, number) => {
        if (row.kind !== 'entity' || row.entity.cumulativeShare === null) return null;
        // From the row above: sums over all rows before would take the square of their number.
        const before = row.entity.rank === 1 ? '' : `${cumulative}${number - 1}+`;
        return { formula: `${before}${share}${number}`, result: row.entity.cumulativeShare / 100 };
      },
    },
    ...(hasClasses
      ? [
          {
            header: 'Class',
            width: 8,
            cell: (row) => (row.kind === 'entity' ? row.entity.class : null),
          } satisfies ColumnOf<RankingRow>,
        ]
      : []),
    ...(analysis.source.alsoHeaders ?? []).map(
      (header, index): ColumnOf<RankingRow> => ({
        header,
        width: 18,
        format: alsoFormat(analysis),
        cell: (row) => (row.kind === 'entity' ? row.entity : row).also[index] ?? null,
      }),
    ),
    ...ranking.periods.map(
      (period, index): ColumnOf<RankingRow> => ({
        header: periodCell(period),
        headerFormat: periodFormat(period),
        width: amount.width,
        format: amount.format,
        isDetail: true,
        cell: (row) => (row.kind === 'entity' ? row.entity : row).byPeriod[index] ?? null,
      }),
    ),
  ];
  return tableSheet(columns, rankingRows(analysis, ranking), {
    name: 'Ranking',
    page,
    frozenColumns: 1 + headers.length,
    frozenRows: TOTAL_ROW,
    isStrong: ({ kind }) => kind === 'total',
    isFirst: ({ kind }, previous) => kind !== 'entity' && previous?.kind === 'entity',
  });
}

async function* rankingRows(
  { total, byPeriod }: Analysis,
  { entities, listed, periods }: Ranking,
): AsyncGenerator<RankingRow> {
  const shown = periods.length === 0 ? [] : byPeriod;
  const valuesOf = ({ also = [] }: { also?: ColumnSum[] }) => also.map(({ value }) => value);
  yield {
    kind: 'total',
    label: 'Total',
    value: total.total,
    also: valuesOf(total),
    byPeriod: shown.map((period) => period.total),
  };
  let rest = total.assignedTotal;
  const unassignedSums = valuesOf(total.unassigned);
  const restOfSums = valuesOf(total).map((value, index) => value - unassignedSums[index]!);
  const restByPeriod = shown.map(({ assignedTotal }) => assignedTotal);
  for await (const entity of entities) {
    rest -= entity.value;
    for (const [index, value] of entity.also.entries()) restOfSums[index]! -= value;
    for (const [index, value] of entity.byPeriod.entries()) restByPeriod[index]! -= value ?? 0;
    yield { kind: 'entity', entity };
  }
  const others = total.entityCount - listed;
  if (others > 0) {
    yield {
      kind: 'others',
      label: `All ${others.toLocaleString('en-US')} others`,
      value: rest,
      also: restOfSums,
      byPeriod: restByPeriod,
    };
  }
  if (total.unassigned.rows > 0) {
    const { value } = total.unassigned;
    yield {
      kind: 'unassigned',
      label: 'Not assigned',
      value,
      also: unassignedSums,
      byPeriod: shown.map(({ unassigned }) => unassigned.value),
    };
  }
}
