import {
  type ExplorerSchemaFragment,
  ExplorerValuesDocument,
} from '../../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../../api/use-query-result.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { count, percent } from '../../format/numbers.js';
import { SearchIcon } from '../../ui/icons.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { inputOf, withoutEntities } from '../input.js';
import type { Question } from '../question.js';

/** The values of a column with their shares, largest first, to be chosen from; the other conditions apply. */
export function ValueList(props: {
  dataset: DatasetDetail;
  question: Question;
  column: ExplorerSchemaFragment['columns'][number];
  chosen: readonly (string | null)[];
  search: string;
  onSearch: (text: string) => void;
  onChange: (values: (string | null)[]) => void;
}) {
  const { dataset, question, column, chosen, search, onSearch, onChange } = props;
  const others = question.where.filter((each) => each.kind === 'other' || each.column !== column.name);
  const input = {
    ...inputOf({ ...withoutEntities(question), groupBy: [column.name], where: others, grain: 'NONE' }),
    thresholds: [50],
    topN: [1],
  };
  const answer = useQueryResult(ExplorerValuesDocument, { id: dataset.id, input });
  const total = answer.data?.dataset?.analysis?.total;
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (!total) return <Loading lines={5} label="Loading the values" />;
  const wanted = search.trim().toLowerCase();
  const listed = (total.head ?? []).map(({ entity, share, key }) => ({
    name: entity,
    value: key.parts[0] ?? null,
    share,
  }));
  const blanks =
    total.unassigned.rows > 0 ? [{ name: '(blank)', value: null, share: total.unassigned.share ?? null }] : [];
  const known = [...listed, ...blanks];
  const missing = chosen.filter((value) => known.every((each) => each.value !== value));
  const all = [...missing.map((value) => ({ name: value ?? '(blank)', value, share: null })), ...known];
  const shown = all.filter(({ name }) => name.toLowerCase().includes(wanted));
  const toggle = (value: string | null) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <div class="value-list">
      <label class="search">
        <SearchIcon />
        <span class="hidden">Search the values of {column.label}</span>
        <input
          type="search"
          value={search}
          placeholder={`Search ${count(total.entityCount)} values`}
          onInput={(event) => onSearch(event.currentTarget.value)}
        />
      </label>
      <fieldset>
        <legend class="hidden">Values of {column.label}</legend>
        {shown.map(({ name, value, share }) => (
          <label key={value ?? ''}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <span class="long-name" title={name}>
              {name}
            </span>
            <span class="muted numbers">{typeof share === 'number' ? percent(share) : ''}</span>
          </label>
        ))}
        {shown.length === 0 && <p class="muted small">No value contains “{search.trim()}”.</p>}
      </fieldset>
    </div>
  );
}
