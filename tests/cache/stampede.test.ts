import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../support/client.js';
import { addressOf, type ServiceProcess, startProcess } from '../support/process.js';
import { readMetrics } from '../support/read-metrics.js';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';

const ANALYSIS = `query($id: ID!, $thresholds: [Float!]) {
  dataset(id: $id) { analysis(input: { groupBy: "who", value: "amount", thresholds: $thresholds }) { computedAt total { total } } }
}`;
const ROWS = 60_000;

describe.skipIf(!hasRedis)('three processes on one storage folder and one Redis', () => {
  let redis: RedisServer;
  let storageDir: string;
  let processes: ServiceProcess[];
  let clients: Client[];
  let id: string;

  beforeAll(async () => {
    redis = await startRedis();
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-stampede-'));
    const environment = {
      STORAGE_DIR: storageDir,
      REDIS_URL: redis.url,
      SAMPLE_DATA: 'false',
      MEMORY_LIMIT: '256MB',
      // Each of the 1,000 requests to a process has a connection of its own.
      MAX_CONNECTIONS: '2000',
    };
    processes = [1, 2, 3].map(() => startProcess(environment));
    clients = (await Promise.all(processes.map(addressOf))).map((url) => createClient(url));
    const lines = Array.from({ length: ROWS }, (_, row) => `name ${row % 20_000},1`);
    const { data } = await clients[0]!.upload({ content: `who,amount\n${lines.join('\n')}\n`, fileName: 'many.csv' });
    id = data.uploadDataset.dataset.id;
  });
  afterAll(async () => {
    for (const process of processes) process.kill('SIGKILL');
    await redis.stop();
    await rm(storageDir, { recursive: true, force: true });
  });

  /** Asks each client `times` times at once; when each answer was computed. */
  async function ask(of: Client[], times: number, threshold: number): Promise<string[]> {
    const questions = of.flatMap((client) => Array.from({ length: times }, () => client));
    return Promise.all(
      questions.map(async (client) => {
        const { data, errors } = await client.gql(ANALYSIS, { id, thresholds: [threshold] });
        expect(errors).toBeUndefined();
        expect(data.dataset.analysis.total.total).toBe(ROWS);
        return data.dataset.analysis.computedAt as string;
      }),
    );
  }

  it('compute an analysis once for 3,000 concurrent requests', async () => {
    const computedAt = await ask(clients, 1_000, 10);
    expect(computedAt).toHaveLength(3_000);
    expect(new Set(computedAt).size).toBe(1);
  }, 120_000);

  it('answer waiting requests when the computing process is killed', async () => {
    const [first, ...others] = clients as [Client, Client, Client];
    const doomed = ask([first], 1, 20).catch((error: unknown) => error);
    const lease = async () => (await redis.client.keys('lease:*')).length;
    while ((await lease()) === 0) await pause(1);
    processes[0]!.kill('SIGKILL');
    expect(await doomed).toBeInstanceOf(Error);
    expect(new Set(await ask(others, 100, 20)).size).toBe(1);
    const metrics = await Promise.all(others.map(({ url }) => readMetrics(url)));
    const count = (name: string) => metrics.map((each) => each.get(`concentric_lease_${name}_total`));
    expect(count('takeovers').sort()).toEqual([0, 1]);
    expect(Math.min(...count('waits').map(Number))).toBeGreaterThan(0);
  });
});
