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
  @Query(() => CacheStats, {
    nullable: true,
    description: 'Counters of the caches of this process, and the size of the shared cache.',
  })
  cacheStats(@Ctx() { cache }: Context): Promise<CacheStatistics> {
    markUncacheable();
    return cache.statistics();
  }

  @NeedsRole('EDITOR')
  @Mutation(() => InvalidatePayload, {
    nullable: true,
    description:
      'Removes every cached answer about a dataset; artifacts stay. Not needed for freshness: it forces the next answer to be computed.',
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
