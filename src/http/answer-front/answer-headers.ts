import { hash } from 'node:crypto';
import type { CachedAnswer, CachedResponse } from '../../cache/answers/cached-answer.js';

/** Clients take headers of 16 kB, all together. */
const MAX_TAGS = 200;

export interface AnswerHeadersOptions {
  /** Whether who asks makes a difference: then no cache that others ask may keep an answer. */
  isPrivate: boolean;
  /** Whether pages of other origins may ask. */
  isOpen: boolean;
}

/** What tells caches between here and the client what they may do with an answer to a GET. */
export function createAnswerHeaders({ isPrivate, isOpen }: AnswerHeadersOptions) {
  const known = new WeakMap<Buffer, Record<string, string>>();
  // Kept anywhere, and asked for anew each time, which costs a 304: so that nothing stale is served there either.
  const mayBeKept = `${isPrivate ? 'private' : 'public'}, max-age=0, must-revalidate`;

  return {
    vary: [
      ...['accept', 'accept-encoding'],
      ...(isPrivate ? ['authorization', 'x-api-key'] : []),
      ...(isOpen ? ['origin'] : []),
    ].join(', '),

    /** Of a GET whose answer is not to be had again. */
    notKept: { 'cache-control': 'no-store' },

    /** Of a GET: the same for all forms of the body, hence a weak ETag. */
    kept({ content: { body }, versions }: CachedAnswer<CachedResponse>): Record<string, string> {
      const found = known.get(body);
      if (found !== undefined) return found;
      const tags = [...versions.datasets.keys(), ...(versions.generation === null ? [] : ['datasets'])];
      const headers = {
        etag: `W/"${hash('sha1', body, 'base64url')}"`,
        // Nobody could purge what does not say all it depends on.
        'cache-control': tags.length > MAX_TAGS ? 'no-store' : mayBeKept,
        ...(tags.length > 0 && tags.length <= MAX_TAGS && { 'cache-tag': tags.join(',') }),
      };
      known.set(body, headers);
      return headers;
    },
  };
}

/** RFC 9110, 13.1.2: compared weakly. */
export function isNamed(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = etag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((entry) => entry.trim() === '*' || entry.trim().replace(/^W\//, '') === opaque);
}
