import type { MissCounts } from './miss-reasons.js';

const MIN_SECONDS = 3_600;
const MAX_SECONDS = 21_600;
const START_SECONDS = 10_800;
const ADJUST_EVERY_MS = 10 * 60_000;
/** Fewer misses do not change the time. */
const MIN_MISSES = 100;
/** Shares of the misses that had expired: above one the time becomes longer, below the other shorter. */
const LONGER_ABOVE = 0.2;
const SHORTER_BELOW = 0.05;
/** Factor of one change. */
const STEP = 1.5;

/**
 * CACHE_TTL_SECONDS=auto: values stay longer while many misses are of expired values, and shorter while few are, so that
 * memory is used for values that are requested. Between 1 and 6 hours.
 */
export class AdaptiveTtl {
  private current = START_SECONDS;
  private before: { expired: number; all: number } = { expired: 0, all: 0 };
  private readonly timer: NodeJS.Timeout;

  /** @param counts the misses so far of the stores whose values expire */
  constructor(private readonly counts: () => readonly MissCounts[]) {
    this.timer = setInterval(() => this.adjust(), ADJUST_EVERY_MS).unref();
  }

  get seconds(): number {
    return this.current;
  }

  /** Compares with the last call that had enough misses. */
  adjust(): void {
    const counts = this.counts();
    const expired = counts.reduce((sum, each) => sum + each.expired, 0);
    const all = counts.reduce((sum, { unavailable: _, ...known }) => sum + total(known), 0);
    const misses = all - this.before.all;
    if (misses < MIN_MISSES) return;
    const share = (expired - this.before.expired) / misses;
    this.before = { expired, all };
    if (share > LONGER_ABOVE) this.current = Math.min(MAX_SECONDS, this.current * STEP);
    if (share < SHORTER_BELOW) this.current = Math.max(MIN_SECONDS, this.current / STEP);
  }

  close(): void {
    clearInterval(this.timer);
  }
}

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}
