/** What a tier did since the process started. */
export interface Counters {
  hits: number;
  /** Whatever the reason: not there, made from another version, unreadable, Redis away. */
  misses: number;
  fills: number;
  /** Stores that found a newer value in their place, and values too large to be kept. */
  fillsRejected: number;
  /** Values removed because their dataset changed or somebody asked for it. */
  invalidations: number;
  /** Questions to Redis that had no answer, or an error for one. */
  errors: number;
  /** Values that were there and not served because they were made from another version. */
  stalePrevented: number;
  /** Values that were there and not served because they were damaged or not of our making. */
  unreadable: number;
  /** Values compared with what they were made from, and how many of them were not that: replaced since (auditor.ts). */
  audited: number;
  mismatches: number;
}

export interface StoreStatistics extends Counters {
  /** `memory.<kind of value>`, or `redis` for everything there. */
  name: string;
  /** Hits in every question asked, 0 to 1; 0 where none was. */
  hitRate: number;
  /** Values in this process's memory; keys in Redis' database, whoever they belong to. */
  entries: number;
  /** What they take, estimated; all of Redis' memory. */
  bytes: number;
}

export interface CacheStatistics {
  backend: 'memory' | 'redis' | 'redis-sentinel' | 'redis-cluster';
  /** Whether Redis answered when last asked; true without one. */
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
    audited: 0,
    mismatches: 0,
  };
}

export function hitRate({ hits, misses }: Counters): number {
  return hits + misses === 0 ? 0 : hits / (hits + misses);
}
