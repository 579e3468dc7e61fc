import type { Analysis } from '../model/analysis.js';
import type { DatasetRecord } from '../model/dataset.js';
import type { Log } from '../model/log.js';
import type { RedisTarget } from '../model/redis-target.js';
import type { DatasetSchema } from '../model/schema.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import type { WatchedVersions } from './answer-versions.js';
import { AnswerStore } from './answers/answer-store.js';
import { SharedAnswers } from './answers/shared-answers.js';
import { type CacheKeys, createCacheKeys, type StoredPlace } from './cache-keys.js';
import { SharedTurns } from './redis/distributed-lock.js';
import { RedisLink, type RedisState } from './redis/link.js';
import { redisSize } from './redis/memory-size.js';
import { RedisTier, type TimeToLive } from './redis/redis-tier.js';
import { type CacheStatistics, hitRate, type StoreStatistics } from './statistics.js';
import { AnalysisCache } from './values/analysis-cache.js';
import { analysisShape } from './values/analysis-shape.js';
import { MemoryTier } from './values/memory-tier.js';
import { schemaShape } from './values/schema-shape.js';
import { SchemaSummaries } from './values/schema-summaries.js';
import { TieredStore } from './values/tiered-store.js';

/** Of the memory for answers. */
const PARTS = { schemas: 1 / 8, analyses: 3 / 8, operations: 1 / 4, requests: 1 / 4 };

export interface CachesOptions {
  /** Null: memory alone. */
  redis: RedisTarget | null;
  prefix: string;
  ttl: TimeToLive;
  memoryBytes: number;
  /** What is on disk, with the record's overrides laid over it; null unless READY. */
  readSchema(record: DatasetRecord): Promise<DatasetSchema | null>;
  /** What whole answers are compared with. */
  current: WatchedVersions;
  /** What whole answers depend on beside what is asked, such as the address that links begin with. */
  setting(): string;
  log: Log;
  observe?: Observe;
}

/** Everything that is remembered about datasets, in this process and in Redis. */
export class Caches {
  readonly schemas: SchemaSummaries;
  readonly analyses: AnalysisCache;
  readonly turns: SharedTurns;
  /** Whole answers: `operations` by what is asked, `requests` by the bytes it is asked with. */
  readonly answers: { operations: AnswerStore; requests: AnswerStore };
  private readonly shared: SharedAnswers | null;
  private readonly keys: CacheKeys;
  private readonly stores: readonly [TieredStore<DatasetSchema>, TieredStore<Analysis>];
  private readonly since = new Date().toISOString();
  private readonly log: Log;

  private constructor(
    { prefix, ttl, memoryBytes, readSchema, current, setting, log }: CachesOptions,
    private readonly link: RedisLink | null,
  ) {
    this.log = log;
    this.keys = createCacheKeys({ prefix, isCluster: link?.target.kind === 'cluster' });
    const schemas = new TieredStore<DatasetSchema>({
      name: 'schema_summary',
      memory: new MemoryTier(memoryBytes * PARTS.schemas),
      redis: link && new RedisTier({ link, shape: schemaShape, ttl }),
      // The record's overrides are in it. A kept version has its own, which is never put here.
      holdsFor: ({ madeFrom, value }, { id, revision, version }) =>
        value.datasetId === id && value.version === version && madeFrom.revision === revision,
      estimateTextBytes: (schema) => JSON.stringify(schema).length,
    });
    const analyses = new TieredStore<Analysis>({
      name: 'analysis',
      memory: new MemoryTier(memoryBytes * PARTS.analyses),
      redis: link && new RedisTier({ link, shape: analysisShape, ttl }),
      // What of the overrides matters to it is in its hash, and that in its key.
      holdsFor: ({ value }, { id, version }) => value.datasetId === id && value.datasetVersion === version,
      // Two processes that computed it without knowing of each other did so at different times.
      comparable: ({ computedAt: _, byPeriod, ...rest }) => [rest, ...byPeriod],
      // Beside its change, the total is as long as a period gets. There may be thousands, too many to write them all for a length.
      estimateTextBytes: ({ total, byPeriod }) => {
        const change = byPeriod.at(-1)?.change ?? null;
        return (JSON.stringify(total).length + JSON.stringify(change).length) * (1 + byPeriod.length);
      },
    });
    this.stores = [schemas, analyses];
    this.turns = new SharedTurns(link);
    this.schemas = new SchemaSummaries({ keys: this.keys, store: schemas, readSchema });
    this.analyses = new AnalysisCache({ keys: this.keys, store: analyses, turns: this.turns });

    const { keys } = this;
    this.shared = link && new SharedAnswers({ link, keys });
    const answers = (name: string, part: number) =>
      new AnswerStore({
        ...{ name, current, setting },
        maxBytes: memoryBytes * part,
        ttlSeconds: ttl.seconds,
        shared: this.shared,
        sharedKey: (digest) => keys.answer(name, digest),
      });
    this.answers = {
      operations: answers('answer', PARTS.operations),
      requests: answers('front', PARTS.requests),
    };
  }

  /** Redis is connected to where it answers, and tried again in the background where it does not. */
  static async open(options: CachesOptions): Promise<Caches> {
    const { redis, log, observe = unobserved } = options;
    return new Caches(options, redis && (await RedisLink.open(redis, log, observe)));
  }

  /** Removes every value of a dataset; how many there were. Never throws, and takes no longer than Redis may take. */
  async dropDataset(id: string): Promise<number> {
    const { operations, requests } = this.answers;
    const values = this.stores.flatMap((store) => store.dropFromMemory(id));
    const answers = [operations, requests].reduce((sum, store) => sum + store.dropFromMemory(id).length, 0);
    const [sharedValues, sharedAnswers = []] = await Promise.all([
      this.dropSharedValues(id),
      this.shared?.dropDataset(id),
    ]);
    // An answer's key is another in Redis; most of those in memory are there too.
    return new Set([...values, ...sharedValues]).size + Math.max(answers, sharedAnswers.length);
  }

  /**
   * To be told of each change of a dataset that was published, before it is acknowledged: housekeeping, since what is
   * stale is not served anyway. Never throws.
   */
  async afterChange(id: string, before: DatasetRecord, after: DatasetRecord | null): Promise<void> {
    const isSameData = after?.version === before.version && after.status === before.status;
    if (!isSameData) await this.dropDataset(id);
    else if (after.status === 'READY') {
      await this.schemas.refresh(after).catch((error: unknown) => {
        this.log.warn({ err: error, datasetId: id }, 'the schema of a new revision could not be cached');
      });
    }
  }

  /** What this process holds in memory, by key: of each store the most recently used first. */
  keysInMemory(): Iterable<string>[] {
    return this.stores.map((store) => store.keys());
  }

  /** The keys in Redis that hold a value of a dataset, as its index lists them. */
  async keysInRedis(id: string): Promise<string[]> {
    const reply = await this.link?.ask('audit', (client) => client.smembers(this.keys.index(id)));
    return reply?.status === 'answered' ? reply.value : [];
  }

  /** What a key holds; null where it is none of a value. */
  readKey(key: string): StoredPlace | null {
    return this.keys.read(key);
  }

  /** What each store did so far, as it is known here: Redis is not asked what it holds, and counts as holding nothing. */
  counted(): StoreStatistics[] {
    const { operations, requests } = this.answers;
    const stores = [requests, operations, ...this.stores].map((store) => store.statistics());
    if (this.link === null) return stores;
    const { counters } = this.link;
    return [...stores, { name: 'redis', ...counters, hitRate: hitRate(counters), entries: 0, bytes: 0 }];
  }

  /** Null where none is configured. */
  get redisState(): RedisState | null {
    return this.link?.state ?? null;
  }

  async statistics(): Promise<CacheStatistics> {
    const { link } = this;
    const size = link === null ? {} : await redisSize(link);
    const stores = this.counted().map((store) => (store.name === 'redis' ? { ...store, ...size } : store));
    return {
      backend: link === null ? 'memory' : backends[link.target.kind],
      healthy: link?.isHealthy ?? true,
      since: this.since,
      stores,
    };
  }

  close(): void {
    this.link?.stop();
  }

  private async dropSharedValues(id: string): Promise<string[]> {
    const { link } = this;
    const reply = await link?.ask('drop', (client) => client.dropValues(this.keys.index(id)));
    if (link === null || reply?.status !== 'answered') return [];
    link.counters.invalidations += reply.value.length;
    return reply.value;
  }
}

const backends = {
  single: 'redis',
  sentinel: 'redis-sentinel',
  cluster: 'redis-cluster',
} satisfies Record<RedisTarget['kind'], CacheStatistics['backend']>;
