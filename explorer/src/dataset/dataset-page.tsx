import { useEffect } from 'preact/hooks';
import { ExplorerDatasetDocument } from '../../../clients/typescript/generated/graphql.js';
import { isVersionUnavailable } from '../api/error-text.js';
import { Status } from '../datasets/datasets-page.js';
import { follow, uploads } from '../datasets/uploads.js';
import { bytes, plural } from '../format/numbers.js';
import { moment } from '../format/time.js';
import { pages, readVersion, versionQuery } from '../location.js';
import { QueryButton } from '../ui/query-button.js';
import { EmptyState, ErrorNotice, Loading } from '../ui/states.js';
import { Tabs } from '../ui/tabs.js';
import { useTitle } from '../ui/use-title.js';
import { Columns } from './columns.js';
import { Lineage } from './lineage.js';
import { Manage } from './manage.js';
import { Names } from './names.js';
import { ReadAgainButton } from './read-dialog.js';
import { Rows } from './rows.js';
import { type DatasetDetail, useDataset, versionOf } from './use-dataset.js';
import { VersionSelect, VersionUnavailable } from './version-choice.js';

export type DatasetTab = '' | 'rows' | 'names' | 'lineage';

const tabNames: Record<DatasetTab | 'analysis', string> = {
  '': 'Columns',
  rows: 'Rows',
  names: 'Names',
  lineage: 'How it was read',
  analysis: 'Analysis',
};

export function DatasetPage({ id, tab }: { id: string; tab: DatasetTab }) {
  const version = readVersion('version');
  const answer = useDataset(id, version);
  const dataset = answer.data?.dataset;
  useTitle(dataset ? `${dataset.name}: ${tabNames[tab]}` : 'Dataset');
  if (version !== null && isVersionUnavailable(answer.error))
    return <DatasetVersionUnavailable id={id} version={version} tab={tab} />;
  if (answer.error && !dataset?.schema) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (answer.data && !dataset) return <NoDataset />;
  return (
    <>
      <DatasetHead id={id} dataset={dataset ?? undefined} version={version} tab={tab} />
      {!dataset && <Loading lines={8} label="Loading the dataset" />}
      {dataset && <NotReady dataset={dataset} />}
      {dataset?.schema && <VersionBar dataset={dataset} version={version} />}
      {dataset?.schema && tab === '' && <Columns dataset={dataset} schema={dataset.schema} version={version} />}
      {dataset?.schema && tab === 'rows' && <Rows dataset={dataset} schema={dataset.schema} version={version} />}
      {dataset?.schema && tab === 'names' && <Names dataset={dataset} schema={dataset.schema} />}
      {dataset?.schema && tab === 'lineage' && <Lineage dataset={dataset} schema={dataset.schema} version={version} />}
    </>
  );
}

/** The page of a version that was removed or does not exist yet. */
export function DatasetVersionUnavailable(props: { id: string; version: number; tab: DatasetTab | 'analysis' }) {
  const { id, version, tab } = props;
  const dataset = useDataset(id).data?.dataset ?? undefined;
  return (
    <>
      <DatasetHead id={id} dataset={dataset} version={null} tab={tab} />
      <VersionUnavailable id={id} version={version} name="version" />
    </>
  );
}

/** Choice of a version, where several are kept. */
function VersionBar({ dataset, version }: { dataset: DatasetDetail; version: number | null }) {
  if ((dataset.versions ?? []).length <= 1) return null;
  return (
    <div class="period-bar version-bar">
      <VersionSelect dataset={dataset} value={version} />
      {version !== null && version !== dataset.version && (
        <p class="muted small">This is an earlier version. Corrections can only be made to the current one.</p>
      )}
    </div>
  );
}

export function DatasetHead(props: {
  id: string;
  dataset: DatasetDetail | undefined;
  /** The version shown; null for the current one. */
  version: number | null;
  tab: DatasetTab | 'analysis';
}) {
  const { id, dataset, version, tab } = props;
  const names = Object.entries(tabNames) as [DatasetTab | 'analysis', string][];
  return (
    <div class="dataset-head">
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={pages.datasets}>Datasets</a>
      </nav>
      <div class="title-row">
        <h1 title={dataset?.name}>{dataset?.name ?? <span class="loading-line title" />}</h1>
        {dataset && (
          <div class="title-tools">
            {/* The other views have a button of their own. */}
            {tab === '' && (
              <QueryButton
                of={{ query: ExplorerDatasetDocument, variables: version === null ? { id } : { id, version } }}
              />
            )}
            <Manage dataset={dataset} />
          </div>
        )}
      </div>
      {dataset && <Facts dataset={dataset} version={version} />}
      <Tabs
        label="Dataset"
        current={tabNames[tab]}
        tabs={names.map(([one, name]) => ({ name, href: pages.dataset(id, one, versionQuery(version)) }))}
      />
    </div>
  );
}

/** The sheets whose rows are stacked (`*`: all with the same columns), else the one that was read. */
function sheetsRead(stacked: readonly string[] | null | undefined, sheet: string): string {
  if (stacked?.includes('*')) return 'all sheets with the same columns';
  return stacked && stacked.length > 1 ? plural(stacked.length, 'sheet') : `sheet “${sheet}”`;
}

function Facts({ dataset, version }: { dataset: DatasetDetail; version: number | null }) {
  const { status, updatedAt } = dataset;
  const shown = versionOf(dataset, version);
  const { rowCount, columnCount, source } = shown;
  const sources = shown.sources ?? [];
  const isCurrent = !('publishedAt' in shown) || shown.version === dataset.version;
  const since = isCurrent ? updatedAt : shown.publishedAt;
  return (
    <p class="facts muted">
      {status !== 'READY' && <Status status={status} />}
      {typeof rowCount === 'number' && <span class="numbers">{plural(rowCount, 'row')}</span>}
      {typeof columnCount === 'number' && <span class="numbers">{plural(columnCount, 'column')}</span>}
      <span class="long" title={sources.map(({ name }) => name).join('\n') || source.fileName}>
        {sources.length > 1 ? plural(sources.length, 'file') : source.fileName}
      </span>
      <span class="numbers">
        {bytes(sources.length > 1 ? sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) : source.sizeBytes)}
      </span>
      {source.sheet && <span>{sheetsRead(isCurrent ? dataset.options?.sheets : null, source.sheet)}</span>}
      <span class="numbers">version {shown.version}</span>
      <span class="numbers">
        <time dateTime={since}>{moment(since)}</time>
      </span>
    </p>
  );
}

/** Progress of a file that is being read; reason and remedy where it could not be read. */
function NotReady({ dataset }: { dataset: DatasetDetail }) {
  const { id, status, source, failure } = dataset;
  useEffect(() => {
    if (status === 'PROCESSING') follow(id, source.fileName);
  }, [id, status]);
  if (status === 'PROCESSING') {
    const isFollowed = uploads.value.some((upload) => upload.datasetId === id);
    return (
      <EmptyState title="The file is being read">
        <p>
          {isFollowed ? 'Progress is shown at the bottom of the page. ' : ''}Columns, rows and analyses appear here when
          it is done.
        </p>
      </EmptyState>
    );
  }
  // Ended on request: the version that is shown is as good as before.
  if (!failure || (status === 'READY' && failure.code === 'INGEST_CANCELLED')) return null;
  return (
    <div class="notice bad" role="alert">
      <div>
        <p class="notice-title">
          {status === 'FAILED'
            ? 'The file could not be read'
            : 'The newest file could not be read. You see the version before it.'}
        </p>
        <p>{failure.message}</p>
        <p class="notice-end">
          <ReadAgainButton dataset={dataset} /> <code>{failure.code}</code>
        </p>
      </div>
    </div>
  );
}

export function NoDataset() {
  useTitle('Dataset not found');
  return (
    <EmptyState title="Dataset not found" isPage>
      <p>
        It was deleted, or the link is incomplete. <a href={pages.datasets}>All datasets</a>
      </p>
    </EmptyState>
  );
}
