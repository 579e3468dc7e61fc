import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../model/http-error.js';

/** Headers that a page may read beside the safelisted ones. */
const EXPOSED = 'cache-status, cache-tag, content-disposition, etag, x-request-id';
/** How long a browser caches a preflight: the maximum of Chromium. */
const PREFLIGHT_MAX_AGE_SECONDS = '7200';
const NOTHING: readonly string[] = [];

/**
 * Allows pages of the configured origins, and no others, to send requests (https://fetch.spec.whatwg.org/#http-cors-protocol).
 * API keys come in a header that a page sets itself, so credentials that a browser adds, such as cookies, are not allowed.
 */
export class CrossOrigin {
  private readonly headersByOrigin: ReadonlyMap<string, readonly string[]>;

  constructor(origins: readonly string[]) {
    this.headersByOrigin = new Map(
      origins.map((origin) => [
        origin,
        ['access-control-allow-origin', origin, 'access-control-expose-headers', EXPOSED],
      ]),
    );
  }

  /** Whether answers depend on the origin. */
  get isOpen(): boolean {
    return this.headersByOrigin.size > 0;
  }

  /** Names and values alternate. */
  headersFor({ origin }: IncomingHttpHeaders): readonly string[] {
    return origin === undefined ? NOTHING : (this.headersByOrigin.get(origin) ?? NOTHING);
  }
}

/** Answers preflight requests, and adds the CORS headers to every answer. */
export function serveCrossOrigin(app: FastifyInstance, crossOrigin: CrossOrigin): void {
  app.addHook('onRequest', (request, reply, done) => {
    const headers = crossOrigin.headersFor(request.headers);
    for (let at = 0; at < headers.length; at += 2) reply.header(headers[at]!, headers[at + 1]);
    if (crossOrigin.isOpen) reply.header('vary', 'origin');
    done();
  });

  app.options('*', async ({ headers }, reply) => {
    const { origin, 'access-control-request-headers': wanted } = headers;
    if (origin === undefined) return reply.code(204).header('allow', 'GET, HEAD, POST, OPTIONS').send();
    if (crossOrigin.headersFor(headers).length === 0) {
      throw new HttpError(
        403,
        'FORBIDDEN',
        `Pages of ${JSON.stringify(origin.slice(0, 200))} are not allowed to use this service. Its operator lists allowed origins in CORS_ORIGINS.`,
      );
    }
    return reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, HEAD, POST',
        ...(wanted !== undefined && { 'access-control-allow-headers': wanted }),
        'access-control-max-age': PREFLIGHT_MAX_AGE_SECONDS,
        vary: 'origin, access-control-request-headers',
      })
      .send();
  });
}
