import { randomUUID } from 'node:crypto';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { ArtifactLinks } from '../access/artifact-links.js';
import type { AnsweredRequest, Metrics } from '../telemetry/metrics.js';
import type { ObservedRequest, Requests } from '../telemetry/telemetry.js';
import { answerErrors } from './answer-errors.js';
import { type FindArtifact, serveArtifacts } from './artifacts.js';
import { serveGraphiqlAssets } from './graphiql.js';
import { type GraphqlRouteOptions, serveGraphql } from './graphql-route.js';
import { type ReadinessChecks, serveHealth } from './health.js';
import { serveMetrics } from './metrics.js';

declare module 'fastify' {
  interface FastifyRequest {
    observed: ObservedRequest;
    operation: AnsweredRequest['operation'];
  }
}

export interface HttpServerOptions extends GraphqlRouteOptions {
  log: FastifyBaseLogger;
  findArtifact: FindArtifact;
  artifactLinks: ArtifactLinks;
  readinessChecks: ReadinessChecks;
  requests: Requests;
  metrics: Metrics;
}

/** Of a JSON body; files come as multipart and have a ceiling of their own. */
const MAX_JSON_BYTES = 1024 * 1024;
const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** Every route of the service, not yet listening. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const app = fastify({
    loggerInstance: options.log,
    // Fastify's two lines a request; the one below says the same.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: 'idle',
    genReqId({ headers }) {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });

  app.decorateRequest('observed');
  app.decorateRequest('operation', 'none');
  app.addHook('onRequest', async (request, reply) => {
    request.observed = options.requests.begin(request.method, request.headers);
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, { statusCode, elapsedTime }) => {
    const { operation, routeOptions, observed } = request;
    observed.end({ route: routeOptions.url ?? 'none', operation, status: statusCode });
    // Without the query string, which may hold data.
    const path = request.url.split('?', 1)[0];
    const { method } = request;
    const traceId = observed.traceId ?? undefined;
    request.log.info({ method, path, statusCode, ms: Math.round(elapsedTime), traceId }, 'answered');
  });

  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    // A connection kept for the client's next request would keep close() waiting.
    if (isClosing) reply.header('connection', 'close');
  });

  answerErrors(app);
  serveGraphql(app, options);
  serveGraphiqlAssets(app);
  serveArtifacts(app, options.findArtifact, options.artifactLinks);
  serveHealth(app, options.readinessChecks);
  serveMetrics(app, options);
  app.get('/', async (_request, reply) => reply.redirect('/graphql'));
  return app;
}
