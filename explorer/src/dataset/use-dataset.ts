import { useMemo } from 'preact/hooks';
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
  const variables = version === null ? { id } : { id, version };
  const answer = useQueryResult(ExplorerDatasetDocument, variables, { isChanging: true });
  const data = useMemo(() => answer.data && withDistinctLabels(answer.data), [answer.data]);
  return { ...answer, data };
}

/** Columns with the same header are told apart by their names: "Spend", "Spend (spend_2)". */
function withDistinctLabels(data: ExplorerDatasetQuery): ExplorerDatasetQuery {
  const { dataset } = data;
  if (!dataset?.schema) return data;
  const seen = new Set<string>();
  const columns = dataset.schema.columns.map((column) => {
    const { label, name } = column;
    const isRepeated = seen.has(label);
    seen.add(label);
    return isRepeated ? { ...column, label: `${label} (${name})` } : column;
  });
  return { ...data, dataset: { ...dataset, schema: { ...dataset.schema, columns } } };
}
