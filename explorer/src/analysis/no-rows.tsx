import { pages } from '../location.js';
import { EmptyState } from '../ui/states.js';
import { clearFilters, filterCount } from './filters/filter-state.js';
import type { Question } from './question.js';

/** In place of the results where nothing is left to analyse, with what to do about it. */
export function NoRows({
  datasetId,
  question,
  valueName,
}: {
  datasetId: string;
  question: Question;
  valueName: string;
}) {
  if (filterCount(question) === 0) {
    return (
      <EmptyState title={`No row has an amount in ${valueName}`}>
        <p>
          Choose another column above, or <a href={pages.dataset(datasetId)}>correct how this one is read</a>.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No rows match the filters">
      <p>Remove a filter above, or analyse all rows.</p>
      <button type="button" class="primary" onClick={() => clearFilters(question)}>
        Clear all filters
      </button>
    </EmptyState>
  );
}
