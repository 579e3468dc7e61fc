import { afterEach, expect, it } from 'vitest';
import { apiKeys, bearer } from '../support/api-keys.js';
import { NAME, serveDatasets } from './answer-front/served-datasets.js';

const POINTS = 12;

let server: Awaited<ReturnType<typeof serveDatasets>>;
afterEach(() => server.close());

it('returns 429 with Retry-After to a key that has spent its points, from memory too, and serves other keys', async () => {
  server = await serveDatasets({ apiKeys, rateLimit: POINTS });
  const statuses: number[] = [];
  let refused: Response | undefined;
  for (let time = 0; time < POINTS + 2; time++) {
    const response = await server.post(NAME, bearer('READER'));
    statuses.push(response.status);
    if (response.status === 429) refused = response;
    else await response.text();
  }
  expect(statuses.slice(0, 5)).toEqual(Array(5).fill(200));
  expect(statuses.at(-1)).toBe(429);
  expect(Number(refused!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused!.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await refused!.json()).toMatchObject({
    errors: [{ message: expect.stringContaining('Retry in'), extensions: { code: 'RATE_LIMITED' } }],
  });
  expect((await server.post(NAME, bearer('ADMIN'))).status).toBe(200);
  // Invalid documents and other transports spend too.
  expect((await server.post({ query: '{' }, bearer('READER'))).status).toBe(429);
  expect((await server.get('{__typename}', bearer('READER'))).status).toBe(429);
});

it('spends the cost of an operation when it is executed, and returns RATE_LIMITED when it exceeds the rest', async () => {
  server = await serveDatasets({ rateLimit: POINTS });
  const query = '{ a: datasets(first: 20) { nodes { id schema { rowCount } } } }';
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const response = await server.post({ query }, { accept });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
  }
});

it('reports the cost with every answer, executed or cached, by POST, GET or as events', async () => {
  server = await serveDatasets();
  const query = NAME.query.replace('$id: ID!', '$id: ID!, $unused: Int');
  for (const response of [
    await server.post(NAME),
    await server.post(NAME),
    await server.post({ ...NAME, query: `${NAME.query} ` }),
    await server.get(`{ dataset(id: "${NAME.variables.id}") { name } }`),
  ]) {
    expect(await response.json()).toMatchObject({ extensions: { cost: 1 } });
  }
  const events = await server.post(NAME, { accept: 'text/event-stream' });
  expect(await events.text()).toContain('"extensions":{"cost":1}');
  const invalid = await server.post({ query: query.replace('name', 'nothing') });
  expect(await invalid.json()).not.toHaveProperty('extensions');
});
