import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse';
import type { Context } from '../../../resolvers/context.js';
import { isMutation, runForEvents } from '../../graphql/events.js';
import { HttpError } from '../../model/http-error.js';
import type { Parameters } from './parameters.js';

/** Each holds a connection; more are refused. */
const MAX_STREAMS = 200;
const EVENT_STREAM = 'text/event-stream';
/** graphql-sse is given parsed parameters, whatever transport brought them. */
const headersForSse = new Map([
  ['accept', EVENT_STREAM],
  ['content-type', 'application/json'],
]);

/**
 * GraphQL over Server-Sent Events (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md) in distinct connections
 * mode: each operation has its own stream, which a client ends by closing it. graphql-sse writes the events, and a
 * comment every 12 seconds so that proxies keep an idle stream open.
 */
export class EventStreams {
  private readonly open = new Set<AsyncGenerator<string>>();
  private running = 0;
  private readonly handle;

  constructor(server: ApolloServer<Context>) {
    this.handle = createHandler<FastifyRequest, Context>({
      // No tokens, hence no reservations, which would stay when their client does not return.
      authenticate: () => null,
      onSubscribe({ raw, context }, { query, operationName, variables }) {
        const request = { query, operationName, variables };
        if (raw.method === 'GET' && isMutation(request)) {
          throw new HttpError(405, 'BAD_REQUEST', 'Send a mutation by POST: a GET changes nothing.');
        }
        // graphql-sse only writes the errors.
        return runForEvents(server, request, context) as Promise<AsyncGenerator<ExecutionResult>>;
      },
    });
  }

  /** @throws HttpError OVERLOADED, BAD_REQUEST, PERSISTED_QUERY_NOT_FOUND */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    parameters: Parameters,
    context: Context,
  ): Promise<FastifyReply> {
    if (this.running >= MAX_STREAMS) {
      throw new HttpError(503, 'OVERLOADED', `${MAX_STREAMS} streams are open already. Try again in a moment.`);
    }
    this.running++;
    reply.raw.once('close', () => this.running--);
    const headers = { get: (name: string) => headersForSse.get(name) ?? null };
    const body = parameters as Record<PropertyKey, unknown>;
    const [stream, { status }] = await this.handle({
      method: 'POST',
      url: '/graphql',
      headers,
      body,
      raw: request,
      context,
    });
    if (stream === null || typeof stream === 'string') throw refusal(status, stream, parameters);
    this.open.add(stream);
    reply.raw.once('close', () => this.open.delete(stream));
    return reply
      .headers({
        'content-type': `${EVENT_STREAM}; charset=utf-8`,
        'cache-control': 'no-store',
        'cache-status': 'concentric-front; fwd=bypass',
        // A server that stops would otherwise wait for the connection's next request.
        connection: 'close',
        // nginx would buffer events.
        'x-accel-buffering': 'no',
      })
      .send(Readable.from(stream));
  }

  /** Ends every stream, even when its operation has more results: clients resume elsewhere. */
  close(): void {
    for (const stream of this.open) void stream.return(undefined);
  }
}

/**
 * graphql-sse's client and EventSource accept nothing else; urql names it first for a subscription, and last for a query,
 * for which it prefers JSON.
 */
export function acceptsEvents({ headers: { accept } }: Pick<IncomingMessage, 'headers'>): boolean {
  if (accept === undefined || !accept.toLowerCase().includes(EVENT_STREAM)) return false;
  const [preferred = ''] = accept.split(/[,;]/, 1);
  return preferred.trim().toLowerCase() === EVENT_STREAM;
}

/** A request that graphql-sse takes for no operation. */
function refusal(status: number, body: string | null, { query, extensions }: Parameters): HttpError {
  if (query === undefined && extensions !== undefined) {
    const message = 'No document has this id. Send its text in "query" beside "extensions.persistedQuery".';
    return new HttpError(404, 'PERSISTED_QUERY_NOT_FOUND', message);
  }
  const { errors } = JSON.parse(body ?? '{}') as { errors?: { message: string }[] };
  const message = errors?.[0]?.message ?? 'Expected an operation as application/json by POST, or in the query of a GET';
  return new HttpError(status, 'BAD_REQUEST', `${message}.`);
}
