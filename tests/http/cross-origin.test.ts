import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NAME, NAME_BY_GET, serveDatasets } from './answer-front/served-datasets.js';

const APP = 'https://app.example.org';
const ASKING = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-api-key' };

describe('a page of another origin', () => {
  let server: Awaited<ReturnType<typeof serveDatasets>>;
  beforeAll(async () => {
    server = await serveDatasets({ corsOrigins: [APP, 'http://localhost:5173'] });
  });
  afterAll(() => server.close());

  const preflight = (origin: string, path = '/graphql') =>
    fetch(server.url + path, { method: 'OPTIONS', headers: { origin, ...ASKING } });
  const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

  it('is allowed with its request headers when it is configured', async () => {
    for (const origin of [APP, 'http://localhost:5173']) {
      const answer = await preflight(origin);
      expect([answer.status, allowed(answer)]).toEqual([204, origin]);
      expect(answer.headers.get('access-control-allow-headers')).toBe('content-type,x-api-key');
      expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
    expect((await preflight(APP, '/artifacts/ds_x/1/y.csv')).status).toBe(204);
  });

  it('may read every answer, from every source, with headers for shared caches', async () => {
    // Computed, then from memory; by GET, and as 304.
    for (let time = 0; time < 4; time++) {
      const answer = await server.post(NAME, { origin: APP });
      expect([answer.status, allowed(answer), answer.headers.get('vary')]).toEqual([
        200,
        APP,
        expect.stringMatching(/\borigin\b/),
      ]);
      expect(await answer.json()).toMatchObject({ data: { dataset: { name: 'revision 1' } } });
    }
    const headers = { origin: APP, 'apollo-require-preflight': '1', 'sec-fetch-site': 'cross-site' };
    const first = await server.get(NAME_BY_GET, headers);
    const again = await server.get(NAME_BY_GET, { ...headers, 'if-none-match': first.headers.get('etag')! });
    expect([allowed(first), again.status, allowed(again)]).toEqual([APP, 304, APP]);
    expect(first.headers.get('access-control-expose-headers')).toContain('etag');
  });

  it('may read repeated answers on one connection', async () => {
    const body = JSON.stringify(NAME);
    const packet = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\norigin: ${APP}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const socket = connect(server.port, '127.0.0.1');
    for (let time = 0; time < 5; time++) {
      socket.write(packet);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(String(answer).toLowerCase()).toContain(`\r\naccess-control-allow-origin: ${APP}\r\n`);
    }
    socket.destroy();
  });

  it('may read errors', async () => {
    const answers = [
      await server.post({ query: '{ nothing }' }, { origin: APP }),
      await fetch(`${server.url}/artifacts/none`, { headers: { origin: APP } }),
      await fetch(`${server.url}/nowhere`, { headers: { origin: APP } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 404]);
    expect(answers.map(allowed)).toEqual([APP, APP, APP]);
  });

  it.each(['https://app.example.org.evil.example', 'http://app.example.org', 'https://APP.example.org', 'null'])(
    'that is not named, %s, is told so, and reads nothing',
    async (origin) => {
      const answer = await preflight(origin);
      expect([answer.status, allowed(answer)]).toEqual([403, null]);
      expect(JSON.stringify(await answer.json())).toContain('CORS_ORIGINS');
      const read = await server.post(NAME, { origin });
      expect([allowed(read), read.headers.get('vary')]).toEqual([null, expect.stringMatching(/\borigin\b/)]);
    },
  );

  it('is not assumed for an OPTIONS request of a program', async () => {
    const answer = await fetch(`${server.url}/graphql`, { method: 'OPTIONS' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });
});
