import { ExplorerSegmentsDocument } from '../../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../../api/use-query-result.js';
import { quoted } from '../../format/nouns.js';
import { show } from '../../location.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { ColumnSelect } from '../column-select.js';
import { withSegments } from '../input.js';
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
        isStale={views.isStale || answer.isStale}
        splitBy={analysis.parameters.splitBy ?? splitBy}
        label={quoted(columns.find(({ name }) => name === splitBy)?.label ?? splitBy)}
        total={analysis.total}
        segments={analysis.segments}
        shownQuery={{ query: ExplorerSegmentsDocument, variables }}
        controls={choice}
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
