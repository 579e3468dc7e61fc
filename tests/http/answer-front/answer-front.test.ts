import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiKeys, bearer } from '../../support/api-keys.js';
import { readMetrics } from '../../support/read-metrics.js';
import { frontStatus, ID, NAME, NAME_BY_GET, serveDatasets } from './served-datasets.js';

// biome-ignore lint/suspicious/noExplicitAny: what is not there fails the expectation
const json = (response: Response): Promise<any> => response.json();
const HIT = /^hit; ttl=\d+; age=\d+; compared=0; detail=memory$/;

describe('a stored answer', () => {
  let server: Awaited<ReturnType<typeof serveDatasets>>;
  beforeEach(async () => {
    server = await serveDatasets();
    return () => server.close();
  });

  it('is served unchanged without execution, with Cache-Status', async () => {
    const first = await server.post(NAME);
    const reads = server.reads();
    const second = await server.post(NAME);
    expect(frontStatus(first)).toBe('fwd=uri-miss; stored');
    expect(frontStatus(second)).toMatch(HIT);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await second.text()).toBe(await first.text());
    expect(server.reads()).toBe(reads);
  });

  it('is not served after its data has changed', async () => {
    await server.post(NAME);
    server.change();
    const response = await server.post(NAME);
    expect(frontStatus(response)).toBe('fwd=stale; stored');
    expect((await json(response)).data.dataset.name).toBe('revision 2');
    expect(frontStatus(await server.post(NAME))).toMatch(HIT);
  });

  it('is found in the response cache for the same operation in another layout', async () => {
    await server.post(NAME);
    const reads = server.reads();
    const response = await server.post({ ...NAME, query: NAME.query.replaceAll(' ', '\n ') });
    expect(response.headers.get('cache-status')).toMatch(
      /^concentric-answers; hit; ttl=\d+; age=\d+; compared=0; detail=memory, concentric-front; fwd=uri-miss; stored$/,
    );
    expect((await json(response)).data.dataset).toEqual({ id: ID, name: 'revision 1' });
    expect(server.reads()).toBe(reads);
  });

  it('of a list is served until anything in the catalog changes', async () => {
    const list = { query: '{ datasets { totalCount } }' };
    await server.post(list);
    expect(frontStatus(await server.post(list))).toMatch(HIT);
    server.change('ds_another');
    expect((await json(await server.post(list))).data.datasets.totalCount).toBe(2);
  });

  it('has its own request id and log line', async () => {
    await server.post(NAME);
    const given = await server.post(NAME, { 'x-request-id': 'mine-1' });
    const unsafe = await server.post(NAME, { 'x-request-id': 'a b' });
    expect(frontStatus(unsafe)).toMatch(HIT);
    expect(given.headers.get('x-request-id')).toBe('mine-1');
    expect(unsafe.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const line = server.logged.find((entry) => entry.includes('mine-1'));
    expect(JSON.parse(line!)).toMatchObject({ method: 'POST', path: '/graphql', statusCode: 200, msg: 'answered' });
  });

  it('is counted among the requests of /metrics', async () => {
    await server.post(NAME);
    await server.post(NAME);
    const count = 'concentric_http_request_duration_seconds_count{route="/graphql",operation="query",status="200"}';
    expect((await readMetrics(server.url)).get(count)).toBe(2);
  });

  it.each<[string, object]>([
    ['an error', { query: '{ dataset(id: "x") { nonsense } }' }],
    ['errors beside data', { query: `{ dataset(id: "${ID}") { name lineage { step } } }` }],
    ['null', { query: '{ dataset(id: "ds_zzzzzzzzzzzzzzzzzzzzzz") { name } }' }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['introspection of a type', { query: '{ __type(name: "Dataset") { name } }' }],
    ['a mutation', { query: 'mutation { deleteDataset(id: "ds_zzzzzzzzzzzzzzzzzzzzzz") { id } }' }],
    ['a bad variable', { ...NAME, variables: { id: null } }],
    ['no operation', { query: 'query A { __typename } query B { __typename }' }],
  ])('does not include %s', async (_, request) => {
    for (let time = 0; time < 4; time++) {
      const response = await server.post(request);
      await response.text();
      expect(response.headers.get('cache-status')).not.toMatch(/hit|stored/);
    }
  });

  it('differs for another accepted media type', async () => {
    await server.post(NAME);
    const response = await server.post(NAME, { accept: 'application/graphql-response+json' });
    expect(frontStatus(response)).toBe('fwd=uri-miss; stored');
    expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
  });

  it('is not served when the client accepts events', async () => {
    await server.post(NAME);
    const response = await server.post(NAME, { accept: 'text/event-stream' });
    expect(response.headers.get('cache-status')).toBe('concentric-front; fwd=bypass');
    expect(await response.text()).toContain('revision 1');
  });
});

describe('an answer to a GET', () => {
  let server: Awaited<ReturnType<typeof serveDatasets>>;
  beforeAll(async () => {
    server = await serveDatasets();
  });
  afterAll(() => server.close());

  it('has Cache-Tag, Cache-Control and ETag', async () => {
    for (const _ of ['made', 'kept']) {
      const { headers } = await server.get(NAME_BY_GET);
      expect(headers.get('cache-tag')).toBe(ID);
      expect(headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
      expect(headers.get('vary')).toBe('accept, accept-encoding');
      expect(headers.get('etag')).toMatch(/^W\/"[\w-]+"$/);
    }
    expect((await server.get('{ datasets { totalCount } }')).headers.get('cache-tag')).toBe('datasets');
    expect((await server.get('{ dataset(id: "x") { nonsense } }')).headers.get('cache-control')).toBe('no-store');
  });

  it('is 304 for a matching ETag, from the front and from behind it', async () => {
    const etag = (await server.get(NAME_BY_GET)).headers.get('etag')!;
    for (const named of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
      const response = await server.get(NAME_BY_GET, { 'if-none-match': named });
      expect(response.status, named).toBe(304);
      expect(response.headers.get('etag')).toBe(etag);
      expect(await response.text()).toBe('');
    }
    expect((await server.get(NAME_BY_GET, { 'if-none-match': '"other"' })).status).toBe(200);
    // Another URL, so that the front has it not: the answer is the same.
    const behind = await server.get(`${NAME_BY_GET} `, { 'if-none-match': etag });
    expect(frontStatus(behind)).toBe('fwd=uri-miss; stored');
    expect(behind.status).toBe(304);
    server.change();
    const changed = await server.get(NAME_BY_GET, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  it('has the same headers and no body for HEAD', async () => {
    const url = `${server.url}/graphql?${new URLSearchParams({ query: `{ head: dataset(id: "${ID}") { name } }` })}`;
    const heads = [await fetch(url, { method: 'HEAD' }), await fetch(url, { method: 'HEAD' })];
    const whole = await fetch(url);
    for (const head of heads) {
      expect(head.status).toBe(200);
      expect(await head.text()).toBe('');
      for (const name of ['etag', 'content-type', 'content-length', 'cache-control']) {
        expect(head.headers.get(name), name).toBe(whole.headers.get(name));
      }
    }
    expect(frontStatus(heads[1]!)).toMatch(HIT);
  });
});

describe('an answer to a client that accepts compression', () => {
  let server: Awaited<ReturnType<typeof serveDatasets>>;
  beforeAll(async () => {
    server = await serveDatasets({ name: (revision) => `${revision} é `.repeat(500) });
  });
  afterAll(() => server.close());

  it.each(['br', 'gzip'])('is served compressed with %s once it has been compressed', async (encoding) => {
    const plain = await (await server.post(NAME, { 'accept-encoding': 'identity' })).text();
    let response!: Response;
    await expect
      .poll(async () => {
        response = await server.post(NAME, { 'accept-encoding': encoding });
        const text = await response.text();
        expect(text).toBe(plain);
        return response.headers.get('content-encoding');
      })
      .toBe(encoding);
    expect(Number(response.headers.get('content-length'))).toBeLessThan(plain.length / 4);
  });

  it('uses the preferred encoding, the shorter of equal ones, and none that is not accepted', async () => {
    const chosen = async (accepted: string) =>
      (await server.post(NAME, { 'accept-encoding': accepted })).headers.get('content-encoding');
    expect(await chosen('gzip, deflate, br')).toBe('br');
    expect(await chosen('gzip;q=1, br;q=0.5')).toBe('gzip');
    expect(await chosen('br;q=0, identity')).toBeNull();
    expect(await chosen('zstd')).toBeNull();
  });

  it('is not compressed when it is small', async () => {
    const small = { query: '{ __typename }' };
    for (let time = 0; time < 3; time++) {
      expect((await server.post(small, { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBeNull();
    }
  });
});

describe('a stored answer of a service with keys', () => {
  let server: Awaited<ReturnType<typeof serveDatasets>>;
  beforeAll(async () => {
    server = await serveDatasets({ apiKeys });
    await server.post(NAME, bearer('ADMIN'));
    await server.get(NAME_BY_GET, bearer('ADMIN'));
  });
  afterAll(() => server.close());

  it('is served to no other key', async () => {
    for (const role of ['READER', 'EDITOR'] as const) {
      const response = await server.post(NAME, bearer(role));
      expect(response.headers.get('cache-status')).toBe(
        'concentric-answers; fwd=uri-miss; stored, concentric-front; fwd=uri-miss; stored',
      );
    }
    expect(frontStatus(await server.post(NAME, bearer('ADMIN')))).toMatch(HIT);
  });

  it('is not served without a key or with a wrong one', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }] as Record<string, string>[]) {
      for (const response of [await server.post(NAME, headers), await server.get(NAME_BY_GET, headers)]) {
        expect(response.status).toBe(401);
        expect((await json(response)).errors[0].extensions.code).toBe('UNAUTHENTICATED');
      }
    }
  });

  it('is not served to a page of another origin', async () => {
    const response = await server.get(NAME_BY_GET, { ...bearer('ADMIN'), 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(400);
    expect((await json(response)).errors[0].extensions.code).toBe('CSRF_PREVENTED');
  });

  it('is private for shared caches', async () => {
    const { headers } = await server.get(NAME_BY_GET, bearer('ADMIN'));
    expect(headers.get('cache-control')).toBe('private, max-age=0, must-revalidate');
    expect(headers.get('vary')).toBe('accept, accept-encoding, authorization, x-api-key');
  });
});

it('answers each client with the present data after any sequence of queries and changes', async () => {
  const server = await serveDatasets({ apiKeys });
  const ids = ['ds_a', 'ds_b'].map((id) => id.padEnd(25, '0'));
  const operation = fc.oneof(
    fc.record({ kind: fc.constant('change' as const), id: fc.constantFrom(...ids) }),
    fc.record({
      kind: fc.constant('ask' as const),
      id: fc.constantFrom(...ids),
      role: fc.constantFrom('READER' as const, 'ADMIN' as const),
      by: fc.constantFrom('post' as const, 'get' as const),
    }),
  );
  const revisions = new Map(ids.map((id) => [id, 0]));
  const publish = (id: string) => {
    server.change(id);
    revisions.set(id, revisions.get(id)! + 1);
  };
  for (const id of ids) publish(id);
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
      for (const each of operations) {
        if (each.kind === 'change') publish(each.id);
        else {
          const query = `{ dataset(id: "${each.id}") { id name } }`;
          const headers = bearer(each.role);
          const response = await (each.by === 'get' ? server.get(query, headers) : server.post({ query }, headers));
          const { data } = await json(response);
          expect(data.dataset).toEqual({ id: each.id, name: `revision ${revisions.get(each.id)}` });
        }
      }
    }),
    { numRuns: 30 },
  );
  await server.close();
});
