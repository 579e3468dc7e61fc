import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { CacheStatistics, StoreStatistics } from '../src/cache/statistics.js';
import { DateTime } from './scalars.js';

@ObjectType({ description: 'What one store of answers did since the process started.', simpleResolvers: true })
export class CacheStoreStats implements StoreStatistics {
  @Field(() => String, { description: '`memory.<kind of value>` of this process, or `redis` for all it keeps there.' })
  name!: string;

  @Field(() => Float, { description: 'Values that were found and served.' })
  hits!: number;

  @Field(() => Float, { description: 'Values that were not: missing, stale, unreadable, or Redis away.' })
  misses!: number;

  @Field(() => Float, { description: 'Hits in all questions, 0 to 1.' })
  hitRate!: number;

  @Field(() => Float, { description: 'Values that were stored.' })
  fills!: number;

  @Field(() => Float, { description: 'Values that were not stored: a newer one was there, or they were too large.' })
  fillsRejected!: number;

  @Field(() => Float, { description: 'Values that were removed because their dataset changed, or by request.' })
  invalidations!: number;

  @Field(() => Float, { description: 'Commands Redis did not answer in time, or answered with an error.' })
  errors!: number;

  @Field(() => Float, { description: 'Values that were found but made from an older version, and so not served.' })
  stalePrevented!: number;

  @Field(() => Float, {
    description:
      'Values found in Redis but damaged, forged, moved from another key or of another build, and so not served.',
  })
  unreadable!: number;

  @Field(() => Int, { description: 'Values held now; of Redis, the keys in its database.' })
  entries!: number;

  @Field(() => Float, { description: 'Bytes they take, estimated; of Redis, all of its memory.' })
  bytes!: number;
}

@ObjectType({ description: 'The caches as this process sees them.', simpleResolvers: true })
export class CacheStats implements CacheStatistics {
  @Field(() => String, { description: '`memory`, `redis`, `redis-sentinel` or `redis-cluster`.' })
  backend!: CacheStatistics['backend'];

  @Field(() => Boolean, {
    description: 'Whether Redis is available; true where none is configured. Answers are correct either way.',
  })
  healthy!: boolean;

  @Field(() => DateTime, { description: 'When the counting began.' })
  since!: string;

  @Field(() => [CacheStoreStats], { description: 'The stores, in the order of lookup.' })
  stores!: CacheStoreStats[];
}
