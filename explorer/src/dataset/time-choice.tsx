import type { ExplorerSchemaFragment, PeriodGrain } from '../../../clients/typescript/generated/graphql.js';
import { grainNames } from '../format/periods.js';

type Column = ExplorerSchemaFragment['columns'][number];

export interface TimeSetting {
  /** From the longest unit to the shortest; empty where there is no time. */
  columns: string[];
  grain: PeriodGrain;
}

export function timeOf({ timeColumns, periodGrain }: ExplorerSchemaFragment): TimeSetting {
  return { columns: timeColumns, grain: periodGrain };
}

/** Choice of the columns that periods are taken from, and of their length. */
export function TimeChoice(props: {
  schema: ExplorerSchemaFragment;
  value: TimeSetting;
  onChange: (value: TimeSetting) => void;
}) {
  const { schema, value, onChange } = props;
  const choices = timeChoices(schema.columns);
  if (choices.length === 0) {
    return (
      <p class="time-choice muted">No column holds dates, years or periods, so analyses cover all rows at once.</p>
    );
  }
  const byName = (name: string) => schema.columns.find((column) => column.name === name);
  const grains = grainsOf(value.columns.flatMap((name) => byName(name) ?? []));
  return (
    <fieldset class="time-choice">
      <legend>Time</legend>
      <label>
        Periods come from
        <select
          value={value.columns.join()}
          onChange={(event) => {
            const columns = event.currentTarget.value.split(',');
            const [finest = 'NONE'] = grainsOf(columns.flatMap((name) => byName(name) ?? []));
            onChange({ columns, grain: finest === 'DATE' ? 'YEAR_MONTH' : finest });
          }}
        >
          {value.columns.length === 0 && <option value="">none</option>}
          {choices.map((columns) => (
            <option key={columns.join()} value={columns.map(({ name }) => name).join()}>
              {columns.map(({ label }) => label).join(' and ')}
            </option>
          ))}
        </select>
      </label>
      <label>
        Group by
        <select
          value={value.grain}
          onChange={(event) => onChange({ ...value, grain: event.currentTarget.value as PeriodGrain })}
        >
          {[...grains, 'NONE' as const].map((grain) => (
            <option key={grain} value={grain}>
              {grainNames[grain]}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

/** The same, read-only. */
export function TimeSummary({ schema }: { schema: ExplorerSchemaFragment }) {
  const { timeColumns, periodGrain, columns } = schema;
  if (timeColumns.length === 0 || periodGrain === 'NONE')
    return <p class="time-choice muted">Analyses cover all rows at once.</p>;
  const names = timeColumns.map((name) => columns.find((column) => column.name === name)?.label ?? name);
  return (
    <p class="time-choice muted">
      Periods come from {names.join(' and ')}, grouped by {grainNames[periodGrain]}.
    </p>
  );
}

/** The grains that columns allow, finest first: the rules of docs/semantics.md §3. */
export function grainsOf(columns: readonly Pick<Column, 'timePart' | 'periodGrain'>[]): PeriodGrain[] {
  const all: PeriodGrain[] = ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'];
  const from = (grain: PeriodGrain) => all.slice(all.indexOf(grain));
  switch (columns.map(({ timePart }) => timePart).join(' + ')) {
    case 'DATE':
      return all;
    case 'YEAR + MONTH':
      return from('YEAR_MONTH');
    case 'YEAR + QUARTER':
      return from('YEAR_QUARTER');
    case 'PERIOD':
      return from(columns[0]?.periodGrain ?? 'YEAR');
    case 'YEAR':
      return from('YEAR');
    default:
      return [];
  }
}

/** Each date, period and year column alone, and each year with each month and quarter. */
function timeChoices(columns: readonly Column[]): Column[][] {
  const having = (part: Column['timePart']) => columns.filter(({ timePart }) => timePart === part);
  const years = having('YEAR');
  const pairs = [...having('MONTH'), ...having('QUARTER')].flatMap((finer) => years.map((year) => [year, finer]));
  return [
    ...having('DATE').map((one) => [one]),
    ...pairs,
    ...having('PERIOD').map((one) => [one]),
    ...years.map((one) => [one]),
  ];
}
