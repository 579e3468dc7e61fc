import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.js';
import type { ApiKey } from '../model/api-key.js';
import { HttpError } from '../model/http-error.js';
import { ANONYMOUS, type Principal } from '../model/principal.js';

/**
 * Who asks, by the headers of a request alone: a few µs, so that the first line of every way in can ask it.
 * @throws HttpError UNAUTHENTICATED, MISDIRECTED_REQUEST
 */
export type Authenticate = (headers: IncomingHttpHeaders) => Principal;

export type AccessRules = Pick<Config, 'apiKeys' | 'allowAnonymous' | 'publicUrl'>;

/** By the keys that are set; without any, only this machine or whoever the configuration lets in. */
export function createAuthenticate({ apiKeys, allowAnonymous, publicUrl }: AccessRules): Authenticate {
  if (apiKeys.length > 0) return authenticateBy(apiKeys);
  return allowAnonymous ? () => ANONYMOUS : letInByLocalName(publicUrl);
}

function authenticateBy(keys: readonly ApiKey[]): Authenticate {
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

/** With the port, as in Host. */
const LOCAL_NAME = /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Whoever asks, where no keys are set and only this machine is served: but no page of a foreign name, which its owner may
 * let stand for this machine once a browser has loaded the page (DNS rebinding), so that it may send and read here what it likes.
 * `publicUrl` is the name it is reached by through a proxy on this machine, if any.
 */
function letInByLocalName(publicUrl: string | null): Authenticate {
  const publicHost = publicUrl && new URL(publicUrl).host;
  return ({ host }) => {
    if (host === undefined || LOCAL_NAME.test(host) || host === publicHost) return ANONYMOUS;
    throw new HttpError(
      421,
      'MISDIRECTED_REQUEST',
      `This service has no keys and therefore answers to names of this machine alone, such as localhost, not to ${JSON.stringify(host.slice(0, 80))}. Behind a proxy, set PUBLIC_URL.`,
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
    `${problem}: send "Authorization: Bearer <key>" or "x-api-key: <key>" with one that its operator gave you.`,
  );
}
