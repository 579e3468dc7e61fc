import { createClient } from 'graphql-sse';
import { afterEach, describe, expect, it } from 'vitest';
import type { DatasetProgress } from '../../../src/model/progress.js';
import { fakeServices, record } from '../../support/fake-services.js';
import { startHttpServer } from '../../support/http-server.js';

const query = 'subscription { datasetProgress(id: "ds_1") { stage fraction dataset { name } } }';
const step: DatasetProgress = {
  ...{ datasetId: 'ds_1', stage: 'READING', fraction: 0.25, failure: null },
  ...{ rowsDone: 0, bytesDone: 10, bytesTotal: 10 },
};
const done: DatasetProgress = { ...step, stage: 'DONE', fraction: 1 };
const asEvents = { accept: 'text/event-stream', 'content-type': 'application/json' };

describe('operations answered as events', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  afterEach(() => server.close());

  async function start(follow: () => AsyncIterableIterator<DatasetProgress>) {
    const { services } = fakeServices();
    server = await startHttpServer({
      services: {
        catalog: { ...services.catalog, get: async () => record() },
        ingestion: { ...services.ingestion, follow: async () => follow() },
      },
    });
  }

  function post(body: object, headers: Record<string, string> = asEvents, signal?: AbortSignal) {
    return fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body), signal });
  }

  it('send an event for each result, then complete', async () => {
    await start(from(step, done));
    const response = await post({ query });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const result = (stage: string, fraction: number) =>
      `event: next\ndata: {"data":{"datasetProgress":{"stage":"${stage}","fraction":${fraction},"dataset":{"name":"sales"}}}}\n\n`;
    expect(await response.text()).toBe(`:\n\n${result('READING', 0.25)}${result('DONE', 1)}event: complete\ndata:\n\n`);
  });

  it('are executed by GET, as EventSource does', async () => {
    await start(from(done));
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(await response.text()).toContain('"stage":"DONE"');
  });

  it('send the result of a query as one event', async () => {
    await start(from());
    expect(await (await post({ query: '{ __typename }' })).text()).toContain(
      'event: next\ndata: {"data":{"__typename":"Query"},"extensions":{"cost":0}}\n\nevent: complete',
    );
  });

  it('include mutations by POST only', async () => {
    await start(from());
    const mutation = encodeURIComponent('mutation { deleteDataset(id: "ds_1") { id } }');
    const response = await fetch(`${server.url}/graphql?query=${mutation}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it.each([
    ['text/event-stream, multipart/mixed', 'text/event-stream; charset=utf-8'],
    [
      'application/graphql-response+json, application/json, text/event-stream, multipart/mixed',
      'application/graphql-response+json; charset=utf-8',
    ],
  ])('are sent when Accept names them first: %s', async (accept, contentType) => {
    await start(from());
    const response = await post({ query: '{ __typename }' }, { ...asEvents, accept });
    expect(response.headers.get('content-type')).toBe(contentType);
    await response.text();
  });

  it('are named in the error about a subscription requested as JSON', async () => {
    await start(from(done));
    const response = await post({ query }, { 'content-type': 'application/json' });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('Accept: text/event-stream'), extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it.each([
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription {', 'GRAPHQL_PARSE_FAILED'],
    [`{ ${'__typename '.repeat(6_000)} }`, 'GRAPHQL_PARSE_FAILED'],
  ])('return the same errors as JSON: %.20s', async (broken, code) => {
    await start(from());
    const response = await post({ query: broken });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`"code":"${code}"`);
  });

  it.each([
    ['no query', { variables: {} }, 400],
    ['variables that are no object', { query, variables: [] }, 400],
    ['a batch', [{ query }], 400],
  ])('are refused without an operation: %s', async (_, body, status) => {
    await start(from());
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('end with an internal error without its text when one occurs between two results', async () => {
    await start(async function* () {
      yield step;
      throw new TypeError('secret.path is undefined');
    });
    const text = await (await post({ query })).text();
    expect(text).toMatch(/"stage":"READING".*"code":"INTERNAL_SERVER_ERROR".*event: complete/s);
    expect(text).not.toContain('secret');
    expect(server.logged.join()).toContain('secret.path is undefined');
  });

  it('end at their source when the client disconnects', async () => {
    const source = endless();
    await start(() => source.results);
    const leaving = new AbortController();
    const response = await post({ query }, asEvents, leaving.signal);
    await response.body!.getReader().read();
    expect(source.hasEnded()).toBe(false);
    leaving.abort();
    await expect.poll(source.hasEnded).toBe(true);
  });

  it('end without "complete" when the server stops, so that clients reconnect', async () => {
    const source = endless();
    await start(() => source.results);
    const response = await post({ query });
    const text = response.text();
    await expect.poll(source.isWaiting).toBe(true);
    await server.close();
    expect(await text).toMatch(/"stage":"READING"/);
    expect(await text).not.toContain('complete');
    expect(source.hasEnded()).toBe(true);
    await start(from());
  });

  it('are limited to 200, and free their slot when they end', async () => {
    await start(() => endless().results);
    const leaving = new AbortController();
    const first = await post({ query }, asEvents, leaving.signal);
    const others = new AbortController();
    await Promise.all(Array.from({ length: 199 }, () => post({ query }, asEvents, others.signal)));
    const refused = await post({ query });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });

    leaving.abort();
    await first.text().catch(() => undefined);
    await expect.poll(async () => (await post({ query }, asEvents, others.signal)).status).toBe(200);
    others.abort();
  });

  it('resume for a client whose connection was cut', async () => {
    let subscriptions = 0;
    await start(() => (++subscriptions === 1 ? endless().results : from(step, done)()));
    const client = createClient({ url: `${server.url}/graphql`, retry: async () => undefined });
    const stages: unknown[] = [];
    for await (const { data } of client.iterate<{ datasetProgress: { stage: string } }>({ query })) {
      stages.push(data?.datasetProgress.stage);
      if (subscriptions === 1) server.cutConnections();
    }
    expect(stages).toEqual(['READING', 'READING', 'DONE']);
  });
});

function from(...steps: DatasetProgress[]) {
  return async function* () {
    yield* steps;
  };
}

/** One step, and then nothing until it is ended. */
function endless() {
  let end: (() => void) | undefined;
  let hasEnded = false;
  let count = 0;
  const results: AsyncIterableIterator<DatasetProgress> = {
    async next() {
      if (count++ === 0) return { done: false, value: step };
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return { done: true, value: undefined };
    },
    async return() {
      hasEnded = true;
      end?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return { results, hasEnded: () => hasEnded, isWaiting: () => end !== undefined };
}
