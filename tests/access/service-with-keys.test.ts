import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEYS, bearer, keys } from '../support/api-keys.js';
import { startApp, type TestApp } from '../support/app.js';
import { createClient } from '../support/client.js';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';

const ANALYSIS = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount" }) {
  id computedAt artifacts { format url expiresAt } } } }`;
const HOURS = 3_600_000;

interface Given {
  computedAt: string;
  artifacts: { format: string; url: string; expiresAt: string }[];
}

describe.skipIf(!hasRedis)('a service with keys', () => {
  let redis: RedisServer;
  let app: TestApp;
  let other: TestApp;
  let id: string;
  const as = (role: Parameters<typeof bearer>[0], { url } = app) => createClient(url, bearer(role));
  const analysis = async (client = as('READER')): Promise<Given> =>
    (await client.gql(ANALYSIS, { id })).data.dataset.analysis;

  beforeAll(async () => {
    redis = await startRedis();
    app = await startApp({ API_KEYS, REDIS_URL: redis.url });
    other = await startApp({ API_KEYS, REDIS_URL: redis.url, STORAGE_DIR: app.storageDir });
    const content = 'customer,amount\nACME,10\nBETA,20\n';
    id = (await as('EDITOR').upload({ content, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
  });
  afterAll(async () => {
    await other.close();
    await app.close();
    await redis.stop();
  });

  it('returns links that open the files without a key, at every process', async () => {
    const { artifacts } = await analysis();
    expect(artifacts.map(({ format }) => format)).toEqual(['JSON', 'CSV', 'XLSX']);
    for (const { url, expiresAt } of artifacts) {
      expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + HOURS);
      expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 2 * HOURS);
      for (const place of [url, url.replace(app.url, other.url)]) {
        const response = await fetch(place);
        expect(response.status).toBe(200);
        expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50);
      }
    }
    expect((await analysis(as('ADMIN', other))).artifacts.map(({ url }) => new URL(url).search)).toEqual(
      artifacts.map(({ url }) => new URL(url).search),
    );
  });

  it('refuses a file without a link or a key, and says how to get one', async () => {
    const [{ url }] = (await analysis()).artifacts as [Given['artifacts'][0]];
    const bare = url.split('?', 1)[0]!;
    for (const [place, status, code] of [
      [bare, 401, 'UNAUTHENTICATED'],
      [url.replace('.json', '.csv'), 403, 'LINK_INVALID'],
      [url.replace(/expires=\d+/, 'expires=9999999999'), 403, 'LINK_INVALID'],
      // No sooner told whether there is such a file than who asks.
      [bare.replace(/\w{32}\.json/, `${'0'.repeat(32)}.json`), 401, 'UNAUTHENTICATED'],
    ] as const) {
      const response = await fetch(place);
      expect(response.status, place).toBe(status);
      expect(await response.json()).toEqual({
        error: { code, message: expect.any(String), requestId: expect.any(String) },
      });
    }
    expect((await fetch(bare, { headers: { 'x-api-key': keys.READER } })).status).toBe(200);
  });

  it('returns links to the rows behind a figure that open no other rows', async () => {
    const query = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount" }) {
      one: artifacts(content: ROWS, entity: { parts: ["acme"] }) { format url } all: artifacts(content: ROWS) { format url } } } }`;
    const { one, all } = (await as('READER').gql(query, { id })).data.dataset.analysis;
    const [{ url }] = one;
    const rows = await (await fetch(url)).text();
    expect(rows.split('\n').slice(1, -1)).toEqual(['sales.csv,,2,B2,,10,ACME,10']);
    const others = `${all[0].url.split('?', 1)[0]}?${url.split('?')[1]}`;
    for (const place of [others, url.replace('.rows.csv', '.rows.xlsx')]) {
      const response = await fetch(place);
      expect(response.status, place).toBe(403);
      expect(await response.json()).toMatchObject({ error: { code: 'LINK_INVALID' } });
    }
  });

  it('creates new links for each answer: a cached analysis returns valid ones', async () => {
    const before = await analysis();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * HOURS });
    try {
      const after = await analysis();
      expect(after.computedAt).toBe(before.computedAt);
      expect(await (await fetch(before.artifacts[0]!.url)).json()).toMatchObject({ error: { code: 'LINK_EXPIRED' } });
      expect((await fetch(after.artifacts[0]!.url)).status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });

  it('stores no link in Redis, neither with an analysis nor with an answer', async () => {
    await analysis();
    const names = await redis.client.keys('*');
    expect(names).toContainEqual(expect.stringContaining('analysis:'));
    for (const name of names) {
      const isText = (await redis.client.type(name)) === 'string';
      if (isText) expect(await redis.client.get(name)).not.toMatch(/signature|artifacts/);
    }
  });

  it('never serves an answer that was computed for a higher role', async () => {
    const stats = '{ cacheStats { backend } }';
    expect((await as('ADMIN').gql(stats)).data.cacheStats.backend).toBe('redis');
    for (const role of ['EDITOR', 'READER'] as const) {
      expect(await as(role).gql(stats)).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    }
  });

  it('logs the name of the key for computed and for cached answers', async () => {
    const query = '{ loggedAs: __typename datasets { totalCount } }';
    const before = app.logged.length;
    for (const role of ['READER', 'READER', 'EDITOR'] as const) await as(role).gql(query);
    await createClient(app.url).gql(query);
    const keysOf = () =>
      app.logged.slice(before).flatMap((line) => (line.includes('"answered"') ? [JSON.parse(line).key] : []));
    await expect.poll(() => keysOf().length).toBe(4);
    expect(keysOf()).toEqual([
      ...[expect.stringMatching(/^READER:/), expect.stringMatching(/^READER:/), expect.stringMatching(/^EDITOR:/)],
      undefined,
    ]);
  });

  it('logs neither keys nor signatures', async () => {
    const { artifacts } = await analysis();
    const signature = new URL(artifacts[0]!.url).searchParams.get('signature')!;
    await fetch(artifacts[0]!.url, { headers: { 'x-api-key': 'a-wrong-key' } });
    await fetch(`${app.url}/nowhere?signature=${signature}`, { headers: bearer('ADMIN') });
    await fetch(`${artifacts[0]!.url}x`);
    await as('READER').gql('mutation { deleteDataset(id: "x") { id } }');
    await createClient(app.url, { authorization: 'Bearer a-wrong-key' }).gql('{ datasets { totalCount } }');
    await as('ADMIN').gql('{ dataset(id: "x") { nonsense } }');
    await expect.poll(() => app.logged.some((line) => line.includes('"statusCode":401'))).toBe(true);
    const log = app.logged.join('\n');
    expect(log).toContain('/artifacts/');
    for (const secret of [...Object.values(keys), 'a-wrong-key', signature, signature.slice(0, 12)]) {
      expect(log).not.toContain(secret);
    }
  });
});
