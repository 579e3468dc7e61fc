import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import {
  type ComparedOrder,
  ExplorerComparisonDocument,
  type ExplorerComparisonQuery,
  type Presence,
} from '../../../../clients/typescript/generated/graphql.js';
import { client } from '../../api/client.js';
import { amount, count, percent, points, signed } from '../../format/numbers.js';
import { WarningIcon } from '../../ui/icons.js';
import { QueryButton } from '../../ui/query-button.js';
import { SearchField } from '../../ui/search-field.js';
import { PAGE, usePages } from '../../ui/use-pages.js';
import { VirtualTable } from '../../ui/virtual-table.js';
import { EntityLink } from '../entity/entity-link.js';
import type { Side } from '../side.js';
import type { ComparedQuestion } from './compared-question.js';

type Comparison = NonNullable<NonNullable<NonNullable<ExplorerComparisonQuery['dataset']>['analysis']>['comparison']>;
type Row = NonNullable<Comparison['entities']>['nodes'][number];

const orders: { value: ComparedOrder; name: string }[] = [
  { value: 'SHARE_CHANGE', name: 'Largest change of share' },
  { value: 'VALUE_CHANGE', name: 'Largest change of value' },
  { value: 'RANK_CHANGE', name: 'Largest change of rank' },
  { value: 'LARGEST', name: 'Largest first' },
  { value: 'NAME', name: 'By name' },
];

/** Every entity of both sides with its shares, values and their differences. `fallback` is shown where there is no list. */
export function ComparedEntities(props: {
  datasetId: string;
  /** Undefined where one question cannot be about both sides. */
  question: ComparedQuestion | undefined;
  side: Side;
  other: Side;
  fallback: ComponentChildren;
}) {
  const { datasetId, question, side, other, fallback } = props;
  const [search, setSearch] = useState('');
  const [orderBy, setOrder] = useState<ComparedOrder>('SHARE_CHANGE');
  const [presence, setPresence] = useState<Presence | null>(null);
  const variables = { id: datasetId, search: search || null, presence, orderBy };
  const { shown, isStale, error } = usePages<Row, Comparison['caveats']>(
    JSON.stringify([variables, question]),
    async (page) => {
      if (!question) return undefined;
      const of = { ...variables, ...question, first: PAGE, skip: page * PAGE };
      const answer = await client.peek().query(ExplorerComparisonDocument, of).toPromise();
      const comparison = answer.data?.dataset?.analysis?.comparison;
      if (!comparison?.entities) return answer.error;
      return { rows: comparison.entities.nodes, total: comparison.entities.totalCount, beside: comparison.caveats };
    },
  );
  // After an error the list is that of an earlier question.
  if (!shown || !question || (error && isStale)) return <>{fallback}</>;
  const { noun, valueName, areWhole } = side;
  const presences: { value: Presence; name: string }[] = [
    { value: 'BOTH', name: 'on both sides' },
    { value: 'THIS_ONLY', name: `only in ${side.name}` },
    { value: 'OTHER_ONLY', name: `only in ${other.name}` },
  ];
  return (
    <section class="panel" aria-labelledby="compared-title">
      <div class="section-head row">
        <h2 id="compared-title">All {noun.many} of both</h2>
        <span class="muted numbers" role="status">
          {count(shown.total)} {shown.total === 1 ? noun.one : noun.many}
        </span>
      </div>
      {shown.beside.length > 0 && (
        <section class="warnings" aria-label="Before comparing the numbers">
          <ul>
            {shown.beside.map(({ code, message }) => (
              <li key={code + message} class="caution">
                <WarningIcon /> <span>{message}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="list-tools entity-list-tools">
        <SearchField search={search} label={`Search ${noun.many} of both`} onSearch={setSearch} />
        <label class="inline long">
          <span class="hidden">Order of both</span>
          <select value={orderBy} onChange={(event) => setOrder(event.currentTarget.value as ComparedOrder)}>
            {orders.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="inline">
          <span class="hidden">Which side has it</span>
          <select
            value={presence ?? ''}
            onChange={(event) => setPresence((event.currentTarget.value || null) as Presence | null)}
          >
            <option value="">on any side</option>
            {presences.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <QueryButton
          of={{ query: ExplorerComparisonDocument, variables: { ...variables, ...question, first: PAGE, skip: 0 } }}
        />
      </div>
      {shown.total === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <div class={isStale ? 'stale' : ''}>
          <VirtualTable
            key={shown.key}
            label={`All ${noun.many} of both, scrolls`}
            count={shown.total}
            columns={[
              { name: noun.header, width: 'rest', kind: 'head' },
              { name: side.name, width: 8, narrow: 4.25, kind: 'number' },
              { name: other.name, width: 8, narrow: 4.25, kind: 'number' },
              { name: 'Change', width: 7.5, narrow: 5.75, kind: 'number' },
              { name: `${side.name}, ${valueName}`, width: 10, kind: 'number' },
              { name: `${other.name}, ${valueName}`, width: 10, kind: 'number' },
              { name: 'Difference', width: 10, kind: 'number' },
              { name: 'Rank', width: 8, kind: 'number' },
            ]}
            onVisible={shown.onVisible}
            cells={(index) => {
              const row = shown.rowAt(index);
              return row && cellsOf(row, areWhole);
            }}
          />
        </div>
      )}
    </section>
  );
}

function cellsOf({ entity, key, rank, share, value }: Row, areWhole: boolean): ComponentChildren[] {
  const shareOf = (side: number | null) => (side === null ? 'missing' : percent(side));
  const amountOf = (side: number | null) => (side === null ? '–' : amount(side, areWhole));
  return [
    <EntityLink key="name" name={entity} entity={key.parts} />,
    shareOf(share.value),
    shareOf(share.other),
    share.difference === null ? '–' : points(share.difference),
    amountOf(value.value),
    amountOf(value.other),
    signed(value.difference, (size) => amount(size, areWhole)),
    `${rank.value === null ? '–' : count(rank.value)} / ${rank.other === null ? '–' : count(rank.other)}`,
  ];
}
