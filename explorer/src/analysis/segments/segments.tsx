import {
  ExplorerSegmentPeriodsDocument,
  ExplorerSegmentsDocument,
} from '../../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../../api/use-query-result.js';
import { quoted } from '../../format/nouns.js';
import { show } from '../../location.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { Choice } from '../../ui/tabs.js';
import { ColumnSelect } from '../column-select.js';
import { withSegmentPeriods, withSegments } from '../input.js';
import type { Views } from '../sides.js';
import { SegmentsFigure } from './segments-figure.js';

/** The same analysis within each value of a column that is chosen here. */
export function Segments(views: Views) {
  const { dataset, question } = views;
  const { splitBy, groupBy, value } = question;
  const columns = dataset.schema?.columns ?? [];
  const variables = { id: dataset.id, input: withSegments(question) };
  const answer = useQueryResult(ExplorerSegmentsDocument, variables, { pause: splitBy === null });
  const analysis = splitBy === null ? null : answer.data?.dataset?.analysis;
  const hasPeriods = question.grain !== 'NONE' && splitBy !== null;
  const view = hasPeriods ? question.segmentView : 'curve';
  const ofPeriods = { id: dataset.id, input: withSegmentPeriods(question) };
  const periodAnswer = useQueryResult(ExplorerSegmentPeriodsDocument, ofPeriods, { pause: view === 'curve' });
  const overTime = periodAnswer.data?.dataset?.analysis;
  const choice = (
    <ColumnSelect
      label="Split by"
      value={splitBy ?? ''}
      none="nothing"
      columns={columns.filter(({ name }) => name !== value && !groupBy.includes(name))}
      onChange={(name) => show({ split: name || null }, { replace: true })}
    />
  );
  if (analysis?.segments?.length && splitBy !== null && !answer.error) {
    return (
      <SegmentsFigure
        {...views}
        isStale={views.isStale || answer.isStale || (view !== 'curve' && periodAnswer.isStale)}
        view={view !== 'curve' && overTime ? view : 'curve'}
        overTime={overTime ?? undefined}
        splitBy={analysis.parameters.splitBy ?? splitBy}
        label={quoted(columns.find(({ name }) => name === splitBy)?.label ?? splitBy)}
        total={analysis.total}
        segments={analysis.segments}
        shownQuery={
          view === 'curve'
            ? { query: ExplorerSegmentsDocument, variables }
            : { query: ExplorerSegmentPeriodsDocument, variables: ofPeriods }
        }
        controls={
          <>
            {choice}
            {hasPeriods && (
              <Choice
                label="Drawn of each segment"
                value={view}
                onChange={(chosen) => show({ segments: chosen === 'curve' ? null : chosen }, { replace: true })}
                options={[
                  { value: 'curve', name: 'Curve' },
                  { value: 'share', name: 'Share over time' },
                  { value: 'hhi', name: 'HHI over time' },
                ]}
              />
            )}
          </>
        }
        failure={
          view !== 'curve' && periodAnswer.error ? (
            <ErrorNotice error={periodAnswer.error} onRetry={periodAnswer.retry} />
          ) : undefined
        }
      />
    );
  }
  return (
    <section class="panel" aria-labelledby="segments-title">
      <div class="section-head row">
        <div>
          <h2 id="segments-title">Segments</h2>
          <p class="muted">The same analysis within each region, product or other value of a column.</p>
        </div>
        <div class="figure-tools">{choice}</div>
      </div>
      {answer.error && splitBy !== null && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
      {splitBy !== null && answer.isLoading && <Loading lines={8} label="Computing the segments" />}
      {analysis?.segments?.length === 0 && <p class="muted">No row has a value.</p>}
    </section>
  );
}
