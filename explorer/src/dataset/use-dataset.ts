import { ExplorerDatasetDocument, type ExplorerDatasetQuery } from '../../../clients/typescript/generated/graphql.js';
import { useAnswer } from '../api/use-answer.js';

export type DatasetDetail = NonNullable<ExplorerDatasetQuery['dataset']>;

/** A dataset, read anew when one enters a page: somebody else may have changed it. */
export function useDataset(id: string) {
  return useAnswer(ExplorerDatasetDocument, { id }, { isChanging: true });
}
