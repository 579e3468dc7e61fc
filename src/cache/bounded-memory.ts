import { LRUCache } from 'lru-cache';
import { hitRate, newCounters, type StoreStatistics } from './statistics.js';

/** The largest part of the memory that one entry may take. */
const MAX_ENTRY_SHARE = 1 / 8;

export interface BoundedMemoryOptions<Entry> {
  /** The store's name in statistics, after `memory.`. */
  name: string;
  maxBytes: number;
  /** Estimated, 1 at least. */
  bytesOf(key: string, entry: Entry): number;
  isOfDataset(entry: Entry, datasetId: string): boolean;
}

/** What one store holds in this process, bounded in bytes: the least recently used entries are evicted first. */
export class BoundedMemory<Entry extends object> {
  readonly counters = newCounters();
  private readonly entries: LRUCache<string, Entry>;

  constructor(private readonly options: BoundedMemoryOptions<Entry>) {
    const maxBytes = Math.floor(options.maxBytes);
    this.entries = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.floor(maxBytes * MAX_ENTRY_SHARE),
      sizeCalculation: (entry, key) => options.bytesOf(key, entry),
    });
  }

  get(key: string): Entry | undefined {
    return this.entries.get(key);
  }

  /** get() without counting as a use. */
  peek(key: string): Entry | undefined {
    return this.entries.peek(key);
  }

  /** Counts a fill, or a rejected one where the entry is too large. */
  set(key: string, entry: Entry): void {
    this.entries.set(key, entry);
    if (this.entries.peek(key) === entry) this.counters.fills++;
    else this.counters.fillsRejected++;
  }

  /** Puts an entry in the place of another that holds the same; not counted. */
  replace(key: string, entry: Entry): void {
    this.entries.set(key, entry);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  /** The keys that were removed. */
  dropDataset(id: string): string[] {
    const keys = [...this.entries.entries()].flatMap(([key, entry]) =>
      this.options.isOfDataset(entry, id) ? [key] : [],
    );
    for (const key of keys) this.entries.delete(key);
    this.counters.invalidations += keys.length;
    return keys;
  }

  statistics(): StoreStatistics {
    return {
      name: `memory.${this.options.name}`,
      ...this.counters,
      hitRate: hitRate(this.counters),
      entries: this.entries.size,
      bytes: this.entries.calculatedSize,
    };
  }
}
