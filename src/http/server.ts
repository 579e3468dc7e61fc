import { createServer } from 'node:http';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { ArtifactLinks } from '../access/artifact-links.js';
import type { AnswerMemory } from '../cache/answers/answer-memory.js';
import type { CachedResponse } from '../cache/answers/cached-answer.js';
import type { AnsweredRequest, Metrics } from '../telemetry/metrics.js';
import type { ObservedRequest, Requests } from '../telemetry/telemetry.js';
import { AnswerFront } from './answer-front/answer-front.js';
import { MAX_JSON_BYTES } from './answer-front/read-body.js';
import { type FindArtifact, serveArtifacts } from './artifacts.js';
import { CrossOrigin, serveCrossOrigin } from './cross-origin.js';
import { answerErrors } from './graphql/answer-errors.js';
import { type GraphqlRouteOptions, serveGraphql } from './graphql/route.js';
import { KEEP_ALIVE_MS } from './keep-alive.js';
import { logAnswered } from './ops/access-log.js';
import { type ReadinessChecks, serveHealth } from './ops/health.js';
import { serveMetrics } from './ops/metrics.js';
import { requestIdOf } from './ops/request-id.js';
import { serveExplorer } from './pages/explorer.js';
import { serveGraphiqlAssets } from './pages/graphiql.js';

declare module 'fastify' {
  interface FastifyRequest {
    observed: ObservedRequest;
    operation: AnsweredRequest['operation'];
  }
}

export interface HttpServerOptions extends Omit<GraphqlRouteOptions, 'front'> {
  log: FastifyBaseLogger;
  /** Answers to whole requests, as bytes. */
  answers: AnswerMemory<CachedResponse>;
  findArtifact: FindArtifact;
  artifactLinks: ArtifactLinks;
  /** Whose pages may ask. */
  corsOrigins: readonly string[];
  readinessChecks: ReadinessChecks;
  requests: Requests;
  metrics: Metrics;
}

/** Every route of the service, not yet listening. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { log, authenticate, hasKeys, requests } = options;
  const crossOrigin = new CrossOrigin(options.corsOrigins);
  const front = new AnswerFront({
    ...{ store: options.answers, authenticate, isPrivate: hasKeys, crossOrigin, requests, log },
  });
  const app = fastify({
    loggerInstance: log,
    // Fastify's two lines a request; the one below says the same.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: 'idle',
    genReqId: requestIdOf,
    serverFactory(route) {
      // No limit for a whole request: a file may take its time. Whoever reads a body has limits of its own.
      const timeouts = { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 };
      return createServer(timeouts, (request, response) => front.serve(request, response, route));
    },
  });

  app.decorateRequest('observed');
  app.decorateRequest('operation', 'none');
  // Hooks that wait for nothing call back: a promise each would be some µs a request.
  app.addHook('onRequest', (request, reply, done) => {
    request.observed = front.observedOf(request.raw) ?? requests.begin(request.method, request.headers);
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, { statusCode, elapsedTime }, done) => {
    const { method, url, log, operation, routeOptions, observed } = request;
    observed.end({ route: routeOptions.url ?? 'none', operation, status: statusCode });
    // Whoever is not let in, and what is not of /graphql, has none.
    const key = hasKeys ? (request.principal?.id ?? null) : null;
    logAnswered(log, { method, url, statusCode, ms: elapsedTime, key, traceId: observed.traceId });
    done();
  });

  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    await front.close();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A connection kept for the client's next request would keep close() waiting.
    if (isClosing) reply.header('connection', 'close');
    done();
  });

  answerErrors(app);
  serveCrossOrigin(app, crossOrigin);
  serveGraphql(app, { ...options, front });
  serveGraphiqlAssets(app);
  serveArtifacts(app, options.findArtifact, options.artifactLinks);
  serveHealth(app, options.readinessChecks);
  serveMetrics(app, options);
  serveExplorer(app);
  return app;
}
