import type { Column, PeriodGrain } from '../model/schema.js';

type TimeColumn = Pick<Column, 'timePart' | 'periodGrain'>;

/**
 * The grains that the time columns allow, finest first, without NONE; empty if the columns cannot be combined. Allowed
 * combinations (docs/semantics.md §3): a date; year and month; year and quarter; a period; a year.
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

/** The grain that is used if none is requested: months for a date, otherwise the finest grain. */
export function defaultGrain(candidates: readonly PeriodGrain[]): PeriodGrain {
  return candidates.includes('DATE') ? 'YEAR_MONTH' : (candidates[0] ?? 'NONE');
}

function coarserThan(grain: PeriodGrain): PeriodGrain[] {
  const all: PeriodGrain[] = ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'];
  return all.slice(all.indexOf(grain));
}
