import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analysisJson, readAnalysisJson } from '../../src/artifact/json.js';
import type { Analysis } from '../../src/model/analysis.js';
import { sourceFile } from '../../src/storage/layout.js';
import { type Client, createClient } from '../support/client.js';
import { addressOf, type ServiceProcess, startProcess } from '../support/process.js';
import { readMetrics } from '../support/read-metrics.js';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.js';

const ANALYSIS = `query($id: ID!) {
  dataset(id: $id) { analysis(input: { groupBy: "who", value: "amount" }) { total { total totalExact } } }
}`;
const NEVER = '86400';
const TIMEOUT_MS = 180_000;

/** An auditor waits a hundred times as long as its last recomputation took. */
const polling = { timeout: TIMEOUT_MS / 2, interval: 100 };

describe.skipIf(!hasRedis)('the auditor of a process beside another process', () => {
  let redis: RedisServer;
  let storageDir: string;
  let processes: ServiceProcess[];
  beforeEach(async () => {
    redis = await startRedis();
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-auditor-'));
    processes = [];
  });
  afterEach(async () => {
    for (const process of processes) process.kill('SIGKILL');
    await redis.stop();
    await rm(storageDir, { recursive: true, force: true });
  });

  async function start(auditSeconds: string): Promise<{ client: Client; log: () => string }> {
    const environment = { STORAGE_DIR: storageDir, REDIS_URL: redis.url, SAMPLE_DATA: 'false', MEMORY_LIMIT: '256MB' };
    const child = startProcess({ ...environment, CACHE_AUDIT_SECONDS: auditSeconds });
    processes.push(child);
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += chunk;
    });
    return { client: createClient(await addressOf(child)), log: () => log };
  }

  async function uploaded({ upload }: Client, amount: number): Promise<string> {
    const { data } = await upload({ content: `who,amount\nanna,${amount}\nben,2\n`, fileName: 'amounts.csv' });
    return data.uploadDataset.dataset.id;
  }

  async function totalOf({ gql }: Client, id: string): Promise<string> {
    const { data, errors } = await gql(ANALYSIS, { id });
    expect(errors).toBeUndefined();
    return data.dataset.analysis.total.totalExact;
  }

  const folderOf = (id: string) => join(storageDir, 'datasets', id, 'v1');

  async function storedAnalysis(id: string): Promise<{ path: string; analysis: Analysis }> {
    const folder = join(folderOf(id), 'analyses');
    const [name] = (await readdir(folder)).filter((each) => each.endsWith('.json'));
    const path = join(folder, name!);
    return { path, analysis: (await readAnalysisJson(await readFile(path, 'utf8')))! };
  }

  async function recomputed({ url }: Client): Promise<{ same: number; different: number }> {
    const metrics = await readMetrics(url);
    const count = (result: string) => metrics.get(`concentric_analyses_recomputed_total{result="${result}"}`) ?? 0;
    return { same: count('same'), different: count('different') };
  }

  it(
    'removes a wrong stored analysis with a valid checksum, and both processes then answer right',
    async () => {
      const writer = await start(NEVER);
      const id = await uploaded(writer.client, 1);
      expect(await totalOf(writer.client, id)).toBe('3');
      const { path, analysis } = await storedAnalysis(id);
      const total = { ...analysis.total, total: 30, totalExact: '30' };
      await writeFile(path, analysisJson({ ...analysis, total }));
      processes[0]!.kill('SIGKILL');
      await redis.client.flushall();

      const reader = await start(NEVER);
      // Nothing but the auditor can tell: the wrong analysis is served, and stored in Redis and in memory.
      expect(await totalOf(reader.client, id)).toBe('30');
      const auditing = await start('1');
      await expect.poll(() => totalOf(reader.client, id), polling).toBe('3');
      expect(await totalOf(auditing.client, id)).toBe('3');
      expect((await storedAnalysis(id)).analysis.total.totalExact).toBe('3');
      expect(auditing.log()).toContain('a stored analysis differs from what its rows give; it was removed');
      expect((await recomputed(auditing.client)).different).toBe(1);
      expect(await recomputed(reader.client)).toEqual({ same: 0, different: 0 });
    },
    TIMEOUT_MS,
  );

  it.each([
    { what: 'from rows that are damaged and cannot be rebuilt', losesSource: true },
    { what: 'that rows rebuilt from the source confirm', losesSource: false },
  ])(
    'keeps a stored analysis $what',
    async ({ losesSource }) => {
      const reader = await start(NEVER);
      const id = await uploaded(reader.client, 1);
      const intact = await uploaded(reader.client, 5);
      expect(await totalOf(reader.client, id)).toBe('3');
      expect(await totalOf(reader.client, intact)).toBe('7');
      const parquet = join(folderOf(id), 'normalized.parquet');
      const bytes = await readFile(parquet);
      bytes[Math.floor(bytes.length / 4)]! ^= 1;
      await writeFile(parquet, bytes);
      if (losesSource)
        await writeFile(join(folderOf(id), sourceFile({ fileName: 'amounts.csv' })), 'who,amount\nanna,100\n');
      const before = await readFile((await storedAnalysis(id)).path, 'utf8');

      const auditing = await start('1');
      const logged = losesSource ? 'could not be rebuilt' : 'was rebuilt from its source';
      await expect.poll(auditing.log, polling).toContain(logged);
      const { same } = await recomputed(auditing.client);
      // Analyses are recomputed one after the other: after one more the audit of the damaged version has ended.
      await expect.poll(async () => (await recomputed(auditing.client)).same, polling).toBeGreaterThan(same);
      expect((await recomputed(auditing.client)).different).toBe(0);
      expect(await readFile((await storedAnalysis(id)).path, 'utf8')).toBe(before);
      for (const { client } of [reader, auditing]) expect(await totalOf(client, id)).toBe('3');
    },
    TIMEOUT_MS,
  );
});
