import { LRUCache } from 'lru-cache';
import { ANALYSIS_FILES, type AnalysisFile } from '../model/analysis.js';
import type { Log } from '../model/log.js';
import type { Database } from '../postgres/database.js';
import type { Bytes } from '../storage/bytes.js';
import { keys } from '../storage/layout.js';
import type { AnalysisLimits } from './analysis-budget.js';

const COUNT_INTERVAL_MS = 10 * 60_000;
/** Evictions go below the limit by a tenth, so that not every analysis evicts another. */
const EVICT_TO = 0.9;
/** Precision of the time of the last use. */
const USE_PRECISION_MS = 3_600_000;
const MAX_REMEMBERED_USES = 10_000;
const MAX_EVICTED = 1_000;

/** The analyses of all versions, or of one, those last used first, with the sums up to each. */
const EXCEEDING = `
  WITH stored AS (
    SELECT substring(key FROM '^.*/analyses/[0-9a-f]{32}') AS analysis, sum(size_bytes) AS bytes, max(used_at) AS used_at
    FROM files JOIN objects ON objects.name = files.object
    WHERE is_analysis AND ($1::text IS NULL OR (key > $1 || '/' AND key < $1 || '0')) GROUP BY 1
  ), summed AS (
    SELECT analysis, used_at, sum(bytes) OVER newest AS bytes, count(*) OVER newest AS count,
      sum(bytes) OVER () AS all_bytes, count(*) OVER () AS all_count
    FROM stored WINDOW newest AS (ORDER BY used_at DESC, analysis)
  )
  SELECT analysis FROM summed
  WHERE (all_bytes > $2 OR all_count > $3) AND (bytes > $2 * ${EVICT_TO} OR count > $3 * ${EVICT_TO}) AND count > 1
  ORDER BY used_at LIMIT ${MAX_EVICTED}`;

export interface StoredAnalysisBudgetOptions {
  database: Database;
  bytes: Bytes;
  limits: AnalysisLimits;
  log: Log;
}

/**
 * AnalysisBudget for analyses in an object store: their number and sizes, and when they were last used, are in PostgreSQL. The
 * limits of a version hold after each analysis, those of all versions every ten minutes.
 */
export class StoredAnalysisBudget {
  private readonly uses = new LRUCache<string, number>({ max: MAX_REMEMBERED_USES });
  private working: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: StoredAnalysisBudgetOptions) {}

  /** Limits what is stored, now and every ten minutes until close(). */
  open(): Promise<void> {
    this.timer ??= setInterval(() => void this.open(), COUNT_INTERVAL_MS).unref();
    const { maxBytes, maxCount } = this.options.limits;
    return this.limit(null, maxBytes, maxCount);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** The store has room. */
  async requireRoom(): Promise<void> {}

  stored(datasetId: string, version: number): Promise<void> {
    const { maxBytesPerVersion, maxCountPerVersion } = this.options.limits;
    return this.limit(keys.analyses(datasetId, version), maxBytesPerVersion, maxCountPerVersion);
  }

  async used(datasetId: string, version: number, hash: string): Promise<void> {
    const key = keys.analysis(datasetId, version, hash, 'JSON');
    const now = Date.now();
    if (now - (this.uses.get(key) ?? 0) < USE_PRECISION_MS) return;
    this.uses.set(key, now);
    const statement = { text: 'UPDATE files SET used_at = now() WHERE key = $1', values: [key] };
    await this.options.database.query('Recording the use of an analysis', statement).catch(() => undefined);
  }

  /** One at a time; an error is logged, for storing an analysis must not fail because another cannot be removed. */
  private limit(folder: string | null, maxBytes: number, maxCount: number): Promise<void> {
    const { database, log } = this.options;
    this.working = this.working
      .then(async () => {
        const rows = await database.query<{ analysis: string }>('Limiting the stored analyses', {
          text: EXCEEDING,
          values: [folder, maxBytes, maxCount],
        });
        for (const { analysis } of rows) await this.evict(analysis);
      })
      .catch((error: unknown) => log.warn({ err: error }, 'stored analyses could not be limited'));
    return this.working;
  }

  /** The JSON last: without it the others are not served. */
  private async evict(analysis: string): Promise<void> {
    const files = Object.keys(ANALYSIS_FILES) as AnalysisFile[];
    for (const file of [...files.filter((each) => each !== 'JSON'), 'JSON' as const]) {
      await this.options.bytes.remove(`${analysis}.${ANALYSIS_FILES[file]}`);
    }
  }
}
