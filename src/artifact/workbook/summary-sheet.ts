import type { Analysis, Bucket, PeriodConcentration } from '../../model/analysis.js';
import { COUNT, fraction, PERCENT, periodCell } from './cells.js';
import type { ColumnOf } from './table-sheet.js';

type SummaryColumn = ColumnOf<PeriodConcentration>;

/** What is read first stands first and is printed; behind it, every bucket with its count, value and share. */
export function summaryColumns(
  { parameters: { thresholds, topN }, byPeriod, total }: Analysis,
  amount: string,
): SummaryColumn[] {
  const hasProblem = [...byPeriod, total].some(({ problem }) => problem !== null);
  const hasUnassigned = [...byPeriod, total].some((row) => row.unassigned.rows > 0);
  const problem: SummaryColumn = { header: 'Problem', width: 40, cell: (row) => row.problem?.message ?? null };
  const within = thresholds.map((x, index) => bucket(`Within ${x} %`, amount, (row) => row.thresholds[index]?.within));
  const reaching = thresholds.map((x, index) =>
    bucket(`Reaching ${x} %`, amount, (row) => row.thresholds[index]?.reaching),
  );
  const topPercent = thresholds.map((x, index) =>
    bucket(`Top ${x} % of entities`, amount, (row) => row.thresholds[index]?.topPercent),
  );
  const top = topN.map((n, index) => bucket(`Top ${n}`, amount, (row) => row.top[index]));
  const unassigned = unassignedColumns(amount);
  const details: SummaryColumn[] = [
    ...(hasUnassigned ? [unassigned.rows, unassigned.value] : []),
    ...reaching.flatMap(({ value, share }) => [value, share]),
    ...within.flatMap(({ entities, value, share }) => [entities, value, share]),
    ...topPercent.flatMap(({ entities, value, share }) => [entities, value, share]),
    ...top.flatMap(({ entities, value }) => [entities, value]),
    { header: 'Compared with', width: 12, cell: ({ change }) => change?.previous ?? null },
    { header: 'Change of total', width: 16, format: amount, cell: ({ change }) => change?.total ?? null },
    { header: 'Change of HHI', width: 11, format: '#,##0.0', cell: ({ change }) => change?.hhi ?? null },
    { header: 'Entered', width: 10, format: COUNT, cell: ({ change }) => change?.entered ?? null },
    { header: 'Entered: value', width: 16, format: amount, cell: ({ change }) => change?.enteredValue ?? null },
    { header: 'Left', width: 10, format: COUNT, cell: ({ change }) => change?.left ?? null },
    { header: 'Left: value', width: 16, format: amount, cell: ({ change }) => change?.leftValue ?? null },
    ...(hasProblem ? [] : [problem]),
  ];
  return [
    { header: 'Period', width: 13, cell: ({ period }) => periodCell(period) },
    { header: 'Rows', width: 9, format: COUNT, cell: ({ rowCount }) => rowCount },
    { header: 'Entities', width: 9, format: COUNT, cell: ({ entityCount }) => entityCount },
    { header: 'Total', width: 18, format: amount, cell: (row) => row.total },
    { header: 'Change in percent', width: 11, format: PERCENT, cell: ({ change }) => fraction(change?.totalPercent) },
    ...(hasProblem ? [problem] : []),
    ...(hasUnassigned ? [unassigned.share] : []),
    { header: 'Largest', width: 26, cell: ({ head: [largest] }) => largest?.entity ?? null },
    ...top.map(({ share }) => share),
    ...reaching.map(({ entities }) => entities),
    { header: 'HHI', width: 10, format: COUNT, cell: ({ hhi }) => hhi },
    { header: 'Effective entities', width: 10, format: '#,##0.0', cell: ({ effectiveEntities }) => effectiveEntities },
    { header: 'Gini', width: 8, format: '0.00', cell: ({ gini }) => gini },
    ...details.map((column) => ({ ...column, isDetail: true })),
  ];
}

const unassignedColumns = (amount: string) =>
  ({
    share: {
      header: 'Not assigned',
      width: 11,
      format: PERCENT,
      hasBars: true,
      cell: (row) => fraction(row.unassigned.share),
    },
    rows: { header: 'Not assigned: rows', width: 12, format: COUNT, cell: (row) => row.unassigned.rows },
    value: { header: 'Not assigned: value', width: 16, format: amount, cell: (row) => row.unassigned.value },
  }) satisfies Record<string, SummaryColumn>;

function bucket(
  title: string,
  amount: string,
  find: (row: PeriodConcentration) => Bucket | null | undefined,
): Record<'entities' | 'value' | 'share', SummaryColumn> {
  return {
    entities: { header: `${title}: entities`, width: 12, format: COUNT, cell: (row) => find(row)?.count ?? null },
    value: { header: `${title}: value`, width: 16, format: amount, cell: (row) => find(row)?.value ?? null },
    share: {
      ...{ header: `${title}: share`, width: 11, format: PERCENT, hasBars: true },
      cell: (row) => fraction(find(row)?.share),
    },
  };
}
