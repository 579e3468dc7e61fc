import type { Analysis } from '../../model/analysis.js';
import type { CacheKeys } from '../cache-keys.js';
import type { DistributedLock } from '../redis/distributed-lock.js';
import type { CachedRecord, ValuePlace, ValueStore } from './value-store.js';

export interface AnalysisCacheOptions {
  keys: CacheKeys;
  store: ValueStore<Analysis>;
  lock: DistributedLock;
}

/** `analysis:<id>:<hash>`: analyses before their files are read, and one computation in all processes. */
export class AnalysisCache {
  constructor(private readonly options: AnalysisCacheOptions) {}

  /** A cached analysis, else the one that `read` finds; null where there is none. */
  async getOrRead(record: CachedRecord, hash: string, read: () => Promise<Analysis | null>): Promise<Analysis | null> {
    const { store } = this.options;
    const place = this.place(record, hash);
    const [cached] = await store.getMany([place]);
    if (cached !== undefined) return cached;
    const analysis = await read();
    // The request does not wait until Redis has it. It never rejects.
    if (analysis !== null) void store.put(place, analysis);
    return analysis;
  }

  /** A cached analysis, else the one that `read` finds, else one that is computed: in one process alone where possible. */
  async getOrCompute(
    record: CachedRecord,
    hash: string,
    work: { read(): Promise<Analysis | null>; compute(): Promise<Analysis> },
  ): Promise<Analysis> {
    const { store, lock } = this.options;
    const place = this.place(record, hash);
    const cached = store.getFromMemory(place);
    if (cached !== undefined) return cached;
    return lock.run(place.lease, {
      key: place.key,
      decode: (sealed) => store.unseal(place, sealed),
      publish: (analysis, token) => store.put(place, analysis, token),
      read: work.read,
      compute: work.compute,
    });
  }

  private place(record: CachedRecord, hash: string): ValuePlace {
    return { record, ...this.options.keys.analysis(record.id, hash) };
  }
}
