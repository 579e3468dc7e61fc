import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys, bearer, keys } from '../support/api-keys.js';
import { RawClient } from '../support/raw-client.js';
import { ID, NAME, serveDatasets } from './answer-front/served-datasets.js';

/** What only an admin asks for, hidden in the body of a reader's request. */
const SECRET_QUERY = `{ secret: dataset(id: "${ID}") { id name } }`;

let server: Awaited<ReturnType<typeof serveDatasets>>;
beforeAll(async () => {
  server = await serveDatasets({ apiKeys });
});
afterAll(() => server.close());

function head(method: string, path: string, more: string): string {
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${more}\r\n`;
}

function jsonPost(request: object, key: string): string {
  const body = JSON.stringify(request);
  return (
    head(
      'POST',
      '/graphql',
      `x-api-key: ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`,
    ) + body
  );
}

const getPath = `/graphql?${new URLSearchParams({ query: `{ dataset(id: "${ID}") { id name } }` })}`;
const SMUGGLED = jsonPost({ query: SECRET_QUERY }, keys.ADMIN);

describe('a body that is itself a request', () => {
  let client: RawClient;
  afterEach(() => client.close());

  const framings = {
    'Content-Length': { more: `content-length: ${SMUGGLED.length}\r\n`, body: SMUGGLED },
    chunks: {
      more: 'transfer-encoding: chunked\r\n',
      body: `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
    },
  };

  it.each(
    ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].flatMap((method) =>
      Object.keys(framings).map((framing) => [method, framing as keyof typeof framings] as const),
    ),
  )('of a %s with %s is never answered as one, wherever head and body are cut', async (method, framing) => {
    const { more, body } = framings[framing];
    // The admin's answer is in memory, and so is the reader's.
    await server.post({ query: SECRET_QUERY }, bearer('ADMIN'));
    await server.post({ query: SECRET_QUERY }, bearer('ADMIN'));
    const bytes = head(method, getPath, `x-api-key: ${keys.READER}\r\n${more}`) + body;
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 4 });
    const atTheBody = bytes.length - body.length;
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constant<number[]>([atTheBody]), cuts), async (points) => {
        client = new RawClient(server.port);
        let from = 0;
        for (const to of [...points.sort((a, b) => a - b), bytes.length]) {
          await client.send(bytes.slice(from, to));
          await pause(1);
          from = to;
        }
        await client.send(jsonPost(NAME, keys.READER));
        const answers = [];
        const first = await client.next(method === 'HEAD');
        if (first !== null) answers.push(first);
        // One more answer at most, to the request behind it; none where the connection was closed.
        client.socket.end();
        for (let answer = await client.next(); answer !== null; answer = await client.next()) answers.push(answer);
        expect(answers.length).toBeLessThanOrEqual(2);
        expect(answers.map(({ body: text }) => text).join()).not.toContain('secret');
        if (method === 'GET' || method === 'HEAD') {
          expect(answers.map(({ status }) => status)).toEqual([400]);
          expect(answers[0]!.headers.connection).toBe('close');
        }
        client.close();
      }),
      { numRuns: 6 },
    );
  });

  it('is refused with what to do on a GET', async () => {
    client = new RawClient(server.port);
    await client.send(head('GET', getPath, `x-api-key: ${keys.READER}\r\ncontent-length: 4\r\n`));
    const answer = await client.next();
    expect(JSON.parse(answer!.body)).toMatchObject({
      errors: [
        {
          message:
            'Expected a GET without a body, got one with Content-Length: 4. Send an operation with a body by POST.',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
  });

  it('may be empty on a GET (Content-Length: 0)', async () => {
    client = new RawClient(server.port);
    await client.send(head('GET', getPath, `x-api-key: ${keys.READER}\r\ncontent-length: 0\r\n`));
    expect((await client.next())!.status).toBe(200);
  });
});

describe('through a proxy that shares its connections between clients', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const proxy = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const upstream = httpRequest({ agent, host: '127.0.0.1', port: server.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroyed || outgoing.writeHead(502).end('{"proxy":"502"}'));
    // Each chunk as it comes: a head, then its body.
    upstream.flushHeaders();
    incoming.pipe(upstream);
  });
  let port: number;
  beforeAll(async () => {
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    ({ port } = proxy.address() as AddressInfo);
  });
  afterAll(() => {
    agent.destroy();
    proxy.closeAllConnections();
    proxy.close();
  });

  it.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST'])(
    'a %s with a body of its own packet leaves the answers of other keys with their keys',
    async (method) => {
      const ask = async (key: string, query: string) => {
        const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-api-key': key },
          body: JSON.stringify({ query }),
        });
        return `${response.status} ${await response.text()}`;
      };
      const secret = `{ ofAdmin: dataset(id: "${ID}") { id } }`;
      const open = `{ ofReader: dataset(id: "${ID}") { id } }`;
      for (let time = 0; time < 2; time++) {
        await ask(keys.ADMIN, secret);
        await ask(keys.READER, open);
      }
      for (let time = 0; time < 5; time++) {
        const attacker = new RawClient(port);
        const smuggled = jsonPost({ query: secret }, keys.ADMIN);
        await attacker.send(
          head(method, getPath, `x-api-key: ${keys.READER}\r\ncontent-length: ${smuggled.length}\r\n`),
        );
        await pause(5);
        await attacker.send(smuggled);
        const others = await Promise.all([ask(keys.READER, open), ask(keys.ADMIN, secret), ask(keys.READER, open)]);
        for (const [index, answer] of others.entries()) {
          expect(answer).not.toContain(index === 1 ? 'ofReader' : 'ofAdmin');
        }
        expect((await attacker.next(method === 'HEAD'))?.body ?? '').not.toContain('ofAdmin');
        attacker.close();
      }
    },
  );
});

describe('a request', () => {
  let client: RawClient;
  afterEach(() => client.close());

  async function answerTo(bytes: string) {
    client = new RawClient(server.port);
    await client.send(bytes);
    return client.next();
  }

  const post = jsonPost(NAME, keys.READER);

  it.each([
    ['the same Host twice', post.replace('host: 127.0.0.1\r\n', 'host: 127.0.0.1\r\nHost: 127.0.0.1\r\n')],
    ['another Host behind the first', post.replace('content-type', 'HOST: evil.example\r\ncontent-type')],
    ['no Host', post.replace('host: 127.0.0.1\r\n', '')],
    ['a length and chunks', post.replace('content-length', 'transfer-encoding: chunked\r\ncontent-length')],
    ['a space before a colon', post.replace('content-length:', 'content-length :')],
    ['a folded header', post.replace('host:', 'x-folded: a\r\n b\r\nhost:')],
    ['a bare line feed in its head', post.replace('host: 127.0.0.1\r\n', 'host: 127.0.0.1\n')],
    ['a transfer coding that is none', post.replace('content-length: ', 'transfer-encoding: xchunked\r\nx: ')],
  ])('is refused with 400 and its connection closed with %s, also when its answer is in memory', async (_, bytes) => {
    await answerTo(post);
    await answerTo(post);
    const answer = await answerTo(bytes);
    expect(answer?.status).toBe(400);
    await expect.poll(() => client.isClosed).toBe(true);
  });

  it('is refused with 431 when its head exceeds 16 KiB', async () => {
    const answer = await answerTo(head('GET', `/graphql?query=${'x'.repeat(20_000)}`, ''));
    expect(answer?.status).toBe(431);
    expect(JSON.parse(answer!.body).error.code).toBe('BAD_REQUEST');
  });

  it('is answered and its connection closed with HTTP/1.0', async () => {
    await answerTo(post.replace('HTTP/1.1', 'HTTP/1.0'));
    const again = await answerTo(post.replace('HTTP/1.1', 'HTTP/1.0'));
    expect(again).toMatchObject({ status: 200, body: expect.stringContaining('revision 1') });
    await expect.poll(() => client.isClosed).toBe(true);
  });

  it('is answered as HTTP/1.1 when it asks for another protocol', async () => {
    for (const upgrade of ['websocket', 'h2c']) {
      const answer = await answerTo(post.replace('host:', `connection: upgrade\r\nupgrade: ${upgrade}\r\nhost:`));
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('revision 1') });
    }
  });

  it.each(['/%67raphql', '/graphql/../graphql', '//graphql', '/graphql%2f', '/Graphql'])(
    'for %s needs a key as much, or finds no route',
    async (path) => {
      const answer = await answerTo(post.replace('/graphql', path).replace(keys.READER, 'wrong'));
      expect([401, 404]).toContain(answer?.status);
    },
  );

  it.each(['a\r\nset-cookie: x=1', 'a\u0000b', 'ü'])('cannot inject headers by its request id %j', async (id) => {
    const answer = await answerTo(post.replace('host:', `x-request-id: ${id}\r\nhost:`));
    expect(answer?.headers['set-cookie']).toBeUndefined();
    expect(answer?.status === 400 || answer?.headers['x-request-id'] !== id).toBe(true);
  });

  it('is refused when more bytes follow its JSON, and the bytes are not a request', async () => {
    const body = `${JSON.stringify(NAME)}\r\n${SMUGGLED}`;
    const announced = `x-api-key: ${keys.READER}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`;
    const answer = await answerTo(head('POST', '/graphql', announced) + body);
    expect(answer?.status).toBe(400);
    expect(answer?.body).not.toContain('secret');
  });

  it('leaves the connection usable when it is refused before its body', async () => {
    const body = 'x'.repeat(200_000);
    client = new RawClient(server.port);
    const announced = `content-type: multipart/form-data; boundary=b\r\napollo-require-preflight: 1\r\ncontent-length: ${body.length}\r\n`;
    await client.send(head('POST', '/graphql', announced));
    expect((await client.next())?.status).toBe(401);
    await client.send(body);
    await client.send(post);
    expect(await client.next()).toMatchObject({ status: 200, body: expect.stringContaining('revision 1') });
  });

  it('is refused before its body is read when the route is unknown', async () => {
    const answer = await answerTo(
      head('POST', '/nowhere', 'content-type: application/json\r\ncontent-length: 1000000\r\n'),
    );
    expect(answer?.status).toBe(404);
    expect(answer?.body).toContain('No route for POST /nowhere. The API is at /graphql.');
  });
});
