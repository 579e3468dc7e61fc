import { type FreshnessCheck, isStale, secondsSince } from '../freshness-checks.js';
import type { Found } from './answer-memory.js';

/** What a cache did with a request: the parameters of its member of Cache-Status. */
export type CacheStatus = Found<unknown> | { status: 'bypass' };

const forwardedBecause = { miss: 'uri-miss', stale: 'stale', bypass: 'bypass' };

/** A member of the header Cache-Status (RFC 9211) for a request that was not answered by the cache. */
export function forwardedStatus(cache: string, { status }: Exclude<CacheStatus, Hit>, isStored = false): string {
  return `${cache}; fwd=${forwardedBecause[status]}${isStored ? '; stored' : ''}`;
}

/**
 * A member for an answer of the cache. `compared` is ours: seconds since it was compared with the authority, 0 for this
 * request. A stale one has outlived its freshness for as long: its `ttl` is negative, as RFC 9211 has it.
 */
export function hitStatus(cache: string, { answer, from }: Hit, freshnessCheck: FreshnessCheck): string {
  const now = Date.now();
  const compared = secondsSince(freshnessCheck);
  const [ttl, detail] = isStale(freshnessCheck) ? [-compared, 'stale'] : [seconds(answer.expiresAt - now), from];
  return `${cache}; hit; ttl=${ttl}; age=${seconds(now - answer.createdAt)}; compared=${compared}; detail=${detail}`;
}

export type Hit<Content = unknown> = Found<Content> & { status: 'hit' };

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
