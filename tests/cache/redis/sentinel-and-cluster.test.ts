import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { collectVersions, recordDataset } from '../../../src/cache/answer-versions.js';
import { freePort, hasRedis, type RedisServer, redisCli, startRedis, startSentinel } from '../../support/redis.js';
import { analysisOf, datasets, getAnalysis, HASH, openCaches, putAnalysis, schemaOf } from '../open-caches.js';

const OTHER_HASH = 'f'.repeat(32);
const FAILOVER = { timeout: 30_000, interval: 200 };

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function redis(args: string[], port?: number): Promise<RedisServer> {
  const server = await startRedis({ port, args });
  undo.push(() => server.stop());
  return server;
}

describe.skipIf(!hasRedis)('caches behind three Sentinels', () => {
  it('uses the caches again after the master has died', async () => {
    const master = await redis([]);
    const replica = await redis(['--replicaof', '127.0.0.1', String(master.port)]);
    await expect.poll(() => replica.client.info('replication'), FAILOVER).toContain('master_link_status:up');
    const folder = mkdtempSync(join(tmpdir(), 'concentric-sentinel-'));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const ports = [await freePort(), await freePort(), await freePort()];
    const idOf = (port: number) => String(port).padStart(40, '0');
    const sentinels = ports.map((port) => {
      const path = join(folder, `${port}.conf`);
      writeFileSync(
        path,
        [
          ...[`port ${port}`, `dir ${folder}`, `sentinel myid ${idOf(port)}`],
          ...[`sentinel monitor main 127.0.0.1 ${master.port} 2`, 'sentinel down-after-milliseconds main 500'],
          'sentinel failover-timeout main 2000',
          // As they would find out by themselves within some seconds.
          `sentinel known-replica main 127.0.0.1 ${replica.port}`,
          ...ports
            .filter((other) => other !== port)
            .map((other) => `sentinel known-sentinel main 127.0.0.1 ${other} ${idOf(other)}`),
          '',
        ].join('\n'),
      );
      return startSentinel(path);
    });
    for (const sentinel of sentinels) undo.push(() => sentinel.kill('SIGKILL'));
    const known = () => ports.map((port) => redisCli('-p', String(port), 'SENTINEL', 'CKQUORUM', 'main'));
    await expect.poll(known, FAILOVER).toEqual(ports.map(() => expect.stringContaining('OK 3 usable')));
    const replicas = () => ports.map((port) => redisCli('-p', String(port), 'SENTINEL', 'REPLICAS', 'main'));
    await expect.poll(replicas, FAILOVER).toEqual(ports.map(() => expect.stringContaining(String(replica.port))));

    const opened = await openCaches(`redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/main`);
    undo.push(() => opened.caches.close());
    const [dataset] = datasets(1) as [ReturnType<typeof datasets>[0]];
    await opened.caches.schemas.refresh(dataset);
    expect(await opened.caches.statistics()).toMatchObject({ backend: 'redis-sentinel', healthy: true });
    await expect.poll(() => replica.client.exists(`schema_summary:${dataset.id}`)).toBe(1);

    await master.stop();
    expect(await opened.caches.schemas.getMany([dataset])).toEqual([schemaOf(dataset)]);
    let revision = dataset.revision;
    const isInReplica = async () => {
      await opened.caches.schemas.refresh({ ...dataset, revision: ++revision });
      return (await replica.client.get(`schema_summary:${dataset.id}`))?.includes(`"revision":${revision},`);
    };
    await expect.poll(isInReplica, FAILOVER).toBe(true);
    expect((await opened.caches.statistics()).healthy).toBe(true);
  }, 120_000);
});

/** The bus port is the port + 10,000: not above 65,535. Either may be taken. */
async function startClusterNode(attempts = 5): Promise<RedisServer> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  try {
    return await startRedis({ port, args: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'] });
  } catch (error) {
    if (attempts === 1) throw error;
    return startClusterNode(attempts - 1);
  }
}

describe.skipIf(!hasRedis)('caches on a Cluster of six nodes', () => {
  const servers: RedisServer[] = [];
  let url: string;

  beforeAll(async () => {
    for (let node = 0; node < 6; node++) {
      servers.push(await startClusterNode());
    }
    const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
    redisCli('--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes');
    await vi.waitFor(async () => {
      const states = await Promise.all(servers.map(({ client }) => client.call('CLUSTER', 'INFO')));
      expect(states).toEqual(servers.map(() => expect.stringContaining('cluster_state:ok')));
    }, FAILOVER);
    url = `redis+cluster://${addresses.join(',')}`;
  }, 120_000);
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it('stores, finds and drops values as on a single server', async () => {
    const records = datasets(50);
    const writer = await openCaches(url, { prefix: 'conc:' });
    undo.push(() => writer.caches.close());
    for (const record of records) {
      await writer.caches.schemas.refresh(record);
      await putAnalysis(writer.caches, record, analysisOf(record, HASH));
    }
    await expect.poll(async () => (await writer.counters('redis')).fills).toBe(100);

    const reader = await openCaches(url, { prefix: 'conc:' });
    undo.push(() => reader.caches.close());
    expect(await reader.caches.schemas.getMany(records)).toEqual(records.map(schemaOf));
    expect(reader.disk.reads).toBe(0);
    expect(await getAnalysis(reader.caches, records[0]!)).toEqual(analysisOf(records[0]!, HASH));
    // Values, and their indexes.
    expect((await reader.counters('redis')).entries).toBe(150);
    const work = { read: async () => null, compute: async () => analysisOf(records[1]!, OTHER_HASH) };
    expect(await reader.caches.analyses.getOrCompute(records[1]!, OTHER_HASH, work)).toEqual(
      analysisOf(records[1]!, OTHER_HASH),
    );
    const { versions } = await collectVersions(() => records.slice(0, 2).forEach(recordDataset));
    writer.caches.operations.store('operation', versions, '{"of":"two"}');
    await expect.poll(async () => reader.caches.operations.find('operation')).toMatchObject({ status: 'hit' });
    expect((await reader.counters('redis')).entries).toBe(154);
    expect(await writer.caches.dropDataset(records[0]!.id)).toBe(3);
    // Both values and their index, the answer and its index.
    expect((await reader.counters('redis')).entries).toBe(149);
    expect((await writer.counters('redis')).errors).toBe(0);
  }, 60_000);

  it('answers correctly while a master is dead and uses the caches again afterwards', async () => {
    let records = datasets(50);
    const opened = await openCaches(url);
    undo.push(() => opened.caches.close());
    for (const record of records) await opened.caches.schemas.refresh(record);

    // The first three of those that make a Cluster are its masters; a replica that never had their data follows none.
    const replications = () => Promise.all(servers.slice(3).map(({ client }) => client.info('replication')));
    await expect.poll(replications, FAILOVER).toEqual(Array(3).fill(expect.stringContaining('master_link_status:up')));
    await servers.shift()!.stop();
    expect(await opened.caches.schemas.getMany(records)).toEqual(records.map(schemaOf));
    const readsOfAnother = async () => {
      records = records.map((record) => ({ ...record, revision: record.revision + 1 }));
      for (const record of records) await opened.caches.schemas.refresh(record);
      const reader = await openCaches(url);
      expect(await reader.caches.schemas.getMany(records)).toEqual(records.map(schemaOf));
      reader.caches.close();
      return reader.disk.reads;
    };
    await expect.poll(readsOfAnother, FAILOVER).toBe(0);
    expect(await opened.caches.statistics()).toMatchObject({ backend: 'redis-cluster', healthy: true });
  }, 60_000);
});
