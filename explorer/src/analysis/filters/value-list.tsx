import {
  type AnalysisInput,
  type ExplorerSchemaFragment,
  ExplorerValuesDocument,
} from '../../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../../api/use-query-result.js';
import { count } from '../../format/numbers.js';
import { SearchField } from '../../ui/search-field.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { type Condition, filterOf } from './conditions.js';

/** Values that are listed at once; a search finds the others. */
const MAX_VALUES = 100;

/** The rows whose values are listed. */
export interface ValuesOf {
  id: string;
  /** Null for the current version. */
  version: number | null;
  where: readonly Condition[];
}

/** The values of a column with their numbers of rows, most first, to be chosen from; the other conditions apply. */
export function ValueList(props: {
  of: ValuesOf;
  column: ExplorerSchemaFragment['columns'][number];
  chosen: readonly (string | null)[];
  search: string;
  onSearch: (text: string) => void;
  onChange: (values: (string | null)[]) => void;
}) {
  const { of, column, chosen, search, onSearch, onChange } = props;
  const variables = {
    id: of.id,
    input: inputFor(of, column.name),
    column: column.name,
    search: search || null,
    first: MAX_VALUES,
  };
  const answer = useQueryResult(ExplorerValuesDocument, variables);
  const dataset = answer.data?.dataset;
  const { total, entities } = dataset?.analysis ?? {};
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (!total || !entities) return <Loading lines={5} label="Loading the values" />;
  const merges = new Map(dataset?.entityMapping?.merges.map(({ entity, names }) => [entity, names]));
  const listed = entities.nodes.map(({ entity, rowCount, key }) => {
    const value = key.parts[0] ?? null;
    return { name: entity, value, rows: rowCount, cells: [value, ...(merges.get(entity) ?? [])] };
  });
  const hasBlanks = total.unassigned.rows > 0 && '(blank)'.includes(search.toLowerCase());
  const blanks = hasBlanks ? [{ name: '(blank)', value: null, rows: total.unassigned.rows, cells: [null] }] : [];
  const known = [...blanks, ...listed];
  const isListed = (value: string | null) => known.some(({ cells }) => cells.includes(value));
  const missing = chosen
    .filter((value) => !isListed(value))
    .map((value) => ({ name: value ?? '(blank)', value, rows: null, cells: [value] }));
  const toggle = (cells: readonly (string | null)[], isChosen: boolean) => {
    const others = chosen.filter((value) => !cells.includes(value));
    // A name that others were merged into has the cells of all of them.
    onChange(isChosen ? others : [...new Set([...others, ...cells])]);
  };
  return (
    <div class={`value-list ${answer.isStale ? 'stale' : ''}`}>
      <SearchField
        search={search}
        label={`Search the values of ${column.label}`}
        placeholder={`Search ${count(total.entityCount)} values`}
        onSearch={onSearch}
      />
      <fieldset>
        <legend class="hidden">Values of {column.label}</legend>
        {[...missing, ...known].map(({ name, value, rows, cells }) => {
          const isChosen = chosen.includes(value);
          return (
            <label key={value ?? ''}>
              <input type="checkbox" checked={isChosen} onChange={() => toggle(cells, isChosen)} />
              <span class="long-name" title={name}>
                {name}
              </span>
              <span class="muted numbers">
                {rows !== null && (
                  <>
                    {count(rows)}
                    <span class="hidden"> {rows === 1 ? 'row' : 'rows'}</span>
                  </>
                )}
              </span>
            </label>
          );
        })}
        {known.length === 0 && <p class="muted small">No value contains “{search}”.</p>}
        {entities.totalCount > listed.length && (
          <p class="muted small">{count(entities.totalCount - listed.length)} more: search for them.</p>
        )}
      </fieldset>
    </div>
  );
}

/** Rows are counted, so that a column of any kind has its values without a column of amounts. */
function inputFor({ version, where }: ValuesOf, column: string): AnalysisInput {
  const others = filterOf(where.filter((each) => each.kind === 'other' || each.column !== column));
  const input: AnalysisInput = { groupBy: [column], measure: 'COUNT', periodGrain: 'NONE' };
  if (others !== null) input.where = others;
  if (version !== null) input.version = version;
  return input;
}
