import type { ExplorerSchemaFragment, PeriodGrain } from '../../../clients/typescript/generated/graphql.js';
import type { MonthSpan } from './period-keys.js';

type Schema = Pick<ExplorerSchemaFragment, 'periodGrain' | 'periodGrainCandidates' | 'timeColumns'> & {
  columns: readonly Pick<ExplorerSchemaFragment['columns'][number], 'name' | 'min' | 'max'>[];
};

/** Fewer periods show no course over time. */
const MIN_PERIODS = 4;

/** Coarsest first. Days are never chosen for the reader: most days have too few rows to be compared. */
const BY_COARSENESS = ['YEAR', 'YEAR_QUARTER', 'YEAR_MONTH'] as const;

/** What an analysis begins with: what a person saved, else the coarsest grain that has enough periods. */
export function startingGrain(schema: Schema): PeriodGrain {
  const { periodGrain, periodGrainCandidates } = schema;
  const detected = periodGrainCandidates.includes('DATE') ? 'YEAR_MONTH' : (periodGrainCandidates[0] ?? 'NONE');
  if (periodGrain !== detected) return periodGrain;
  const months = monthsOf(schema);
  if (!months) return periodGrain;
  return (
    BY_COARSENESS.find((grain) => periodGrainCandidates.includes(grain) && periodCount(grain, months) >= MIN_PERIODS) ??
    periodGrain
  );
}

function periodCount(grain: (typeof BY_COARSENESS)[number], [first, last]: readonly [number, number]): number {
  const length = { YEAR: 12, YEAR_QUARTER: 3, YEAR_MONTH: 1 }[grain];
  return Math.floor(last / length) - Math.floor(first / length) + 1;
}

/** The first and the last month, counted from year 0; undefined where the range of the time column does not say. */
export function monthsOf({ timeColumns, columns }: Pick<Schema, 'timeColumns' | 'columns'>): MonthSpan | undefined {
  const column = columns.find(({ name }) => name === timeColumns[0]);
  const first = monthOf(column?.min, 'first');
  const last = monthOf(column?.max, 'last');
  return first === undefined || last === undefined ? undefined : [first, last];
}

/** `2024-03-01`, `2024-M03`, `2024-Q1` or `2024`. */
function monthOf(text: string | null | undefined, side: 'first' | 'last'): number | undefined {
  const [, year, quarter, month] = /^(\d{4})(?:-(?:Q([1-4])|M?(\d{2})))?/.exec(text ?? '') ?? [];
  if (year === undefined) return undefined;
  const within = month ? Number(month) - 1 : quarter ? Number(quarter) * 3 - (side === 'first' ? 3 : 1) : undefined;
  return Number(year) * 12 + (within ?? (side === 'first' ? 0 : 11));
}
