import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node } from '../schema/node.type.js';
import { recordsOfVersions } from '../src/catalog/kept-versions.js';
import type { Analysis } from '../src/model/analysis.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';

/** Of one of many objects: it may be an analysis, which is read from its file. */
const NODE_COST = 5;

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'An object by its id. Ids carry their type as a prefix (`ds_`, `an_`). Null if it does not exist.',
  })
  node(
    @Arg('id', () => ID, { description: 'The `id` of an object.' }) id: string,
    @Ctx() context: Context,
  ): Promise<DatasetRecord | Analysis | null> {
    return findNode(id, context);
  }

  @Costs({ perArgumentItem: { argument: 'ids', own: NODE_COST } })
  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Objects by their ids, in the order of the ids. Null for an id that does not exist, and for one that cannot be read, with an error of its own.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'The `id` of each object.' }) ids: string[],
    @Ctx() context: Context,
  ): Promise<(DatasetRecord | Analysis | Error | null)[]> {
    return Promise.all(ids.map((id) => findNode(id, context).catch((error: Error) => error)));
  }
}

async function findNode(id: string, { catalog, analyses }: Context): Promise<DatasetRecord | Analysis | null> {
  if (id.startsWith('ds_')) return catalog.get(id);
  const [, datasetPart, hash] = /^an_([^_]+)_([0-9a-f]{32})$/.exec(id) ?? [];
  if (datasetPart === undefined || hash === undefined) return null;
  const dataset = await catalog.get(`ds_${datasetPart}`);
  return dataset && analyses.get((await analyses.versionOf(recordsOfVersions(dataset), hash)) ?? dataset, hash);
}
