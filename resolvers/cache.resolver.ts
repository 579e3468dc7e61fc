import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { InvalidatePayload } from '../schema/dataset.payload.js';
import { datasetNotFound } from '../src/model/dataset-errors.js';
import type { Context } from './context.js';

@Resolver()
export class CacheResolver {
  @Mutation(() => InvalidatePayload, {
    description:
      'Drops every cached answer about a dataset; artifacts stay. Never needed for freshness: it makes the next answer be read anew.',
  })
  async invalidateDataset(
    @Arg('id', () => ID, { description: 'The dataset.' }) id: string,
    @Ctx() { catalog, schemas }: Context,
  ): Promise<InvalidatePayload> {
    const dataset = await catalog.get(id);
    if (dataset === null) throw datasetNotFound(id);
    // What outlives a request is on disk and the truth; the one cache there is lives as long as this request.
    schemas.clear(dataset);
    return { id, invalidated: 0 };
  }
}
