import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse';
import type { Context } from '../../../resolvers/context.js';
import { isMutation, runForEvents } from '../../graphql/events.js';
import { HttpError } from '../../model/http-error.js';

/** Each holds a connection; more are refused. */
const MAX_STREAMS = 200;
const EVENT_STREAM = 'text/event-stream';

/**
 * GraphQL over Server-Sent Events (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md) in distinct connections
 * mode: each operation has a stream of its own, which a client ends by closing it. graphql-sse writes the events, and a
 * comment every 12 seconds so that no proxy takes the connection for a dead one.
 */
export class EventStreams {
  private readonly open = new Set<AsyncGenerator<string>>();
  private underWay = 0;
  private readonly handle;

  constructor(server: ApolloServer<Context>) {
    this.handle = createHandler<FastifyRequest, Context>({
      // No tokens: no reservations, which are kept for ever where their client does not come back.
      authenticate: () => null,
      onSubscribe({ method, context }, { query, operationName, variables }) {
        const request = { query, operationName, variables };
        if (method === 'GET' && isMutation(request)) {
          throw new HttpError(405, 'BAD_REQUEST', 'A GET changes nothing: send a mutation by POST.');
        }
        // graphql-sse does nothing with the errors but write them.
        return runForEvents(server, request, context) as Promise<AsyncGenerator<ExecutionResult>>;
      },
    });
  }

  /** @throws HttpError OVERLOADED, BAD_REQUEST */
  async answer(request: FastifyRequest, reply: FastifyReply, context: Context): Promise<FastifyReply> {
    if (this.underWay >= MAX_STREAMS) {
      throw new HttpError(503, 'OVERLOADED', `${MAX_STREAMS} streams are open already. Try again in a moment.`);
    }
    this.underWay++;
    reply.raw.once('close', () => this.underWay--);
    const { method, url, body, raw } = request;
    const headers = { get: (name: string) => (name === 'accept' ? EVENT_STREAM : String(raw.headers[name] ?? '')) };
    const [stream, { status }] = await this.handle({ method, url, headers, body: asBody(body), raw: request, context });
    if (stream === null || typeof stream === 'string') throw refusal(status, stream);
    this.open.add(stream);
    reply.raw.once('close', () => this.open.delete(stream));
    return reply
      .headers({
        'content-type': `${EVENT_STREAM}; charset=utf-8`,
        'cache-control': 'no-store',
        'cache-status': 'concentric-front; fwd=bypass',
        // A server that stops would otherwise wait for the connection's next request.
        connection: 'close',
        // nginx would hold events back until it has a bufferful.
        'x-accel-buffering': 'no',
      })
      .send(Readable.from(stream));
  }

  /** Ends every stream before its operation has: clients take it up again elsewhere. */
  close(): void {
    for (const stream of this.open) void stream.return(undefined);
  }
}

/**
 * Clients of graphql-sse and EventSource ask for nothing else; urql names it first for a subscription, and last for a
 * query, which it wants as JSON.
 */
export function wantsEvents({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const [preferred = ''] = (headers.accept ?? '').split(/[,;]/, 1);
  return preferred.trim().toLowerCase() === EVENT_STREAM;
}

function asBody(body: unknown): Record<PropertyKey, unknown> | null {
  return typeof body === 'object' ? (body as Record<PropertyKey, unknown> | null) : null;
}

/** What graphql-sse says of a request that is no operation. */
function refusal(status: number, body: string | null): HttpError {
  const { errors } = JSON.parse(body ?? '{}') as { errors?: { message: string }[] };
  const message = errors?.[0]?.message ?? 'Expected an operation as application/json by POST, or in the query of a GET';
  return new HttpError(status, 'BAD_REQUEST', `${message}.`);
}
