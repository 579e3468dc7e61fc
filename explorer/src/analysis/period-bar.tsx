import { useState } from 'preact/hooks';
import {
  type ArtifactFormat,
  type ExplorerAnalysisQuery,
  ExplorerDatasetsDocument,
  ExplorerDownloadsDocument,
} from '../../../clients/typescript/generated/graphql.js';
import { failureText } from '../api/failure.js';
import { useAnswer } from '../api/use-answer.js';
import { quoted } from '../format/nouns.js';
import { periodName, TOTAL } from '../format/periods.js';
import { show } from '../location.js';
import { CopyButton } from '../ui/copy-button.js';
import { ChevronIcon, DownloadIcon, LinkIcon } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import { type Question as Asked, QueryButton } from '../ui/query-button.js';
import { inputOf, type Question } from './question.js';

type Analysis = NonNullable<ExplorerAnalysisQuery['dataset']>['analysis'];

const OTHER_DATASET = 'other-dataset';

/** Which period, against what, and what to take away. */
export function PeriodBar({
  datasetId,
  analysis,
  question,
  asked,
}: {
  datasetId: string;
  analysis: Analysis;
  question: Question;
  asked: Asked;
}) {
  const keys = analysis.byPeriod.map(({ period }) => period);
  const all = [TOTAL, ...keys];
  const at = all.indexOf(question.period);
  const step = (by: number) => show({ period: periodParameter(all[at + by]!) });
  return (
    <div class="period-bar">
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
            aria-label="The period before"
            disabled={at <= 1}
            onClick={() => step(-1)}
          >
            <ChevronIcon to="left" />
          </button>
          <button
            type="button"
            class="quiet square"
            aria-label="The period after"
            disabled={at >= all.length - 1}
            onClick={() => step(1)}
          >
            <ChevronIcon to="right" />
          </button>
        </div>
      )}
      <CompareChoice datasetId={datasetId} keys={keys} question={question} />
      <div class="take-away">
        <Menu
          buttonClass="primary"
          label={
            <>
              <DownloadIcon /> Download
            </>
          }
        >
          <Downloads datasetId={datasetId} question={question} />
        </Menu>
        <CopyButton text={() => window.location.href}>
          <LinkIcon /> Copy link
        </CopyButton>
        <QueryButton of={asked} />
      </div>
    </div>
  );
}

/** Links are asked for when the list opens: they may be signed, and end. */
function Downloads({ datasetId, question }: { datasetId: string; question: Question }) {
  const answer = useAnswer(
    ExplorerDownloadsDocument,
    { id: datasetId, input: inputOf(question) },
    { isChanging: true },
  );
  const artifacts = answer.isStale ? undefined : answer.data?.dataset?.analysis.artifacts;
  if (answer.error) return <p class="field-error">{failureText(answer.error).message}</p>;
  if (!artifacts) return <p class="soft">Preparing the links…</p>;
  return (
    <>
      {[...artifacts].reverse().map(({ format, url, fileName }) => (
        <a key={format} class="button" href={url} download={fileName}>
          <strong>{format}</strong> <span class="soft">{artifactWords[format]}</span>
        </a>
      ))}
    </>
  );
}

const artifactWords: Record<ArtifactFormat, string> = {
  XLSX: 'workbook to send on',
  CSV: 'tidy table',
  JSON: 'all of it, for programs',
};

/** The default needs no place in the address. */
function periodParameter(period: string): string | null {
  return period === TOTAL ? null : period;
}

function PeriodSelect(props: { keys: readonly string[]; value: string; onChange: (key: string) => void }) {
  const { keys, value, onChange } = props;
  return (
    <label>
      <span class="key" aria-hidden="true" />
      <span class="bar-label">Look at</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value={TOTAL}>{periodName(TOTAL)}</option>
        {value !== TOTAL && !keys.includes(value) && <option value={value}>{value}: not there</option>}
        {keys.map((key) => (
          <option key={key} value={key}>
            {periodName(key)}
          </option>
        ))}
      </select>
    </label>
  );
}

function CompareChoice({
  datasetId,
  keys,
  question,
}: {
  datasetId: string;
  keys: readonly string[];
  question: Question;
}) {
  const [isChoosing, setChoosing] = useState(false);
  const { compare, other } = question;
  const value = other || isChoosing ? OTHER_DATASET : (compare ?? '');
  return (
    <div class="period-choice">
      <label>
        <span class="key second" aria-hidden="true" />
        <span class="bar-label">Compare with</span>
        <select
          value={value}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            setChoosing(chosen === OTHER_DATASET);
            if (chosen !== OTHER_DATASET) show({ compare: chosen || null, with: null, withBy: null, withValue: null });
          }}
        >
          <option value="">nothing</option>
          <option value={OTHER_DATASET}>Another dataset…</option>
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
      {value === OTHER_DATASET && <DatasetSelect datasetId={datasetId} value={other?.id ?? ''} />}
    </div>
  );
}

const LISTED = 100;

function DatasetSelect({ datasetId, value }: { datasetId: string; value: string }) {
  const answer = useAnswer(ExplorerDatasetsDocument, { first: LISTED, orderBy: 'NAME' }, { isChanging: true });
  const others = answer.data?.datasets.nodes.filter(({ id, status }) => id !== datasetId && status === 'READY') ?? [];
  return (
    <label>
      <span class="hidden">The other dataset</span>
      <select
        value={value}
        onChange={(event) =>
          show({ with: event.currentTarget.value || null, withBy: null, withValue: null, compare: null })
        }
      >
        <option value="">
          {answer.isLoading ? 'Loading…' : others.length > 0 ? 'Choose one' : 'There is no other'}
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
