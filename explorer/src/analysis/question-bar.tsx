import type { ExplorerSchemaFragment, PeriodGrain } from '../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { quoted } from '../format/nouns.js';
import { grainNames } from '../format/periods.js';
import { pages, show } from '../location.js';
import { isAddable } from './addable.js';
import { ColumnOption, ColumnSelect } from './column-select.js';
import { FilterBar } from './filters/filter-bar.js';
import { LevelChoice } from './level-choice.js';
import { NumbersField, PERCENTAGES } from './numbers-field.js';
import { MAX_GROUP_COLUMNS, type Question, ROW_COUNT } from './question.js';

const MAX_TOP = 1000;
const MAX_SUGGESTIONS = 4;

/** The settings of the analysis: columns, period length, thresholds. */
export function QuestionBar({
  dataset,
  schema,
  question,
}: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  question: Question;
}) {
  const { groupBy, value, grain, thresholds, topN } = question;
  const amounts = schema.columns.filter(isAddable);
  const isFree = ({ name }: { name: string }) => name !== value && !groupBy.includes(name);
  const grains: PeriodGrain[] = [...schema.periodGrainCandidates, 'NONE'];
  // The periods chosen before may not exist in the new analysis.
  const ask = (changes: Record<string, string | null>) => show({ ...changes, period: null, compare: null });
  const group = (at: number, chosen: string) => {
    const columns = [...groupBy];
    columns.splice(at, 1, chosen);
    // Names that are left out belong to the columns they were chosen in.
    ask({ by: columns.filter((name) => name !== '').join(), only: null, exclude: null });
  };
  return (
    <section class="question" aria-label="Settings of the analysis">
      <div class="question-fields">
        <label class="field">
          Add up
          <select value={value} onChange={(event) => ask({ value: event.currentTarget.value })}>
            {value !== ROW_COUNT && amounts.every(({ name }) => name !== value) && (
              <option value={value}>{value}</option>
            )}
            {amounts.map((column) => (
              <ColumnOption key={column.name} column={column} />
            ))}
            <option value={ROW_COUNT}>Number of rows</option>
          </select>
        </label>
        {/* One more than is chosen, to add another column. */}
        {[...groupBy, ''].slice(0, MAX_GROUP_COLUMNS).map((name, at) => (
          <ColumnSelect
            key={at}
            label={['By', 'and by', 'and', 'and'][at]!}
            value={name}
            none={at > 0 ? 'nothing more' : undefined}
            columns={schema.columns.filter((column) => column.name === name || isFree(column))}
            onChange={(chosen) => group(at, chosen)}
          />
        ))}
        <label class="field short">
          Periods
          <select value={grain} onChange={(event) => ask({ grain: event.currentTarget.value })}>
            {!grains.includes(grain) && <option value={grain}>{grainNames[grain]}</option>}
            {grains.map((one) => (
              <option key={one} value={one}>
                {grainNames[one]}
              </option>
            ))}
          </select>
        </label>
        <NumbersField
          label="Thresholds, %"
          values={thresholds}
          {...PERCENTAGES}
          onChange={(numbers) => show({ thresholds: numbers.join() })}
        />
        <NumbersField
          label="Top N"
          values={topN}
          hint="Enter 1 to 10 whole numbers from 1 to 1000."
          isValidNumber={(number) => Number.isInteger(number) && number >= 1 && number <= MAX_TOP}
          onChange={(numbers) => show({ top: numbers.join() })}
        />
        <LevelChoice dataset={dataset} question={question} />
      </div>
      <FilterBar dataset={dataset} schema={schema} question={question} />
      <OtherSuggestions dataset={dataset} schema={schema} question={question} />
    </section>
  );
}

function OtherSuggestions({
  dataset,
  schema,
  question,
}: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  question: Question;
}) {
  const title = (name: string) => quoted(schema.columns.find((column) => column.name === name)?.label ?? name);
  const others = (dataset.suggestions ?? []).filter(
    ({ groupBy, value }) => groupBy.join() !== question.groupBy.join() || value !== question.value,
  );
  if (others.length === 0) return null;
  return (
    <p class="suggested">
      <span class="muted">Also suggested:</span>
      {others.slice(0, MAX_SUGGESTIONS).map(({ groupBy: [by = ''], value, reason }) => (
        <a
          key={`${by} ${value}`}
          title={reason}
          href={pages.dataset(dataset.id, 'analysis', {
            by,
            value,
            grain: question.grain,
            thresholds: question.thresholds.join(),
            top: question.topN.join(),
          })}
        >
          {title(value)} by {title(by)}
        </a>
      ))}
    </p>
  );
}
