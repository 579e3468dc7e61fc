import {
  ExplorerEntitiesDocument,
  type ExplorerEntitiesQuery,
  type ExplorerEntitiesQueryVariables,
} from '../../../../clients/typescript/generated/graphql.js';
import { client } from '../../api/client.js';
import { type LongList, PAGE, usePages } from '../../ui/use-pages.js';

export type ListOf = Omit<ExplorerEntitiesQueryVariables, 'first' | 'skip'>;
type Analysis = NonNullable<NonNullable<ExplorerEntitiesQuery['dataset']>['analysis']>;
export type EntityRow = NonNullable<Analysis['entities']>['nodes'][number];
export type EntityList = LongList<EntityRow, Pick<Analysis, 'byPeriod' | 'period'>>;

export function pageOf(list: ListOf, page: number) {
  const variables = { ...list, first: PAGE, skip: page * PAGE };
  return client.peek().query(ExplorerEntitiesDocument, variables).toPromise();
}

export function useEntityList(list: ListOf) {
  return usePages<EntityRow, EntityList['beside']>(JSON.stringify(list), async (page) => {
    const { data, error } = await pageOf(list, page);
    const analysis = data?.dataset?.analysis;
    if (!analysis?.entities) return error;
    return { rows: analysis.entities.nodes, total: analysis.entities.totalCount, beside: analysis };
  });
}
