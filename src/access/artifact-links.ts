import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { recordExpiry } from '../cache/answer-versions.js';
import { HttpError } from '../model/http-error.js';
import type { Authenticate } from './authenticate.js';

/** Creates the links to artifacts and authorizes their use. Paths have the form of artifactPath. */
export interface ArtifactLinks {
  /** The path to request, and its expiry time (null: never). */
  make(path: string): { path: string; expiresAt: string | null };
  /** @throws HttpError LINK_INVALID, LINK_EXPIRED, and the errors of authenticate */
  admit(path: string, query: LinkQuery, headers: IncomingHttpHeaders): void;
}

export interface LinkQuery {
  /** Seconds since 1970. */
  expires?: unknown;
  /** HMAC-SHA-256 of path and expiry, base64url. */
  signature?: unknown;
}

/** Links of a service without API keys: the path alone gives access. */
export function openLinks(authenticate: Authenticate): ArtifactLinks {
  return {
    make: (path) => ({ path, expiresAt: null }),
    admit: (_path, _query, headers) => void authenticate(headers),
  };
}

export interface SignedLinksOptions {
  secret: string;
  /** Minimum lifetime of a link from the time of the answer; the maximum is twice that. */
  seconds: number;
  authenticate: Authenticate;
  now?: () => number;
}

/**
 * Signed links give access to one file for a limited time. An API key gives access to all files without a signature.
 *
 * Time is divided into spans of `seconds`, and a link created in one span is valid until the end of the next. Within a
 * span all processes with the same secret create the same link for a file, so answers have the same bytes (one ETag).
 * Cached answers expire with the span, so their links are valid for at least `seconds`.
 */
export function signedLinks({
  secret,
  seconds,
  authenticate,
  now = () => Date.now(),
}: SignedLinksOptions): ArtifactLinks {
  const signatureOf = (path: string, expires: string) =>
    createHmac('sha256', secret).update(`artifact\n${path}\n${expires}`).digest();

  const isSigned = (path: string, expires: string, signature: string) => {
    const given = Buffer.from(signature, 'base64url');
    const expected = signatureOf(path, expires);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };

  return {
    make(path) {
      const span = Math.floor(now() / 1000 / seconds);
      recordExpiry((span + 1) * seconds * 1000);
      const expires = (span + 2) * seconds;
      const signature = signatureOf(path, String(expires)).toString('base64url');
      return {
        path: `${path}?expires=${expires}&signature=${signature}`,
        expiresAt: new Date(expires * 1000).toISOString(),
      };
    },

    admit(path, { expires, signature }, headers) {
      if (typeof expires !== 'string' || typeof signature !== 'string') return void authenticate(headers);
      const isOurs = isSigned(path, expires, signature);
      if (isOurs && now() < Number(expires) * 1000) return;
      if (isAuthenticated(headers)) return;
      throw isOurs
        ? new HttpError(
            403,
            'LINK_EXPIRED',
            `This link expired at ${new Date(Number(expires) * 1000).toISOString()}. Query the analysis again for a new link, or send a key.`,
          )
        : new HttpError(
            403,
            'LINK_INVALID',
            'The signature of this link does not match. Query the analysis again for a new link, or send a key.',
          );
    },
  };

  function isAuthenticated(headers: IncomingHttpHeaders): boolean {
    try {
      authenticate(headers);
      return true;
    } catch {
      return false;
    }
  }
}
