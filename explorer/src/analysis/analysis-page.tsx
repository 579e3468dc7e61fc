import { useEffect } from 'preact/hooks';
import {
  ExplorerAnalysisDocument,
  type ExplorerAnalysisQuery,
  type ExplorerSchemaFragment,
} from '../../../clients/typescript/generated/graphql.js';
import { isVersionUnavailable } from '../api/error-text.js';
import { useQueryResult } from '../api/use-query-result.js';
import { DatasetHead, DatasetVersionUnavailable, NoDataset } from '../dataset/dataset-page.js';
import { type DatasetDetail, useDataset } from '../dataset/use-dataset.js';
import { location, pages, readVersion, show } from '../location.js';
import type { ShownQuery } from '../ui/query-button.js';
import { EmptyState, ErrorNotice, Loading } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';
import { WhenNear } from '../ui/when-near.js';
import { BridgeFigure } from './bridge/bridge-figure.js';
import { Changes } from './changes.js';
import { EntityView } from './entity/entity-view.js';
import { AllEntities } from './entity-list/all-entities.js';
import { readList } from './entity-list/list-state.js';
import { inputOf } from './input.js';
import { NoRows } from './no-rows.js';
import { PeriodBar } from './period-bar.js';
import { completeAddress, type Question, ROW_COUNT, readQuestion } from './question.js';
import { QuestionBar } from './question-bar.js';
import { RowsBehind } from './rows/rows-behind.js';
import { readRows } from './rows/rows-state.js';
import { Segments } from './segments/segments.js';
import { ShareMapFigure } from './share-map-figure.js';
import { labelOf, sideOf, usePeriod, wordsOf } from './side.js';
import { NoPeriod, Sides, type Views } from './sides.js';
import { TimeFigure } from './time-figure.js';

type Analysis = NonNullable<NonNullable<ExplorerAnalysisQuery['dataset']>['analysis']>;

/** With more periods than this, the cells of the map are too narrow to be told apart. */
const MAX_MAPPED_PERIODS = 600;

/** One analysis with all its views, at one address. */
export function AnalysisPage({ id }: { id: string }) {
  const version = readVersion('version');
  const answer = useDataset(id, version);
  const dataset = answer.data?.dataset;
  const question = dataset?.schema ? readQuestion(dataset) : undefined;
  useTitle(
    dataset
      ? `${question ? `${question.value === ROW_COUNT ? 'rows' : question.value} by ${question.groupBy.join(' and ')}, ` : ''}${dataset.name}`
      : 'Analysis',
  );
  if (version !== null && isVersionUnavailable(answer.error))
    return <DatasetVersionUnavailable id={id} version={version} tab="analysis" />;
  if (answer.error && !dataset?.schema) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (answer.data && !dataset) return <NoDataset />;
  return (
    <>
      <DatasetHead id={id} dataset={dataset ?? undefined} version={version} tab="analysis" />
      {!dataset && <Loading lines={8} label="Loading the dataset" />}
      {dataset && !dataset.schema && (
        <EmptyState title="Not ready yet">
          <p>
            The file has not been read yet. <a href={pages.dataset(id)}>See its progress</a>
          </p>
        </EmptyState>
      )}
      {dataset?.schema && <AnalysisContent dataset={dataset} schema={dataset.schema} />}
    </>
  );
}

function AnalysisContent({ dataset, schema }: { dataset: DatasetDetail; schema: ExplorerSchemaFragment }) {
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
      <EmptyState title="Choose the columns">
        <p>
          An analysis adds up a column of amounts, or counts rows, for each name in another column.{' '}
          {group ? 'Start with this, or ' : 'If a column was not recognized, '}
          <a href={pages.dataset(dataset.id)}>correct the roles of the columns</a>.
        </p>
        {group && (
          <button
            type="button"
            class="primary"
            onClick={() => show({ by: group.name, value: amount?.name ?? ROW_COUNT })}
          >
            {amount?.label ?? 'Number of rows'} by {group.label}
          </button>
        )}
      </EmptyState>
    );
  }
  return (
    <>
      <QuestionBar dataset={dataset} schema={schema} question={question} />
      <AnalysisResult dataset={dataset} question={question} />
    </>
  );
}

function AnalysisResult({ dataset, question }: { dataset: DatasetDetail; question: Question }) {
  const input = inputOf(question);
  const variables = { id: dataset.id, input };
  const answer = useQueryResult(ExplorerAnalysisDocument, variables);
  const periodAnswer = usePeriod(dataset.id, input, question.period);
  const analysis = answer.data?.dataset?.analysis;
  const list = readList();
  const rows = readRows();
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (!analysis) return <Loading lines={10} label="Computing the analysis" />;
  const shownQuery = { query: ExplorerAnalysisDocument, variables };
  const periods = analysis.byPeriod;
  const ofPeriod = periodAnswer.data?.dataset?.analysis;
  const period = ofPeriod?.period;
  const read =
    dataset.versions?.find((version) => version.version === analysis.datasetVersion)?.source ?? dataset.source;
  const source = `${read.fileName}, version ${analysis.datasetVersion}; Concentric, analysis ${analysis.parameters.hash.slice(0, 12)}`;
  const fileName =
    `${dataset.name}-${question.value === ROW_COUNT ? 'rows' : question.value}-by-${question.groupBy.join('-')}`
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .slice(0, 80);
  // A comparison has numbers of its other side.
  const isEmpty = period?.rowCount === 0 && question.compare === null && question.other === null;
  return (
    <div class="answer" aria-busy={answer.isStale || periodAnswer.isStale}>
      <PeriodBar dataset={dataset} analysis={analysis} question={question} shownQuery={shownQuery} />
      {periodAnswer.error && <ErrorNotice error={periodAnswer.error} onRetry={periodAnswer.retry} />}
      {periodAnswer.data && !periodAnswer.error && !period && <NoPeriod period={question.period} />}
      {!periodAnswer.data && !periodAnswer.error && <Loading lines={8} label="Loading the period" />}
      {isEmpty && (
        <NoRows
          datasetId={dataset.id}
          question={question}
          valueName={wordsOf(dataset, analysis.parameters).valueName}
        />
      )}
      {period && !isEmpty && (
        <Sides
          dataset={dataset}
          question={question}
          version={ofPeriod.datasetVersion}
          side={sideOf(dataset, ofPeriod, period, labelOf(dataset, ofPeriod.datasetVersion, dataset, question.other))}
          isStale={periodAnswer.isStale}
          source={source}
          fileName={fileName}
        />
      )}
      {period && !isEmpty && periods.length > 0 && (
        <PeriodViews
          dataset={dataset}
          question={question}
          version={analysis.datasetVersion}
          analysis={analysis}
          source={source}
          fileName={fileName}
          isStale={answer.isStale}
          shownQuery={shownQuery}
        />
      )}
      {period && !isEmpty && !question.other && (
        <Segments
          dataset={dataset}
          question={question}
          version={analysis.datasetVersion}
          source={source}
          fileName={fileName}
          isStale={answer.isStale}
        />
      )}
      {list && <AllEntities dataset={dataset} question={question} version={analysis.datasetVersion} state={list} />}
      {question.entity && (
        <EntityView
          dataset={dataset}
          question={question}
          entity={question.entity}
          total={analysis.total}
          byPeriod={periods}
        />
      )}
      {rows && dataset.schema && (
        <RowsBehind
          dataset={dataset}
          schema={dataset.schema}
          // With its version, so that all pages are of one analysis.
          question={{ ...question, version: analysis.datasetVersion }}
          state={rows}
        />
      )}
      {periods.length === 0 && question.grain === 'NONE' && (dataset.schema?.periodGrainCandidates.length ?? 0) > 0 && (
        <p class="muted">This covers all rows at once. Choose a period length above to see changes over time.</p>
      )}
      <p class="muted small colophon numbers">
        Computed from {read.fileName}, version {analysis.datasetVersion}. Analysis {analysis.parameters.hash}.
      </p>
    </div>
  );
}

/** The views that need several periods. */
function PeriodViews(props: Views & { analysis: Analysis; shownQuery: ShownQuery }) {
  const { dataset, question, analysis, source, fileName, shownQuery } = props;
  const { noun, valueName } = wordsOf(dataset, analysis.parameters);
  const periods = analysis.byPeriod;
  return (
    <>
      {periods.length > 1 && <TimeFigure periods={periods} noun={noun} valueName={valueName} {...props} />}
      {periods.length > 1 && periods.length <= MAX_MAPPED_PERIODS && (
        <ShareMapFigure
          dataset={dataset}
          input={inputOf(question)}
          periodCount={periods.length}
          source={source}
          fileName={fileName}
        />
      )}
      {periods.length > 1 && (
        <WhenNear name="The bridge">
          <BridgeFigure {...props} />
        </WhenNear>
      )}
      {periods.length > 1 && <Changes periods={periods} noun={noun} valueName={valueName} shownQuery={shownQuery} />}
    </>
  );
}
