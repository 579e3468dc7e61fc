import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys, bearer } from '../../support/api-keys.js';
import { startApp, type TestApp } from '../../support/app.js';
import { startHttpServer } from '../../support/http-server.js';
import { readMetrics } from '../../support/read-metrics.js';
import { freePort } from '../../support/redis.js';

const ANALYSIS = `query($id: ID!) { dataset(id: $id) { schema { rowCount } analysis(input: { groupBy: "who", value: "amount" }) { total { total } } } }`;

describe('the metrics of a service', () => {
  let app: TestApp;
  let other: TestApp;
  let id: string;

  beforeAll(async () => {
    [app, other] = await Promise.all([startApp(), startApp()]);
    const { data } = await app.upload({ content: 'who,amount\na,1\nb,2\n', fileName: 'small.csv' });
    id = data.uploadDataset.dataset.id;
    await app.gql(ANALYSIS, { id });
    // Another question of the same dataset, which finds its schema in memory.
    await app.gql(ANALYSIS.replace('rowCount', 'periodGrain'), { id });
    await fetch(`${app.url}/nothing/${id}`);
  });
  afterAll(() => Promise.all([app.close(), other.close()]));

  it('count requests by route, type of operation and status', async () => {
    const metrics = await readMetrics(app.url);
    const count = (labels: string) => metrics.get(`concentric_http_request_duration_seconds_count{${labels}}`);
    expect(count('route="/graphql",operation="mutation",status="200"')).toBe(1);
    expect(count('route="/graphql",operation="query",status="200"')).toBe(2);
    expect(count('route="none",operation="none",status="404"')).toBe(1);
  });

  it('carry the role and the host of the process', async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const labels = `role="all",host="${hostname()}"`;
    expect(samples.filter((line) => !line.includes(labels))).toEqual([]);
  });

  it('measure the steps of reading a file and of an analysis', async () => {
    const metrics = await readMetrics(app.url);
    for (const step of ['read', 'shape', 'examine', 'normalize', 'describe', 'write']) {
      expect(metrics.get(`concentric_ingest_step_duration_seconds_count{step="${step}",outcome="ok"}`)).toBe(1);
    }
    for (const step of ['group', 'shares', 'names', 'write']) {
      expect(metrics.get(`concentric_analysis_step_duration_seconds_count{step="${step}",outcome="ok"}`)).toBe(1);
    }
    expect(metrics.get('concentric_ingest_duration_seconds_count{outcome="ok"}')).toBe(1);
    expect(metrics.get('concentric_analysis_duration_seconds_sum{outcome="ok"}')).toBeGreaterThan(0);
  });

  it('equal cacheStats for every store', async () => {
    const { data } = await app.gql('{ cacheStats { stores { name hits misses fills entries } } }');
    const metrics = await readMetrics(app.url);
    expect(data.cacheStats.stores.length).toBeGreaterThanOrEqual(2);
    for (const { name, hits, misses, fills, entries } of data.cacheStats.stores) {
      expect(metrics.get(`concentric_cache_hits_total{store="${name}"}`), name).toBe(hits);
      expect(metrics.get(`concentric_cache_misses_total{store="${name}"}`), name).toBe(misses);
      expect(metrics.get(`concentric_cache_fills_total{store="${name}"}`), name).toBe(fills);
      expect(metrics.get(`concentric_cache_entries{store="${name}"}`), name).toBe(entries);
    }
    expect(metrics.get('concentric_cache_hits_total{store="memory.schema_summary"}')).toBeGreaterThan(0);
  });

  it('describe the queue, DuckDB, the process and its event loop, and no Redis when none is configured', async () => {
    const metrics = await readMetrics(app.url);
    for (const state of ['receiving', 'waiting', 'running']) {
      expect(metrics.get(`concentric_ingest_files{state="${state}"}`)).toBe(0);
    }
    expect(metrics.get('concentric_duckdb_memory_bytes')).toBeGreaterThanOrEqual(0);
    expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(metrics.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect([...metrics.keys()].filter((name) => name.startsWith('concentric_redis_state'))).toEqual([]);
  });

  it('name no dataset and are separate for each service', async () => {
    expect(await (await fetch(`${app.url}/metrics`)).text()).not.toContain(id.slice(3));
    const metrics = await readMetrics(other.url);
    expect(metrics.get('concentric_cache_fills_total{store="memory.schema_summary"}')).toBe(0);
    expect([...metrics.keys()].filter((name) => name.startsWith('concentric_ingest_duration_seconds_count'))).toEqual(
      [],
    );
  });
});

it('the metrics report that Redis is unavailable', async () => {
  const app = await startApp({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
  const metrics = await readMetrics(app.url);
  const states = ['available', 'suspect', 'unavailable'].map((state) =>
    metrics.get(`concentric_redis_state{state="${state}"}`),
  );
  expect(states).toEqual([0, 0, 1]);
  await app.close();
});

it('the metrics need the role admin when keys are set', async () => {
  const server = await startHttpServer({ apiKeys });
  const ask = (headers: Record<string, string>) => fetch(`${server.url}/metrics`, { headers });
  expect((await ask({})).status).toBe(401);
  expect((await ask(bearer('EDITOR'))).status).toBe(403);
  const answer = await ask(bearer('ADMIN'));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  await server.close();
});
