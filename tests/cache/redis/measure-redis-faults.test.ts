// What a Redis that comes to harm costs requests: `MEASURE_REDIS_FAULTS=1 npx vitest run tests/cache/measure-redis-faults`
// writes docs/redis-faults.md. Not part of the suite: it takes ten minutes, and times of a busy machine mean nothing; on one
// that others use, `chrt -r 1` before npx lets it run before them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/project-root.js';
import { type Client, createClient } from '../../support/client.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { addressOf, type ServiceProcess, startProcess } from '../../support/process.js';
import { readMetrics } from '../../support/read-metrics.js';
import { freePort, type RedisServer, startRedis } from '../../support/redis.js';

const REQUESTS_PER_SECOND = 50;
const BEFORE_MS = 3_000;
const FAULT_MS = 5_000;
const AFTER_MS = 3_000;
/** Of each percentile the least counts: what else the machine does only ever adds to it. */
const ROUNDS = Number(process.env.MEASURE_REDIS_FAULTS_ROUNDS ?? 3);
const GIVE_UP_MS = 30_000;
/** Together several times what the service may keep in memory: most requests ask Redis. */
const DATASETS = 60;
const TIMEOUT_MS = ROUNDS * 60_000;
const TARGET = { riseMs: 50, resumeMs: 5_000 };

interface Measured {
  fault: string;
  p99Ms: { before: number; during: number; after: number };
  worstMs: number;
  requests: number;
  failed: number;
  resumedMs: number;
}

type Step = () => unknown;

const none: Step = () => undefined;
const isAskedFor = process.env.MEASURE_REDIS_FAULTS !== undefined;

describe.skipIf(!isAskedFor)('requests to a service whose Redis comes to harm', () => {
  const measured: Measured[] = [];
  const ids: string[] = [];
  let redis: RedisServer;
  let proxy: FaultProxy;
  let storageDir: string;
  let service: ServiceProcess;
  let client: Client;

  const environment = (redisUrl: string) => ({
    ...{ STORAGE_DIR: storageDir, REDIS_URL: redisUrl, CACHE_MEMORY: '1MB', CACHE_AUDIT_SECONDS: '3600' },
    ...{ SAMPLE_DATA: 'false', MEMORY_LIMIT: '256MB', LOG_LEVEL: 'error' },
  });

  beforeAll(async () => {
    redis = await startRedis();
    proxy = await startFaultProxy(redis.port);
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-faults-'));
    service = startProcess(environment(proxy.url));
    client = createClient(await addressOf(service));
    for (let dataset = 0; dataset < DATASETS; dataset++) {
      const rows = Array.from(
        { length: 240 },
        (_, row) => `2024-${String((row % 12) + 1).padStart(2, '0')}-01,n${row % 20},${row + dataset}`,
      );
      const { data } = await client.upload({ content: `day,who,amount\n${rows.join('\n')}\n`, fileName: 'data.csv' });
      ids.push(data.uploadDataset.dataset.id);
    }
    for (const id of ids) await ask(id);
  }, 120_000);

  afterAll(async () => {
    service.kill('SIGKILL');
    await proxy.close();
    await redis.stop();
    await rm(storageDir, { recursive: true, force: true });
    await writeFile(join(projectRoot, 'docs', 'redis-faults.md'), page(measured));
  });

  let asked = 0;
  /** A text nobody has sent before: what answers it is made from schemas and analyses, not found whole. */
  async function ask(id: string): Promise<boolean> {
    const { data, errors } = await client.gql(
      `query Q${++asked}($id: ID!) { dataset(id: $id) { schema { rowCount } analysis(input: { groupBy: "who", value: "amount" }) { total { entityCount } } } }`,
      { id },
    );
    return (
      errors === undefined && data.dataset.schema.rowCount === 240 && data.dataset.analysis.total.entityCount === 20
    );
  }

  /** At a steady rate, whatever the answers take; how long each took. */
  async function load(until: AbortSignal): Promise<{ timesMs: number[]; failed: number }> {
    const timesMs: number[] = [];
    let failed = 0;
    const underWay: Promise<void>[] = [];
    const began = performance.now();
    for (let request = 0; !until.aborted; request++) {
      const due = began + (request * 1000) / REQUESTS_PER_SECOND;
      await pause(Math.max(0, due - performance.now()));
      const sent = performance.now();
      underWay.push(
        ask(ids[(request * 7) % ids.length]!).then(
          (isRight) => {
            timesMs.push(performance.now() - sent);
            if (!isRight) failed++;
          },
          () => void failed++,
        ),
      );
    }
    await Promise.all(underWay);
    return { timesMs, failed };
  }

  async function during(work: () => Promise<unknown>): Promise<{ timesMs: number[]; failed: number }> {
    const end = new AbortController();
    const loaded = load(end.signal);
    await work();
    end.abort();
    return loaded;
  }

  const redisHits = async () => (await readMetrics(client.url)).get('concentric_cache_hits_total{store="redis"}') ?? 0;

  /** From now until Redis gives hits again, with requests going on. */
  async function resumed(): Promise<number> {
    const began = performance.now();
    const before = await redisHits();
    while ((await redisHits()) < before + 5 && performance.now() - began < GIVE_UP_MS) await pause(50);
    return performance.now() - began;
  }

  async function measure(fault: string, begin: Step, end: Step, prepare: Step = none): Promise<void> {
    const rounds: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureOnce(fault, begin, end, prepare));
    measured.push(best(rounds));
    console.log(JSON.stringify(measured.at(-1)));
    expect(measured.at(-1)).toMatchObject({ failed: 0 });
  }

  async function measureOnce(fault: string, begin: Step, end: Step, prepare: Step = none): Promise<Measured> {
    const before = await during(() => pause(BEFORE_MS));
    await prepare();
    const harmed = await during(async () => {
      const beginning = begin();
      await pause(FAULT_MS);
      await beginning;
    });
    await end();
    let resumedMs = 0;
    const after = await during(async () => {
      resumedMs = await resumed();
      await pause(AFTER_MS);
    });
    const all = [before, harmed, after];
    return {
      fault,
      p99Ms: { before: p99(before.timesMs), during: p99(harmed.timesMs), after: p99(after.timesMs) },
      worstMs: Math.max(...harmed.timesMs, ...after.timesMs),
      requests: all.reduce((sum, { timesMs }) => sum + timesMs.length, 0),
      failed: all.reduce((sum, part) => sum + part.failed, 0),
      resumedMs,
    };
  }

  const proxied = (fault: Parameters<FaultProxy['set']>[0]) => () => proxy.set(fault);

  it.each<[string, Step, Step]>([
    ['none, for comparison', none, none],
    ['connections cut and refused', proxied('cut'), proxied('none')],
    ['silent: what it is sent is lost', proxied('drop'), proxied('none')],
    ['replies cut in the middle', proxied('cutReplies'), proxied('none')],
    ['slow: 200 ms', proxied({ delayMs: 200 }), proxied('none')],
    ['slow: 35 ms, marked suspect again and again', proxied({ delayMs: 35 }), proxied('none')],
    ['paused (SIGSTOP)', () => redis.pause(), () => redis.resume()],
    [
      'killed, then started again empty',
      () => redis.stop(),
      async () => {
        redis = await startRedis({ port: redis.port });
      },
    ],
    [
      'flapping: away every other 100 ms',
      async () => {
        for (let turn = 0; turn < FAULT_MS / 100; turn++) {
          proxy.set(turn % 2 === 0 ? 'cut' : 'none');
          await pause(100);
        }
      },
      proxied('none'),
    ],
    [
      'a replica without its master (READONLY)',
      async () => redis.client.call('REPLICAOF', '127.0.0.1', String(await freePort())),
      () => redis.client.call('REPLICAOF', 'NO', 'ONE'),
    ],
    [
      'full (OOM, noeviction)',
      async () => {
        await redis.client.config('SET', 'maxmemory-policy', 'noeviction');
        await redis.client.config('SET', 'maxmemory', '1');
      },
      () => redis.client.config('SET', 'maxmemory', '0'),
    ],
    [
      'evicting (allkeys-lru)',
      async () => {
        await redis.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
        await redis.client.config('SET', 'maxmemory', '2mb');
        for (let key = 0; key < 3_000; key++) await redis.client.set(`filler:${key}`, 'x'.repeat(1_000));
      },
      () => redis.client.config('SET', 'maxmemory', '0'),
    ],
    ['emptied (FLUSHALL)', () => redis.client.flushall(), none],
    [
      'other types under our keys',
      async () => {
        for (const key of await redis.client.keys('*')) await redis.client.multi().del(key).rpush(key, 'x').exec();
      },
      none,
    ],
  ])('%s', (fault, begin, end) => measure(fault, begin, end), TIMEOUT_MS);

  it(
    'refused at start',
    async () => {
      const restart = async () => {
        proxy.set('cut');
        service.kill('SIGKILL');
        service = startProcess(environment(proxy.url));
        client = createClient(await addressOf(service));
      };
      await measure('refused at start', none, proxied('none'), restart);
    },
    TIMEOUT_MS,
  );
});

function best(rounds: Measured[]): Measured {
  const least = (figure: (round: Measured) => number) => Math.min(...rounds.map(figure));
  const sum = (figure: (round: Measured) => number) => rounds.reduce((total, round) => total + figure(round), 0);
  return {
    fault: rounds[0]!.fault,
    p99Ms: {
      before: least(({ p99Ms }) => p99Ms.before),
      during: least(({ p99Ms }) => p99Ms.during),
      after: least(({ p99Ms }) => p99Ms.after),
    },
    worstMs: least(({ worstMs }) => worstMs),
    resumedMs: Math.max(...rounds.map(({ resumedMs }) => resumedMs)),
    requests: sum(({ requests }) => requests),
    failed: sum(({ failed }) => failed),
  };
}

function p99(timesMs: number[]): number {
  return [...timesMs].sort((a, b) => a - b)[Math.ceil(timesMs.length * 0.99) - 1] ?? Number.NaN;
}

function page(measured: Measured[]): string {
  const ms = (value: number) => value.toFixed(0);
  const rows = measured.map(({ fault, p99Ms: { before, during, after }, worstMs, requests, failed, resumedMs }) => {
    const isMet = Math.max(during, after) - before <= TARGET.riseMs && resumedMs <= TARGET.resumeMs && failed === 0;
    const cells = [
      fault,
      ms(before),
      ms(during),
      ms(after),
      ms(worstMs),
      ms(resumedMs),
      requests,
      failed,
      isMet ? 'yes' : 'no',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `# What a fault of Redis costs

Written by \`MEASURE_REDIS_FAULTS=1 chrt -r 1 npx vitest run tests/cache/measure-redis-faults\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}.
One service behind a proxy that does its Redis harm, ${REQUESTS_PER_SECOND} requests a second at a steady rate, each for a schema and an analysis that memory seldom has and Redis does: ${BEFORE_MS / 1000} s before, ${FAULT_MS / 1000} s
during the fault, and after it until hits have resumed and ${AFTER_MS / 1000} s more; of ${ROUNDS} rounds the shortest times, and the longest until hits resumed. Targets: no request fails, the 99th percentile rises by at most ${TARGET.riseMs} ms, hits resume within ${TARGET.resumeMs / 1000} s.
The proxy adds a millisecond or two to each reply: where Redis is away, and so the proxy too, requests may well be faster here.

| fault | p99 before, ms | during | after | worst | hits resumed after, ms | requests | failed | met |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
