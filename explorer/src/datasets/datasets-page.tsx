import { useEffect, useState } from 'preact/hooks';
import {
  type DatasetOrder,
  type DatasetSummaryFragment,
  ExplorerDatasetsDocument,
} from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import { bytes, count, plural } from '../format/numbers.js';
import { day } from '../format/time.js';
import { location, pages, show } from '../location.js';
import { SearchIcon } from '../ui/icons.js';
import { QueryButton } from '../ui/query-button.js';
import { EmptyState, ErrorNotice, Loading } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';
import { DropZone } from './drop-zone.js';

const PAGE_SIZE = 20;
const SEARCH_DELAY_MS = 250;

const orders: { value: DatasetOrder; name: string }[] = [
  { value: 'NEWEST', name: 'Newest first' },
  { value: 'OLDEST', name: 'Oldest first' },
  { value: 'NAME', name: 'Name' },
  { value: 'ROWS', name: 'Most rows first' },
];

export function DatasetsPage() {
  useTitle('Datasets');
  const { query } = location.value;
  const search = query.get('search') ?? '';
  const orderBy = orders.find(({ value }) => value === query.get('order'))?.value ?? 'NEWEST';
  const after = query.get('after');
  const variables = { first: PAGE_SIZE, after, search: search || null, orderBy };
  const answer = useQueryResult(ExplorerDatasetsDocument, variables, { isChanging: true });
  const page = answer.data?.datasets;
  const isEmpty = page?.totalCount === 0 && !search;

  return (
    <>
      <div class={`intro ${isEmpty ? 'first' : ''}`}>
        <h1>How much depends on how few?</h1>
        <p class="lead">
          Upload a spreadsheet as it is. See who makes up 10, 20 or 50&#8239;% of the value, in total and period by
          period, and how every cell was read.
        </p>
        <DropZone isLarge={isEmpty ?? false} />
      </div>

      <section class="list" aria-labelledby="datasets-title">
        <div class="list-head">
          <h2 id="datasets-title">Datasets {page && <span class="muted numbers">{count(page.totalCount)}</span>}</h2>
          <div class="list-tools">
            <SearchField search={search} />
            <label class="inline">
              <span class="hidden">Order</span>
              <select value={orderBy} onChange={(event) => show({ order: event.currentTarget.value, after: null })}>
                {orders.map(({ value, name }) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <QueryButton of={{ query: ExplorerDatasetsDocument, variables }} />
          </div>
        </div>
        {answer.error && !page && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
        {answer.isLoading && <Loading lines={6} label="Loading the datasets" />}
        {page && page.nodes.length > 0 && (
          <ul class={`datasets ${answer.isStale ? 'stale' : ''}`}>
            {page.nodes.map((dataset) => (
              <DatasetRow key={dataset.id} dataset={dataset} />
            ))}
          </ul>
        )}
        {page && page.nodes.length === 0 && !isEmpty && (
          <EmptyState title={search ? `No dataset matches “${search}”` : 'No more datasets'}>
            <p>
              {search ? 'Names and file names were searched.' : 'The list has become shorter.'}{' '}
              <button type="button" onClick={() => show({ search: null, after: null })}>
                Show all datasets
              </button>
            </p>
          </EmptyState>
        )}
        {isEmpty && (
          <EmptyState title="No datasets yet">
            <p>Upload a file to create the first. Your data stays on the machine that runs this service.</p>
          </EmptyState>
        )}
        {page && (after !== null || page.pageInfo.hasNextPage) && (
          <nav class="paging" aria-label="Pages of datasets">
            {after !== null && (
              <button type="button" onClick={() => show({ after: null })}>
                First page
              </button>
            )}
            {page.pageInfo.hasNextPage && (
              <button type="button" onClick={() => show({ after: page.pageInfo.endCursor ?? null })}>
                Next {PAGE_SIZE}
              </button>
            )}
          </nav>
        )}
      </section>
    </>
  );
}

function DatasetRow({ dataset }: { dataset: DatasetSummaryFragment }) {
  const { id, name, status, rowCount, columnCount, source, updatedAt, version, failure } = dataset;
  return (
    <li>
      <a class="dataset" href={pages.dataset(id)}>
        <span class="dataset-name">
          {name}
          {status !== 'READY' && <Status status={status} />}
          {status === 'READY' && failure && <span class="badge bad">newest file could not be read</span>}
        </span>
        <span class="dataset-file muted">
          {source.fileName} <span class="kind">{source.format}</span>
        </span>
        <span class="numbers">
          {typeof rowCount === 'number' ? plural(rowCount, 'row') : ''}
          {typeof columnCount === 'number' && <span class="muted">, {plural(columnCount, 'column')}</span>}
        </span>
        <span class="numbers muted">{bytes(source.sizeBytes)}</span>
        <span class="numbers muted">
          <time dateTime={updatedAt}>{day(updatedAt)}</time>
          {version > 1 && `, version ${version}`}
        </span>
      </a>
    </li>
  );
}

export function Status({ status }: { status: DatasetSummaryFragment['status'] }) {
  const names = { READY: 'ready', PROCESSING: 'being read', FAILED: 'could not be read' };
  return <span class={`badge ${status === 'FAILED' ? 'bad' : ''}`}>{names[status]}</span>;
}

/** Searches when typing pauses. */
function SearchField({ search }: { search: string }) {
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => show({ search: text || null, after: null }, { replace: true }), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="search">
      <SearchIcon />
      <span class="hidden">Search datasets</span>
      <input type="search" value={text} placeholder="Search" onInput={(event) => setText(event.currentTarget.value)} />
    </label>
  );
}
