import type { ExplorerSchemaFragment, RowFilter } from '../../../clients/typescript/generated/graphql.js';
import { conditionsOf, written } from '../analysis/filters/conditions.js';
import { ROW_COUNT } from '../analysis/question.js';
import { quoted } from '../format/nouns.js';
import { startingGrain } from '../format/period-grain.js';
import { grainNames } from '../format/periods.js';
import { moment } from '../format/time.js';
import { pages, versionQuery } from '../location.js';
import type { DatasetDetail } from './use-dataset.js';

const MAX_SUGGESTIONS = 4;

/** Analyses that suit the columns, and those that were computed before. */
export function Suggestions(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; version: number | null }) {
  const { dataset, schema, version } = props;
  const { id, analyses } = dataset;
  const suggestions = dataset.suggestions ?? [];
  const of = versionQuery(version);
  const title = (name: string) => quoted(schema.columns.find((column) => column.name === name)?.label ?? name);
  return (
    <section class="suggestions" aria-labelledby="suggestions-title">
      <h2 id="suggestions-title">Suggested analyses</h2>
      {suggestions.length === 0 && (
        <p class="muted">
          Nothing to suggest. <a href={pages.dataset(id, 'analysis', of)}>Choose the columns yourself</a>, or correct
          the roles of the columns below.
        </p>
      )}
      <ul class="cards">
        {suggestions.slice(0, MAX_SUGGESTIONS).map(({ groupBy: [by = ''], value, reason }) => (
          <li key={`${by} ${value}`}>
            <a class="card" href={pages.dataset(id, 'analysis', { by, value, grain: startingGrain(schema), ...of })}>
              <span class="card-title">
                <em>{title(value)}</em> by <em>{title(by)}</em>
              </span>
              <span class="muted">{reason}</span>
            </a>
          </li>
        ))}
      </ul>
      {analyses && analyses.nodes.length > 0 && (
        <details class="previous">
          <summary>Earlier analyses ({analyses.totalCount})</summary>
          <ul>
            {analyses.nodes.map(({ id: analysisId, computedAt, parameters }) => {
              const { groupBy, value, periodGrain, thresholds, topN, where, whereText } = parameters;
              const question = `${value == null ? 'Number of rows' : title(value)} by ${groupBy.map(title).join(' and ')}${periodGrain === 'NONE' ? '' : ` by ${grainNames[periodGrain]}`}`;
              return (
                <li key={analysisId}>
                  <a
                    href={pages.dataset(id, 'analysis', {
                      by: groupBy.join(),
                      value: value ?? ROW_COUNT,
                      where: conditionsOf(where ? (JSON.parse(where) as RowFilter) : null).map(written),
                      grain: periodGrain,
                      thresholds: thresholds.join(),
                      top: topN.join(),
                      ...of,
                    })}
                  >
                    {question}
                    {whereText && `, only rows where ${whereText}`}
                  </a>{' '}
                  <span class="muted numbers">
                    {thresholds.join(', ')} %; {moment(computedAt)}
                  </span>
                </li>
              );
            })}
          </ul>
        </details>
      )}
    </section>
  );
}
