import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../model/http-error.js';

/** What a page may read of an answer beside what every page may. */
const EXPOSED = 'cache-status, cache-tag, content-disposition, etag, x-request-id';
/** Seconds a browser remembers that it may ask: as long as Chromium does at most. */
const REMEMBERED_SECONDS = '7200';
const NOTHING: readonly string[] = [];

/**
 * Pages of other origins that may ask (https://fetch.spec.whatwg.org/#http-cors-protocol): those that are named, and no
 * other. Keys come in a header that a page sets itself, so nothing that a browser adds by itself, such as cookies, is let in.
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

  /** Whether answers differ by who asks from where. */
  get isOpen(): boolean {
    return this.headersByOrigin.size > 0;
  }

  /** Names and values in turn. */
  headersFor({ origin }: IncomingHttpHeaders): readonly string[] {
    return origin === undefined ? NOTHING : (this.headersByOrigin.get(origin) ?? NOTHING);
  }
}

/** Tells browsers what they ask before they let a page of another origin ask, and with every answer. */
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
        `Pages of ${JSON.stringify(origin.slice(0, 200))} may not ask this service: its operator names those that may in CORS_ORIGINS.`,
      );
    }
    return reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, HEAD, POST',
        ...(wanted !== undefined && { 'access-control-allow-headers': wanted }),
        'access-control-max-age': REMEMBERED_SECONDS,
        vary: 'origin, access-control-request-headers',
      })
      .send();
  });
}
