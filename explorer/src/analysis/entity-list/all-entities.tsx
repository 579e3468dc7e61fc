import { ExplorerEntitiesDocument } from '../../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { count, percent } from '../../format/numbers.js';
import { TOTAL } from '../../format/periods.js';
import { show } from '../../location.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Dialog } from '../../ui/dialog.js';
import { DownloadIcon } from '../../ui/icons.js';
import { Menu } from '../../ui/menu.js';
import { QueryButton } from '../../ui/query-button.js';
import { SearchField } from '../../ui/search-field.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { PAGE } from '../../ui/use-pages.js';
import { Downloads } from '../downloads.js';
import { withAlso } from '../input.js';
import { PeriodOptions } from '../period-bar.js';
import type { Question } from '../question.js';
import { wordsOf } from '../side.js';
import { AlsoChoice, labelIn } from './also-choice.js';
import { copiedRows, MAX_COPIED_ROWS } from './copied-rows.js';
import { EntityTable } from './entity-table.js';
import { type ListState, listOrders, NO_LIST } from './list-state.js';
import { type ListOf, useEntityList } from './use-entity-list.js';

/** All entities of a period: a list of any length, of which only the visible rows are fetched and drawn. */
export function AllEntities(props: { dataset: DatasetDetail; question: Question; version: number; state: ListState }) {
  const { dataset, version, state } = props;
  // With its version, so that all pages are of one analysis.
  const question = { ...props.question, version };
  const list: ListOf = { id: dataset.id, input: withAlso(question), ...state, search: state.search || null };
  const { shown, isStale, error, retry } = useEntityList(list);
  const periods = shown?.beside.byPeriod.map(({ period }) => period) ?? [];
  const classes = shown?.beside.period?.classes ?? [];
  const { groupBy, value, grain } = question;
  const words = wordsOf(dataset, { groupBy, value, periodGrain: grain });
  const { noun, valueName } = words;
  const alsoNames = question.also.map((name) => labelIn(dataset, name));
  const total = shown?.total ?? 0;
  return (
    <Dialog title={`All ${noun.many}`} width="full" onClose={() => show(NO_LIST)}>
      <div class="list-tools entity-list-tools">
        <SearchField
          search={state.search}
          label={`Search ${noun.many}`}
          onSearch={(search) => show({ search: search || null }, { replace: true })}
        />
        {periods.length > 0 && (
          <label class="inline">
            <span class="hidden">Period of the list</span>
            <select
              value={state.period}
              onChange={(event) => show({ list: event.currentTarget.value, class: null }, { replace: true })}
            >
              <PeriodOptions keys={periods} value={state.period} />
            </select>
          </label>
        )}
        <label class="inline">
          <span class="hidden">Order</span>
          <select
            value={state.orderBy}
            onChange={(event) => show({ order: parameterOf(event.currentTarget.value) }, { replace: true })}
          >
            {listOrders.map((order) => (
              <option key={order.value} value={order.value}>
                {order.name}
              </option>
            ))}
          </select>
        </label>
        {(classes.length > 0 || state.class !== null) && (
          <label class="inline">
            <span class="hidden">Class</span>
            <select
              value={state.class ?? ''}
              onChange={(event) => show({ class: event.currentTarget.value || null }, { replace: true })}
            >
              <option value="">All classes</option>
              {state.class !== null && classes.every(({ name }) => name !== state.class) && (
                <option value={state.class}>{state.class}</option>
              )}
              {classes.map(({ name, count: size, share }) => (
                <option key={name} value={name}>
                  {name}: {count(size)} with {percent(share)}
                </option>
              ))}
            </select>
          </label>
        )}
        {dataset.schema && <AlsoChoice schema={dataset.schema} question={question} />}
      </div>
      <div class="list-tools entity-list-tools">
        <p class="numbers" role="status">
          {shown && `${count(total)} ${total === 1 ? noun.one : noun.many}`}
        </p>
        {total > 0 && (
          <CopyButton text={() => copiedRows(list, { name: noun.header, value: valueName, also: alsoNames })}>
            {total > MAX_COPIED_ROWS ? `Copy the first ${count(MAX_COPIED_ROWS)}` : 'Copy as table'}
          </CopyButton>
        )}
        <Menu
          label={
            <>
              <DownloadIcon /> Download all
            </>
          }
        >
          <Downloads datasetId={dataset.id} question={question} content="ENTITIES" />
        </Menu>
        <QueryButton of={{ query: ExplorerEntitiesDocument, variables: { ...list, first: PAGE, skip: 0 } }} />
      </div>
      {error && <ErrorNotice error={error} onRetry={retry} />}
      {!shown && !error && <Loading lines={10} label="Ranking" />}
      {shown && total > 0 && (
        <div class={isStale ? 'stale' : ''}>
          <EntityTable key={shown.key} list={shown} words={words} period={state.period} also={alsoNames} />
        </div>
      )}
      {shown && total === 0 && (
        <p>
          {state.search ? `No name contains “${state.search}”.` : 'No row with a value belongs to this list.'}{' '}
          <button type="button" onClick={() => show({ ...NO_LIST, list: TOTAL }, { replace: true })}>
            Show all
          </button>
        </p>
      )}
    </Dialog>
  );
}

function parameterOf(order: string): string | null {
  return listOrders.find(({ value }) => value === order)?.parameter ?? null;
}
