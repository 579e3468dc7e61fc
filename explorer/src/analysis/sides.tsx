import { ExplorerPeriodDocument } from '../../../clients/typescript/generated/graphql.js';
import { isVersionUnavailable } from '../api/error-text.js';
import { type DatasetDetail, useDataset } from '../dataset/use-dataset.js';
import { VersionUnavailable } from '../dataset/version-choice.js';
import { periodName, TOTAL } from '../format/periods.js';
import { show } from '../location.js';
import { EmptyState, ErrorNotice } from '../ui/states.js';
import { Caveats } from './caveats.js';
import { ComparedEntities } from './compared/compared-entities.js';
import { comparedQuestion } from './compared/compared-question.js';
import { Comparison } from './comparison.js';
import { CurveFigure } from './curve-figure.js';
import { Entities } from './entities.js';
import { Headline, Measures, Scope } from './headline.js';
import { inputOf } from './input.js';
import { LimitsAndClasses } from './limits/limits-and-classes.js';
import { type Other, type Question, ROW_COUNT } from './question.js';
import { Readings } from './readings.js';
import { labelOf, type Side, sideOf, usePeriod } from './side.js';
import { VersionDifferences } from './version-differences.js';

/** The properties of every view. `source` and `fileName` are for exported pictures. */
export interface Views {
  dataset: DatasetDetail;
  question: Question;
  /** The version the answer is of. */
  version: number;
  source: string;
  fileName: string;
  /** The answer shown is of the previous settings. */
  isStale: boolean;
}

type SideProps = Views & { side: Side };

/** One period, or two side by side; the second may be of another version or another dataset. */
export function Sides({ side, ...views }: SideProps) {
  const { compare, other } = views.question;
  if (other) return <AgainstOther key={`${other.id} ${other.version}`} side={side} {...views} other={other} />;
  if (compare && compare !== side.period.period) return <AgainstPeriod side={side} {...views} compare={compare} />;
  return <SideViews side={side} {...views} />;
}

function AgainstPeriod({ side, compare, ...views }: SideProps & { compare: string }) {
  const input = inputOf(views.question);
  const answer = usePeriod(views.dataset.id, input, compare);
  const analysis = answer.data?.dataset?.analysis;
  const period = analysis?.period;
  return (
    <>
      {answer.error && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
      {answer.data && !answer.error && !period && <NoPeriod period={compare} />}
      <SideViews
        side={side}
        other={period ? sideOf(views.dataset, analysis, period, null) : undefined}
        areOfOne
        {...views}
        isStale={views.isStale || answer.isStale}
      />
    </>
  );
}

function AgainstOther({ side, other, ...views }: SideProps & { other: Other }) {
  const { question } = views;
  const datasetAnswer = useDataset(other.id, other.version);
  const dataset = datasetAnswer.data?.dataset;
  const columns = dataset?.schema?.columns ?? [];
  const named = other.value === ROW_COUNT ? other.groupBy : [...other.groupBy, other.value];
  const hasBoth = named.every((name) => columns.some((column) => column.name === name));
  const grains = dataset?.schema?.periodGrainCandidates ?? [];
  const grain = grains.includes(question.grain) ? question.grain : 'NONE';
  const { groupBy, value, version } = other;
  // The columns of a filter may have other names there, or mean something else.
  const isOfOne = other.id === views.dataset.id;
  const filters = isOfOne ? {} : { where: [], only: [], exclude: [] };
  const input = inputOf({ ...question, ...filters, version, groupBy, value, grain });
  const answer = usePeriod(
    other.id,
    hasBoth ? input : undefined,
    question.compare ?? (grain === 'NONE' ? TOTAL : question.period),
  );
  const analysis = answer.data?.dataset?.analysis;
  const period = analysis?.period;
  if (version !== null && isVersionUnavailable(datasetAnswer.error)) {
    return (
      <>
        <VersionUnavailable id={other.id} version={version} name="withVersion" except={views.version} />
        <SideViews side={side} {...views} />
      </>
    );
  }
  const failure = datasetAnswer.error ?? answer.error;
  const label = dataset && analysis ? labelOf(dataset, analysis.datasetVersion, views.dataset, other) : null;
  return (
    <>
      {failure && <ErrorNotice error={failure} onRetry={answer.retry} />}
      {datasetAnswer.data && !dataset && <p class="notice caution">The dataset to compare with was deleted.</p>}
      {dataset?.schema && (!hasBoth || groupBy.join() !== question.groupBy.join() || value !== question.value) && (
        <OtherColumns dataset={dataset} other={other} isVersion={other.id === views.dataset.id} />
      )}
      {answer.data && !answer.error && !period && <NoPeriod period={question.period} of={label ?? dataset?.name} />}
      <SideViews
        side={side}
        otherDataset={dataset ?? undefined}
        other={dataset && period ? sideOf(dataset, analysis, period, label) : undefined}
        {...views}
        isStale={views.isStale || answer.isStale}
      />
      {dataset?.schema && other.id === views.dataset.id && (
        <VersionDifferences
          side={{ dataset: views.dataset, version: views.version }}
          other={{ dataset, version: dataset.schema.version }}
        />
      )}
    </>
  );
}

/** Lets the reader choose the columns of the other dataset or version where their names differ. */
function OtherColumns(props: { dataset: DatasetDetail; other: Other; isVersion: boolean }) {
  const { dataset, other, isVersion } = props;
  const columns = dataset.schema?.columns ?? [];
  const choice = (label: string, name: 'withValue' | 'withBy', value: string, isNumber: boolean) => (
    <label class="field">
      {label}
      <select value={value} onChange={(event) => show({ [name]: event.currentTarget.value })}>
        {columns.every((column) => column.name !== value) && <option value={value}>Choose a column</option>}
        {columns
          .filter(({ role }) => (role === 'NUMERIC') === isNumber)
          .map((column) => (
            <option key={column.name} value={column.name}>
              {column.label}
            </option>
          ))}
      </select>
    </label>
  );
  return (
    <div class="notice">
      <div>
        <p>
          The columns of {isVersion ? `version ${dataset.schema?.version}` : `“${dataset.name}”`} have other names.
          Choose the matching ones.
        </p>
        <div class="question-fields">
          {other.value !== ROW_COUNT && choice('Add up', 'withValue', other.value, true)}
          {choice('By', 'withBy', other.groupBy.join(), false)}
        </div>
      </div>
    </div>
  );
}

function SideViews({
  side,
  other,
  otherDataset,
  areOfOne = false,
  ...views
}: SideProps & { other?: Side; otherDataset?: DatasetDetail; areOfOne?: boolean }) {
  const { question, dataset, source, fileName, isStale } = views;
  const shownQuery = {
    query: ExplorerPeriodDocument,
    variables: { id: dataset.id, input: inputOf(question), period: question.period },
  };
  return (
    <div class={isStale ? 'stale' : ''}>
      <div class={`headlines ${other ? 'two' : ''}`}>
        <div>
          <Headline side={side} label={other && side.name} />
          <Scope dataset={dataset} question={question} side={side} />
          <Caveats dataset={dataset} question={question} side={side} />
        </div>
        {other && (
          <div>
            <Headline side={other} label={other.name} />
            {!areOfOne && <Caveats dataset={otherDataset ?? dataset} question={question} side={other} />}
          </div>
        )}
      </div>
      {!other && <Measures side={side} />}
      <div class="columns-two">
        <CurveFigure
          side={side}
          other={other}
          curve={question.curve}
          shownQuery={shownQuery}
          source={source}
          fileName={fileName}
          isStale={isStale}
        />
        {other ? (
          <Comparison
            datasetId={dataset.id}
            question={comparedQuestion(question, dataset.id)}
            side={side}
            other={other}
            isStale={isStale}
          />
        ) : (
          <Entities key={side.period.period} side={side} shownQuery={shownQuery} />
        )}
      </div>
      {other ? (
        <ComparedEntities
          datasetId={dataset.id}
          question={comparedQuestion(question, dataset.id)}
          side={side}
          other={other}
          fallback={<Entities key={side.period.period} side={side} other={other} shownQuery={shownQuery} />}
        />
      ) : (
        <Readings side={side} shownQuery={shownQuery} />
      )}
      {!other && <LimitsAndClasses side={side} question={question} shownQuery={shownQuery} />}
    </div>
  );
}

export function NoPeriod({ period, of }: { period: string; of?: string }) {
  return (
    <EmptyState title={`No data for ${periodName(period)}${of ? ` in “${of}”` : ''}`}>
      <p>
        No row belongs to this period.{' '}
        <button type="button" onClick={() => show({ period: null, compare: null })}>
          Show all periods
        </button>
      </p>
    </EmptyState>
  );
}
