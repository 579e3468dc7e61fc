import { isSameJson } from '../../model/same-json.js';
import type { RedisTier } from '../redis/redis-tier.js';
import { type Counters, hitRate, type StoreStatistics } from '../statistics.js';
import type { Entry, MadeFrom } from './entry-text.js';
import type { MemoryTier } from './memory-tier.js';

/** Beyond it a value stays in memory: writing and reading it as text would hold up everything else. */
const MAX_TEXT_BYTES = 512 * 1024;
/** What an object takes in memory against its JSON text, about. */
const MEMORY_PER_TEXT = 3;

export interface TieredStoreOptions<T extends object> {
  /** What the values are called in statistics. */
  name: string;
  memory: MemoryTier<T>;
  /** Null where none is configured. */
  redis: RedisTier<T> | null;
  /** The rule of freshness: whether a value holds for a record that is current. */
  holdsFor(entry: Entry<T>, record: CachedRecord): boolean;
  /** What of a value must be the same in every copy, in parts that are no more than a period; default: all of it. */
  comparable?(value: T): unknown[];
  /** The length of its JSON text, estimated in little time. */
  estimateTextBytes(value: T): number;
}

/** What of a dataset's record values are made from and compared with. */
export type CachedRecord = MadeFrom & { id: string; updatedAt: string };

/** Where a value belongs, and the current record it must hold for. */
export interface Place {
  record: CachedRecord;
  key: string;
  /** The index of the dataset's keys in Redis. */
  index: string;
}

export interface Audit<T> {
  /** What the value should be, from where it was made; null where that is not there. */
  readTruth(): Promise<T | null>;
  /** Whether the place's record still is the newest. */
  isCurrent(): boolean;
  /** Removes whatever else may have been made from a wrong value. */
  drop(): Promise<unknown>;
}

/**
 * Values of datasets in memory, and in Redis behind it. What is found is compared with the current record before anybody
 * gets it: a value that no invalidation reached is a miss like any other.
 */
export class TieredStore<T extends object> {
  constructor(private readonly options: TieredStoreOptions<T>) {}

  /** In the order of the places; undefined for what must be made anew. */
  async getMany(places: readonly Place[]): Promise<(T | undefined)[]> {
    const { memory, redis } = this.options;
    const found = places.map((place) => this.fitting(memory.get(place.key), place, memory.counters));
    const missing = places.filter((_, index) => found[index] === undefined);
    if (redis === null || missing.length === 0) return found;

    const entries = await redis.getMany(missing.map((place) => place.key));
    const shared = new Map(
      missing.map((place, index) => {
        const value = this.fitting(entries[index], place, redis.counters);
        if (value !== undefined) this.remember(place, value);
        return [place, value];
      }),
    );
    return places.map((place, index) => found[index] ?? shared.get(place));
  }

  /** The value is there for this process on return; awaiting the rest is for who must know that others have it too. */
  put(place: Place, value: T): Promise<void> {
    const { redis, estimateTextBytes } = this.options;
    this.remember(place, value);
    if (redis === null) return Promise.resolve();
    if (estimateTextBytes(value) <= MAX_TEXT_BYTES) {
      return redis.put({ ...place, changedAt: place.record.updatedAt }, entryOf(place, value));
    }
    redis.counters.fillsRejected++;
    return Promise.resolve();
  }

  /**
   * Compares what memory and Redis hold in a place with what it was made from, and puts that in its place where they
   * differ; how many copies were wrong. What does not hold for the record is not served, and so not looked at, unless it
   * claims to be of a revision that is yet to come: put() would leave it there.
   */
  async audit(place: Place, { readTruth, isCurrent, drop }: Audit<T>): Promise<number> {
    const { memory, redis } = this.options;
    const copies = [
      { counters: memory.counters, found: memory.peek(place.key) },
      ...(redis === null ? [] : [{ counters: redis.counters, found: await redis.look(place.key) }]),
    ].filter(({ found }) => found !== undefined && (found === 'unreadable' || this.isOfInterest(found, place)));
    const truth = copies.length > 0 ? await readTruth() : null;
    if (truth === null) return 0;
    const wrong: typeof copies = [];
    for (const copy of copies) {
      const isTrue = copy.found !== 'unreadable' && (await this.isTrue(copy.found!, place, truth));
      if (!isTrue) wrong.push(copy);
    }
    // Where the record has changed meanwhile, a difference means nothing.
    if (!isCurrent()) return 0;
    for (const { counters } of copies) counters.audited++;
    for (const { counters } of wrong) counters.mismatches++;
    if (wrong.length > 0) {
      await drop();
      await redis?.forget(place.key);
      await this.put(place, truth);
    }
    return wrong.length;
  }

  /** What is in memory, the most recently used first. */
  keys(): Iterable<string> {
    return this.options.memory.keys();
  }

  /** The keys that were in memory. */
  dropFromMemory(datasetId: string): string[] {
    return this.options.memory.dropDataset(datasetId);
  }

  /** Of what is in memory. */
  statistics(): StoreStatistics {
    const { name, memory } = this.options;
    return { name: `memory.${name}`, ...memory.counters, hitRate: hitRate(memory.counters), ...memory.size };
  }

  private isOfInterest(entry: Entry<T>, { record }: Place): boolean {
    return this.options.holdsFor(entry, record) || entry.madeFrom.revision > record.revision;
  }

  private async isTrue(entry: Entry<T>, { record }: Place, truth: T): Promise<boolean> {
    const { holdsFor, comparable = (value: T) => [value] } = this.options;
    return holdsFor(entry, record) && isSameJson(comparable(entry.value), comparable(truth));
  }

  private fitting(entry: Entry<T> | undefined, { record }: Place, counters: Counters): T | undefined {
    const isHit = entry !== undefined && this.options.holdsFor(entry, record);
    if (isHit) counters.hits++;
    else counters.misses++;
    if (entry !== undefined && !isHit) counters.stalePrevented++;
    return isHit ? entry.value : undefined;
  }

  private remember(place: Place, value: T): void {
    const { memory, estimateTextBytes } = this.options;
    const entry = { ...entryOf(place, value), datasetId: place.record.id };
    memory.put(place.key, entry, Math.max(1, estimateTextBytes(value) * MEMORY_PER_TEXT));
  }
}

function entryOf<T>({ record: { revision, version } }: Place, value: T): Entry<T> {
  return { madeFrom: { revision, version }, value };
}
