import { useState } from 'preact/hooks';
import {
  ExplorerNamesDocument,
  type ExplorerNamesQuery,
  ExplorerSaveEntitiesDocument,
  type ExplorerSchemaFragment,
} from '../../../clients/typescript/generated/graphql.js';
import { client } from '../api/client.js';
import { errorText } from '../api/error-text.js';
import { useQueryResult } from '../api/use-query-result.js';
import { count, percent, plural } from '../format/numbers.js';
import { certaintyWords, reasonWords } from '../format/similarity-words.js';
import { location, show } from '../location.js';
import { QueryButton } from '../ui/query-button.js';
import { EmptyState, ErrorNotice, Loading } from '../ui/states.js';
import { type Decisions, merged, noDecisions, refused } from './name-decisions.js';
import { SavedNames } from './saved-names.js';
import type { DatasetDetail } from './use-dataset.js';

type Column = ExplorerSchemaFragment['columns'][number];
type Answer = NonNullable<ExplorerNamesQuery['dataset']>;
type Proposal = NonNullable<Answer['entityProposals']>['nodes'][number];

const PAGE = 20;
const MAX_PROPOSALS = 100;

/** Which names of a column are one: what the service proposes, and what was decided. */
export function Names({ dataset, schema }: { dataset: DatasetDetail; schema: ExplorerSchemaFragment }) {
  const columns = schema.columns.filter(({ dataType, role }) => dataType === 'STRING' && role !== 'IDENTIFIER');
  const values = schema.columns.filter(({ role }) => role === 'NUMERIC');
  const suggestion = dataset.suggestions?.[0];
  const { query } = location.value;
  const chosen = (list: readonly Column[], name: string | null | undefined) =>
    list.find((column) => column.name === name)?.name;
  const column = chosen(columns, query.get('column')) ?? chosen(columns, suggestion?.groupBy[0]) ?? columns[0]?.name;
  const value = chosen(values, query.get('value')) ?? chosen(values, suggestion?.value) ?? values[0]?.name ?? null;
  if (column === undefined) {
    return (
      <EmptyState title="No names">
        <p>No column of this dataset holds names.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <div class="question-fields names-fields">
        <ColumnSelect label="Names in" columns={columns} value={column} onChange={(name) => show({ column: name })} />
        {value !== null && (
          <ColumnSelect label="Measured by" columns={values} value={value} onChange={(name) => show({ value: name })} />
        )}
      </div>
      <NamesOfColumn key={`${column} ${schema.version}`} dataset={dataset} column={column} value={value} />
    </>
  );
}

function ColumnSelect(props: {
  label: string;
  columns: readonly Column[];
  value: string;
  onChange: (name: string) => void;
}) {
  return (
    <label class="field">
      {props.label}
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.columns.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function NamesOfColumn(props: { dataset: DatasetDetail; column: string; value: string | null }) {
  const { dataset, column, value } = props;
  const { id } = dataset;
  const [first, setFirst] = useState(PAGE);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  /** What was saved before the last change, to undo it. */
  const [before, setBefore] = useState<Decisions>();
  const variables = { id, column, value, first };
  const answer = useQueryResult(ExplorerNamesDocument, variables, { isChanging: true });
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  const names = answer.data?.dataset;
  if (!names) return <Loading lines={8} label="Comparing the names" />;
  const { entityMapping: mapping, entityProposals: proposals } = names;
  const decisions: Decisions = mapping ?? noDecisions;

  const save = async (next: Decisions, isUndo = false) => {
    setBusy(true);
    setFailure(undefined);
    const input = {
      id,
      column,
      merges: next.merges.map(({ entity, names: all }) => ({ entity, names: all })),
      parents: next.parents.map(({ entity, parent }) => ({ entity, parent })),
      distinct: next.distinct.map(({ names: all }) => ({ names: all })),
      basedOn: mapping?.checksum ?? '',
    };
    const { error } = await client.peek().mutation(ExplorerSaveEntitiesDocument, { input }).toPromise();
    if (error) setFailure(errorText(error).message);
    else setBefore(isUndo ? undefined : decisions);
    setBusy(false);
    answer.retry();
  };

  return (
    <>
      <section aria-labelledby="proposals-title">
        <div class="section-head row">
          <h2 id="proposals-title">Names that may be one</h2>
          <QueryButton of={{ query: ExplorerNamesDocument, variables }} />
        </div>
        {failure && (
          <p class="field-error" role="alert">
            {failure}
          </p>
        )}
        <p class="muted small" role="status">
          {proposals?.totalCount
            ? `${plural(proposals.totalCount, 'proposal')}, those that would change most first. Nothing is merged until you say so.`
            : 'No names of this column look like one.'}{' '}
          {before && (
            <button type="button" class="as-link" disabled={isBusy} onClick={() => save(before, true)}>
              Undo the last change
            </button>
          )}
        </p>
        <ul class={`proposals ${answer.isStale ? 'stale' : ''}`}>
          {(proposals?.nodes ?? []).map((proposal) => (
            <ProposalItem
              key={proposal.names.map(({ name }) => name).join('\n')}
              proposal={proposal}
              isBusy={isBusy}
              onMerge={(all) => save(merged(decisions, all))}
              onRefuse={(all) => save(refused(decisions, all))}
            />
          ))}
        </ul>
        {proposals && proposals.totalCount > first && first < MAX_PROPOSALS && (
          <p class="paging">
            <button type="button" onClick={() => setFirst(Math.min(MAX_PROPOSALS, first + 2 * PAGE))}>
              Show more
            </button>
          </p>
        )}
      </section>
      <SavedNames dataset={dataset} column={column} mapping={mapping ?? null} isBusy={isBusy} onSave={save} />
    </>
  );
}

function ProposalItem(props: {
  proposal: Proposal;
  isBusy: boolean;
  onMerge: (names: string[]) => void;
  onRefuse: (names: string[]) => void;
}) {
  const { proposal, isBusy, onMerge, onRefuse } = props;
  const { names, reasons, certainty, share } = proposal;
  const all = names.map(({ name }) => name);
  const [largest] = names;
  return (
    <li class="card">
      <table class="names">
        <tbody>
          {names.map(({ name, share: own, rowCount }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{own == null ? '' : percent(own)}</td>
              <td class="number muted">{plural(rowCount, 'row')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted small">
        {sentence(certaintyWords[certainty])}: they differ in{' '}
        {reasons.map((reason) => reasonWords[reason]).join(' and ')}.{share != null && ` Together ${percent(share)}.`}
      </p>
      <p class="buttons">
        <button
          type="button"
          disabled={isBusy}
          aria-label={`Merge ${count(all.length)} names into ${largest!.name}`}
          onClick={() => onMerge(all)}
        >
          Merge
        </button>
        <button
          type="button"
          class="as-link"
          disabled={isBusy}
          aria-label={`${all.join(', ')} are different`}
          onClick={() => onRefuse(all)}
        >
          They are different
        </button>
      </p>
    </li>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
