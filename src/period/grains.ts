import type { Column, PeriodGrain } from '../model/schema.js';

type TimeColumn = Pick<Column, 'timePart' | 'periodGrain'>;

/**
 * The grains that time columns allow, finest first, NONE aside; empty where they do not go together. The combinations
 * are those of SEMANTICS.md §3: a date; year + month; year + quarter; one period column; a year.
 */
export function grainCandidates(columns: readonly TimeColumn[]): PeriodGrain[] {
  const [first] = columns;
  switch (columns.map((column) => column.timePart).join(' + ')) {
    case 'DATE':
      return ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'];
    case 'YEAR + MONTH':
      return ['YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'];
    case 'YEAR + QUARTER':
      return ['YEAR_QUARTER', 'YEAR'];
    case 'PERIOD':
      return coarserThan(first?.periodGrain ?? 'YEAR');
    case 'YEAR':
      return ['YEAR'];
    default:
      return [];
  }
}

/** The grain used where none is asked for: months of a date, else the finest. */
export function defaultGrain(candidates: readonly PeriodGrain[]): PeriodGrain {
  return candidates.includes('DATE') ? 'YEAR_MONTH' : (candidates[0] ?? 'NONE');
}

function coarserThan(grain: PeriodGrain): PeriodGrain[] {
  const all: PeriodGrain[] = ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'];
  return all.slice(all.indexOf(grain));
}
