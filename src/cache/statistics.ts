/** What a store did since the process started. */
export interface Counters {
  hits: number;
  /** Whatever the reason: missing, made from another version, unreadable, Redis unavailable. */
  misses: number;
  fills: number;
  /** Values not stored: a newer one was there, or they were too large. */
  fillsRejected: number;
  /** Values removed because their dataset changed, or by request. */
  invalidations: number;
  /** Commands that Redis did not answer in time, or answered with an error. */
  errors: number;
  /** Values found but made from another version, and so not served. */
  stalePrevented: number;
  /** Values found in Redis but damaged, forged, moved from another key or of another build, and so not served. */
  unreadable: number;
}

export interface StoreStatistics extends Counters {
  /** `memory.<kind of value>`, or `redis` for everything there. */
  name: string;
  /** Hits as a share of all lookups, 0 to 1; 0 where there was none. */
  hitRate: number;
  /** Values in this process's memory; of Redis, all keys in its database. */
  entries: number;
  /** What they take, estimated; of Redis, all of its memory. */
  bytes: number;
}

export interface CacheStatistics {
  backend: 'memory' | 'redis' | 'redis-sentinel' | 'redis-cluster';
  /** Whether Redis is available; true where none is configured. */
  healthy: boolean;
  /** When the counting began: RFC 3339, UTC. */
  since: string;
  stores: StoreStatistics[];
}

export function newCounters(): Counters {
  return {
    hits: 0,
    misses: 0,
    fills: 0,
    fillsRejected: 0,
    invalidations: 0,
    errors: 0,
    stalePrevented: 0,
    unreadable: 0,
  };
}

export function hitRate({ hits, misses }: Counters): number {
  return hits + misses === 0 ? 0 : hits / (hits + misses);
}
