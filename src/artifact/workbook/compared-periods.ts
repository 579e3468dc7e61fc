import { periodCell, periodFormat } from './cells.js';
import type { ColumnOf } from './table-sheet.js';

/** The period of a row and the one that it is compared with. */
export function comparedPeriods<Row extends { period: string }>(previousOf: (row: Row) => string): ColumnOf<Row>[] {
  return [
    {
      header: 'Period',
      width: 15,
      isLeft: true,
      format: ({ period }) => periodFormat(period),
      cell: ({ period }) => periodCell(period),
    },
    {
      header: 'Compared with',
      width: 15,
      isLeft: true,
      format: (row) => periodFormat(previousOf(row)),
      cell: (row) => periodCell(previousOf(row)),
    },
  ];
}
