import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys, bearer, keys } from '../support/api-keys.js';
import { startHttpServer } from '../support/http-server.js';

const QUERY = '{ __typename }';

describe('a service with keys', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeAll(async () => {
    server = await startHttpServer({ apiKeys });
  });
  afterAll(() => server.close());

  const form = () => {
    const data = new FormData();
    data.set(
      'operations',
      JSON.stringify({
        query: 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }',
        variables: { file: null },
      }),
    );
    data.set('map', '{"0":["variables.file"]}');
    data.set('0', new Blob(['a,b\n1,2\n']), 'a.csv');
    return data;
  };
  const post = (headers: Record<string, string>, accept = 'application/json') =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headers },
      body: JSON.stringify({ query: QUERY }),
    });

  it.each([
    ['a POST', () => post({})],
    ['a POST with a wrong key', () => post({ 'x-api-key': 'wrong' })],
    ['a GET', () => fetch(`${server.url}/graphql?query=${encodeURIComponent(QUERY)}`)],
    ['a stream', () => post({}, 'text/event-stream')],
    [
      'an upload',
      () =>
        fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'apollo-require-preflight': '1' }, body: form() }),
    ],
  ])('refuses %s and says how to authenticate', async (_, ask) => {
    const response = await ask();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('Bearer <key>'), extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(server.received).toEqual([]);
  });

  it('accepts a key on every route', async () => {
    for (const response of [
      await post(bearer('READER')),
      await post({ 'x-api-key': keys.READER }),
      await fetch(`${server.url}/graphql?query=${encodeURIComponent(QUERY)}`, { headers: bearer('READER') }),
    ]) {
      expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
    }
    const stream = await post(bearer('READER'), 'text/event-stream');
    expect(await stream.text()).toContain('data: {"data":{"__typename":"Query"}');
  });

  it('reads no body before the sender is authenticated', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{not json',
    });
    expect(response.status).toBe(401);
  });

  it('serves pages, their files and health checks without a key', async () => {
    const page = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const [, script] = /<script src="([^"]+)"/.exec(await page.text())!;
    for (const path of [script, '/health/live', '/health/ready']) {
      const response = await fetch(`${server.url}${path}`);
      expect(response.status, path).toBe(200);
      await response.arrayBuffer();
    }
  });
});

describe('a service without keys', () => {
  it('refuses foreign host names, which DNS rebinding could give this machine', async () => {
    const server = await startHttpServer();
    const ask = (path: string, host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { host: '127.0.0.1', port: server.port, path, headers: { host, accept: 'application/json' } };
        httpRequest(options, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
    const artifact = `/artifacts/ds_0123456789abcdefghijkl/1/${'0'.repeat(32)}.json`;
    for (const [path, status] of [
      ['/graphql?query={__typename}', 200],
      [artifact, 404],
      ['/metrics', 200],
    ] as const) {
      expect(await ask(path, `localhost:${server.port}`), path).toBe(status);
      expect(await ask(path, `rebound.example:${server.port}`), path).toBe(421);
    }
    await server.close();
  });
});
