import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Authenticate } from '../../access/authenticate.js';
import type { AnswerVersions } from '../../cache/answer-versions.js';
import type { AnswerMemory, Found } from '../../cache/answers/answer-memory.js';
import { type CacheStatus, cacheStatus } from '../../cache/answers/cache-status.js';
import type { CachedAnswer, CachedResponse } from '../../cache/answers/cached-answer.js';
import { HttpError } from '../../model/http-error.js';
import type { Log } from '../../model/log.js';
import type { Principal } from '../../model/principal.js';
import type { ObservedRequest, Requests } from '../../telemetry/telemetry.js';
import type { CrossOrigin } from '../cross-origin.js';
import { refuseForgery } from '../graphql/forgery.js';
import { logAnswered } from '../ops/access-log.js';
import { requestIdOf } from '../ops/request-id.js';
import { createAnswerHeaders, isNamed } from './answer-headers.js';
import { Compressor, chooseEncoding, MIN_COMPRESSED_BYTES } from './encodings.js';
import { MAX_BODY_MS, MAX_JSON_BYTES, readBody } from './read-body.js';
import { type Asked, type KnownRequest, RepeatedRequests } from './repeated-requests.js';
import { type Reply, writeReply } from './reply.js';
import { RequestKeys } from './request-keys.js';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

export interface AnswerFrontOptions {
  store: AnswerMemory<CachedResponse>;
  authenticate: Authenticate;
  /** Whether who asks makes a difference. */
  isPrivate: boolean;
  crossOrigin: CrossOrigin;
  requests: Requests;
  log: Log;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  next: RequestListener;
  principal: Principal;
  observed: ObservedRequest;
  /** By performance.now(). */
  start: number;
  /** All that came with the request, where that is known. */
  packet: Buffer | null;
}

/** What is known of a request that was handed on. */
interface HandedOn {
  observed: ObservedRequest;
  /** Null where its answer is not to be kept. */
  key: string | null;
  status: CacheStatus;
  /** What was read of it; null where nothing was. */
  body: Buffer | 'too slow' | null;
}

type Hit = Found<CachedResponse> & { status: 'hit' };

const BYPASSED = { status: 'bypass' } as const;

/** An answer as it goes to the client. */
export interface Outgoing {
  statusCode: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/**
 * Answers that are kept as bytes, given before routing and GraphQL. What it has not, or may not answer, it hands on, and
 * keeps what comes of it. It refuses nothing by itself: who is not let in, and what is too large or foreign, is handed on
 * to be refused with the words of whoever else refuses it.
 */
export class AnswerFront {
  private readonly handedOn = new WeakMap<IncomingMessage, HandedOn>();
  private readonly headers;
  private readonly keys = new RequestKeys();
  private readonly compressor = new Compressor();
  private readonly repeated = new RepeatedRequests((known, socket) => this.answerAgain(known, socket));
  private isClosing = false;

  constructor(private readonly options: AnswerFrontOptions) {
    this.headers = createAnswerHeaders({ isPrivate: options.isPrivate, isOpen: options.crossOrigin.isOpen });
  }

  /** Where `next` answers, it asks observedOf and bodyOf for what was begun, and tells finish what it would send. */
  serve(request: IncomingMessage, response: ServerResponse, next: RequestListener): void {
    const isQuery = isGet(request);
    const mayAnswer = (isQuery || hasJsonBody(request)) && !this.isClosing;
    const principal = mayAnswer ? this.principalOf(request) : null;
    if (principal === null) return void next(request, response);

    const { socket } = request;
    const observed = this.options.requests.begin(request.method!, request.headers);
    const start = performance.now();
    const exchange = {
      request,
      response,
      next,
      principal,
      observed,
      start,
      packet: this.repeated.packetOn(socket),
    };
    if (isQuery) this.answer(exchange, this.keys.ofGet(request, principal), null);
    else {
      readBody(request, (body) => {
        const isWhole = body !== 'too slow' && body.length <= MAX_JSON_BYTES;
        this.answer(exchange, isWhole ? this.keys.ofPost(request, principal, body) : null, body);
      });
    }
  }

  /** What watches the request already; null where nothing does. */
  observedOf(request: IncomingMessage): ObservedRequest | null {
    return this.handedOn.get(request)?.observed ?? null;
  }

  /** What serve has read of the body, all or too much of it; null where that was nothing. @throws HttpError 408 */
  bodyOf(request: IncomingMessage): Buffer | null {
    const body = this.handedOn.get(request)?.body ?? null;
    if (body !== 'too slow') return body;
    throw new HttpError(
      408,
      'BAD_REQUEST',
      `The body did not arrive within ${MAX_BODY_MS / 1000} s. Send it again, all at once.`,
    );
  }

  /** Keeps an answer where it may be given again, and adds what clients and caches are told of it. */
  finish(request: IncomingMessage, { statusCode, headers, body }: Outgoing, versions: AnswerVersions): Outgoing {
    const { key, status } = this.handedOn.get(request) ?? { key: null, status: BYPASSED };
    const { 'content-type': contentType = '', 'cache-status': upstream } = headers;
    const mayBeKept = key !== null && statusCode === 200;
    const kept = mayBeKept ? this.options.store.store(key, versions, { contentType, body: Buffer.from(body) }) : null;
    const ours = cacheStatus('concentric-front', status, kept !== null);
    const told = {
      vary: this.headers.vary,
      // RFC 9211: the cache next to the origin first.
      'cache-status': upstream === undefined ? ours : `${upstream}, ${ours}`,
    };
    if (!isRead(request.method)) return { statusCode, headers: told, body };
    const all = { ...told, ...(kept ? this.headers.kept(kept) : this.headers.notKept) };
    const isKnown = kept !== null && isNamed(this.headers.kept(kept).etag!, request.headers['if-none-match']);
    return isKnown ? { statusCode: 304, headers: all, body: '' } : { statusCode, headers: all, body };
  }

  /** From here on all is handed on. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.repeated.settled();
  }

  private answer(exchange: Exchange, key: string | null, body: HandedOn['body']): void {
    const { store } = this.options;
    const found = key === null ? BYPASSED : store.find(key);
    if (key !== null && found.status === 'hit') this.write(exchange, key, body, found);
    else this.handOn(exchange, { key, status: found, body });
  }

  private handOn({ request, response, next, observed }: Exchange, known: Omit<HandedOn, 'observed'>): void {
    this.handedOn.set(request, { ...known, observed });
    next(request, response);
  }

  /** Null where somebody else is to say why not. */
  private principalOf(asked: Asked): Principal | null {
    try {
      refuseForgery(asked);
      return this.options.authenticate(asked.headers);
    } catch {
      return null;
    }
  }

  private write(exchange: Exchange, key: string, body: HandedOn['body'], found: Hit): void {
    const { request, response, principal, observed, start, packet } = exchange;
    this.repeated.noteAnswered(request, response, { key, packet, bodyBytes: body?.length ?? 0 });
    const reply = this.replyTo(request, key, found);
    response.writeHead(reply.statusCode, reply.headers).end(reply.body);
    this.noteAnswered(request, reply, { principal, observed, start });
  }

  /** A request that came before, byte for byte; whether it was answered. */
  private answerAgain(known: KnownRequest, socket: Socket): boolean {
    const { asked, key } = known;
    const principal = this.isClosing ? null : this.principalOf(asked);
    if (principal === null) return false;
    const { store, requests } = this.options;
    const found = store.find(key);
    if (found.status !== 'hit') return false;
    const start = performance.now();
    const observed = requests.begin(asked.method!, asked.headers);
    const reply = this.replyTo(asked, key, found);
    writeReply(socket, reply);
    this.noteAnswered(asked, reply, { principal, observed, start });
    return true;
  }

  private replyTo(asked: Asked, key: string, found: Hit): Reply {
    const { answer } = found;
    const requestId = requestIdOf(asked);
    const headers = [
      ...['x-request-id', requestId, 'cache-status', cacheStatus('concentric-front', found), 'vary', this.headers.vary],
    ];
    if (this.options.crossOrigin.isOpen) headers.push(...this.options.crossOrigin.headersFor(asked.headers));
    if (isRead(asked.method)) {
      const told = this.headers.kept(answer);
      for (const name in told) headers.push(name, told[name]!);
      const isKnown = isNamed(told.etag!, asked.headers['if-none-match']);
      if (isKnown) return { requestId, statusCode: 304, headers, body: undefined };
    }
    const body = this.bodyFor(asked, key, answer, headers);
    headers.push('content-type', answer.content.contentType, 'content-length', String(body.length));
    return { requestId, statusCode: 200, headers, body: asked.method === 'HEAD' ? undefined : body };
  }

  private noteAnswered(
    { method = '', url = '' }: Asked,
    { requestId, statusCode }: Reply,
    { principal, observed, start }: Pick<Exchange, 'principal' | 'observed' | 'start'>,
  ): void {
    observed.end({ route: '/graphql', operation: 'query', status: statusCode });
    const ms = performance.now() - start;
    const key = this.options.isPrivate ? principal.id : null;
    logAnswered(this.options.log, { requestId, method, url, statusCode, ms, key, traceId: observed.traceId });
  }

  /** In the form the client likes best, or as it is where that form is not there yet: it is made for the next one. */
  private bodyFor(asked: Asked, key: string, answer: CachedAnswer<CachedResponse>, headers: string[]): Buffer {
    const { content } = answer;
    const { body } = content;
    if (body.length < MIN_COMPRESSED_BYTES) return body;
    const encoding = chooseEncoding(asked.headers['accept-encoding'] as string | undefined);
    if (encoding === 'identity') return body;
    const form = content[encoding];
    if (form !== undefined) {
      headers.push('content-encoding', encoding);
      return form;
    }
    void this.compressor.compress(body, encoding).then((made) => {
      if (made === null) return;
      content[encoding] = made;
      this.options.store.resize(key, content);
    });
    return body;
  }
}

function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A query by GET, as a URL. */
function isGet({ method, url, headers }: IncomingMessage): boolean {
  return isRead(method) && url!.startsWith('/graphql?') && headers['content-type'] === undefined;
}

/** Not where it says that its body is larger than any may be: nothing of that is read. */
function hasJsonBody({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === '/graphql' &&
    headers['content-encoding'] === undefined &&
    JSON_TYPE.test(headers['content-type'] ?? '') &&
    !(Number(headers['content-length']) > MAX_JSON_BYTES)
  );
}
