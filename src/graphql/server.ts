import {
  ApolloServer,
  type ApolloServerPlugin,
  type GraphQLRequestContextDidResolveOperation,
  type GraphQLRequestContextWillSendResponse,
  type GraphQLRequestListener,
  type PersistedQueryOptions,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import type { Context } from '../../resolvers/context.js';
import { markUncacheable } from '../cache/answer-versions.js';
import { type FreshnessChecks, freshnessOf, isStale, secondsSince } from '../cache/freshness-checks.js';
import { ConcentricError } from '../model/errors.js';
import { HttpError } from '../model/http-error.js';
import type { Log } from '../model/log.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import { currentScope } from '../telemetry/request-scope.js';
import { buildGraphqlSchema } from './build-schema.js';
import type { Documents } from './documents.js';
import { formatError } from './format-error.js';
import { limitedCost, parseOptions, shapeLimits } from './limits/limits.js';
import { parsedDocuments } from './parsed-documents.js';
import { envelopPipeline } from './pipeline.js';
import { refusal } from './refusal.js';
import { cacheStatusOf, freshnessCheckOf, type ResponseCacheOptions } from './response-cache.js';
import { enforceRoles } from './roles.js';
import { stringifyResult } from './written-data.js';

export interface GraphqlServerOptions {
  log: Log;
  documents: Documents;
  responseCache: ResponseCacheOptions;
  /** Whether only documents of the manifest are executed. */
  trustedOnly?: boolean;
  observe?: Observe;
  introspection?: boolean;
}

/** Apollo Server, started. Serving it, and stopping it, is the caller's. */
export async function startGraphqlServer({
  log,
  documents,
  responseCache,
  trustedOnly = false,
  observe = unobserved,
  introspection = true,
}: GraphqlServerOptions): Promise<ApolloServer<Context>> {
  const server = new ApolloServer<Context>({
    gateway: envelopPipeline({ schema: buildGraphqlSchema(), responseCache, observe }),
    stringifyResult,
    introspection,
    // "Did you mean" reveals the schema too.
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    formatError,
    // src/http/graphql/forgery.ts does that, before a body is read.
    csrfPrevention: false,
    parseOptions,
    documentStore: parsedDocuments(),
    persistedQueries: registeredIn(documents),
    validationRules: [shapeLimits],
    // A batch would pass every limit of an operation.
    allowBatchedHttpRequests: false,
    // The process drains by itself (src/main.ts).
    stopOnTerminationSignals: false,
    plugins: [
      operationRules(trustedOnly ? documents : null, responseCache),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    logger: {
      debug: () => {},
      info: (message) => log.info({}, String(message)),
      warn: (message) => log.warn({}, String(message)),
      error: (message) => log.error({}, String(message)),
    },
  });
  await server.start();
  return server;
}

/** Apollo Server verifies the id of a document that a client registers, and its text, before it stores it. */
function registeredIn(documents: Documents): PersistedQueryOptions {
  const idOf = (key: string) => key.replace(/^apq:/, '');
  return {
    cache: {
      get: async (key) => documents.find(idOf(key)),
      set: async (key, text) => documents.register(idOf(key), text),
      delete: async () => false,
    },
  };
}

/** One plugin for all rules: Apollo Server awaits each hook of each plugin, several times a request. */
function operationRules(
  trusted: Documents | null,
  { freshnessChecks }: ResponseCacheOptions,
): ApolloServerPlugin<Context> {
  const hooks: GraphQLRequestListener<Context> = {
    async didResolveOperation(request) {
      requireTrusted(request, trusted);
      refuseSubscription(request);
      enforceRoles(request);
      const cost = limitedCost(request);
      costs.set(request.contextValue, cost);
      await spend(cost);
    },
    async willSendResponse(request) {
      setLegacyStatus(request);
      addCost(request);
      addFreshness(request, freshnessChecks);
      setCacheStatus(request);
    },
  };
  return { requestDidStart: async () => hooks };
}

/** Of the operations that were resolved, by their context. */
const costs = new WeakMap<Context, number>();

/** Enforced on the text that is executed, whatever transport brought it or the id that names it. */
function requireTrusted(
  { source }: GraphQLRequestContextDidResolveOperation<Context>,
  trusted: Documents | null,
): void {
  if (trusted === null || trusted.isTrusted(source)) return;
  throw refusal(403, new HttpError(403, 'DOCUMENT_NOT_TRUSTED', trusted.notTrustedMessage));
}

async function spend(cost: number): Promise<void> {
  try {
    await currentScope().spend?.(cost);
  } catch (error) {
    if (!(error instanceof ConcentricError)) throw error;
    throw refusal(429, error, new Map([['retry-after', String(error.details.retryAfterSeconds)]]));
  }
}

/** `extensions.cost`, in cached answers too: it is part of what is cached, or is added after the lookup. */
function addCost({ contextValue, response: { body } }: GraphQLRequestContextWillSendResponse<Context>): void {
  const cost = costs.get(contextValue);
  if (cost === undefined || body.kind !== 'single') return;
  body.singleResult.extensions = { ...body.singleResult.extensions, cost };
}

/**
 * `extensions.freshness`: in stale answers, and where the request has `extensions: { freshness: true }`. It describes this
 * answer, which is therefore not stored as a whole.
 */
function addFreshness(
  { contextValue, request, response }: GraphQLRequestContextWillSendResponse<Context>,
  freshnessChecks: FreshnessChecks,
): void {
  const freshnessCheck = freshnessCheckOf(contextValue);
  const isServedStale = freshnessCheck !== null && isStale(freshnessCheck);
  if (freshnessCheck === null || response.body.kind !== 'single') return;
  if (!isServedStale && request.extensions?.freshness !== true) return;
  const { singleResult } = response.body;
  markUncacheable();
  // Without the authority and without a cached answer there is an error alone.
  if (singleResult.data == null) return;
  singleResult.extensions = { ...singleResult.extensions, freshness: freshnessOf(freshnessCheck) };
  if (!isServedStale) return;
  freshnessChecks.staleAnswers++;
  response.http.headers.set('age', String(secondsSince(freshnessCheck)));
}

/**
 * GraphQL over HTTP: for a client that accepts only application/json the status of a bad document or bad variables is 200,
 * since it may take any other one for a proxy's error; one that accepts application/graphql-response+json gets 400.
 */
function setLegacyStatus({ request, response }: GraphQLRequestContextWillSendResponse<Context>): void {
  const accept = request.http?.headers.get('accept') ?? '';
  const isWellFormed = typeof request.query === 'string';
  if (response.http.status === 400 && isWellFormed && !accept.includes('application/graphql-response+json')) {
    response.http.status = 200;
  }
}

/** Reports the result of the response cache, and keeps the answer front from storing an answer with errors. */
function setCacheStatus({ contextValue, response }: GraphQLRequestContextWillSendResponse<Context>): void {
  response.http.headers.set('cache-status', cacheStatusOf(contextValue));
  if (response.body.kind === 'single' && response.body.singleResult.errors) markUncacheable();
}

/** A subscription has many results, JSON one; what runs as events (events.ts) has no HTTP request of Apollo's. */
function refuseSubscription({ request, operation }: GraphQLRequestContextDidResolveOperation<Context>): void {
  if (request.http === undefined || operation?.operation !== 'subscription') return;
  throw new GraphQLError('A subscription is answered as events: send it with the header Accept: text/event-stream.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 406 } },
  });
}
