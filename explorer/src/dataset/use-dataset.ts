import { ExplorerDatasetDocument, type ExplorerDatasetQuery } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';

export type DatasetDetail = NonNullable<ExplorerDatasetQuery['dataset']>;

export type DatasetVersion = DatasetDetail['versions'][number];

/** What a version was read from and how large it is; of one that is not kept, and before there are any, the record's own. */
export function versionOf(dataset: DatasetDetail, version: number | null) {
  return dataset.versions.find((kept) => kept.version === version) ?? dataset;
}

/**
 * A dataset with the schema and suggestions of one of its versions (null: the current one), read anew when one enters a page: somebody
 * else may have changed it.
 */
export function useDataset(id: string, version: number | null = null) {
  return useQueryResult(ExplorerDatasetDocument, version === null ? { id } : { id, version }, { isChanging: true });
}
