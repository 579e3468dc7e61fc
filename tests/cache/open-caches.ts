import { Caches } from '../../src/cache/caches.js';
import type { Counters } from '../../src/cache/statistics.js';
import { ALGORITHM_VERSION, type Analysis } from '../../src/model/analysis.js';
import type { DatasetRecord } from '../../src/model/dataset.js';
import { readRedisUrl } from '../../src/model/redis-target.js';
import type { DatasetSchema } from '../../src/model/schema.js';
import { EVERYTHING_CURRENT } from '../support/answer-memory.js';
import { record } from '../support/fake-services.js';

export const SECRET = 'a secret that the processes share';

/** The caches of a process, over a disk that counts how often it was read; the caller closes them. */
export async function openCaches(
  redisUrl: string | null,
  { prefix = '', coldSeconds = 3600, secret = SECRET, build = 'build 1' } = {},
) {
  const disk = { reads: 0 };
  const caches = await Caches.open({
    redis: redisUrl === null ? null : readRedisUrl(redisUrl),
    secret,
    build,
    prefix,
    ttl: { seconds: 3600, coldSeconds },
    memoryBytes: 8_000_000,
    readSchema: async (dataset) => {
      disk.reads++;
      if (dataset.id === DAMAGED.id) throw new Error('the disk says no');
      return dataset.status === 'READY' ? schemaOf(dataset) : null;
    },
    current: EVERYTHING_CURRENT,
    setting: () => '',
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return {
    caches,
    disk,
    async counters(store: string): Promise<Counters & { entries: number; bytes: number }> {
      const { stores } = await caches.statistics();
      const found = stores.find(({ name }) => name === store);
      if (found === undefined) throw new Error(`no store ${store}`);
      return found;
    },
  };
}

/** A schema in which the revision it was made from can be seen. */
export function schemaOf({ id, version, revision }: DatasetRecord): DatasetSchema {
  return {
    datasetId: id,
    version,
    rowCount: revision,
    columns: [],
    periodGrain: 'NONE',
    periodGrainCandidates: [],
    timeCandidates: [],
    timeColumns: [],
    warnings: [{ code: 'NO_TIME_DIMENSION', message: 'none', column: null, count: null }],
    rowsLeftOut: [],
  };
}

export function analysisOf({ id, version }: DatasetRecord, hash: string, total = 1): Analysis {
  const none = { head: [], lorenz: [], thresholds: [], top: [], hhi: null, gini: null, effectiveEntities: null };
  return {
    id: `an_${id}_${hash}`,
    algorithmVersion: ALGORITHM_VERSION,
    datasetId: id,
    datasetVersion: version,
    source: { fileName: 'a.csv', sha256: 'ab', sheet: null, groupByHeader: 'Who', valueHeader: 'Amount' },
    parameters: {
      groupBy: ['a'],
      value: 'b',
      periodGrain: 'NONE',
      thresholds: [10],
      topN: [1],
      entityMatching: 'FOLDED',
      blanks: 'APART',
      hash,
    },
    total: {
      period: 'TOTAL',
      rowCount: 1,
      entityCount: 1,
      total,
      totalExact: String(total),
      assignedTotal: total,
      assignedTotalExact: String(total),
      unassigned: { rows: 0, value: 0, valueExact: '0', share: 0 },
      ...none,
      change: null,
      problem: null,
      measuresProblem: null,
    },
    byPeriod: [],
    warnings: [],
    computedAt: '2026-01-01T00:00:00.000Z',
  };
}

/** A dataset whose files cannot be read. */
export const DAMAGED = record({ id: 'ds_damaged' });

export const HASH = '0123456789abcdef0123456789abcdef';

/** READY datasets with ids of their own. */
export function datasets(count: number): DatasetRecord[] {
  return Array.from({ length: count }, (_, index) => record({ id: `ds_${String(index).padStart(22, '0')}` }));
}

/** Stores an analysis as if the process had read it from its file; resolves once the process has it. */
export async function putAnalysis(caches: Caches, record: DatasetRecord, analysis: Analysis): Promise<void> {
  await caches.analyses.getOrRead(record, analysis.parameters.hash, async () => analysis);
}

/** What the caches have of an analysis; null where they have none. */
export function getAnalysis(caches: Caches, record: DatasetRecord, hash = HASH): Promise<Analysis | null> {
  return caches.analyses.getOrRead(record, hash, async () => null);
}
