// graphql-yoga with its response cache; with REDIS_URL the cache is in Redis.
import { createServer } from 'node:http';
import { createRedisCache } from '@envelop/response-cache-redis';
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { createSchema, createYoga } from 'graphql-yoga';
import { Redis } from 'ioredis';
import { ready, resolvers, sdl } from './setup.mjs';

const inRedis = process.env.REDIS_URL && { cache: createRedisCache({ redis: new Redis(process.env.REDIS_URL) }) };
const yoga = createYoga({
  schema: createSchema({ typeDefs: sdl, resolvers }),
  plugins: [useResponseCache({ session: () => null, ...inRedis })],
  logging: false,
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => ready(server.address().port));
