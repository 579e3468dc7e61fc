import { useState } from 'preact/hooks';
import { type ExplorerAnalysisQuery, ExplorerDatasetsDocument } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { VersionSelect, versionTitle } from '../dataset/version-choice.js';
import { quoted } from '../format/nouns.js';
import { periodName, TOTAL } from '../format/periods.js';
import { show } from '../location.js';
import { CopyButton } from '../ui/copy-button.js';
import { ChevronIcon, DownloadIcon, LinkIcon } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import { QueryButton, type ShownQuery } from '../ui/query-button.js';
import { Downloads } from './downloads.js';
import { NO_OTHER, type Question } from './question.js';

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
        <PeriodOptions keys={keys} value={value} />
      </select>
    </label>
  );
}

/** All periods, then each by its name; the chosen one even where it has no rows. */
export function PeriodOptions({ keys, value }: { keys: readonly string[]; value: string }) {
  return (
    <>
      <option value={TOTAL}>{periodName(TOTAL)}</option>
      {value !== TOTAL && !keys.includes(value) && <option value={value}>{value}: no rows</option>}
      {keys.map((key) => (
        <option key={key} value={key}>
          {periodName(key)}
        </option>
      ))}
    </>
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
