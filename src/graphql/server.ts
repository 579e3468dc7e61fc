import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { Context } from '../../resolvers/context.js';
import type { Log } from '../model/log.js';
import { buildGraphqlSchema } from './build-schema.js';
import { formatError } from './format-error.js';
import { envelopPipeline } from './pipeline.js';

/** GraphiQL's introspection has about 200; a hand-written operation seldom more. */
const MAX_TOKENS = 5_000;

/** Apollo Server, started. Serving it, and stopping it, is the caller's. */
export async function startGraphqlServer(log: Log): Promise<ApolloServer<Context>> {
  const server = new ApolloServer<Context>({
    gateway: envelopPipeline(buildGraphqlSchema()),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError,
    // src/http/forgery.ts does that, before a body is read.
    csrfPrevention: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    // The process drains by itself (src/main.ts).
    stopOnTerminationSignals: false,
    plugins: [legacyStatus, ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
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

/**
 * GraphQL over HTTP: a client that accepts only application/json is told of a bad document or bad variables with 200,
 * since it may take any other status for a broken proxy's; one that accepts application/graphql-response+json gets 400.
 */
const legacyStatus: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response }) {
        const accept = request.http?.headers.get('accept') ?? '';
        const isWellFormed = typeof request.query === 'string';
        if (response.http.status === 400 && isWellFormed && !accept.includes('application/graphql-response+json')) {
          response.http.status = 200;
        }
      },
    };
  },
};
