import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node } from '../schema/node.type.js';
import { recordsOfVersions } from '../src/catalog/kept-versions.js';
import type { Analysis } from '../src/model/analysis.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import type { Context } from './context.js';

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      'Any object by its id; ids carry their type as a prefix (ds_, an_), so one field serves all. Null where there is none.',
  })
  async node(
    @Arg('id', () => ID, { description: 'As any object gives it.' }) id: string,
    @Ctx() { catalog, analyses }: Context,
  ): Promise<DatasetRecord | Analysis | null> {
    if (id.startsWith('ds_')) return catalog.get(id);
    const [, datasetPart, hash] = /^an_([^_]+)_([0-9a-f]{32})$/.exec(id) ?? [];
    if (datasetPart === undefined || hash === undefined) return null;
    const dataset = await catalog.get(`ds_${datasetPart}`);
    return dataset && analyses.get(analyses.versionOf(recordsOfVersions(dataset), hash) ?? dataset, hash);
  }
}
