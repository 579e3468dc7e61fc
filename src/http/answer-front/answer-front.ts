import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Authenticate } from '../../access/authenticate.js';
import type { RateLimit } from '../../access/rate-limit.js';
import type { AnswerVersions } from '../../cache/answer-versions.js';
import type { AnswerMemory, Found } from '../../cache/answers/answer-memory.js';
import { type CacheStatus, forwardedStatus, type Hit, hitStatus } from '../../cache/answers/cache-status.js';
import type { CachedResponse } from '../../cache/answers/cached-answer.js';
import { type FreshnessCheck, type FreshnessChecks, isStale } from '../../cache/freshness-checks.js';
import { HttpError } from '../../model/http-error.js';
import type { Principal } from '../../model/principal.js';
import type { ObservedRequest, Requests } from '../../telemetry/telemetry.js';
import type { CrossOrigin } from '../cross-origin.js';
import { acceptsEvents } from '../graphql/event-streams.js';
import { refuseForgery } from '../graphql/forgery.js';
import type { AccessLog } from '../ops/access-log.js';
import { requestIdOf } from '../ops/request-id.js';
import { completeBody, type ReadBody, readBody } from '../read-body.js';
import { hasBody } from '../request-framing.js';
import { createAnswerHeaders, matchesEtag } from './answer-headers.js';
import { Compressor, chooseEncoding, MIN_COMPRESSED_BYTES } from './encodings.js';
import { requestKey } from './request-keys.js';
import { staleBody } from './stale-body.js';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
const BYPASSED = { status: 'bypass' } as const;

export interface AnswerFrontOptions {
  answers: AnswerMemory<CachedResponse>;
  /** Awaited before answers are compared with the catalog. */
  freshnessChecks: FreshnessChecks;
  authenticate: Authenticate;
  /** Whether answers depend on the client. */
  isPrivate: boolean;
  crossOrigin: CrossOrigin;
  rateLimit: RateLimit | null;
  requests: Requests;
  accessLog: AccessLog;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  next: RequestListener;
  principal: Principal;
  observed: ObservedRequest;
  /** By performance.now(). */
  start: number;
  /** Null until it was read, and for a GET. */
  body: ReadBody | null;
}

/** What the front knows of a request that it forwarded. */
interface ForwardedRequest {
  observed: ObservedRequest;
  /** Null where its answer is not to be stored. */
  key: string | null;
  status: Exclude<CacheStatus, Hit>;
  body: ReadBody | null;
}

/** What answers are compared with, for all requests of a turn. */
interface CatalogState {
  freshnessCheck: FreshnessCheck;
  changeCounter: number;
}

/** An answer as it goes to the client. */
export interface Outgoing {
  statusCode: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/**
 * Answers GraphQL queries from memory, as bytes, before routing: after node:http has parsed the whole request, and after
 * the stored answer was compared with the catalog. It forwards everything else and stores the answers to that. It refuses
 * nothing itself: a request without a valid key, from another origin or with an oversized body is forwarded, and refused there.
 */
export class AnswerFront {
  private readonly forwarded = new WeakMap<IncomingMessage, ForwardedRequest>();
  private readonly headers;
  private readonly compressor = new Compressor();
  private ready: Exchange[] = [];

  constructor(private readonly options: AnswerFrontOptions) {
    this.headers = createAnswerHeaders({ isPrivate: options.isPrivate, isOpen: options.crossOrigin.isOpen });
  }

  /** Answers, or calls `next`, which finds in observedOf and bodyOf what was begun and passes its answer through finish. */
  serve(request: IncomingMessage, response: ServerResponse, next: RequestListener): void {
    const principal = isQuery(request) || hasJsonBody(request) ? this.principalOf(request) : null;
    if (principal === null) return void next(request, response);
    const start = performance.now();
    const observed = this.options.requests.begin(request.method!, request.headers);
    this.enqueue({ request, response, next, principal, observed, start, body: null });
  }

  /** What observes a forwarded request already; null where nothing does. */
  observedOf(request: IncomingMessage): ObservedRequest | null {
    return this.forwarded.get(request)?.observed ?? null;
  }

  /** The body of a forwarded request; null where it was not read. @throws HttpError 408, 413 */
  bodyOf(request: IncomingMessage): Buffer | null {
    const body = this.forwarded.get(request)?.body ?? null;
    if (body instanceof HttpError) throw body;
    return body;
  }

  /** Stores the answer to a forwarded request where it is cacheable, and adds its caching headers. */
  finish(request: IncomingMessage, { statusCode, headers, body }: Outgoing, versions: AnswerVersions): Outgoing {
    const { key, status } = this.forwarded.get(request) ?? { key: null, status: BYPASSED };
    const { 'content-type': contentType = '', 'cache-status': upstream } = headers;
    const isCacheable = key !== null && statusCode === 200;
    const content = { contentType, body: Buffer.from(body) };
    const stored = isCacheable ? this.options.answers.store(key, versions, content) : null;
    const own = forwardedStatus('concentric-front', status, stored !== null);
    const added: Record<string, string> = {
      vary: this.headers.vary,
      // RFC 9211: the cache closest to the origin first.
      'cache-status': upstream === undefined ? own : `${upstream}, ${own}`,
    };
    if (!isSafe(request.method)) return { statusCode, headers: added, body };
    Object.assign(added, stored ? this.headers.stored(stored) : this.headers.notStored);
    const isKnown = stored !== null && matchesEtag(added.etag!, request.headers['if-none-match']);
    return isKnown ? { statusCode: 304, headers: added, body: '' } : { statusCode, headers: added, body };
  }

  /**
   * Requests of one turn of the event loop are answered together, once all of them were read: one comparison with the
   * catalog covers them, and it is later than the last byte of each.
   */
  private enqueue(exchange: Exchange): void {
    if (this.ready.push(exchange) === 1) setImmediate(this.answerReady);
  }

  private readonly answerReady = async (): Promise<void> => {
    const exchanges = this.ready;
    this.ready = [];
    const state = await this.catalogState();
    for (const exchange of exchanges) {
      if (exchange.request.method === 'POST' && exchange.body === null) {
        exchange.body = completeBody(exchange.request);
        if (exchange.body === null) {
          this.collectBody(exchange);
          continue;
        }
      }
      this.answer(exchange, state);
    }
  };

  /** Null where the catalog cannot be read: no answer is served then. */
  private async catalogState(): Promise<CatalogState | null> {
    try {
      const freshnessCheck = await this.options.freshnessChecks.check();
      const changeCounter = this.options.answers.changeCounter();
      return changeCounter === null ? null : { freshnessCheck, changeCounter };
    } catch {
      return null;
    }
  }

  private collectBody(exchange: Exchange): void {
    readBody(exchange.request, (body) => {
      exchange.body = body;
      this.enqueue(exchange);
    });
  }

  private answer(exchange: Exchange, state: CatalogState | null): void {
    const { request, principal, body } = exchange;
    const { answers, rateLimit } = this.options;
    const isKeyed = state !== null && !(body instanceof HttpError) && !acceptsEvents(request);
    if (!isKeyed) return void this.forward(exchange, null, BYPASSED);
    const { freshnessCheck, changeCounter } = state;
    const key = requestKey(request, principal, body);
    const found: Found<CachedResponse> = answers.find(key, changeCounter);
    if (found.status !== 'hit') this.forward(exchange, key, found);
    else if (rateLimit === null) this.write(exchange, key, found, freshnessCheck);
    else {
      const write = () => this.write(exchange, key, found, freshnessCheck);
      rateLimit
        .spend(rateLimit.clientOf(request, principal), 1)
        .then(write, () => this.forward(exchange, null, BYPASSED));
    }
  }

  private forward(
    { request, response, next, observed, body }: Exchange,
    key: string | null,
    status: ForwardedRequest['status'],
  ): void {
    this.forwarded.set(request, { observed, key, status, body });
    next(request, response);
  }

  /** Null where the request is refused further on. */
  private principalOf(request: IncomingMessage): Principal | null {
    try {
      refuseForgery(request);
      return this.options.authenticate(request.headers);
    } catch {
      return null;
    }
  }

  private write(exchange: Exchange, key: string, found: Hit<CachedResponse>, freshnessCheck: FreshnessCheck): void {
    const { request, response, principal, observed, start } = exchange;
    const { crossOrigin, isPrivate, accessLog, freshnessChecks } = this.options;
    const { answer } = found;
    const { method = '', url = '', headers: requestHeaders } = request;
    const requestId = requestIdOf(request);
    const headers = ['x-request-id', requestId, 'cache-status', hitStatus('concentric-front', found, freshnessCheck)];
    headers.push('vary', this.headers.vary);
    if (crossOrigin.isOpen) headers.push(...crossOrigin.headersFor(requestHeaders));
    let statusCode = 200;
    if (isStale(freshnessCheck)) {
      freshnessChecks.staleAnswers++;
      headers.push(...this.headers.stale(freshnessCheck));
    } else if (isSafe(method)) {
      const caching = this.headers.stored(answer);
      for (const name in caching) headers.push(name, caching[name]!);
      if (matchesEtag(caching.etag!, requestHeaders['if-none-match'])) statusCode = 304;
    }
    if (statusCode === 304) {
      response.writeHead(304, headers).end();
    } else {
      const body = isStale(freshnessCheck)
        ? staleBody(answer.content.body, freshnessCheck)
        : this.encodedBody(request, key, answer.content, headers);
      headers.push('content-type', answer.content.contentType, 'content-length', String(body.length));
      response.writeHead(200, headers).end(method === 'HEAD' ? undefined : body);
    }
    observed.end({ route: '/graphql', operation: 'query', status: statusCode });
    const ms = performance.now() - start;
    accessLog.answered({
      requestId,
      method,
      url,
      statusCode,
      ms,
      key: isPrivate ? principal.id : null,
      traceId: observed.traceId,
    });
  }

  /** The encoding that the client prefers, or the plain body until that encoding has been made for the next request. */
  private encodedBody(request: IncomingMessage, key: string, content: CachedResponse, headers: string[]): Buffer {
    const { body } = content;
    if (body.length < MIN_COMPRESSED_BYTES) return body;
    const encoding = chooseEncoding(request.headers['accept-encoding'] as string | undefined);
    if (encoding === 'identity') return body;
    const encoded = content[encoding];
    if (encoded !== undefined) {
      headers.push('content-encoding', encoding);
      return encoded;
    }
    void this.compressor.compress(body, encoding).then((made) => {
      if (made === null) return;
      content[encoding] = made;
      this.options.answers.resize(key, content);
    });
    return body;
  }
}

function isSafe(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A query in the URL of a GET. */
function isQuery({ method, url, headers }: IncomingMessage): boolean {
  return isSafe(method) && url!.startsWith('/graphql?') && headers['content-type'] === undefined && !hasBody(headers);
}

function hasJsonBody({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === '/graphql' &&
    headers['content-encoding'] === undefined &&
    JSON_TYPE.test(headers['content-type'] ?? '')
  );
}
