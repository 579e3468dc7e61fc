import type { ExplorerSchemaFragment, PeriodGrain } from '../../../clients/typescript/generated/graphql.js';
import { grainNames } from '../format/periods.js';

type Column = ExplorerSchemaFragment['columns'][number];

export interface TimeSetting {
  /** In the order a period is made of them; empty where there is no time. */
  columns: string[];
  grain: PeriodGrain;
}

export function timeOf({ timeColumns, periodGrain }: ExplorerSchemaFragment): TimeSetting {
  return { columns: timeColumns, grain: periodGrain };
}

/** Which columns the period is taken from, and how long it is. */
export function TimeChoice(props: {
  schema: ExplorerSchemaFragment;
  value: TimeSetting;
  onChange: (value: TimeSetting) => void;
}) {
  const { schema, value, onChange } = props;
  const choices = timeChoices(schema.columns);
  if (choices.length === 0) {
    return (
      <p class="time-choice soft">No column holds a date, a year or a period, so analyses look at all rows together.</p>
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
          {value.columns.length === 0 && <option value="">nothing yet</option>}
          {choices.map((columns) => (
            <option key={columns.join()} value={columns.map(({ name }) => name).join()}>
              {columns.map(({ originalName }) => originalName.trim()).join(' and ')}
            </option>
          ))}
        </select>
      </label>
      <label>
        A period is a
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

/** The same where there is nothing to choose. */
export function TimeSummary({ schema }: { schema: ExplorerSchemaFragment }) {
  const { timeColumns, periodGrain, columns } = schema;
  if (timeColumns.length === 0 || periodGrain === 'NONE')
    return <p class="time-choice soft">Analyses look at all rows together.</p>;
  const names = timeColumns.map((name) => columns.find((column) => column.name === name)?.originalName.trim() || name);
  return (
    <p class="time-choice soft">
      Periods come from {names.join(' and ')}; a period is a {grainNames[periodGrain]}.
    </p>
  );
}

/** The grains columns allow, finest first, as the service has them (docs/semantics.md §3). */
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

/** Every way to take a period from these columns: each date, period and year alone, each year with each month and quarter. */
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
