import type { DatasetRecord } from '../../model/dataset.js';
import { BoundedMemory } from '../bounded-memory.js';
import type { CacheKeys, ValueKeys } from '../cache-keys.js';
import { type MissReason, MissReasons } from '../miss-reasons.js';
import { MAX_VALUE_BYTES, type RedisStore } from '../redis/redis-store.js';
import type { Unsealed } from '../seal.js';
import type { Counters, StoreStatistics } from '../statistics.js';

/** Expiry times are spread over the last tenth, so that values stored together do not expire together. */
const TTL_JITTER = 0.1;
const COLD_AFTER_MS = 24 * 3600 * 1000;
/** Memory an object takes against its JSON text, about. */
const MEMORY_PER_TEXT_BYTE = 3;

/** Values expire to make room, not to be right: values of a cold dataset may stay longer. */
export interface TimeToLive {
  readonly seconds: number;
  /** Of datasets that have not changed for a day. */
  readonly coldSeconds: number;
}

/** What of a dataset's record a value is made from and compared with. */
export type CachedRecord = Pick<DatasetRecord, 'id' | 'revision' | 'version' | 'updatedAt' | 'analysesFrom'>;

/** Where a value belongs, and the current record it must be valid for. */
export interface ValuePlace extends ValueKeys {
  record: CachedRecord;
}

export interface CachedValue<T> {
  /** Of the record it was made from. */
  revision: number;
  value: T;
}

export interface ValueStoreOptions {
  keys: CacheKeys;
  maxBytes: number;
  /** Null where no Redis is configured. */
  redis: RedisStore | null;
  ttl: TimeToLive;
}

/** A store that counts. */
interface CountedStore {
  counters: Counters;
  misses: {
    count(reason: MissReason): void;
    countMissing(key: string, isOutdated: (revision: unknown) => boolean): void;
  };
  isAvailable: boolean;
}

/** Values of datasets in memory, and in Redis for all processes; each is compared with the current record when it is found. */
export abstract class ValueStore<T extends object> {
  /** By the revision of a value's record. Values in memory do not expire. */
  readonly misses = new MissReasons<number>();
  private readonly memory: BoundedMemory<CachedValue<T> & { datasetId: string }>;

  /** `name`: the store's name in statistics, after `memory.`. */
  constructor(
    name: string,
    protected readonly options: ValueStoreOptions,
  ) {
    this.memory = new BoundedMemory({
      name,
      maxBytes: options.maxBytes,
      bytesOf: (_key, { value }) => Math.max(1, this.estimateTextBytes(value) * MEMORY_PER_TEXT_BYTE),
      isOfDataset: ({ datasetId }, id) => datasetId === id,
    });
  }

  /** The keys that were removed from memory. */
  dropFromMemory(datasetId: string): string[] {
    const keys = this.memory.dropDataset(datasetId);
    for (const key of keys) this.misses.dropped(key);
    return keys;
  }

  statistics(): StoreStatistics {
    return this.memory.statistics();
  }

  /** The rule of freshness: whether a cached value is valid for a record that is current. */
  protected abstract isValidFor(cached: CachedValue<T>, record: CachedRecord): boolean;

  /** Whether a value stored under an earlier revision would not be valid: for the statistics alone. */
  protected isMadeFromAnother(revision: unknown, record: CachedRecord): boolean {
    return revision !== record.revision;
  }

  /** The length of a value's JSON text, estimated quickly. */
  protected abstract estimateTextBytes(value: T): number;

  /** In the order of the places; undefined for what must be made again. */
  protected async findMany(places: readonly ValuePlace[]): Promise<(T | undefined)[]> {
    const { redis } = this.options;
    const found = places.map((place) => this.getFromMemory(place));
    const missing = places.filter((_, index) => found[index] === undefined);
    if (redis === null || missing.length === 0) return found;
    const sealed = await redis.getMany(missing.map(({ key }) => key));
    const shared = new Map(missing.map((place, index) => [place, this.decode(redis, place, sealed[index])]));
    return places.map((place, index) => found[index] ?? shared.get(place));
  }

  protected getFromMemory(place: ValuePlace): T | undefined {
    const { counters } = this.memory;
    return this.validFor(place, this.memory.get(place.key), { counters, misses: this.misses, isAvailable: true });
  }

  /** A sealed value as Redis returned it for a place; remembered where it is valid. */
  protected unseal(place: ValuePlace, sealed: Buffer): T | undefined {
    const { redis } = this.options;
    return redis === null ? undefined : this.decode(redis, place, redis.open(place.key, sealed));
  }

  /** What `read` finds, stored unless it is null. The caller does not wait until Redis has it. */
  protected async readAndStore(place: ValuePlace, read: () => Promise<T | null>): Promise<T | null> {
    const value = await read();
    if (value !== null) void this.put(place, value);
    return value;
  }

  /**
   * Stores a value: in this process's memory before it returns, in Redis before it resolves. Resolves to whether the lease
   * that `token` holds is released. Never rejects.
   */
  protected async put(place: ValuePlace, value: T, token = ''): Promise<boolean> {
    const { redis, ttl } = this.options;
    const { revision, updatedAt } = place.record;
    this.remember(place, value);
    if (redis === null) return false;
    if (this.estimateTextBytes(value) > MAX_VALUE_BYTES) {
      redis.counters.fillsRejected++;
      return false;
    }
    if (!redis.isAvailable) return false;
    const isCold = Date.now() - Date.parse(updatedAt) > COLD_AFTER_MS;
    const seconds = isCold ? ttl.coldSeconds : ttl.seconds;
    const ttlMs = Math.round(seconds * 1000 * (1 - Math.random() * TTL_JITTER));
    return redis.putValue(place, { revision, payload: Buffer.from(JSON.stringify(value)) }, { ttlMs, token });
  }

  private decode(redis: RedisStore, place: ValuePlace, found: Unsealed | undefined): T | undefined {
    const cached = found && { revision: found.revision, value: JSON.parse(found.payload.toString()) as T };
    const value = this.validFor(place, cached, redis);
    if (value !== undefined) this.remember(place, value);
    return value;
  }

  private validFor(
    { key, record }: ValuePlace,
    cached: CachedValue<T> | undefined,
    { counters, misses, isAvailable }: CountedStore,
  ): T | undefined {
    if (cached !== undefined && this.isValidFor(cached, record)) {
      counters.hits++;
      return cached.value;
    }
    counters.misses++;
    if (cached !== undefined) {
      counters.stalePrevented++;
      misses.count('outdated');
    } else if (!isAvailable) misses.count('unavailable');
    else misses.countMissing(key, (revision) => this.isMadeFromAnother(revision, record));
    return undefined;
  }

  /** A newer value stays. */
  private remember({ key, record: { id, revision } }: ValuePlace, value: T): void {
    const stored = this.memory.peek(key);
    if (stored !== undefined && stored.revision > revision) this.memory.counters.fillsRejected++;
    else {
      this.memory.set(key, { revision, value, datasetId: id });
      this.misses.stored(key, revision, null);
    }
  }
}
