import { useState } from 'preact/hooks';
import {
  type ArtifactFormat,
  type ExplorerAnalysisQuery,
  ExplorerDatasetsDocument,
  ExplorerDownloadsDocument,
} from '../../../clients/typescript/generated/graphql.js';
import { errorText } from '../api/error-text.js';
import { authorization } from '../api/key.js';
import { useQueryResult } from '../api/use-query-result.js';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { VersionSelect, versionTitle } from '../dataset/version-choice.js';
import { BYTE_ORDER_MARK } from '../format/csv.js';
import { quoted } from '../format/nouns.js';
import { periodName, TOTAL } from '../format/periods.js';
import { show } from '../location.js';
import { CopyButton } from '../ui/copy-button.js';
import { ChevronIcon, DownloadIcon, LinkIcon } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import { QueryButton, type ShownQuery } from '../ui/query-button.js';
import { save } from '../ui/save-file.js';
import { inputOf, NO_OTHER, type Question } from './question.js';

type Analysis = NonNullable<NonNullable<ExplorerAnalysisQuery['dataset']>['analysis']>;

/** Values of the comparison menu, beside the keys of periods. */
const OTHER_DATASET = 'other-dataset';
const VERSION = 'version ';

/** The bar above the results: period, comparison, downloads and links. */
export function PeriodBar({
  dataset,
  analysis,
  question,
  shownQuery,
}: {
  dataset: DatasetDetail;
  analysis: Analysis;
  question: Question;
  shownQuery: ShownQuery;
}) {
  const keys = analysis.byPeriod.map(({ period }) => period);
  const all = [TOTAL, ...keys];
  const at = all.indexOf(question.period);
  const step = (by: number) => show({ period: periodParameter(all[at + by]!) });
  return (
    <div class="period-bar">
      <VersionSelect dataset={dataset} value={question.version} />
      {keys.length > 0 && (
        <div class="period-choice">
          <PeriodSelect
            keys={keys}
            value={question.period}
            onChange={(period) => show({ period: periodParameter(period) })}
          />
          <button
            type="button"
            class="quiet square"
            aria-label="Previous period"
            disabled={at <= 1}
            onClick={() => step(-1)}
          >
            <ChevronIcon to="left" />
          </button>
          <button
            type="button"
            class="quiet square"
            aria-label="Next period"
            disabled={at >= all.length - 1}
            onClick={() => step(1)}
          >
            <ChevronIcon to="right" />
          </button>
        </div>
      )}
      <CompareChoice dataset={dataset} version={analysis.datasetVersion} keys={keys} question={question} />
      <div class="export-actions">
        <Menu
          buttonClass="primary"
          label={
            <>
              <DownloadIcon /> Download
            </>
          }
        >
          <Downloads datasetId={dataset.id} question={question} />
        </Menu>
        <CopyButton text={() => window.location.href}>
          <LinkIcon /> Copy link
        </CopyButton>
        <QueryButton of={shownQuery} />
      </div>
    </div>
  );
}

/** Links are fetched when the menu opens, since signed links expire. */
function Downloads({ datasetId, question }: { datasetId: string; question: Question }) {
  const answer = useQueryResult(
    ExplorerDownloadsDocument,
    { id: datasetId, input: inputOf(question) },
    { isChanging: true },
  );
  const artifacts = answer.isStale ? undefined : answer.data?.dataset?.analysis?.artifacts;
  if (answer.error) return <p class="field-error">{errorText(answer.error).message}</p>;
  if (!artifacts) return <p class="muted">Preparing the links…</p>;
  return (
    <>
      {[...artifacts].reverse().map(({ format, url, fileName }) => (
        <a
          key={format}
          class="button"
          href={url}
          download={fileName}
          onClick={format === 'CSV' ? (event) => saveForExcel(event, url, fileName) : undefined}
        >
          <strong>{format}</strong> <span class="muted">{artifactWords[format]}</span>
        </a>
      ))}
    </>
  );
}

/** Excel reads accents in a CSV only behind a byte order mark, which the API's files do not have. */
async function saveForExcel(event: Event, url: string, fileName: string): Promise<void> {
  event.preventDefault();
  const response = await fetch(url, { headers: authorization() });
  if (response.ok) save(new Blob([BYTE_ORDER_MARK, await response.blob()], { type: 'text/csv' }), fileName);
  // The link as it is: the browser shows what went wrong.
  else window.location.assign(url);
}

const artifactWords: Record<ArtifactFormat, string> = {
  XLSX: 'Excel workbook',
  CSV: 'table, one row per measure',
  JSON: 'everything, for programs',
  PARQUET: 'all entities, for analytical programs',
};

/** The default is not written to the address. */
function periodParameter(period: string): string | null {
  return period === TOTAL ? null : period;
}

function PeriodSelect(props: { keys: readonly string[]; value: string; onChange: (key: string) => void }) {
  const { keys, value, onChange } = props;
  return (
    <label>
      <span class="key" aria-hidden="true" />
      <span class="bar-label">Period</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value={TOTAL}>{periodName(TOTAL)}</option>
        {value !== TOTAL && !keys.includes(value) && <option value={value}>{value}: no rows</option>}
        {keys.map((key) => (
          <option key={key} value={key}>
            {periodName(key)}
          </option>
        ))}
      </select>
    </label>
  );
}

function CompareChoice(props: {
  dataset: DatasetDetail;
  /** The version shown. */
  version: number;
  keys: readonly string[];
  question: Question;
}) {
  const { dataset, version, keys, question } = props;
  const [isChoosing, setChoosing] = useState(false);
  const { compare, other } = question;
  const isVersion = other?.id === dataset.id;
  const value = isVersion ? `${VERSION}${other.version}` : other || isChoosing ? OTHER_DATASET : compare ? compare : '';
  const versions = (dataset.versions ?? []).filter((each) => each.version !== version);
  const choose = (chosen: string) => {
    setChoosing(chosen === OTHER_DATASET);
    if (chosen === OTHER_DATASET) return;
    if (chosen.startsWith(VERSION)) {
      // Names both versions, so that the link keeps its meaning when there are newer ones.
      show({ ...NO_OTHER, version: String(version), withVersion: chosen.slice(VERSION.length) });
    } else show({ ...NO_OTHER, compare: chosen || null });
  };
  return (
    <div class="period-choice">
      <label>
        <span class="key second" aria-hidden="true" />
        <span class="bar-label">Compare with</span>
        <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">nothing</option>
          <option value={OTHER_DATASET}>another dataset…</option>
          {(versions.length > 0 || isVersion) && (
            <optgroup label="Versions">
              {isVersion && versions.every((each) => each.version !== other.version) && (
                <option value={value}>version {other.version}</option>
              )}
              {versions.map((each) => (
                <option key={each.version} value={`${VERSION}${each.version}`}>
                  version {versionTitle(each)}
                </option>
              ))}
            </optgroup>
          )}
          {keys.length > 0 && (
            <optgroup label="Periods">
              <option value={TOTAL}>{periodName(TOTAL)}</option>
              {keys.map((key) => (
                <option key={key} value={key}>
                  {periodName(key)}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      {value === OTHER_DATASET && <DatasetSelect datasetId={dataset.id} value={other?.id ?? ''} />}
    </div>
  );
}

const MAX_DATASETS = 100;

function DatasetSelect({ datasetId, value }: { datasetId: string; value: string }) {
  const answer = useQueryResult(
    ExplorerDatasetsDocument,
    { first: MAX_DATASETS, orderBy: 'NAME' },
    { isChanging: true },
  );
  const others = answer.data?.datasets?.nodes.filter(({ id, status }) => id !== datasetId && status === 'READY') ?? [];
  return (
    <label>
      <span class="hidden">Dataset to compare with</span>
      <select value={value} onChange={(event) => show({ ...NO_OTHER, with: event.currentTarget.value || null })}>
        <option value="">
          {answer.isLoading ? 'Loading…' : others.length > 0 ? 'Choose a dataset' : 'No other dataset'}
        </option>
        {value && others.every(({ id }) => id !== value) && <option value={value}>{value}</option>}
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {quoted(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
