import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { recordExpiry } from '../cache/answer-versions.js';
import { HttpError } from '../model/http-error.js';
import type { Authenticate } from './authenticate.js';

/** Makes the links to artifacts and authorizes their use. Paths are as artifactPath writes them. */
export interface ArtifactLinks {
  /** The path to ask for, and when it stops working (null: never). */
  make(path: string): { path: string; expiresAt: string | null };
  /** @throws HttpError LINK_INVALID, LINK_EXPIRED, and as authenticate does */
  admit(path: string, query: LinkQuery, headers: IncomingHttpHeaders): void;
}

export interface LinkQuery {
  /** Seconds since 1970. */
  expires?: unknown;
  /** HMAC-SHA-256 of path and expiry, base64url. */
  signature?: unknown;
}

/** Where no keys are set: a path is enough. */
export function openLinks(authenticate: Authenticate): ArtifactLinks {
  return {
    make: (path) => ({ path, expiresAt: null }),
    admit: (_path, _query, headers) => void authenticate(headers),
  };
}

export interface SignedLinksOptions {
  secret: string;
  /** How long a link works at least, from whenever an answer gives it; at most twice that. */
  seconds: number;
  authenticate: Authenticate;
  now?: () => number;
}

/**
 * Links that give access to one file for a limited time; an API key gives access to every file without one.
 *
 * Time is cut into spans of `seconds`, and a link made within one works until the end of the next. So all processes that
 * share the secret make the same link for the same file all through a span, answers stay the same bytes (one ETag), and
 * an answer that is remembered, which ends with the span, never gives a link that works for less than `seconds`.
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
            `This link worked until ${new Date(Number(expires) * 1000).toISOString()}. Ask for the analysis again, which gives a new one, or send a key.`,
          )
        : new HttpError(
            403,
            'LINK_INVALID',
            'This link is not one that this service made, or it was changed on its way. Ask for the analysis again, or send a key.',
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
