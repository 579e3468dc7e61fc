import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAnswer, writeAnswer } from '../../src/cache/answers/cached-answer.js';
import { Auditor, type AuditorOptions } from '../../src/cache/auditor.js';
import { writeEntry } from '../../src/cache/values/entry-text.js';
import type { DatasetRecord } from '../../src/model/dataset.js';
import { startApp, type TestApp } from '../support/app.js';
import { createClient } from '../support/client.js';
import { readMetrics } from '../support/read-metrics.js';
import { freePort, hasRedis, type RedisServer, startRedis } from '../support/redis.js';
import { analysisOf, datasets, HASH, openCaches, schemaOf } from './open-caches.js';

type Opened = Awaited<ReturnType<typeof openCaches>>;

const [dataset] = datasets(1) as [DatasetRecord];
const opened: Opened[] = [];
afterEach(() => {
  for (const { caches } of opened.splice(0)) caches.close();
});

async function open(redisUrl: string | null): Promise<Opened> {
  const caches = await openCaches(redisUrl);
  opened.push(caches);
  return caches;
}

const versionOf = (record: DatasetRecord) => record;

/** An auditor of these caches, over a catalog of these records; the file of each analysis says that the total is 1. */
function auditorOf({ caches }: Opened, records: DatasetRecord[], options: Partial<AuditorOptions> = {}) {
  const logged: string[] = [];
  const renewed: string[] = [];
  const note = (_: object, message: string) => void logged.push(message);
  const auditor = new Auditor({
    caches,
    catalog: {
      get: async (id) => records.find((record) => record.id === id) ?? null,
      all: async () => records,
      isCurrent: (id, revision) => records.some((record) => record.id === id && record.revision === revision),
      renew: async (id) => void renewed.push(id),
    },
    analyses: { versionOf, read: async (record, hash) => analysisOf(record, hash), recompute: async () => null },
    answerAnew: async () => null,
    everyMs: 5,
    log: { info: note, warn: note, error: note },
    ...options,
  });
  return { auditor, logged, renewed };
}

const wrongAnalysis = analysisOf(dataset, HASH, 2);

describe('in memory', () => {
  it('a value that is not what its file says is counted, logged and replaced', async () => {
    const one = await open(null);
    one.caches.analyses.put(dataset, wrongAnalysis);
    const { auditor, logged, renewed } = auditorOf(one, [dataset]);
    await auditor.turn();
    expect(renewed).toEqual([dataset.id]);
    expect(await one.caches.analyses.get(dataset, HASH)).toEqual(analysisOf(dataset, HASH));
    expect(await one.counters('memory.analysis')).toMatchObject({ audited: 1, mismatches: 1 });
    expect(logged).toEqual(['a cached value was not what it was made from; replaced']);
    await auditor.turn();
    expect(await one.counters('memory.analysis')).toMatchObject({ audited: 2, mismatches: 1 });
  });

  it('a value of a version before the current one is compared with the file of that version', async () => {
    const one = await open(null);
    const kept = { ...dataset, version: 1 };
    const current = { ...dataset, version: 2 };
    one.caches.analyses.put(kept, analysisOf(kept, HASH, 2));
    const { auditor } = auditorOf(one, [current], {
      analyses: {
        versionOf: () => kept,
        read: async (record, hash) => analysisOf(record, hash),
        recompute: async () => null,
      },
    });
    await auditor.turn();
    expect(await one.counters('memory.analysis')).toMatchObject({ audited: 1, mismatches: 1 });
    expect(await one.caches.analyses.get(kept, HASH)).toEqual(analysisOf(kept, HASH));
    expect(await one.caches.analyses.get(current, HASH)).toBeNull();
  });

  it('takes only so many at a time, and comes to all', async () => {
    const records = datasets(1_000);
    const one = await open(null);
    await one.caches.schemas.getMany(records);
    const { auditor } = auditorOf(one, records);
    await auditor.turn();
    const before = await one.counters('memory.schema_summary');
    expect(before.audited).toBeGreaterThan(0);
    expect(before.audited).toBeLessThanOrEqual(100);
    const last = records[0]!;
    one.caches.analyses.put(last, analysisOf(last, HASH, 2));
    await expect
      .poll(() => auditor.turn().then(() => one.counters('memory.analysis')))
      .toMatchObject({ mismatches: 1 });
  });

  it('says nothing of a dataset that changed while it was looked at, or is gone, or whose file is not there', async () => {
    const one = await open(null);
    one.caches.analyses.put(dataset, wrongAnalysis);
    const changed = auditorOf(one, [dataset], {
      catalog: {
        get: async () => dataset,
        all: async () => [dataset],
        isCurrent: () => false,
        renew: async () => undefined,
      },
    });
    const gone = auditorOf(one, []);
    const noFile = auditorOf(one, [dataset], {
      analyses: { versionOf, read: async () => null, recompute: async () => null },
    });
    for (const { auditor } of [changed, gone, noFile]) await auditor.turn();
    expect(await one.counters('memory.analysis')).toMatchObject({ audited: 0, mismatches: 0, entries: 1 });
  });

  it('computes an analysis again now and then, and drops what was made from a file that was wrong', async () => {
    const one = await open(null);
    one.caches.analyses.put(dataset, analysisOf(dataset, HASH));
    let asked = 0;
    const recompute = async () => ({ isRight: ++asked > 1 });
    const { auditor, logged } = auditorOf(one, [dataset], {
      analyses: { versionOf, read: async () => analysisOf(dataset, HASH), recompute },
    });
    await auditor.turn();
    expect(logged).toEqual(['the file of an analysis was not what its rows give; written anew']);
    expect(await one.caches.analyses.get(dataset, HASH)).toBeNull();
    one.caches.analyses.put(dataset, analysisOf(dataset, HASH));
    await auditor.turn();
    // Not each time: it costs as much as an analysis does.
    expect(asked).toBe(1);
    expect(auditor.recomputed).toEqual({ right: 0, wrong: 1 });
  });

  it('goes on after a disk that could not be read, and stops when it is closed', async () => {
    const one = await open(null);
    one.caches.analyses.put(dataset, wrongAnalysis);
    let reads = 0;
    const read = async () => {
      if (++reads === 1) throw new Error('the disk says no');
      return analysisOf(dataset, HASH);
    };
    const { auditor, logged } = auditorOf(one, [dataset], {
      analyses: { versionOf, read, recompute: async () => null },
    });
    auditor.start();
    await expect.poll(async () => (await one.counters('memory.analysis')).mismatches, { timeout: 5_000 }).toBe(1);
    expect(logged[0]).toBe('the caches could not be audited');
    await auditor.close();
    const { audited } = await one.counters('memory.analysis');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await one.counters('memory.analysis')).audited).toBe(audited);
  });
});

describe.skipIf(!hasRedis)('in Redis', () => {
  let redis: RedisServer;
  const keys = { schema: `schema_summary:${dataset.id}`, analysis: `analysis:${dataset.id}:${HASH}` };
  const madeFrom = { revision: dataset.revision, version: dataset.version };

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.client.flushall();
    const before = await open(redis.url);
    await before.caches.schemas.refresh(dataset);
    before.caches.analyses.put(dataset, analysisOf(dataset, HASH));
    await expect.poll(() => redis.client.exists(keys.analysis)).toBe(1);
  });

  /** What the next process would tell. */
  async function told() {
    const { caches } = await open(redis.url);
    const [schema] = await caches.schemas.getMany([dataset]);
    return { schema, analysis: await caches.analyses.get(dataset, HASH) };
  }

  const right = { schema: schemaOf(dataset), analysis: analysisOf(dataset, HASH) };
  const wrongSchema = { ...schemaOf(dataset), rowCount: 77 };

  it.each([
    ['a schema', keys.schema, writeEntry({ madeFrom, value: wrongSchema })],
    ['an analysis', keys.analysis, writeEntry({ madeFrom, value: wrongAnalysis })],
    ['what cannot be read', keys.schema, '{"revision":1,"version":1,"crc32":0,"value":{}}'],
    // Nothing would ever take its place, were it left to the order of revisions.
    [
      'what claims to be of a revision to come',
      keys.schema,
      writeEntry({ madeFrom: { revision: 9, version: 1 }, value: schemaOf(dataset) }),
    ],
  ])('%s changed by hand is found though nobody asked for it, and replaced', async (_, key, text) => {
    const one = await open(redis.url);
    await redis.client.set(key, text);
    const { auditor } = auditorOf(one, [dataset]);
    await auditor.turn();
    expect(await one.counters('redis')).toMatchObject({ mismatches: 1 });
    expect(await redis.client.get(key)).not.toBe(text);
    // The others of the dataset are made anew when they are asked for.
    if (key === keys.schema) expect((await told()).schema).toEqual(right.schema);
    else expect((await told()).analysis).toEqual(right.analysis);
  });

  it('so is one that was served before it was found, in memory as well', async () => {
    const one = await open(redis.url);
    await redis.client.set(keys.analysis, writeEntry({ madeFrom, value: wrongAnalysis }));
    expect((await one.caches.analyses.get(dataset, HASH))?.total.total).toBe(2);
    await auditorOf(one, [dataset]).auditor.turn();
    expect((await one.caches.analyses.get(dataset, HASH))?.total.total).toBe(1);
    expect((await one.counters('redis')).mismatches + (await one.counters('memory.analysis')).mismatches).toBe(2);
    expect((await told()).analysis).toEqual(right.analysis);
  });

  it('another time of computing is no other answer', async () => {
    const later = { ...analysisOf(dataset, HASH), computedAt: '2026-02-02T00:00:00.000Z' };
    await redis.client.set(keys.analysis, writeEntry({ madeFrom, value: later }));
    const one = await open(redis.url);
    await auditorOf(one, [dataset]).auditor.turn();
    expect(await one.counters('redis')).toMatchObject({ audited: 2, mismatches: 0 });
  });

  it('asks for no list of all keys', async () => {
    const one = await open(redis.url);
    await redis.client.config('RESETSTAT');
    await auditorOf(one, [dataset]).auditor.turn();
    expect(await redis.client.info('commandstats')).not.toMatch(/cmdstat_(keys|scan):/);
  });
});

describe.skipIf(!hasRedis)('a service', () => {
  let redis: RedisServer;
  let storageDir: string;
  beforeEach(async () => {
    redis = await startRedis();
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-audit-'));
  });
  afterEach(async () => {
    await redis.stop();
    await rm(storageDir, { recursive: true });
  });

  async function start(auditSeconds: number): Promise<TestApp> {
    const port = String(await freePort());
    const app = await startApp({
      ...{ STORAGE_DIR: storageDir, REDIS_URL: redis.url, CACHE_AUDIT_SECONDS: String(auditSeconds), PORT: port },
      // Whole answers are shared by those that clients reach at one address.
      PUBLIC_URL: 'http://concentric.test',
    });
    return { ...app, ...createClient(`http://127.0.0.1:${port}`) };
  }

  const query =
    'query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "who", value: "amount" }) { total { total } } } }';
  const total = async (app: TestApp, id: string) =>
    (await app.gql(query, { id })).data.dataset.analysis.total.total as number;

  const wholeAnswers = async () => [...(await redis.client.keys('front:*')), ...(await redis.client.keys('answer:*'))];

  /** By a service that has ended: the answer is in Redis, whole and by what it is made from. */
  async function answered(): Promise<string> {
    const first = await start(3600);
    const { data } = await first.upload({ content: 'who,amount\na,1234.5\nb,2\n', fileName: 'small.csv' });
    const { id } = data.uploadDataset.dataset;
    expect(await total(first, id)).toBe(1236.5);
    await expect.poll(wholeAnswers).toHaveLength(2);
    await first.close();
    return id;
  }

  it('finds and heals by itself what was changed in Redis by hand, and what was told of it elsewhere', async () => {
    const id = await answered();
    const [key] = await redis.client.keys('analysis:*');
    const { revision, version, value } = JSON.parse((await redis.client.get(key!))!);
    const wrong = { ...value, total: { ...value.total, total: 4321 } };
    await redis.client.del(await wholeAnswers());
    await redis.client.set(key!, writeEntry({ madeFrom: { revision, version }, value: wrong }));

    const second = await start(3600);
    expect(await total(second, id)).toBe(4321);
    await expect.poll(wholeAnswers).toHaveLength(2);
    await second.close();
    // Has the whole answer from Redis, and nothing of what it was made from.
    const bystander = await start(3600);
    expect(await total(bystander, id)).toBe(4321);

    const healer = await start(1);
    await expect.poll(() => total(bystander, id), { timeout: 20_000 }).toBe(1236.5);
    expect(JSON.parse((await redis.client.get(key!))!).value).toEqual(value);
    expect((await readMetrics(healer.url)).get('concentric_cache_mismatches_total{store="redis"}')).toBe(1);
    expect(healer.logged.join('')).toContain('a cached value was not what it was made from');
    for (const app of [bystander, healer]) await app.close();
  });

  it('finds and heals whole answers that were changed in Redis by hand, their checksums too, and told elsewhere', async () => {
    const id = await answered();
    for (const key of await wholeAnswers()) {
      const answer = readAnswer(key, (await redis.client.getBuffer(key))!)!;
      const body = Buffer.from(answer.body.toString().replace('1236.5', '4321'));
      await redis.client.set(key, writeAnswer(key, { ...answer, body }));
    }
    const bystander = await start(3600);
    expect(await total(bystander, id)).toBe(4321);
    const healer = await start(1);
    // One that asks otherwise, and so has it from the response cache.
    expect((await healer.gql(`${query} `, { id })).data.dataset.analysis.total.total).toBe(4321);
    await expect.poll(() => total(bystander, id), { timeout: 20_000 }).toBe(1236.5);
    expect(await total(healer, id)).toBe(1236.5);
    expect((await healer.gql(`${query} `, { id })).data.dataset.analysis.total.total).toBe(1236.5);
    const metrics = await readMetrics(healer.url);
    expect(metrics.get('concentric_cache_mismatches_total{store="redis"}')).toBeGreaterThanOrEqual(1);
    expect(healer.logged.join('')).toContain('a whole answer was not what is answered anew');
    for (const app of [bystander, healer]) await app.close();
  });

  it('finds nothing wrong with whole answers that are right', async () => {
    const id = await answered();
    const auditing = await start(1);
    await total(auditing, id);
    await auditing.gql('{ datasets { totalCount nodes { id name schema { columns { name } } } } }');
    const audited = async () =>
      (await readMetrics(auditing.url)).get('concentric_cache_audited_total{store="memory.front"}');
    await expect.poll(audited, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    expect(auditing.logged.join('')).not.toMatch(/was not what|could not be audited/);
    await auditing.close();
  });
});
