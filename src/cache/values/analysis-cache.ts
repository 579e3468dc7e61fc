import type { Analysis } from '../../model/analysis.js';
import type { CacheKeys } from '../cache-keys.js';
import type { SharedTurns, SharedWork } from '../redis/distributed-lock.js';
import type { Audit, CachedRecord, Place, TieredStore } from './tiered-store.js';

export interface AnalysisCacheOptions {
  keys: CacheKeys;
  store: TieredStore<Analysis>;
  turns: SharedTurns;
}

/** `analysis:<id>:<hash>`: analyses before their files are read, and one computation in all processes. */
export class AnalysisCache {
  constructor(private readonly options: AnalysisCacheOptions) {}

  async get(record: CachedRecord, hash: string): Promise<Analysis | null> {
    const [found] = await this.options.store.getMany([this.place(record, hash)]);
    return found?.parameters.hash === hash ? found : null;
  }

  /** That others have it too is nothing to wait for. */
  put(record: CachedRecord, analysis: Analysis): void {
    void this.options.store.put(this.place(record, analysis.parameters.hash), analysis);
  }

  /** How many copies were not what the truth is (TieredStore.audit). */
  audit(record: CachedRecord, hash: string, audit: Audit<Analysis>): Promise<number> {
    return this.options.store.audit(this.place(record, hash), audit);
  }

  /** Makes an analysis in one process alone, where that can be arranged. */
  once(record: CachedRecord, hash: string, work: SharedWork<Analysis>): Promise<Analysis> {
    const { keys, turns } = this.options;
    return turns.once(keys.analysisLease(record.id, hash), work);
  }

  private place(record: CachedRecord, hash: string): Place {
    const { keys } = this.options;
    return { record, key: keys.analysis(record.id, hash), index: keys.index(record.id) };
  }
}
