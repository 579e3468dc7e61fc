import type { DatasetRecord } from '../model/dataset.js';
import type { Log } from '../model/log.js';
import type { RedisTarget } from '../model/redis-target.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import type { CurrentVersions } from './answer-versions.js';
import { AnswerMemory } from './answers/answer-memory.js';
import type { CachedResponse } from './answers/cached-answer.js';
import { OperationAnswers } from './answers/operation-answers.js';
import { type CacheKeys, createCacheKeys } from './cache-keys.js';
import type { MissCounts } from './miss-reasons.js';
import { DistributedLock } from './redis/distributed-lock.js';
import { RedisLink, type RedisState } from './redis/link.js';
import { RedisStore } from './redis/redis-store.js';
import { Seal } from './seal.js';
import { type CacheStatistics, hitRate, type StoreStatistics } from './statistics.js';
import { AnalysisCache } from './values/analysis-cache.js';
import { type ReadSchema, SchemaSummaries } from './values/schema-summaries.js';
import type { TimeToLive } from './values/value-store.js';

/** The parts of the memory for cached answers. */
const MEMORY_SHARES = { schemas: 1 / 8, analyses: 3 / 8, operations: 1 / 4, responses: 1 / 4 };

export interface CachesOptions {
  /** Null: memory alone. */
  redis: RedisTarget | null;
  /** What values in Redis are sealed with: processes that share values have the same. */
  secret: string;
  /** A digest of the code (build-digest.ts). */
  build: string;
  prefix: string;
  ttl: TimeToLive;
  memoryBytes: number;
  readSchema: ReadSchema;
  /** What whole answers are compared with. */
  current: CurrentVersions;
  /** What whole answers depend on beside the operation, such as the address that links begin with. */
  setting(): string;
  log: Log;
  observe?: Observe;
}

/** Everything that is cached about datasets, in this process and in Redis. */
export class Caches {
  readonly schemas: SchemaSummaries;
  readonly analyses: AnalysisCache;
  readonly lock: DistributedLock;
  /** Whole answers as bytes, by request: memory alone. */
  readonly responses: AnswerMemory<CachedResponse>;
  /** The data of operations, by operation and variables: memory and Redis. */
  readonly operations: OperationAnswers;
  private readonly operationMemory: AnswerMemory<string>;
  private readonly redis: RedisStore | null;
  private readonly keys: CacheKeys;
  private readonly since = new Date().toISOString();
  private readonly log: Log;

  private constructor(options: CachesOptions, link: RedisLink | null) {
    const { prefix, ttl, memoryBytes, readSchema, current, log } = options;
    const keys = createCacheKeys({ prefix, isCluster: link?.target.kind === 'cluster' });
    const redis = link && new RedisStore(link, new Seal(options));
    this.log = log;
    this.keys = keys;
    this.redis = redis;
    this.lock = new DistributedLock(redis);

    const values = (share: number) => ({ keys, redis, ttl, maxBytes: memoryBytes * share });
    this.schemas = new SchemaSummaries(values(MEMORY_SHARES.schemas), readSchema);
    this.analyses = new AnalysisCache(values(MEMORY_SHARES.analyses), this.lock);

    this.responses = new AnswerMemory({
      name: 'front',
      maxBytes: memoryBytes * MEMORY_SHARES.responses,
      ttl,
      current,
      bytesOf: ({ body, gzip, br }) => body.length + (gzip?.length ?? 0) + (br?.length ?? 0),
    });
    this.operationMemory = new AnswerMemory({
      name: 'answer',
      maxBytes: memoryBytes * MEMORY_SHARES.operations,
      ttl,
      current,
      // A character takes up to two bytes.
      bytesOf: (text) => text.length * 2,
    });
    const setting = () => `${options.build}\n${options.setting()}`;
    this.operations = new OperationAnswers({ memory: this.operationMemory, redis, keys, setting });
  }

  /** Connects to Redis if it answers, and keeps trying in the background if it does not. */
  static async open(options: CachesOptions): Promise<Caches> {
    const { redis, log, observe = unobserved } = options;
    return new Caches(options, redis && (await RedisLink.open(redis, log, observe)));
  }

  /** Removes every value and answer of a dataset; how many there were. Never throws, and is bounded in time. */
  async dropDataset(id: string): Promise<number> {
    const inMemory = [this.schemas, this.analyses].flatMap((store) => store.dropFromMemory(id));
    const [values = [], answers] = await Promise.all([
      this.redis?.drop(this.keys.valueIndex(id)),
      this.dropAnswers(id),
    ]);
    return new Set([...inMemory, ...values]).size + answers;
  }

  /**
   * Call for each change of a dataset that was published, before it is acknowledged. Only housekeeping, since stale values
   * are not served anyway. Never throws.
   */
  async afterChange(id: string, before: DatasetRecord | null, after: DatasetRecord | null): Promise<void> {
    const isSameData = after?.version === before?.version && after?.status === before?.status;
    if (after === null || !isSameData) await this.dropDataset(id);
    else {
      await this.dropAnswers(id);
      if (after.status !== 'READY') return;
      await this.schemas.refresh(after).catch((error: unknown) => {
        this.log.warn({ err: error, datasetId: id }, 'the schema of a new revision could not be cached');
      });
    }
  }

  /** What each store did so far, as far as this process knows: of Redis, entries and bytes are 0. */
  counted(): StoreStatistics[] {
    const inMemory = [this.responses, this.operationMemory, this.schemas, this.analyses];
    const stores = inMemory.map((store) => store.statistics());
    if (this.redis === null) return stores;
    const { counters } = this.redis;
    return [...stores, { name: 'redis', ...counters, hitRate: hitRate(counters), entries: 0, bytes: 0 }];
  }

  /** Why lookups found nothing, per store: those of answers first, whose values expire. */
  missReasons(): { name: string; counts: MissCounts }[] {
    const inMemory = [this.responses, this.operationMemory, this.schemas, this.analyses];
    const stores = inMemory.map((store) => ({ name: store.statistics().name, counts: store.misses.counts }));
    return this.redis === null ? stores : [...stores, { name: 'redis', counts: this.redis.misses.counts }];
  }

  /** Null where no Redis is configured. */
  get redisState(): RedisState | null {
    return this.redis?.link.state ?? null;
  }

  async statistics(): Promise<CacheStatistics> {
    const { redis, since } = this;
    if (redis === null) return { backend: 'memory', healthy: true, since, stores: this.counted() };
    const size = await redis.size();
    const stores = this.counted().map((store) => (store.name === 'redis' ? { ...store, ...size } : store));
    return { backend: backends[redis.link.target.kind], healthy: redis.isAvailable, since, stores };
  }

  close(): void {
    this.redis?.link.stop();
  }

  /** How many there were, of those that are in memory and in Redis once. */
  private async dropAnswers(id: string): Promise<number> {
    const responses = this.responses.dropDataset(id);
    const operations = this.operationMemory.dropDataset(id);
    const shared = (await this.redis?.drop(this.keys.answerIndex(id))) ?? [];
    return responses.length + Math.max(operations.length, shared.length);
  }
}

const backends = {
  single: 'redis',
  sentinel: 'redis-sentinel',
  cluster: 'redis-cluster',
} satisfies Record<RedisTarget['kind'], CacheStatistics['backend']>;
