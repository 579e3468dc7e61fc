import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../support/app.js';
import { type CollectedSpan, startOtlpCollector } from '../support/otlp-collector.js';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const ANALYSIS = `query Shares($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "who", value: "amount" }) { total { total } } } }`;

describe('with a configured collector', () => {
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
    // close() sends the remaining spans.
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

  it('adds a request to the trace of its traceparent header', () => {
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

  it('makes the operation a child of the request and the steps of the analysis its descendants', () => {
    const [operation] = named('graphql.query');
    expect(operation!.attributes).toEqual({ 'graphql.operation.name': 'Shares' });
    for (const step of ['group', 'shares', 'names', 'write']) {
      const found = named(`analysis.${step}`);
      expect(found).toHaveLength(1);
      expect(pathOf(found[0]!)).toEqual([`analysis.${step}`, 'analysis', 'graphql.query', 'POST /graphql']);
      expect(found[0]!.traceId).toBe(TRACE);
    }
  });

  it('puts the steps of an ingest into the trace of the upload', () => {
    for (const step of ['read', 'shape', 'examine', 'normalize', 'describe', 'write']) {
      const [found] = named(`ingest.${step}`);
      expect(pathOf(found!)).toEqual([`ingest.${step}`, 'ingest', 'graphql.mutation', 'POST /graphql']);
      expect(found!.traceId).not.toBe(TRACE);
    }
    expect(named('ingest')[0]!.attributes).toMatchObject({ 'source.format': 'CSV', 'source.bytes': 19 });
  });

  it.skipIf(!hasRedis)('records Redis commands as client spans', () => {
    const commands = spans.filter(({ name, traceId }) => traceId === TRACE && name.startsWith('redis.'));
    expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['redis.get', 'redis.put', 'redis.lease']));
    expect(commands.every((span) => span.kind === 3 && pathOf(span).at(-1) === 'POST /graphql')).toBe(true);
  });
});

it('logs an unavailable collector once and keeps serving', async () => {
  const collector = await startOtlpCollector();
  const app = await startApp({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/elsewhere` });
  expect((await app.gql('{ datasets { totalCount } }')).data.datasets.totalCount).toBe(0);
  await app.close();
  await collector.close();
  expect(app.logged.filter((line) => line.includes('traces cannot be sent'))).toHaveLength(1);
});
