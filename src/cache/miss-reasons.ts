import { LRUCache } from 'lru-cache';

/** Keys that are remembered after their values are gone, per store. Older ones count as cold. */
const MAX_PAST = 4_000;

/**
 * Why a lookup found no value: it was never there (`cold`), its time was over (`expired`), its dataset changed (`outdated`), it
 * had to make room (`evicted`), or Redis did not answer (`unavailable`).
 */
export const MISS_REASONS = ['cold', 'expired', 'outdated', 'evicted', 'unavailable'] as const;
export type MissReason = (typeof MISS_REASONS)[number];
export type MissCounts = Record<MissReason, number>;

interface Past<Version> {
  /** Milliseconds since 1970; null where it does not expire. */
  expiresAt: number | null;
  /** What it was made from; null after it was dropped because its dataset changed. */
  version: Version | null;
}

/** Counts the misses of a store by their reason, as far as this process can know it. */
export class MissReasons<Version extends object | number> {
  readonly counts: MissCounts = { cold: 0, expired: 0, outdated: 0, evicted: 0, unavailable: 0 };
  private readonly past = new LRUCache<string, Past<Version>>({ max: MAX_PAST });

  /** Call for each value that is stored. */
  stored(key: string, version: Version, expiresAt: number | null): void {
    this.past.set(key, { version, expiresAt });
  }

  /** Call for each value that is removed because its dataset changed. */
  dropped(key: string): void {
    const past = this.past.peek(key);
    if (past !== undefined) past.version = null;
  }

  count(reason: MissReason): void {
    this.counts[reason]++;
  }

  /** Call for each value that is not there. @param isOutdated whether a value made from this would not be served now */
  countMissing(key: string, isOutdated: (version: Version) => boolean): void {
    const past = this.past.get(key);
    if (past === undefined) this.count('cold');
    else if (past.version === null || isOutdated(past.version)) this.count('outdated');
    else this.count(past.expiresAt !== null && Date.now() >= past.expiresAt ? 'expired' : 'evicted');
  }
}
