import { createServer, request } from 'node:http';
import { listening } from './redis.js';

/** A proxy before a store that answers every third request with 503, half of these after the store has executed it. */
export async function startFailingProxy(targetPort: number) {
  let requests = 0;
  let failures = 0;
  const server = createServer((incoming, reply) => {
    const fails = ++requests % 3 === 0;
    const isLate = fails && requests % 2 === 0;
    if (fails) failures++;
    if (fails && !isLate) {
      incoming.resume().on('end', () => reply.writeHead(503).end());
      return;
    }
    const { method, url: path, headers } = incoming;
    const outgoing = request({ port: targetPort, method, path, headers }, (answer) => {
      if (isLate) answer.resume().on('end', () => reply.writeHead(503).end());
      else answer.pipe(reply.writeHead(answer.statusCode!, answer.headers));
    });
    outgoing.on('error', () => reply.destroy());
    incoming.pipe(outgoing);
  });
  await listening(server);
  return {
    port: (server.address() as { port: number }).port,
    get failures() {
      return failures;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
