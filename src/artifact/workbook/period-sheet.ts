import type { Analysis, PeriodConcentration } from '../../model/analysis.js';
import { type Amount, alsoFormat, COUNT, columnLetters, fraction, PERCENT, periodCell, periodFormat } from './cells.js';
import type { ColumnOf } from './table-sheet.js';

type PeriodColumn = ColumnOf<PeriodConcentration>;

const TOTAL_HEADER = 'Total';

/** What is read first comes first and is printed; the amounts behind the shares follow. */
export function periodColumns(
  { parameters: { thresholds, topN }, source: { alsoHeaders = [] }, byPeriod, total }: Analysis,
  amount: Amount,
): PeriodColumn[] {
  const rows = [...byPeriod, total];
  const problem: PeriodColumn = { header: 'Problem', width: 40, cell: (row) => row.problem?.message ?? null };
  const hasProblem = rows.some((row) => row.problem !== null);
  const hasUnassigned = rows.some((row) => row.unassigned.rows > 0);
  const partial: PeriodColumn = { header: 'Partial', width: 9, cell: ({ isPartial }) => (isPartial ? 'yes' : null) };
  const hasPartial = rows.some(({ isPartial }) => isPartial);
  const shares = [
    ...(hasUnassigned ? [{ title: 'Not assigned', find: (row: PeriodConcentration) => row.unassigned }] : []),
    ...topN.map((n, index) => ({ title: `Top ${n}`, find: (row: PeriodConcentration) => row.top[index] })),
  ];
  const columns: PeriodColumn[] = [
    {
      header: 'Period',
      width: 13,
      isLeft: true,
      format: ({ period }) => periodFormat(period),
      cell: ({ period }) => periodCell(period),
    },
    ...(hasPartial ? [partial] : []),
    { header: 'Rows', width: 10, format: COUNT, cell: ({ rowCount }) => rowCount },
    { header: 'Entities', width: 10, format: COUNT, cell: ({ entityCount }) => entityCount },
    { header: TOTAL_HEADER, width: amount.width, format: amount.format, cell: (row) => row.total },
    { header: 'Change in percent', width: 11, format: PERCENT, cell: ({ change }) => fraction(change?.totalPercent) },
    ...(hasProblem ? [problem] : []),
    { header: 'Largest', width: 26, cell: ({ head: [largest] }) => largest?.entity ?? null },
    ...shares.map(({ title, find }) => shareColumn(title, find)),
    ...thresholds.map(
      (x, index): PeriodColumn => ({
        header: `Entities to reach ${x} %`,
        width: 12,
        format: COUNT,
        cell: (row) => row.thresholds[index]?.reaching?.count ?? null,
      }),
    ),
    { header: 'HHI', width: 10, format: COUNT, cell: ({ hhi }) => hhi },
    { header: 'Effective entities', width: 10, format: '#,##0.0', cell: ({ effectiveEntities }) => effectiveEntities },
    { header: 'Gini', width: 8, format: '0.00', cell: ({ gini }) => gini },
  ];
  const details: PeriodColumn[] = [
    ...alsoHeaders.map(
      (header, index): PeriodColumn => ({
        header: `Total of ${header}`,
        width: 18,
        format: alsoFormat({ byPeriod, total }),
        cell: ({ also }) => also?.[index]?.value ?? null,
      }),
    ),
    ...shares.map(
      ({ title, find }): PeriodColumn => ({
        header: valueHeader(title),
        width: amount.width,
        format: amount.format,
        cell: (row) => find(row)?.value ?? null,
      }),
    ),
    {
      header: 'Compared with',
      width: 13,
      isLeft: true,
      format: ({ change }) => periodFormat(change?.previous ?? ''),
      cell: ({ change }) => (change === null ? null : periodCell(change.previous)),
    },
    {
      header: 'Change of total',
      width: amount.width,
      format: amount.format,
      cell: ({ change }) => change?.total ?? null,
    },
    { header: 'Change of HHI', width: 11, format: '#,##0.0', cell: ({ change }) => change?.hhi ?? null },
    { header: 'Entered', width: 10, format: COUNT, cell: ({ change }) => change?.entered ?? null },
    {
      header: 'Entered: value',
      width: amount.width,
      format: amount.format,
      cell: ({ change }) => change?.enteredValue ?? null,
    },
    { header: 'Left', width: 10, format: COUNT, cell: ({ change }) => change?.left ?? null },
    {
      header: 'Left: value',
      width: amount.width,
      format: amount.format,
      cell: ({ change }) => change?.leftValue ?? null,
    },
  ];
  const all = [...columns, ...details.map((column) => ({ ...column, isDetail: true }))];
  return all.map((column) => withLetters(column, all));
}

const valueHeader = (title: string) => `${title}: value`;

interface ShareColumn extends PeriodColumn {
  /** Header of the column with the amounts. */
  valueHeader: string;
}

function shareColumn(
  title: string,
  find: (row: PeriodConcentration) => { share: number | null } | undefined,
): ShareColumn {
  return {
    header: title,
    width: 11,
    format: PERCENT,
    valueHeader: valueHeader(title),
    cell: (row) => fraction(find(row)?.share),
  };
}

/** Shares are formulas over the amounts in their row, wherever the columns are. */
function withLetters(column: PeriodColumn | ShareColumn, all: readonly PeriodColumn[]): PeriodColumn {
  if (!('valueHeader' in column)) return column;
  const letters = (header: string) => columnLetters(all.findIndex((each) => each.header === header) + 1);
  const [value, total] = [letters(column.valueHeader), letters(TOTAL_HEADER)];
  return {
    ...column,
    cell: (row, number) => {
      const result = column.cell(row, number);
      return typeof result === 'number' ? { formula: `${value}${number}/${total}${number}`, result } : null;
    },
  };
}
