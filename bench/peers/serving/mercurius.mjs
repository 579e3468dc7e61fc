import { fastify } from 'fastify';
import mercurius from 'mercurius';
import { ready, resolvers, sdl } from './setup.mjs';

const app = fastify();
app.register(mercurius, { schema: sdl, resolvers, jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server.address().port);
