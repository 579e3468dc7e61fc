import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import { createClient } from '../support/client.js';
import { addressOf, type ServiceProcess, startProcess } from '../support/process.js';
import { freePort, hasRedis, type RedisServer, startRedis } from '../support/redis.js';

const QUERY = `query($id: ID!, $thresholds: [Float!]) {
  dataset(id: $id) { name analysis(input: { groupBy: "who", value: "amount", thresholds: $thresholds }) { total { total } } }
}`;
const MAX_COMMANDS = 6;
const PROBES = ['ping', 'info', 'client', 'hello', 'select', 'script'];

describe.skipIf(!hasRedis)('a query of one dataset and one analysis', () => {
  let redis: RedisServer;
  let monitor: Redis;
  let storageDir: string;
  let readsFile: string;
  let service: ServiceProcess;
  let client: Client;
  let id: string;
  let commands: string[][] = [];

  beforeAll(async () => {
    redis = await startRedis();
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-cold-'));
    readsFile = join(storageDir, 'reads.txt');
    service = startProcess(
      { STORAGE_DIR: storageDir, REDIS_URL: redis.url, SAMPLE_DATA: 'false', REPORT_READS_TO: readsFile },
      ['--import', new URL('report-reads.mjs', import.meta.url).href],
    );
    client = createClient(await addressOf(service));
    const { data } = await client.upload({ content: 'who,amount\na,1\nb,2\n', fileName: 'a.csv' });
    id = data.uploadDataset.dataset.id;
    monitor = await new Redis(redis.url).monitor();
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      if (source !== 'lua' && !PROBES.includes(args[0]!.toLowerCase())) commands.push(args);
    });
  });
  beforeEach(forget);
  afterAll(async () => {
    monitor.disconnect();
    service.kill('SIGKILL');
    await redis.stop();
    rmSync(storageDir, { recursive: true, force: true });
  });

  function forget() {
    commands = [];
    writeFileSync(readsFile, '');
  }

  /** Files below the storage folder that were read since forget(), missing ones included. */
  function reads(): string[] {
    return readFileSync(readsFile, 'utf8').split('\n').slice(0, -1);
  }

  async function ask(threshold: number) {
    const { data, errors } = await client.gql(QUERY, { id, thresholds: [threshold] });
    expect(errors).toBeUndefined();
    expect(data.dataset.analysis.total.total).toBe(3);
    // What is stored after the answer was sent.
    await pause(300);
  }

  /** Scripts are loaded once a server; EVALSHA is the command that counts then. */
  async function warmScripts() {
    await ask(11);
    await redis.client.flushall();
    await client.gql('mutation($id: ID!) { invalidateDataset(id: $id) { invalidated } }', { id });
    forget();
  }

  it(`costs at most ${MAX_COMMANDS} commands and reads no file twice where nothing is cached or stored`, async () => {
    await warmScripts();
    await ask(12);
    expect(commands.map(([name]) => name)).toHaveLength(MAX_COMMANDS);
    // A file that is not there is not opened.
    expect(reads().filter((path) => path.includes('/analyses/'))).toEqual([]);
    expect(reads()).toEqual([...new Set(reads())]);
    expect((await redis.client.keys('*')).map((key) => key.split(':', 1)[0]!).sort()).toEqual([
      'analysis',
      'answer',
      'answers',
      'keys',
      'schema_summary',
    ]);
  });

  it(`costs at most ${MAX_COMMANDS} commands and reads no file twice where the analysis is stored as a file`, async () => {
    await ask(13);
    await warmScripts();
    await ask(13);
    expect(commands.length).toBeLessThanOrEqual(MAX_COMMANDS);
    expect(reads().filter((path) => path.includes('/analyses/'))).toHaveLength(1);
    expect(reads()).toEqual([...new Set(reads())]);
  });

  it('costs one command where the whole answer is in Redis, and none where it is in memory', async () => {
    await ask(14);
    const before = commands.length;
    expect(before).toBeGreaterThan(0);
    await ask(14);
    expect(commands).toHaveLength(before);
    // Answers are shared between processes that clients reach at one address.
    const PORT = String(await freePort());
    const other = startProcess({ PORT, STORAGE_DIR: storageDir, REDIS_URL: redis.url, PUBLIC_URL: client.url });
    try {
      await addressOf(other);
      const elsewhere = createClient(`http://127.0.0.1:${PORT}`);
      commands = [];
      expect(await elsewhere.gql(QUERY, { id, thresholds: [14] })).toMatchObject({ data: { dataset: { name: 'a' } } });
      await pause(300);
      expect(commands.map(([name]) => name)).toEqual(['mget']);
    } finally {
      other.kill('SIGKILL');
    }
  });
});
