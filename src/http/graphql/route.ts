import type { IncomingHttpHeaders } from 'node:http';
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../resolvers/context.js';
import type { Authenticate } from '../../access/authenticate.js';
import type { RateLimit } from '../../access/rate-limit.js';
import { collectVersions } from '../../cache/answer-versions.js';
import { contextsOver, type Services } from '../../graphql/context.js';
import { HttpError } from '../../model/http-error.js';
import type { Principal } from '../../model/principal.js';
import { inRequestScope } from '../../telemetry/request-scope.js';
import type { AnswerFront } from '../answer-front/answer-front.js';
import { graphiqlPage, trustedOnlyPage, wantsGraphiql } from '../pages/graphiql.js';
import { readBody } from '../read-body.js';
import { type DocumentRules, resolveDocument } from './documents-by-id.js';
import { acceptsEvents, EventStreams } from './event-streams.js';
import { refuseForgery } from './forgery.js';
import { type Parameters, parametersInBody, parametersInUrl, searchOf } from './parameters.js';
import { parseJson } from './parse-json.js';
import { isMultipart, readMultipart } from './uploads.js';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
}

export interface GraphqlRouteOptions {
  server: ApolloServer<Context>;
  services: Services;
  authenticate: Authenticate;
  rateLimit: RateLimit | null;
  documentRules: DocumentRules;
  /** Whether API keys are set. */
  hasKeys: boolean;
  /** Has read JSON bodies before, and stores answers. */
  front: AnswerFront;
  maxUploadBytes: number;
}

/** `/graphql`: operations as JSON or multipart POST or as GET, answered once or as events, and GraphiQL for browsers. */
export function serveGraphql(
  app: FastifyInstance,
  { server, services, authenticate, rateLimit, hasKeys, documentRules, front, maxUploadBytes }: GraphqlRouteOptions,
): void {
  const contextOf = contextsOver(services);
  const page = documentRules.trustedOnly ? trustedOnlyPage : graphiqlPage({ needsKey: hasKeys });
  const streams = new EventStreams(server);
  app.addHook('preClose', async () => streams.close());

  async function answerOnce(request: FastifyRequest, reply: FastifyReply, parameters: Parameters) {
    const httpGraphQLRequest = asHttpGraphqlRequest(request, parameters);
    const { result, versions } = await collectVersions(() =>
      server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => contextOf(request) }),
    );
    if (result.body.kind !== 'complete') throw new Error('the service has no @defer or @stream');
    const headers = Object.fromEntries(result.headers);
    const answer = { statusCode: result.status ?? 200, headers, body: result.body.string };
    const outgoing = front.finish(request.raw, answer, versions);
    return reply.code(outgoing.statusCode).headers(headers).headers(outgoing.headers).send(outgoing.body);
  }

  async function readParameters(request: FastifyRequest, reply: FastifyReply): Promise<Parameters> {
    if (request.method !== 'POST') return parametersInUrl(request.raw.url ?? '');
    if (!isMultipart(request.headers)) return parametersInBody(request.body);
    return parametersInBody(await readMultipart(request.raw, reply.raw, maxUploadBytes));
  }

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', async ({ raw }: FastifyRequest) => {
      const body =
        front.bodyOf(raw) ??
        (await new Promise<ReturnType<typeof front.bodyOf>>((resolve, reject) => {
          readBody(raw, (read) => (read instanceof HttpError ? reject(read) : resolve(read)));
        }));
      return parseJson(new TextDecoder().decode(body!), 'the body');
    });
    // The body stays unread: the handler streams it.
    scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
    // Before the body is read.
    scope.decorateRequest('principal');
    scope.addHook('onRequest', async (request) => {
      if (wantsGraphiql(request)) return;
      refuseEncoded(request.headers);
      refuseForgery(request);
      request.principal = authenticate(request.headers);
      await rateLimit?.spend(rateLimit.clientOf(request.raw, request.principal), 1);
    });

    scope.route({
      method: ['PUT', 'PATCH', 'DELETE'],
      url: '/graphql',
      onRequest(request, reply) {
        reply.header('allow', 'GET, HEAD, POST, OPTIONS');
        throw new HttpError(
          405,
          'BAD_REQUEST',
          `Expected an operation by POST, or a query by GET, got the method ${request.method}.`,
        );
      },
      handler: () => undefined,
    });
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      async handler(request, reply) {
        if (wantsGraphiql(request)) return reply.headers(page.headers).send(page.html);
        const parameters = await readParameters(request, reply);
        resolveDocument(parameters, documentRules);
        const { log, id: requestId, principal, raw } = request;
        const requestScope = {
          requestId,
          log,
          setOperation(type: FastifyRequest['operation']) {
            request.operation = type;
          },
          spend: async (cost: number) => rateLimit?.spend(rateLimit.clientOf(raw, principal), cost),
        };
        return request.observed.within(() =>
          inRequestScope(requestScope, () =>
            acceptsEvents(request) && request.method !== 'HEAD'
              ? streams.answer(request, reply, parameters, contextOf(request))
              : answerOnce(request, reply, parameters),
          ),
        );
      },
    });
  });
}

/** A compressed body could expand beyond every limit, and no client compresses unasked. @throws HttpError */
function refuseEncoded({ 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders): void {
  if (encoding.toLowerCase() === 'identity') return;
  throw new HttpError(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    `Expected an uncompressed body, got Content-Encoding ${JSON.stringify(encoding.slice(0, 80))}. Send it uncompressed.`,
  );
}

/** A HEAD is answered as its GET (RFC 9110, 9.3.2); Apollo Server knows none. */
function asHttpGraphqlRequest({ method, headers: given }: FastifyRequest, parameters: Parameters): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const name of ['accept', 'content-type'] as const) if (given[name] !== undefined) headers.set(name, given[name]);
  return method === 'POST'
    ? { method, headers, search: '', body: parameters }
    : { method: 'GET', headers, search: searchOf(parameters), body: undefined };
}
