import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startHttpServer } from '../../support/http-server.js';

const PREFLIGHT = { 'apollo-require-preflight': '1' };
const MUTATION = 'mutation { deleteDataset(id: "ds_x") { id } }';

describe('a request that a foreign page could make a browser send', () => {
  let deleted = 0;
  let server: Awaited<ReturnType<typeof startHttpServer>>;

  beforeAll(async () => {
    const unused = () => Promise.reject(new Error('unused'));
    const catalog = { get: unused, getAtLeast: unused, list: unused, saveSchema: unused, rename: unused };
    server = await startHttpServer({ services: { catalog: { ...catalog, delete: async () => void deleted++ } } });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    deleted = 0;
  });

  /** Only the head of a POST that announces a body: who answers it has not waited for one byte of that. */
  async function headOf(contentType: string | null, headers: Record<string, string> = {}) {
    const socket = connect(server.port, '127.0.0.1');
    const lines = Object.entries({ ...(contentType !== null && { 'content-type': contentType }), ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.write(`POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100000\r\n${head}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer.toString())!;
    const [code] = /(?<="code":")\w+/.exec(answer.toString())!;
    return `${status} ${code}`;
  }

  it.each([
    ['multipart/form-data; boundary=x', '400 CSRF_PREVENTED'],
    ['multipart/form-data;boundary=x', '400 CSRF_PREVENTED'],
    ['Multipart/Form-Data; boundary=x', '400 CSRF_PREVENTED'],
    ['multipart/form-data', '400 CSRF_PREVENTED'],
    ['text/plain', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain; charset=utf-8', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain; application/json', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain, application/json', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['application/x-www-form-urlencoded', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['application/json+text/plain', '415 UNSUPPORTED_MEDIA_TYPE'],
    [null, '415 UNSUPPORTED_MEDIA_TYPE'],
  ])('is refused as a POST of the type %s before its body is read', async (type, expected) => {
    expect(await headOf(type)).toBe(expected);
  });

  it('is refused as a POST of an unknown type even with the header', async () => {
    expect(await headOf('text/plain', PREFLIGHT)).toBe('415 UNSUPPORTED_MEDIA_TYPE');
  });

  it('executes nothing as a POST with the operation in its URL', async () => {
    const address = `${server.url}/graphql?query=${encodeURIComponent(MUTATION)}`;
    expect((await fetch(address, { method: 'POST' })).status).toBeGreaterThanOrEqual(400);
    expect(deleted).toBe(0);
  });

  it.each(['cross-site', 'same-site', 'something new'])('is refused as a GET from a page that is %s', async (site) => {
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(`${server.url}/graphql?query={__typename}`, {
        method,
        headers: { 'sec-fetch-site': site },
      });
      expect(response.status).toBe(400);
      if (method === 'GET') expect(await response.text()).toContain('CSRF_PREVENTED');
    }
  });

  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { ...PREFLIGHT, 'sec-fetch-site': 'cross-site' },
  ])('is answered as a GET with %j', async (headers) => {
    const response = await fetch(`${server.url}/graphql?query={__typename}`, { headers });
    expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('executes no mutation as a GET', async () => {
    const address = `${server.url}/graphql?query=${encodeURIComponent(MUTATION)}`;
    for (const accept of ['application/json', 'text/event-stream']) {
      expect((await fetch(address, { headers: { accept } })).status).toBe(405);
    }
    expect(deleted).toBe(0);
  });
});
