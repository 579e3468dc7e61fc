import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from '../http/errors.js';
import type { ApiKey } from '../model/api-key.js';
import { ANONYMOUS, type Principal } from '../model/principal.js';

/**
 * Who asks, by the headers of a request alone: a few µs, so that the first line of every way in can ask it.
 * @throws HttpError UNAUTHENTICATED
 */
export type Authenticate = (headers: IncomingHttpHeaders) => Principal;

/** By these keys; without any, whoever asks is ANONYMOUS. */
export function authenticateBy(keys: readonly ApiKey[]): Authenticate {
  if (keys.length === 0) return () => ANONYMOUS;
  const known = keys.map(({ name, role, sha256 }) => ({
    digest: Buffer.from(sha256, 'hex'),
    principal: Object.freeze({ id: `${role}:${name}`, role }),
  }));
  return (headers) => {
    const key = keyIn(headers);
    if (key === null) throw unauthenticated('This service needs a key');
    const digest = hash('sha256', key, 'buffer');
    let principal: Principal | null = null;
    // All of them, always: how long it takes tells nothing of which key it is.
    for (const candidate of known) if (timingSafeEqual(candidate.digest, digest)) principal = candidate.principal;
    if (principal === null) throw unauthenticated('The key is not one of this service');
    return principal;
  };
}

function keyIn({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): string | null {
  if (typeof apiKey === 'string' && apiKey !== '') return apiKey;
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}

function unauthenticated(problem: string): HttpError {
  return new HttpError(
    401,
    'UNAUTHENTICATED',
    `${problem}: send "Authorization: Bearer <key>" or "x-api-key: <key>" with one that its operator gave you.`,
  );
}
