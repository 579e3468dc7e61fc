import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { CacheStats } from '../schema/cache-stats.type.js';
import { InvalidatePayload } from '../schema/dataset.payload.js';
import { markUncacheable } from '../src/cache/answer-versions.js';
import type { CacheStatistics } from '../src/cache/statistics.js';
import { datasetNotFound } from '../src/model/dataset-errors.js';
import type { Context } from './context.js';
import { NeedsRole } from './needs-role.js';

@Resolver()
export class CacheResolver {
  @NeedsRole('ADMIN')
  @Query(() => CacheStats, { description: 'Counters of this process, and what the shared cache holds.' })
  cacheStats(@Ctx() { cache }: Context): Promise<CacheStatistics> {
    markUncacheable();
    return cache.statistics();
  }

  @NeedsRole('EDITOR')
  @Mutation(() => InvalidatePayload, {
    description:
      'Drops every cached answer about a dataset; artifacts stay. Never needed for freshness: it makes the next answer be read anew.',
  })
  async invalidateDataset(
    @Arg('id', () => ID, { description: 'The dataset.' }) id: string,
    @Ctx() { cache, catalog, schemas }: Context,
  ): Promise<InvalidatePayload> {
    const dataset = await catalog.get(id);
    if (dataset === null) throw datasetNotFound(id);
    schemas.clear(dataset);
    return { id, invalidated: await cache.dropDataset(id) };
  }
}
