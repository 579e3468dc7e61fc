import { ExplorerParentsDocument } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { show } from '../location.js';
import type { Question } from './question.js';

/** Whether entities count under their parents; only where parents are saved for a column of the analysis. */
export function LevelChoice({ dataset, question }: { dataset: DatasetDetail; question: Question }) {
  const { groupBy, level } = question;
  const answer = useQueryResult(ExplorerParentsDocument, { id: dataset.id });
  const mappings = answer.data?.dataset?.entityMappings ?? [];
  const hasParents = mappings.some(({ column, parentCount }) => groupBy.includes(column) && parentCount > 0);
  if (!hasParents && level === 'ENTITY') return null;
  return (
    <label class="field short">
      Count
      <select
        value={level}
        onChange={(event) =>
          show({
            level: event.currentTarget.value === 'PARENT' ? 'parent' : null,
            // Names that are left out belong to the level they were chosen at.
            only: null,
            exclude: null,
          })
        }
      >
        <option value="ENTITY">each name</option>
        <option value="PARENT">under parents</option>
      </select>
    </label>
  );
}
