// Apollo Server over Fastify as it comes. With BENCH_CACHE, execution goes through Envelop and its response cache as that
// comes, in memory or, with REDIS_URL, in Redis.
import { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import { envelop, useEngine, useSchema } from '@envelop/core';
import { useResponseCache } from '@envelop/response-cache';
import { createRedisCache } from '@envelop/response-cache-redis';
import { fastify } from 'fastify';
import * as graphql from 'graphql';
import { Redis } from 'ioredis';
import { ready, root, sdl } from './setup.mjs';

const schema = graphql.buildSchema(sdl);

function cached() {
  const inRedis = process.env.REDIS_URL && { cache: createRedisCache({ redis: new Redis(process.env.REDIS_URL) }) };
  const envelopFor = envelop({
    plugins: [useEngine(graphql), useSchema(schema), useResponseCache({ session: () => null, ...inRedis })],
  });
  return {
    onSchemaLoadOrUpdate(announce) {
      announce({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({
      async executor({ context, document, request }) {
        const { execute } = envelopFor(context);
        return execute({ schema, document, rootValue: root, variableValues: request.variables, contextValue: context });
      },
    }),
    stop: async () => {},
  };
}

const server = new ApolloServer(process.env.BENCH_CACHE ? { gateway: cached() } : { schema, rootValue: root });
await server.start();
const app = fastify();
await app.register(fastifyApollo(server));
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server.address().port);
