import type { PeriodConcentration } from '../../model/analysis.js';
import { type Amount, COUNT } from './cells.js';
import { comparedPeriods } from './compared-periods.js';
import type { ColumnOf } from './table-sheet.js';

interface ChangedRow {
  period: string;
  previous: string;
  direction: 'Entered' | 'Left';
  rank: number;
  entity: string;
  value: number;
}

/** Those that are named of each change; all are counted in Summary. */
export function changedRows(periods: readonly PeriodConcentration[]): ChangedRow[] {
  return periods.flatMap(({ period, change }) => {
    if (change === null) return [];
    const { previous, enteredEntities, leftEntities } = change;
    return [
      ...enteredEntities.map((each, index) => ({
        period,
        previous,
        direction: 'Entered' as const,
        rank: index + 1,
        ...each,
      })),
      ...leftEntities.map((each, index) => ({
        period,
        previous,
        direction: 'Left' as const,
        rank: index + 1,
        ...each,
      })),
    ];
  });
}

export function changeColumns(amount: Amount): ColumnOf<ChangedRow>[] {
  return [
    ...comparedPeriods<ChangedRow>(({ previous }) => previous),
    { header: 'Change', width: 11, cell: ({ direction }) => direction },
    { header: 'Rank', width: 8, format: COUNT, cell: ({ rank }) => rank },
    { header: 'Entity', width: 44, cell: ({ entity }) => entity },
    {
      header: 'Value in the period it is in',
      width: amount.width,
      format: amount.format,
      cell: ({ value }) => value,
    },
  ];
}
