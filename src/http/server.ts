import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { ArtifactLinks } from '../access/artifact-links.js';
import type { AnswerMemory } from '../cache/answers/answer-memory.js';
import type { CachedResponse } from '../cache/answers/cached-answer.js';
import type { FreshnessChecks } from '../cache/freshness-checks.js';
import { HttpError } from '../model/http-error.js';
import type { AnsweredRequest, Metrics } from '../telemetry/metrics.js';
import type { ObservedRequest, Requests } from '../telemetry/telemetry.js';
import { AnswerFront } from './answer-front/answer-front.js';
import { type FindArtifact, serveArtifacts } from './artifacts.js';
import { Connections, connectionTimeouts } from './connections.js';
import { CrossOrigin, serveCrossOrigin } from './cross-origin.js';
import { discardRest } from './discard-rest.js';
import { answerErrors, noRoute } from './graphql/answer-errors.js';
import { type GraphqlRouteOptions, serveGraphql } from './graphql/route.js';
import { AccessLog } from './ops/access-log.js';
import { type ReadinessChecks, serveHealth } from './ops/health.js';
import { serveMetrics } from './ops/metrics.js';
import { requestIdOf } from './ops/request-id.js';
import { serveExplorer, UNKNOWN_PATH } from './pages/explorer.js';
import { serveGraphiqlAssets } from './pages/graphiql.js';
import { MAX_JSON_BYTES } from './read-body.js';
import { framingProblem } from './request-framing.js';

declare module 'fastify' {
  interface FastifyRequest {
    observed: ObservedRequest;
    operation: AnsweredRequest['operation'];
  }
}

export interface HttpServerOptions extends Omit<GraphqlRouteOptions, 'front'> {
  /** False: health and metrics alone (ROLE=worker). */
  servesGraphql?: boolean;
  log: FastifyBaseLogger;
  /** Answers to whole requests, as bytes, in memory. */
  answers: AnswerMemory<CachedResponse>;
  /** Awaited before answers are compared with the catalog. */
  freshnessChecks: FreshnessChecks;
  findArtifact: FindArtifact;
  artifactLinks: ArtifactLinks;
  /** Origins whose pages may send requests. */
  corsOrigins: readonly string[];
  maxConnections: number;
  readinessChecks: ReadinessChecks;
  requests: Requests;
  metrics: Metrics;
}

/** Every route of the service, not yet listening. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { log, authenticate, hasKeys, rateLimit, requests, answers, freshnessChecks } = options;
  const crossOrigin = new CrossOrigin(options.corsOrigins);
  const accessLog = new AccessLog(log);
  const front = new AnswerFront({
    answers,
    freshnessChecks,
    authenticate,
    isPrivate: hasKeys,
    crossOrigin,
    rateLimit,
    requests,
    accessLog,
  });
  const connections = new Connections(options.maxConnections);
  const app = fastify({
    loggerInstance: log,
    // onResponse below writes one line in place of Fastify's two.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: 'idle',
    genReqId: requestIdOf,
    clientErrorHandler: (error, socket) => connections.refuseMalformed(error, socket),
    serverFactory(route) {
      const answer = (request: IncomingMessage, response: ServerResponse) => {
        connections.begin(request, response);
        if (framingProblem(request) === null) front.serve(request, response, route);
        else route(request, response);
      };
      const server = createServer(connectionTimeouts, answer);
      server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
        // A pipelined response has no socket before its turn; node:http would write the 100 behind its head.
        if (response.socket !== null) response.writeContinue();
        answer(request, response);
      });
      connections.watch(server);
      return server;
    },
  });

  app.decorateRequest('observed');
  app.decorateRequest('operation', 'none');
  // Synchronous hooks: a promise each would cost some µs a request.
  app.addHook('onRequest', (request, reply, done) => {
    request.observed = front.observedOf(request.raw) ?? requests.begin(request.method, request.headers);
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, { statusCode, elapsedTime }, done) => {
    const { id: requestId, method, url, operation, routeOptions, observed } = request;
    const { url: route = UNKNOWN_PATH } = routeOptions;
    observed.end({ route: route === UNKNOWN_PATH ? 'none' : route, operation, status: statusCode });
    // Null for a request that was not authenticated, and outside of /graphql.
    const key = hasKeys ? (request.principal?.id ?? null) : null;
    accessLog.answered({ requestId, method, url, statusCode, ms: elapsedTime, key, traceId: observed.traceId });
    discardRest(request.raw);
    done();
  });

  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A connection kept open for the client's next request would delay close().
    if (isClosing) reply.header('connection', 'close');
    done();
  });

  answerErrors(app);
  serveCrossOrigin(app, crossOrigin);
  // After the headers for pages of other origins, which may read these errors too; before any body is read.
  app.addHook('onRequest', (request, reply, done) => {
    const problem = framingProblem(request.raw);
    if (problem !== null) {
      reply.header('connection', 'close');
      throw new HttpError(400, 'BAD_REQUEST', problem);
    }
    if (request.is404) throw noRoute(request);
    done();
  });
  serveHealth(app, options.readinessChecks);
  serveMetrics(app, options);
  if (options.servesGraphql === false) return app;
  serveGraphql(app, { ...options, front });
  serveGraphiqlAssets(app);
  serveArtifacts(app, options.findArtifact, options.artifactLinks);
  serveExplorer(app);
  return app;
}
