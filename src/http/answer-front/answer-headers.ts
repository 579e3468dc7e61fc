import { hash } from 'node:crypto';
import type { CachedAnswer, CachedResponse } from '../../cache/answers/cached-answer.js';
import { type FreshnessCheck, secondsSince } from '../../cache/freshness-checks.js';

/** Clients accept 16 kB of headers in total. */
const MAX_TAGS = 200;

export interface AnswerHeadersOptions {
  /** Whether answers depend on the client: then no shared cache may store one. */
  isPrivate: boolean;
  /** Whether pages of other origins are allowed. */
  isOpen: boolean;
}

/** Headers that tell caches between here and the client what they may do with an answer to a GET. */
export function createAnswerHeaders({ isPrivate, isOpen }: AnswerHeadersOptions) {
  const known = new WeakMap<Buffer, Record<string, string>>();
  // Stored anywhere and revalidated each time, which costs a 304: no cache serves an outdated answer.
  const revalidated = `${isPrivate ? 'private' : 'public'}, max-age=0, must-revalidate`;
  const varying = ['accept', 'accept-encoding'];
  if (isPrivate) varying.push('authorization', 'x-api-key');
  if (isOpen) varying.push('origin');

  return {
    vary: varying.join(', '),

    /** Of a GET whose answer is not cacheable. */
    notStored: { 'cache-control': 'no-store' },

    /** Of a stale answer: no cache on the way may store it, so it has no ETag. */
    stale(freshnessCheck: FreshnessCheck): string[] {
      return ['cache-control', 'no-store', 'age', String(secondsSince(freshnessCheck))];
    },

    /** Of a GET. The ETag is weak because all encodings of the body share it. */
    stored({ content: { body }, versions }: CachedAnswer<CachedResponse>): Record<string, string> {
      const found = known.get(body);
      if (found !== undefined) return found;
      const tags = [...versions.datasets.keys(), ...(versions.generation === null ? [] : ['datasets'])];
      const headers: Record<string, string> = { etag: `W/"${hash('sha1', body, 'base64url')}"` };
      // An answer that cannot list everything it depends on could not be purged.
      headers['cache-control'] = tags.length > MAX_TAGS ? 'no-store' : revalidated;
      if (tags.length > 0 && tags.length <= MAX_TAGS) headers['cache-tag'] = tags.join(',');
      known.set(body, headers);
      return headers;
    },
  };
}

/** RFC 9110, 13.1.2: weak comparison. */
export function matchesEtag(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = etag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((entry) => entry.trim() === '*' || entry.trim().replace(/^W\//, '') === opaque);
}
