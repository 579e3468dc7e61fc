import type { Found } from './answer-memory.js';

/** What a cache did with a request: the parameters of its member of Cache-Status. */
export type CacheStatus = Found<unknown> | { status: 'bypass' };

const forwardedBecause = { miss: 'uri-miss', stale: 'stale', bypass: 'bypass' };

/** A member of the header Cache-Status (RFC 9211): `hit` with where from and for how long, or why it was no hit. */
export function cacheStatus(cache: string, what: CacheStatus, isStored = false): string {
  if (what.status !== 'hit') return `${cache}; fwd=${forwardedBecause[what.status]}${isStored ? '; stored' : ''}`;
  const { createdAt, expiresAt } = what.answer;
  const now = Date.now();
  return `${cache}; hit; ttl=${seconds(expiresAt - now)}; age=${seconds(now - createdAt)}; detail=${what.from}`;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
