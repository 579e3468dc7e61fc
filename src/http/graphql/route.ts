import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../resolvers/context.js';
import type { Authenticate } from '../../access/authenticate.js';
import { collectVersions } from '../../cache/answer-versions.js';
import { contextsOver, type Services } from '../../graphql/context.js';
import { HttpError } from '../../model/http-error.js';
import type { Principal } from '../../model/principal.js';
import { inRequestScope } from '../../telemetry/request-scope.js';
import type { AnswerFront } from '../answer-front/answer-front.js';
import { graphiqlPage, trustedOnlyPage, wantsGraphiql } from '../pages/graphiql.js';
import { type DocumentRules, putDocument } from './documents-by-id.js';
import { EventStreams, wantsEvents } from './event-streams.js';
import { refuseForgery } from './forgery.js';
import { discardRest, isMultipart, readMultipart } from './uploads.js';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
}

export interface GraphqlRouteOptions {
  server: ApolloServer<Context>;
  services: Services;
  authenticate: Authenticate;
  documentRules: DocumentRules;
  /** Whether who asks makes a difference. */
  hasKeys: boolean;
  /** Has read JSON bodies before, and keeps answers. */
  front: AnswerFront;
  maxUploadBytes: number;
}

/** `/graphql`: operations as JSON or multipart POST or as GET, answered once or as events, and GraphiQL for browsers. */
export function serveGraphql(
  app: FastifyInstance,
  { server, services, authenticate, hasKeys, documentRules, front, maxUploadBytes }: GraphqlRouteOptions,
): void {
  const contextOf = contextsOver(services);
  const run = fastifyApolloHandler(server, { context: async (request) => contextOf(request) });
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { result, versions } = await collectVersions(() => run.call(app, asGet(request), reply));
    const { statusCode } = reply;
    const headers = reply.getHeaders() as Record<string, string>;
    const outgoing = front.finish(request.raw, { statusCode, headers, body: result as string }, versions);
    return reply.code(outgoing.statusCode).headers(outgoing.headers).send(outgoing.body);
  };
  const page = documentRules.trustedOnly ? trustedOnlyPage : graphiqlPage({ needsKey: hasKeys });
  const streams = new EventStreams(server);
  app.addHook('preClose', async () => streams.close());

  app.register(async (scope) => {
    // Fastify reads text/plain by itself; browsers send it without asking first.
    scope.removeContentTypeParser('text/plain');
    // The body stays unread: the handler streams it.
    scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
    // Before the body is read.
    scope.decorateRequest('principal');
    scope.addHook('onRequest', (request, _reply, done) => {
      if (!wantsGraphiql(request)) {
        refuseEncoded(request.headers);
        refuseForgery(request);
        request.principal = authenticate(request.headers);
      }
      done();
    });
    scope.addHook('preParsing', ({ raw }, _reply, payload, done) => {
      const body = front.bodyOf(raw);
      done(null, body === null ? payload : Readable.from(body));
    });
    scope.addHook('onResponse', ({ raw }, _reply, done) => {
      discardRest(raw);
      done();
    });

    scope.route({
      method: ['PUT', 'PATCH', 'DELETE'],
      url: '/graphql',
      onRequest(request, reply) {
        reply.header('allow', 'GET, HEAD, POST, OPTIONS');
        throw new HttpError(
          405,
          'BAD_REQUEST',
          `An operation is sent by POST, or a query by GET, not by ${request.method}.`,
        );
      },
      handler: () => undefined,
    });
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      async handler(request, reply) {
        if (wantsGraphiql(request)) return reply.headers(page.headers).send(page.html);
        if (isMultipart(request.headers)) {
          request.body = await readMultipart(request.raw, reply.raw, maxUploadBytes);
        }
        putDocument(request, documentRules);
        const noteOperation = (type: FastifyRequest['operation']) => {
          request.operation = type;
        };
        return request.observed.within(() =>
          inRequestScope({ requestId: request.id, log: request.log, noteOperation }, () =>
            wantsEvents(request) ? streams.answer(request, reply, contextOf(request)) : answer(request, reply),
          ),
        );
      },
    });
  });
}

/** A compressed body would be a megabyte or a file only after it was unpacked, and no client sends one unasked. @throws HttpError */
function refuseEncoded({ 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders): void {
  if (encoding.toLowerCase() === 'identity') return;
  throw new HttpError(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    `Expected a body as it is, got one with Content-Encoding ${JSON.stringify(encoding.slice(0, 80))}. Send it uncompressed.`,
  );
}

/** Whoever asks by HEAD wants to know what a GET would be told (RFC 9110, 9.3.2); Apollo Server knows none. */
function asGet(request: FastifyRequest): FastifyRequest {
  return request.method === 'HEAD' ? Object.create(request, { method: { value: 'GET' } }) : request;
}
