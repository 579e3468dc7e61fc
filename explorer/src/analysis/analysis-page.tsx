import { useEffect } from 'preact/hooks';
import {
  ExplorerAnalysisDocument,
  type ExplorerMeasuresFragment,
  ExplorerPeriodDocument,
  type ExplorerSchemaFragment,
} from '../../../clients/typescript/generated/graphql.js';
import { useAnswer } from '../api/use-answer.js';
import { type DatasetDetail, DatasetHead, NoDataset, useDataset } from '../dataset/dataset-page.js';
import { periodName, TOTAL } from '../format/periods.js';
import { location, pages, show } from '../location.js';
import type { Question as AskedQuery } from '../ui/query-button.js';
import { Empty, FailureNotice, Waiting } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';
import { Warnings } from '../ui/warnings.js';
import { Changes } from './changes.js';
import { Comparison } from './comparison.js';
import { CurveFigure } from './curve-figure.js';
import { Entities } from './entities.js';
import { Headline, Measures } from './headline.js';
import { PeriodBar } from './period-bar.js';
import { completeAddress, inputOf, type Question, readQuestion } from './question.js';
import { QuestionBar } from './question-bar.js';
import { Readings } from './readings.js';
import { ShareMapFigure } from './share-map-figure.js';
import { type Side, sideOf, usePeriod, wordsOf } from './side.js';
import { TimeFigure } from './time-figure.js';

/** More columns than this no screen shows apart. */
const PERIODS_MAPPED = 600;

/** Who makes up how much: everything about one question, at one address. */
export function AnalysisPage({ id }: { id: string }) {
  const answer = useDataset(id);
  const dataset = answer.data?.dataset;
  const question = dataset?.schema ? readQuestion(dataset) : undefined;
  useTitle(dataset ? `${question ? `${question.value} by ${question.groupBy}, ` : ''}${dataset.name}` : 'Analysis');
  if (answer.error && !dataset) return <FailureNotice error={answer.error} onRetry={answer.retry} />;
  if (answer.data && !dataset) return <NoDataset />;
  return (
    <>
      <DatasetHead id={id} dataset={dataset ?? undefined} tab="analysis" />
      {!dataset && <Waiting lines={8} label="Loading the dataset" />}
      {dataset && !dataset.schema && (
        <Empty title="Not ready yet">
          <p>
            Its file is not read. <a href={pages.dataset(id)}>See how far it is</a>
          </p>
        </Empty>
      )}
      {dataset?.schema && <Asked dataset={dataset} schema={dataset.schema} />}
    </>
  );
}

function Asked({ dataset, schema }: { dataset: DatasetDetail; schema: ExplorerSchemaFragment }) {
  const question = readQuestion(dataset);
  const isIncomplete = question !== undefined && !location.value.query.has('by');
  useEffect(() => {
    if (isIncomplete) completeAddress(question);
  }, [isIncomplete]);
  if (!question) {
    const byCardinality = [...schema.columns].sort((a, b) => b.cardinality - a.cardinality);
    const amount = byCardinality.find(({ role }) => role === 'NUMERIC');
    const group = byCardinality.find(({ role, name }) => role !== 'DATETIME' && name !== amount?.name);
    return (
      <Empty title="No pair of columns suggests itself">
        <p>
          An analysis adds up a column of numbers by a column of names.{' '}
          {amount && group ? 'Begin with these, or ' : 'Perhaps a role is wrong: '}
          <a href={pages.dataset(dataset.id)}>correct the roles of the columns</a>.
        </p>
        {amount && group && (
          <button type="button" class="primary" onClick={() => show({ by: group.name, value: amount.name })}>
            {amount.originalName} by {group.originalName}
          </button>
        )}
      </Empty>
    );
  }
  return (
    <>
      <QuestionBar dataset={dataset} schema={schema} question={question} />
      <Answered dataset={dataset} question={question} />
    </>
  );
}

function Answered({ dataset, question }: { dataset: DatasetDetail; question: Question }) {
  const input = inputOf(question);
  const variables = { id: dataset.id, input };
  const answer = useAnswer(ExplorerAnalysisDocument, variables);
  const periodAnswer = usePeriod(dataset.id, input, question.period);
  const analysis = answer.data?.dataset?.analysis;
  if (answer.error) return <FailureNotice error={answer.error} onRetry={answer.retry} />;
  if (!analysis) return <Waiting lines={10} label="Analysing" />;
  const asked = { query: ExplorerAnalysisDocument, variables };
  const periods = analysis.byPeriod;
  const period = periodAnswer.data?.dataset?.analysis.period;
  const source = `${dataset.source.fileName}, version ${analysis.datasetVersion}; Concentric, analysis ${analysis.parameters.hash.slice(0, 12)}`;
  const fileName = `${dataset.name}-${question.value}-by-${question.groupBy}`
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 80);
  return (
    <div class="answer" aria-busy={answer.isStale || periodAnswer.isStale}>
      <PeriodBar datasetId={dataset.id} analysis={analysis} question={question} asked={asked} />
      <Warnings warnings={analysis.warnings} shown={2} title="What to know about these numbers" />
      {periodAnswer.error && <FailureNotice error={periodAnswer.error} onRetry={periodAnswer.retry} />}
      {periodAnswer.data && !period && <NoPeriod period={question.period} />}
      {!periodAnswer.data && !periodAnswer.error && <Waiting lines={8} label="Loading the period" />}
      {period && (
        <Sides
          dataset={dataset}
          question={question}
          side={sideOf(dataset, input, period, question.other !== null)}
          isStale={periodAnswer.isStale}
          source={source}
          fileName={fileName}
        />
      )}
      {period && periods.length > 0 && (
        <PeriodViews
          dataset={dataset}
          question={question}
          periods={periods}
          asked={asked}
          source={source}
          fileName={fileName}
          isStale={answer.isStale}
        />
      )}
      {periods.length === 0 && question.grain === 'NONE' && (dataset.schema?.periodGrainCandidates.length ?? 0) > 0 && (
        <p class="soft">All rows are taken together. Choose a period above to see how it changes over time.</p>
      )}
      <p class="soft small colophon numbers">
        Computed from version {analysis.datasetVersion} of {dataset.source.fileName}; parameters{' '}
        {analysis.parameters.hash}.
      </p>
    </div>
  );
}

type Views = { dataset: DatasetDetail; question: Question; source: string; fileName: string; isStale: boolean };

/** One period, or two beside each other; the other may be of another dataset. */
function Sides({ side, ...views }: Views & { side: Side }) {
  const { compare, other } = views.question;
  if (other) return <AgainstDataset side={side} {...views} other={other} />;
  if (compare && compare !== side.period.period) return <AgainstPeriod side={side} {...views} compare={compare} />;
  return <SideViews side={side} {...views} />;
}

function AgainstPeriod({ side, compare, ...views }: Views & { side: Side; compare: string }) {
  const input = inputOf(views.question);
  const answer = usePeriod(views.dataset.id, input, compare);
  const period = answer.data?.dataset?.analysis.period;
  return (
    <>
      {answer.error && <FailureNotice error={answer.error} onRetry={answer.retry} />}
      {answer.data && !period && <NoPeriod period={compare} />}
      <SideViews
        side={side}
        other={period ? sideOf(views.dataset, input, period, false) : undefined}
        {...views}
        isStale={views.isStale || answer.isStale}
      />
    </>
  );
}

function AgainstDataset({ side, other, ...views }: Views & { side: Side; other: NonNullable<Question['other']> }) {
  const { question } = views;
  const datasetAnswer = useDataset(other.id);
  const dataset = datasetAnswer.data?.dataset;
  const columns = dataset?.schema?.columns ?? [];
  const hasBoth = [other.groupBy, other.value].every((name) => columns.some((column) => column.name === name));
  const grains = dataset?.schema?.periodGrainCandidates ?? [];
  const grain = grains.includes(question.grain) ? question.grain : 'NONE';
  const input = { ...inputOf(question), groupBy: other.groupBy, value: other.value, periodGrain: grain };
  const answer = usePeriod(
    other.id,
    hasBoth ? input : undefined,
    question.compare ?? (grain === 'NONE' ? TOTAL : question.period),
  );
  const period = answer.data?.dataset?.analysis.period;
  const failure = datasetAnswer.error ?? answer.error;
  return (
    <>
      {failure && <FailureNotice error={failure} onRetry={answer.retry} />}
      {datasetAnswer.data && !dataset && <p class="notice heed">The other dataset is not there any more.</p>}
      {dataset && (!hasBoth || other.groupBy !== question.groupBy || other.value !== question.value) && (
        <OtherColumns dataset={dataset} other={other} />
      )}
      {answer.data && !period && <NoPeriod period={question.period} of={dataset?.name} />}
      <SideViews
        side={side}
        other={dataset && period ? sideOf(dataset, input, period, true) : undefined}
        {...views}
        isStale={views.isStale || answer.isStale}
      />
    </>
  );
}

/** Where the columns of the other dataset are called otherwise, they are chosen. */
function OtherColumns({ dataset, other }: { dataset: DatasetDetail; other: NonNullable<Question['other']> }) {
  const columns = dataset.schema?.columns ?? [];
  const choice = (label: string, name: 'withValue' | 'withBy', value: string, isNumber: boolean) => (
    <label class="field">
      {label}
      <select value={value} onChange={(event) => show({ [name]: event.currentTarget.value })}>
        {columns.every((column) => column.name !== value) && <option value={value}>choose one</option>}
        {columns
          .filter(({ role }) => (role === 'NUMERIC') === isNumber)
          .map((column) => (
            <option key={column.name} value={column.name}>
              {column.originalName}
            </option>
          ))}
      </select>
    </label>
  );
  return (
    <div class="notice">
      <div>
        <p>The columns of “{dataset.name}” have other names. Which are they?</p>
        <div class="question-fields">
          {choice('Add up', 'withValue', other.value, true)}
          {choice('By', 'withBy', other.groupBy, false)}
        </div>
      </div>
    </div>
  );
}

function SideViews({
  side,
  other,
  question,
  dataset,
  source,
  fileName,
  isStale,
}: Views & { side: Side; other?: Side }) {
  const asked = {
    query: ExplorerPeriodDocument,
    variables: { id: dataset.id, input: inputOf(question), period: question.period },
  };
  return (
    <div class={isStale ? 'stale' : ''}>
      <div class={`headlines ${other ? 'two' : ''}`}>
        <Headline side={side} label={other && side.name} />
        {other && <Headline side={other} label={other.name} />}
      </div>
      {!other && <Measures side={side} />}
      <div class="columns-two">
        <CurveFigure
          side={side}
          other={other}
          curve={question.curve}
          asked={asked}
          source={source}
          fileName={fileName}
          isStale={isStale}
        />
        {other ? <Comparison side={side} other={other} /> : <Entities key={side.period.period} side={side} />}
      </div>
      {other ? <Entities key={side.period.period} side={side} other={other} /> : <Readings side={side} />}
    </div>
  );
}

/** What only several periods show. */
function PeriodViews(props: Views & { periods: readonly ExplorerMeasuresFragment[]; asked: AskedQuery }) {
  const { dataset, question, periods, source, fileName } = props;
  const input = inputOf(question);
  const { noun, valueName } = wordsOf(dataset, input);
  return (
    <>
      {periods.length > 1 && <TimeFigure noun={noun} valueName={valueName} {...props} />}
      {periods.length > 1 && periods.length <= PERIODS_MAPPED && (
        <ShareMapFigure
          datasetId={dataset.id}
          input={input}
          periodCount={periods.length}
          noun={noun}
          valueName={valueName}
          source={source}
          fileName={fileName}
        />
      )}
      <Changes periods={periods} noun={noun} valueName={valueName} />
    </>
  );
}

function NoPeriod({ period, of }: { period: string; of?: string }) {
  return (
    <Empty title={`There is no ${periodName(period)}${of ? ` in “${of}”` : ''}`}>
      <p>
        No row falls into it.{' '}
        <button type="button" onClick={() => show({ period: null, compare: null })}>
          Look at all periods
        </button>
      </p>
    </Empty>
  );
}
