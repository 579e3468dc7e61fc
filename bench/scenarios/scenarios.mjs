/**
 * Behaviour of caches in three critical situations, the service compared with two peers in their default configuration:
 *
 *     npm run bench -- scenarios
 *
 * Stampede: 100 callers in each of two processes request the same uncached value; how often it is computed.
 * Refill: a read begins, the data changes and the change is acknowledged, the read ends; whether the next read is stale
 * (20 rounds). Pause: Redis is stopped (SIGSTOP) and a value that is not in memory is requested; how long that takes,
 * at most 10 s. The peers are in bench/peers/scenarios; the service runs as two processes, requested over HTTP.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/steps.mjs';
import { startPinned, startRedis } from '../serving/pinned.mjs';
import { freePort, installPeers, requireTools } from '../serving/prepare.mjs';

const CALLERS = 100;
const ROUNDS = 20;

export const about = 'Behaviour of caches in a stampede, when a read overlaps a change, and while Redis is paused.';
export const columns = [
  'what',
  'computed for 200 callers',
  `stale after ${ROUNDS} changes`,
  'ms while Redis is paused',
];

export async function measure() {
  requireTools();
  installPeers();
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  const redis = await startRedis(folder, await freePort());
  try {
    const environment = { PATH: process.env.PATH, REDIS_URL: redis.url, REDIS_PID: String(redis.pid) };
    const peer = (file) => {
      const path = join(root, 'bench', 'peers', 'scenarios', file);
      return JSON.parse(
        spawnSync(process.execPath, [path], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] }).stdout,
      );
    };
    const rows = [
      ['**the service**', await service(folder, redis)],
      ['@envelop/response-cache, memory', peer('envelop.mjs')],
      ['BentoCache, memory and Redis', peer('bentocache.mjs')],
    ];
    return rows.map(([what, { stampede, stale, pausedMs }]) => [
      what,
      stampede,
      stale,
      pausedMs === null ? 'no Redis' : Math.round(pausedMs),
    ]);
  } finally {
    redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function service(folder, redis) {
  const environment = { STORAGE_DIR: join(folder, 'storage'), PORT: '0', LOG_LEVEL: 'error', REDIS_URL: redis.url };
  const servers = [
    await startPinned(['dist/src/main.js'], environment),
    await startPinned(['dist/src/main.js'], environment),
  ];
  try {
    const [first] = servers;
    const { datasets } = await ask(first, '{ datasets(first: 1) { nodes { id } } }');
    const { id } = datasets.nodes[0];
    const before = await computed(servers);
    const analysis = `{ dataset(id: "${id}") { analysis(input: { groupBy: ["customer"], value: "amount" }) { total { total } } } }`;
    await Promise.all(servers.flatMap((server) => Array.from({ length: CALLERS }, () => ask(server, analysis))));
    const stampede = (await computed(servers)) - before;

    let stale = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const query = `{ dataset(id: "${id}") { schema { columns { name description } } } }`;
      const overlapping = Array.from({ length: 10 }, () => ask(first, query));
      const text = `round ${round}`;
      await ask(
        first,
        `mutation { saveSchema(input: { id: "${id}", columns: [{ name: "customer", role: CATEGORICAL, description: "${text}" }] }) { dataset { id } } }`,
      );
      await Promise.all(overlapping);
      const { dataset } = await ask(first, query);
      if (dataset.schema.columns.find(({ name }) => name === 'customer').description !== text) stale++;
    }
    process.kill(redis.pid, 'SIGSTOP');
    const start = performance.now();
    await ask(first, `{ paused: dataset(id: "${id}") { name rowCount } }`);
    const pausedMs = performance.now() - start;
    process.kill(redis.pid, 'SIGCONT');
    return { stampede, stale, pausedMs };
  } finally {
    for (const server of servers) server.stop();
  }
}

/** How many analyses these processes have computed. */
async function computed(servers) {
  const counts = await Promise.all(
    servers.map(async ({ url }) => {
      const metrics = await (await fetch(url.replace('/graphql', '/metrics'))).text();
      return Number(/concentric_analysis_duration_seconds_count\{outcome="ok"\} (\d+)/.exec(metrics)?.[1] ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function ask({ url }, query) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
