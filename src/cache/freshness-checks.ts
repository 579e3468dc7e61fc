import type { CurrentVersions } from './answer-versions.js';

/** An idle process checks this often, so that it can serve stale answers for as long as a busy one. */
const IDLE_INTERVAL_MS = 1_000;

/** How current the answers to a request are: they have every change that was acknowledged before `comparedAt`. */
export interface FreshnessCheck {
  /** Milliseconds since 1970. */
  comparedAt: number;
  /** Why the authority could not be reached; null where it was, after the request had arrived. */
  error: unknown;
}

/** `extensions.freshness`. */
export interface Freshness {
  comparedAt: string;
  isStale: boolean;
}

/**
 * Checks with the authority of records before cached answers are served. While it is unavailable, answers that were current at
 * the last check may be served, marked as stale, for `maxStaleMs` after that check. 0: never.
 */
export class FreshnessChecks {
  /** Stale answers served. */
  staleAnswers = 0;
  private comparedAt = Number.NEGATIVE_INFINITY;
  private readonly idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly current: Pick<CurrentVersions, 'barrier'>,
    private readonly maxStaleMs = 0,
  ) {
    if (maxStaleMs > 0) {
      this.idle = setInterval(() => void this.check().catch(() => undefined), IDLE_INTERVAL_MS).unref();
    }
  }

  /** @throws STORAGE_UNAVAILABLE */
  async check(): Promise<FreshnessCheck> {
    const startedAt = Date.now();
    try {
      await this.current.barrier();
    } catch (error) {
      if (Date.now() - this.comparedAt > this.maxStaleMs) throw error;
      return { comparedAt: this.comparedAt, error };
    }
    if (startedAt > this.comparedAt) this.comparedAt = startedAt;
    return { comparedAt: startedAt, error: null };
  }

  close(): void {
    clearInterval(this.idle);
  }
}

export function isStale({ error }: FreshnessCheck): boolean {
  return error !== null;
}

export function freshnessOf(freshnessCheck: FreshnessCheck): Freshness {
  return { comparedAt: new Date(freshnessCheck.comparedAt).toISOString(), isStale: isStale(freshnessCheck) };
}

/** Whole seconds since the check, rounded up: 0 where it was made for this request. */
export function secondsSince(freshnessCheck: FreshnessCheck): number {
  return isStale(freshnessCheck) ? Math.ceil((Date.now() - freshnessCheck.comparedAt) / 1000) : 0;
}
