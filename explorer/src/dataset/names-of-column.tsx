import type { CombinedError } from '@urql/core';
import { useState } from 'preact/hooks';
import {
  ExplorerNamesDocument,
  type ExplorerNamesQuery,
  ExplorerSaveEntitiesDocument,
  type SaveEntitiesInput,
} from '../../../clients/typescript/generated/graphql.js';
import { client, refreshCount } from '../api/client.js';
import { errorText } from '../api/error-text.js';
import { useQueryResult } from '../api/use-query-result.js';
import { count, percent, plural, short } from '../format/numbers.js';
import { certaintyWords, reasonWords } from '../format/similarity-words.js';
import { ColumnHeader } from '../ui/column-header.js';
import { QueryButton } from '../ui/query-button.js';
import { ErrorNotice, Loading } from '../ui/states.js';
import { type Decisions, merged, noDecisions, refused } from './name-decisions.js';
import { SavedNames } from './saved-names.js';
import type { DatasetDetail } from './use-dataset.js';

type Answer = NonNullable<ExplorerNamesQuery['dataset']>;
type Proposal = NonNullable<Answer['entityProposals']>['nodes'][number];

/** The part of the page where a change was made: its failure is shown there. */
type Place = 'proposals' | 'saved';

const PAGE = 20;
const MAX_PROPOSALS = 100;

/** What is proposed for the names of a column, and what was decided. */
export function NamesOfColumn(props: { dataset: DatasetDetail; column: string; value: string | null }) {
  const { dataset, column, value } = props;
  const { id } = dataset;
  const [first, setFirst] = useState(PAGE);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ place: Place; message: string }>();
  /** What was saved before the last change, to undo it. */
  const [before, setBefore] = useState<Decisions>();
  const variables = { id, column, value, first };
  const answer = useQueryResult(ExplorerNamesDocument, variables, { isChanging: true });
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  const names = answer.data?.dataset;
  if (!names) return <Loading lines={8} label="Comparing the names" />;
  const { entityMapping: mapping, entityProposals: proposals } = names;
  const decisions: Decisions = mapping ?? noDecisions;

  /** @returns whether it was saved */
  const send = async (changes: Omit<SaveEntitiesInput, 'id' | 'column'>, place: Place, isUndo = false) => {
    setBusy(true);
    setFailure(undefined);
    const input = { id, column, basedOn: mapping?.checksum ?? '', ...changes };
    const { error } = await client.peek().mutation(ExplorerSaveEntitiesDocument, { input }).toPromise();
    if (error) setFailure({ place, message: unknownNames(error) ?? errorText(error).message });
    else {
      setBefore(isUndo ? undefined : decisions);
      // Analyses count by the names that were saved.
      refreshCount.value++;
    }
    setBusy(false);
    answer.retry();
    return !error;
  };
  const save = ({ merges, parents, distinct }: Decisions, place: Place, isUndo = false) =>
    send(
      {
        merges: merges.map(({ entity, names: all }) => ({ entity, names: all })),
        parents: parents.map(({ entity, parent }) => ({ entity, parent })),
        distinct: distinct.map(({ names: all }) => ({ names: all })),
      },
      place,
      isUndo,
    );

  return (
    <>
      <section aria-labelledby="proposals-title">
        <div class="section-head row">
          <h2 id="proposals-title">Names that may be one</h2>
          <QueryButton of={{ query: ExplorerNamesDocument, variables }} />
        </div>
        {failure?.place === 'proposals' && (
          <p class="field-error" role="alert">
            {failure.message}
          </p>
        )}
        <p class="muted small" role="status">
          {proposals?.totalCount
            ? `${plural(proposals.totalCount, 'proposal')}, those that would change most first. Nothing is merged until you say so.`
            : 'No names of this column look like one.'}{' '}
          {before && (
            <button type="button" class="as-link" disabled={isBusy} onClick={() => save(before, 'proposals', true)}>
              Undo the last change
            </button>
          )}
        </p>
        <ul class={`proposals ${answer.isStale ? 'stale' : ''}`}>
          {(proposals?.nodes ?? []).map((proposal) => (
            <ProposalItem
              key={proposal.names.map(({ name }) => name).join('\n')}
              proposal={proposal}
              hasValue={value !== null}
              isBusy={isBusy}
              onMerge={(all) => save(merged(decisions, all), 'proposals')}
              onRefuse={(all) => save(refused(decisions, all), 'proposals')}
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
      <SavedNames
        dataset={dataset}
        column={column}
        mapping={mapping ?? null}
        isBusy={isBusy}
        failure={failure?.place === 'saved' ? failure.message : undefined}
        onSave={(next) => save(next, 'saved')}
        onImport={(file) => send({ file, unknownNames: 'KEEP' }, 'saved')}
      />
    </>
  );
}

function ProposalItem(props: {
  proposal: Proposal;
  /** The names are measured by a column, not by their rows. */
  hasValue: boolean;
  isBusy: boolean;
  onMerge: (names: string[]) => void;
  onRefuse: (names: string[]) => void;
}) {
  const { proposal, hasValue, isBusy, onMerge, onRefuse } = props;
  const { names, reasons, certainty, share } = proposal;
  const all = names.map(({ name }) => name);
  const [largest] = names;
  return (
    <li class="card">
      <table class="names">
        <thead class="hidden">
          <tr>
            <ColumnHeader>Name</ColumnHeader>
            <ColumnHeader isNumber>Value</ColumnHeader>
            <ColumnHeader isNumber>Share</ColumnHeader>
            <ColumnHeader isNumber>Rows</ColumnHeader>
          </tr>
        </thead>
        <tbody>
          {names.map(({ name, share: own, value: sum, rowCount }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{hasValue && short(sum)}</td>
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

/** The names that the column does not have, with the nearest it has; undefined where something else was refused. */
function unknownNames(error: CombinedError): string | undefined {
  const refused = error.graphQLErrors[0]?.extensions;
  if (refused?.code !== 'ENTITY_NAME_UNKNOWN') return undefined;
  const unknown = refused.unknown as { name: string; nearest: string | null }[];
  return unknown
    .map(({ name, nearest }) => `The column has no name “${name}”.${nearest ? ` The nearest is “${nearest}”.` : ''}`)
    .join(' ');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
