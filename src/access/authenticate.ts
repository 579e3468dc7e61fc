import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.js';
import type { ApiKey } from '../model/api-key.js';
import { HttpError } from '../model/http-error.js';
import { ANONYMOUS, type Principal } from '../model/principal.js';

/**
 * The principal of a request, by its headers alone. It takes a few µs, so that every route can authenticate first.
 * @throws HttpError UNAUTHENTICATED, MISDIRECTED_REQUEST
 */
export type Authenticate = (headers: IncomingHttpHeaders) => Principal;

export type AccessRules = Pick<Config, 'apiKeys' | 'allowAnonymous' | 'publicUrl'>;

/** Authenticates by API keys. Without keys, only local clients are allowed, or all clients if configured. */
export function createAuthenticate({ apiKeys, allowAnonymous, publicUrl }: AccessRules): Authenticate {
  if (apiKeys.length > 0) return authenticateBy(apiKeys);
  return allowAnonymous ? () => ANONYMOUS : allowLocalNames(publicUrl);
}

function authenticateBy(keys: readonly ApiKey[]): Authenticate {
  const known = keys.map(({ name, role, sha256 }) => ({
    digest: Buffer.from(sha256, 'hex'),
    principal: Object.freeze({ id: `${role}:${name}`, role }),
  }));
  return (headers) => {
    const key = keyIn(headers);
    if (key === null) throw unauthenticated('This service requires an API key');
    const digest = hash('sha256', key, 'buffer');
    let principal: Principal | null = null;
    // All keys are compared, so that the duration does not depend on the key.
    for (const candidate of known) if (timingSafeEqual(candidate.digest, digest)) principal = candidate.principal;
    if (principal === null) throw unauthenticated('The API key is not valid');
    return principal;
  };
}

/** With the port, as in Host. */
const LOCAL_NAME = /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Without API keys, only requests to local names are allowed. Otherwise the owner of another name could point it at this
 * machine after a browser has loaded a page from it, and then read and write data (DNS rebinding).
 * @param publicUrl the URL of the service behind a proxy on this machine, if any
 */
function allowLocalNames(publicUrl: string | null): Authenticate {
  const publicHost = publicUrl && new URL(publicUrl).host;
  return ({ host }) => {
    if (host === undefined || LOCAL_NAME.test(host) || host === publicHost) return ANONYMOUS;
    throw new HttpError(
      421,
      'MISDIRECTED_REQUEST',
      `This service has no API keys and therefore answers only to names of this machine, such as localhost, not to ${JSON.stringify(host.slice(0, 80))}. Behind a proxy, set PUBLIC_URL.`,
    );
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
    `${problem}: send "Authorization: Bearer <key>" or "x-api-key: <key>". The operator of the service issues keys.`,
  );
}
