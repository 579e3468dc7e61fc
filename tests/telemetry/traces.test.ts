import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../support/app.js';
import { type CollectedSpan, startOtlpCollector } from '../support/otlp-collector.js';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const ANALYSIS = `query Shares($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "who", value: "amount" }) { total { total } } } }`;

describe('where a collector is configured', () => {
  let redis: RedisServer | undefined;
  let spans: CollectedSpan[];
  let services: Set<unknown>;
  let logged: string[];

  beforeAll(async () => {
    const collector = await startOtlpCollector();
    redis = hasRedis ? await startRedis() : undefined;
    const app = await startApp({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, REDIS_URL: redis?.url ?? '' });
    const { data } = await app.upload({ content: 'who,amount\na,1\nb,2\n', fileName: 'small.csv' });
    await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-${PARENT}-01` },
      body: JSON.stringify({ query: ANALYSIS, variables: { id: data.uploadDataset.dataset.id } }),
    });
    await fetch(`${app.url}/artifacts/nothing`);
    // What was not sent yet is sent before the service ends.
    await app.close();
    ({ spans, services } = collector);
    logged = app.logged;
    await collector.close();
  });
  afterAll(() => redis?.stop());

  const named = (name: string) => spans.filter((span) => span.name === name);
  const parentOf = ({ parentSpanId }: CollectedSpan) => spans.find(({ spanId }) => spanId === parentSpanId);
  /** The names from a span up to the request's. */
  function pathOf(span: CollectedSpan): string[] {
    const parent = parentOf(span);
    return parent ? [span.name, ...pathOf(parent)] : [span.name];
  }

  it('a request belongs to the trace of whoever asked', () => {
    const [request] = spans.filter(({ traceId, kind }) => traceId === TRACE && kind === 2);
    expect(request).toMatchObject({ name: 'POST /graphql', parentSpanId: PARENT, isError: false });
    expect(request!.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'query',
    });
    expect(services).toEqual(new Set(['concentric']));
    expect(logged.join('')).toContain(`"traceId":"${TRACE}"`);
  });

  it('the operation stands below it, and below that what the analysis did', () => {
    const [operation] = named('graphql.query');
    expect(operation!.attributes).toEqual({ 'graphql.operation.name': 'Shares' });
    for (const step of ['group', 'shares', 'compare', 'write']) {
      const found = named(`analysis.${step}`);
      expect(found).toHaveLength(1);
      expect(pathOf(found[0]!)).toEqual([`analysis.${step}`, 'analysis', 'graphql.query', 'POST /graphql']);
      expect(found[0]!.traceId).toBe(TRACE);
    }
  });

  it('so do the steps of reading a file, in a trace of their own', () => {
    for (const step of ['read', 'shape', 'examine', 'normalize', 'describe', 'write']) {
      const [found] = named(`ingest.${step}`);
      expect(pathOf(found!)).toEqual([`ingest.${step}`, 'ingest', 'graphql.mutation', 'POST /graphql']);
      expect(found!.traceId).not.toBe(TRACE);
    }
    expect(named('ingest')[0]!.attributes).toMatchObject({ 'source.format': 'CSV', 'source.bytes': 19 });
  });

  it.skipIf(!hasRedis)('and what Redis was asked', () => {
    const asked = spans.filter(({ name, traceId }) => traceId === TRACE && name.startsWith('redis.'));
    expect(asked.map(({ name }) => name)).toEqual(expect.arrayContaining(['redis.get', 'redis.put', 'redis.lease']));
    expect(asked.every((span) => span.kind === 3 && pathOf(span).at(-1) === 'POST /graphql')).toBe(true);
  });
});

it('a collector that takes nothing is told of once, and the service goes on', async () => {
  const collector = await startOtlpCollector();
  const app = await startApp({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/elsewhere` });
  expect((await app.gql('{ datasets { totalCount } }')).data.datasets.totalCount).toBe(0);
  await app.close();
  await collector.close();
  expect(app.logged.filter((line) => line.includes('traces cannot be sent'))).toHaveLength(1);
});
