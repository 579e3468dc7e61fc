import { ExplorerDatasetDocument, type ExplorerDatasetQuery } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';

export type DatasetDetail = NonNullable<ExplorerDatasetQuery['dataset']>;

export type DatasetVersion = NonNullable<DatasetDetail['versions']>[number];

/** Source and size of a version. Falls back to the dataset's own where that version is not kept or none exists yet. */
export function versionOf(dataset: DatasetDetail, version: number | null) {
  return dataset.versions?.find((kept) => kept.version === version) ?? dataset;
}

/**
 * A dataset with the schema and suggestions of one version (null: the current one). Fetched again whenever a page opens,
 * since other clients may have changed it.
 */
export function useDataset(id: string, version: number | null = null) {
  return useQueryResult(ExplorerDatasetDocument, version === null ? { id } : { id, version }, { isChanging: true });
}
