import type { CurrentVersions } from './answer-versions.js';

/** An otherwise idle process compares this often, so that it can serve stale answers for as long as a busy one. */
const IDLE_INTERVAL_MS = 1_000;

/** How current the answers to a request are: they have every change that was acknowledged before `comparedAt`. */
export interface Comparison {
  /** Milliseconds since 1970. */
  comparedAt: number;
  /** Why the authority could not be compared with; null where it was, after the request had arrived. */
  error: unknown;
}

/** `extensions.freshness`. */
export interface Freshness {
  comparedAt: string;
  isStale: boolean;
}

/**
 * Compares with the authority before cached answers are served. While it is away, answers may be served that were current at
 * the last comparison, if that is at most `maxStaleMs` ago: they are marked as stale. 0: never.
 */
export class Comparisons {
  /** Stale answers served. */
  staleAnswers = 0;
  private comparedAt = Number.NEGATIVE_INFINITY;
  private readonly idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly current: Pick<CurrentVersions, 'barrier'>,
    private readonly maxStaleMs = 0,
  ) {
    if (maxStaleMs > 0) {
      this.idle = setInterval(() => void this.compare().catch(() => undefined), IDLE_INTERVAL_MS).unref();
    }
  }

  /** @throws STORAGE_UNAVAILABLE */
  async compare(): Promise<Comparison> {
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

export function isStale({ error }: Comparison): boolean {
  return error !== null;
}

export function freshnessOf(comparison: Comparison): Freshness {
  return { comparedAt: new Date(comparison.comparedAt).toISOString(), isStale: isStale(comparison) };
}

/** Whole seconds since the comparison, rounded up: 0 where it was made for this request. */
export function secondsSince(comparison: Comparison): number {
  return isStale(comparison) ? Math.ceil((Date.now() - comparison.comparedAt) / 1000) : 0;
}
