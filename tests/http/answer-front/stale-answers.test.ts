import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FreshnessChecks } from '../../../src/cache/freshness-checks.js';
import { recordingCatalog } from '../../../src/cache/recording-catalog.js';
import { ConcentricError } from '../../../src/model/errors.js';
import { record } from '../../support/fake-services.js';
import { startHttpServer } from '../../support/http-server.js';
import { frontStatus, ID, NAME, NAME_BY_GET } from './served-datasets.js';

const MAX_STALE_MS = 30_000;

/** A service whose authority can be away: changes that other hosts make meanwhile are not visible. */
async function serve() {
  let [isAway, revision, visible] = [false, 1, 1];
  const get = async (id: string) => record({ id, revision: visible, name: `revision ${visible}` });
  const server = await startHttpServer({
    maxStaleMs: MAX_STALE_MS,
    current: {
      async barrier() {
        if (isAway) throw new ConcentricError('STORAGE_UNAVAILABLE', 'PostgreSQL is not available');
        visible = revision;
      },
      isCurrent: (_id, wanted) => wanted === visible,
      generation: () => String(visible),
      changeCounter: () => visible,
    },
    services: {
      catalog: {
        ...recordingCatalog({ get, getAtLeast: get, list: get as never, generation: async () => String(visible) }),
        saveSchema: get as never,
        rename: get as never,
        delete: get as never,
      },
    },
  });
  const post = (request: object) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  return {
    ...server,
    post,
    get: (query: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/graphql?${new URLSearchParams({ query })}`, { headers }),
    change: () => revision++,
    setAway: (value: boolean) => {
      isAway = value;
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what is not there fails the expectation
const json = (response: Response): Promise<any> => response.json();

describe('while the authority is away', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    server = await serve();
  });
  afterEach(async () => {
    await server.close();
    vi.useRealTimers();
  });

  it('an answer of the front is marked: how old its comparison is, and nothing may store it', async () => {
    await server.get(NAME_BY_GET);
    const current = await server.get(NAME_BY_GET);
    const comparedAt = new Date().toISOString();
    server.setAway(true);
    vi.advanceTimersByTime(12_000);
    const stale = await server.get(NAME_BY_GET, { 'if-none-match': current.headers.get('etag')! });
    expect(stale.status).toBe(200);
    expect(frontStatus(stale)).toBe('hit; ttl=-12; age=12; compared=12; detail=stale');
    expect(Object.fromEntries(stale.headers)).toMatchObject({ 'cache-control': 'no-store', age: '12' });
    expect(stale.headers.get('etag')).toBeNull();
    const before = await json(current);
    expect(await json(stale)).toEqual({
      ...before,
      extensions: { ...before.extensions, freshness: { comparedAt, isStale: true } },
    });
  });

  it('an answer of the response cache is marked in the same way', async () => {
    await server.post(NAME);
    server.setAway(true);
    vi.advanceTimersByTime(2_500);
    const stale = await server.post({ ...NAME, query: NAME.query.replaceAll(' ', '  ') });
    expect(stale.headers.get('cache-status')).toBe(
      'concentric-answers; hit; ttl=-3; age=2; compared=3; detail=stale, concentric-front; fwd=uri-miss',
    );
    expect(stale.headers.get('age')).toBe('3');
    expect(await json(stale)).toMatchObject({
      data: { dataset: { name: 'revision 1' } },
      extensions: { freshness: { isStale: true } },
    });
  });

  it('nothing is served that was not current at the last comparison', async () => {
    await server.post(NAME);
    server.change();
    await server.post({ query: '{ dataset(id: "ds_other") { id } }' });
    server.setAway(true);
    expect((await server.post(NAME)).status).toBe(503);
  });

  it('a query that is not cached is refused', async () => {
    await server.post(NAME);
    server.setAway(true);
    const answer = await server.post({ query: `{ dataset(id: "${ID}") { status } }` });
    expect(answer.status).toBe(503);
    const { errors, extensions } = await json(answer);
    expect(errors[0].extensions.code).toBe('STORAGE_UNAVAILABLE');
    expect(extensions?.freshness).toBeUndefined();
  });

  it('answers are served up to the limit, and current ones at once after it is back', async () => {
    await server.post(NAME);
    server.setAway(true);
    server.change();
    vi.advanceTimersByTime(MAX_STALE_MS);
    expect((await server.post(NAME)).status).toBe(200);
    vi.advanceTimersByTime(1);
    const refused = await server.post(NAME);
    expect([refused.status, (await json(refused)).data]).toEqual([503, undefined]);
    server.setAway(false);
    const current = await json(await server.post(NAME));
    expect(current.data.dataset.name).toBe('revision 2');
    expect(current.extensions.freshness).toBeUndefined();
  });
});

describe('extensions.freshness of a request', () => {
  it('says since when the answer has every change, and leaves the cached answers of others alone', async () => {
    const server = await serve();
    await server.post(NAME);
    const startedAt = Date.now();
    for (const request of [NAME, { query: `{ dataset(id: "${ID}") { version } }` }]) {
      const answer = await server.post({ ...request, extensions: { freshness: true } });
      const { freshness } = (await json(answer)).extensions;
      expect(freshness.isStale).toBe(false);
      expect(Date.parse(freshness.comparedAt)).toBeGreaterThanOrEqual(startedAt);
      expect(frontStatus(answer)).toBe('fwd=uri-miss');
    }
    const usual = await server.post(NAME);
    expect(frontStatus(usual)).toMatch(/^hit; .*compared=0/);
    expect((await json(usual)).extensions.freshness).toBeUndefined();
    await server.close();
  });
});

describe('an idle process', () => {
  it('compares regularly where stale answers are allowed, and only there', async () => {
    vi.useFakeTimers();
    const barrier = vi.fn(async () => undefined);
    const [without, allowing] = [new FreshnessChecks({ barrier }, 0), new FreshnessChecks({ barrier }, MAX_STALE_MS)];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(barrier).toHaveBeenCalledTimes(10);
    barrier.mockRejectedValue(new Error('away'));
    await expect(without.check()).rejects.toThrow('away');
    expect(await allowing.check()).toMatchObject({ comparedAt: Date.now() });
    allowing.close();
    vi.useRealTimers();
  });
});
