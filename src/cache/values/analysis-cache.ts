import type { Analysis } from '../../model/analysis.js';
import type { DistributedLock } from '../redis/distributed-lock.js';
import {
  type CachedRecord,
  type CachedValue,
  type ValuePlace,
  ValueStore,
  type ValueStoreOptions,
} from './value-store.js';

/** `analysis:<id>:<hash>`: analyses before their files are read, and one computation in all processes. */
export class AnalysisCache extends ValueStore<Analysis> {
  constructor(
    options: ValueStoreOptions,
    private readonly lock: DistributedLock,
  ) {
    super('analysis', options);
  }

  /** A cached analysis, else the one that `read` finds; null where there is none. */
  async getOrRead(record: CachedRecord, hash: string, read: () => Promise<Analysis | null>): Promise<Analysis | null> {
    const place = this.place(record, hash);
    const [cached] = await this.findMany([place]);
    return cached ?? this.readAndStore(place, read);
  }

  /** A cached analysis, else the one that `read` finds, else one that is computed: in one process alone where possible. */
  async getOrCompute(
    record: CachedRecord,
    hash: string,
    work: { read(): Promise<Analysis | null>; compute(): Promise<Analysis> },
  ): Promise<Analysis> {
    const place = this.place(record, hash);
    const cached = this.getFromMemory(place);
    if (cached !== undefined) return cached;
    return this.lock.run(place.lease, {
      key: place.key,
      decode: (sealed) => this.unseal(place, sealed),
      publish: (analysis, token) => this.put(place, analysis, token),
      read: work.read,
      compute: work.compute,
    });
  }

  /** The overrides that matter to it are in its hash, and the hash is in its key. */
  protected isValidFor(
    { revision, value }: CachedValue<Analysis>,
    { version, analysesFrom = 0 }: CachedRecord,
  ): boolean {
    return value.datasetVersion === version && revision >= analysesFrom;
  }

  /** Its hash covers the version and what of the record matters, and the hash is in its key. */
  protected override isMadeFromAnother(revision: unknown, { analysesFrom = 0 }: CachedRecord): boolean {
    return typeof revision === 'number' && revision < analysesFrom;
  }

  /** The total beside a change is about as long as a period gets. There may be thousands, too many to write for their length. */
  protected estimateTextBytes({ total, byPeriod, segments = [] }: Analysis): number {
    const change = byPeriod.at(-1)?.change ?? null;
    const ofPeriod = JSON.stringify(total).length + JSON.stringify(change).length;
    const ofSegments = segments.reduce((sum, segment) => sum + 1 + (segment.byPeriod ?? []).length, 0);
    return ofPeriod * (1 + byPeriod.length + ofSegments);
  }

  private place(record: CachedRecord, hash: string): ValuePlace {
    return { record, ...this.options.keys.analysis(record.id, hash) };
  }
}
