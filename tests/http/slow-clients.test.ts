import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectionTimeouts } from '../../src/http/connections.js';
import { startHttpServer } from '../support/http-server.js';
import { RawClient } from '../support/raw-client.js';

const MAX_CONNECTIONS = 20;

let server: Awaited<ReturnType<typeof startHttpServer>>;
let sockets: Socket[];
beforeEach(async () => {
  sockets = [];
  server = await startHttpServer({ maxConnections: MAX_CONNECTIONS });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const socket of sockets) socket.destroy();
  await server.close();
});

function open(bytes: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    socket.resume();
    sockets.push(socket);
    socket.on('connect', () => socket.write(bytes, () => resolve(socket)));
  });
}

describe('connections that send nothing, or half a head', () => {
  it.each(['', 'GET /health/live HTTP/1.1\r\nhost: 127', '\r\n'])(
    'do not lock out health checks, however many they are: %j',
    async (bytes) => {
      for (let each = 0; each < 4 * MAX_CONNECTIONS; each++) await open(bytes);
      const health = await fetch(`${server.url}/health/live`);
      expect(health.status).toBe(200);
      expect(sockets.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(MAX_CONNECTIONS);
    },
  );

  it('are closed after a deadline for the head', () => {
    // Node's own default is 0, no deadline, where requestTimeout is 0.
    expect(connectionTimeouts.headersTimeout).toBeGreaterThan(0);
    expect(connectionTimeouts.headersTimeout).toBeLessThanOrEqual(30_000);
  });

  it('never replace a connection that is being answered', async () => {
    const client = new RawClient(server.port);
    const body = JSON.stringify({ query: '{ __typename }' });
    const half = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 4)}`;
    await client.send(half);
    await pause(20);
    for (let each = 0; each < 3 * MAX_CONNECTIONS; each++) await open('GET /');
    await client.send(body.slice(4));
    expect(await client.next()).toMatchObject({ status: 200, body: expect.stringContaining('"Query"') });
    client.close();
  });

  it('replace idle connections only when none is left that never sent a request', async () => {
    const idle = new RawClient(server.port);
    await idle.send('GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    expect((await idle.next())?.status).toBe(200);
    for (let each = 0; each < 2 * MAX_CONNECTIONS; each++) await open('GET /');
    await idle.send('GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    expect((await idle.next())?.status).toBe(200);
    idle.close();
  });
});

it('closes the connection when a body goes on slower and slower after its answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const client = new RawClient(server.port);
  await client.send('POST /nowhere HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000000\r\n\r\n');
  expect((await client.next())?.status).toBe(404);
  await vi.waitUntil(async () => {
    if (!client.isClosed) await client.send('x');
    await vi.advanceTimersByTimeAsync(11_000);
    return client.isClosed;
  });
});

it('returns 408 when the fields of a form take longer than half a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const client = new RawClient(server.port);
  await client.send(
    'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\napollo-require-preflight: 1\r\ncontent-length: 1000000\r\n' +
      'content-type: multipart/form-data; boundary=b\r\n\r\n--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{',
  );
  const answer = client.next();
  let isAnswered = false;
  void answer.then(() => {
    isAnswered = true;
  });
  await vi.waitUntil(async () => {
    if (!isAnswered) await client.send(' ');
    await vi.advanceTimersByTimeAsync(5_000);
    return isAnswered;
  });
  expect(await answer).toMatchObject({ status: 408, body: expect.stringContaining('BAD_MULTIPART_REQUEST') });
  client.close();
});
