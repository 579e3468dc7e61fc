import { LRUCache } from 'lru-cache';
import { newCounters } from '../statistics.js';
import type { Entry } from './entry-text.js';

/** One value may take that part of the whole at most. */
const MAX_PART = 1 / 8;

/** Values in this process's memory, as objects: the least recently used go first. */
export class MemoryTier<T extends object> {
  readonly counters = newCounters();
  private readonly entries: LRUCache<string, Entry<T> & { datasetId: string }>;

  constructor(maxBytes: number) {
    this.entries = new LRUCache({ maxSize: maxBytes, maxEntrySize: Math.floor(maxBytes * MAX_PART) });
  }

  get size(): { entries: number; bytes: number } {
    return { entries: this.entries.size, bytes: this.entries.calculatedSize };
  }

  /** The most recently used first. */
  keys(): Iterable<string> {
    return this.entries.keys();
  }

  /** get() without counting as a use. */
  peek(key: string): Entry<T> | undefined {
    return this.entries.peek(key);
  }

  get(key: string): Entry<T> | undefined {
    return this.entries.get(key);
  }

  /** `bytes` is what the value takes, estimated. A newer value stays. */
  put(key: string, entry: Entry<T> & { datasetId: string }, bytes: number): void {
    const there = this.entries.peek(key);
    const isOlder = there !== undefined && there.madeFrom.revision > entry.madeFrom.revision;
    if (!isOlder) this.entries.set(key, entry, { size: bytes });
    const isKept = !isOlder && this.entries.has(key);
    if (isKept) this.counters.fills++;
    else this.counters.fillsRejected++;
  }

  /** The keys that were there. */
  dropDataset(datasetId: string): string[] {
    const keys = [...this.entries.entries()].flatMap(([key, entry]) => (entry.datasetId === datasetId ? key : []));
    for (const key of keys) this.entries.delete(key);
    this.counters.invalidations += keys.length;
    return keys;
  }
}
