import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readRedisUrl } from '../../../src/model/redis-target.js';
import { apiKeys, bearer } from '../../support/api-keys.js';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.js';
import { ID, NAME, NAME_BY_GET, SLOW_ID, serveDatasets } from './served-datasets.js';

const JSON_HEAD = 'host: 127.0.0.1\r\ncontent-type: application/json\r\n';
const post = (request: object, more = '') => {
  const body = JSON.stringify(request);
  return `POST /graphql HTTP/1.1\r\n${JSON_HEAD}${more}content-length: ${body.length}\r\n\r\n${body}`;
};
const get = (query: string, more = '') =>
  `GET /graphql?${new URLSearchParams({ query })} HTTP/1.1\r\nhost: 127.0.0.1\r\n${more}\r\n`;

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** One connection, on which each packet is sent by itself. */
class Client {
  private readonly socket: Socket;
  private received = '';

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        this.received += chunk.toString('latin1');
      });
  }

  send(packet: string): void {
    this.socket.write(packet, 'latin1');
  }

  async ask(packet: string): Promise<Answer> {
    this.send(packet);
    return this.next(packet.startsWith('HEAD'));
  }

  async next(isHead = false): Promise<Answer> {
    for (;;) {
      const [head, ...rest] = this.received.split('\r\n\r\n') as [string, ...string[]];
      if (rest.length > 0) {
        const [statusLine, ...lines] = head.split('\r\n') as [string, ...string[]];
        const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(': ') as [string, string]));
        const status = Number(statusLine.split(' ')[1]);
        const length = isHead || status === 304 ? 0 : Number(headers['content-length']);
        const start = head.length + 4;
        if (this.received.length >= start + length) {
          const body = this.received.slice(start, start + length);
          this.received = this.received.slice(start + length);
          return { status, headers, body };
        }
      }
      await once(this.socket, 'data');
    }
  }

  get isClosed(): boolean {
    return this.socket.readableEnded || this.socket.destroyed;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** What was sent is read by itself, and not with what is sent next. */
const arrived = () => pause(5);

/** How many requests node:http has parsed. */
let parsed = 0;
const count = () => void parsed++;
beforeAll(() => subscribe('http.server.request.start', count));
afterAll(() => void unsubscribe('http.server.request.start', count));

let server: Awaited<ReturnType<typeof serveDatasets>>;
let client: Client;

/** Until it is answered without being parsed. */
async function known(packet: string): Promise<Answer> {
  for (let time = 0; time < 10; time++) {
    const before = parsed;
    const answer = await client.ask(packet);
    if (parsed === before) return answer;
  }
  throw new Error('each time it was parsed');
}

const withoutTimes = ({ status, headers, body }: Answer) => {
  const { date: _, 'x-request-id': __, 'cache-status': told = '', ...rest } = headers;
  return { status, body, headers: { ...rest, 'cache-status': told.replaceAll(/\d+/g, '0') } };
};

describe('a request that comes again byte for byte', () => {
  beforeEach(async () => {
    server = await serveDatasets();
    client = new Client(server.port);
  });
  afterEach(async () => {
    client.close();
    await server.close();
  });

  it.each([
    ['POST', post(NAME)],
    ['GET', get(NAME_BY_GET)],
    ['HEAD', get(NAME_BY_GET).replace('GET', 'HEAD')],
    ['GET of what the client has', get(NAME_BY_GET, 'if-none-match: *\r\n')],
  ])('by %s is answered without being parsed, and as it was when it was', async (_, packet) => {
    await client.ask(packet);
    const whenParsed = await client.ask(packet);
    const again = await known(packet);
    expect(again.headers['cache-status']).toMatch(/^concentric-front; hit; .*detail=memory$/);
    expect(withoutTimes(again)).toEqual(withoutTimes(whenParsed));
    expect(again.headers['x-request-id']).not.toBe(whenParsed.headers['x-request-id']);
    expect(Math.abs(Date.parse(again.headers.date!) - Date.now())).toBeLessThan(5_000);
  });

  it('is compared with what is current each time', async () => {
    await known(post(NAME));
    for (let revision = 2; revision < 6; revision++) {
      server.change();
      const changed = await client.ask(post(NAME));
      expect(changed.headers['cache-status']).toContain('concentric-front; fwd=stale; stored');
      expect(JSON.parse(changed.body).data.dataset.name).toBe(`revision ${revision}`);
      expect((await known(post(NAME))).body).toBe(changed.body);
    }
  });

  it('is known on every connection', async () => {
    await known(post(NAME));
    client.close();
    client = new Client(server.port);
    await client.ask(post(NAME));
    await client.ask(post(NAME));
    const before = parsed;
    await client.ask(post(NAME));
    expect(parsed).toBe(before);
  });

  it('has its line in the log and is counted', async () => {
    const packet = post(NAME, 'x-request-id: mine-7\r\n');
    await known(packet);
    const lines = server.logged.filter((line) => line.includes('mine-7'));
    const asked = lines.length;
    await client.ask(packet);
    expect(server.logged.filter((line) => line.includes('mine-7'))).toHaveLength(asked + 1);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain(
      `concentric_http_request_duration_seconds_count{route="/graphql",operation="query",status="200"} ${asked + 1}`,
    );
  });

  it('is compressed where the client asks for that, and whole where it is long', async () => {
    await server.close();
    server = await serveDatasets({ name: () => '0123456789'.repeat(10_000) });
    client = new Client(server.port);
    const long = await known(post(NAME));
    expect(JSON.parse(long.body).data.dataset.name).toHaveLength(100_000);
    const packet = post(NAME, 'accept-encoding: gzip\r\n');
    await expect.poll(async () => (await known(packet)).headers['content-encoding']).toBe('gzip');
    const compressed = await known(packet);
    expect(gunzipSync(Buffer.from(compressed.body, 'latin1')).toString()).toBe(long.body);
  });

  it('in the midst of another request is a part of that', async () => {
    const hidden = post(NAME);
    await known(hidden);
    const before = parsed;
    client.send(`POST /graphql HTTP/1.1\r\n${JSON_HEAD}content-length: ${hidden.length}\r\n\r\n`);
    await arrived();
    const answer = await client.ask(hidden);
    expect(answer.status).toBe(400);
    expect(answer.body).not.toContain('revision');
    expect(parsed).toBe(before + 1);
  });

  it('behind one that is not answered yet waits for its turn', async () => {
    await known(post(NAME));
    client.send(post({ query: `{ slow: dataset(id: "${SLOW_ID}") { name } }` }));
    await arrived();
    client.send(post(NAME));
    expect((await client.next()).body).toContain('slow');
    expect((await client.next()).body).toContain('revision 1');
  });

  it('is told that the connection closes where the service ends', async () => {
    await known(post(NAME));
    const closing = server.close();
    await expect.poll(() => client.isClosed).toBe(true);
    await closing;
    server = await serveDatasets();
  });
});

it('in whatever packets requests come, each is answered, in their order', async () => {
  server = await serveDatasets();
  const requests = [
    { packet: post(NAME), expected: 'revision 1' },
    { packet: get(NAME_BY_GET), expected: 'revision 1' },
    { packet: post({ query: '{ other: __typename }' }), expected: '"other":"Query"' },
    { packet: post({ query: '{ nonsense }' }), expected: 'GRAPHQL_VALIDATION_FAILED' },
  ];
  const before = parsed;
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...requests), { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 6 }),
      async (sequence, cuts) => {
        client = new Client(server.port);
        for (let time = 0; time < 3; time++) await client.ask(requests[0]!.packet);
        sent += 3 + sequence.length;
        const bytes = sequence.map(({ packet }) => packet).join('');
        // Where one request ends, and anywhere.
        let end = 0;
        const ends = sequence.map(({ packet }) => (end += packet.length));
        const places = [...new Set([0, ...ends.filter((_, index) => index % 2 === 0), ...cuts, bytes.length])]
          .filter((place) => place <= bytes.length)
          .sort((a, b) => a - b);
        for (const [index, place] of places.slice(1).entries()) {
          client.send(bytes.slice(places[index]!, place));
          await arrived();
        }
        for (const { expected } of sequence) expect((await client.next()).body).toContain(expected);
        client.close();
      },
    ),
    { numRuns: 40 },
  );
  expect(parsed - before).toBeLessThan(sent);
  await server.close();
});

it('with a key is answered to that key alone', async () => {
  server = await serveDatasets({ apiKeys });
  client = new Client(server.port);
  const header = (role: 'ADMIN' | 'READER') => `authorization: ${bearer(role).authorization}\r\n`;
  expect((await known(post(NAME, header('ADMIN')))).status).toBe(200);
  expect((await client.ask(post(NAME, header('READER')))).headers['cache-status']).not.toContain('hit');
  expect((await client.ask(post(NAME))).status).toBe(401);
  expect((await client.ask(post({ ...NAME, variables: { id: ID } }, header('ADMIN')))).status).toBe(200);
  client.close();
  await server.close();
});
