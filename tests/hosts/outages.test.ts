import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Cluster, type Host, hasServers, openCluster, type Servers, startServers } from '../support/cluster.js';
import { startFailingProxy } from '../support/failing-proxy.js';
import { startTraffic, type TrafficResult } from './traffic.js';

const MAX_BACK_MS = 5_000;
/** Of the start of all servers and hosts, on a busy machine. */
const MAX_START_MS = 180_000;
const MAX_TEST_MS = 90_000;
const WAIT = { timeout: 60_000, interval: 50 };
const ROWS = 50_000;
const CSV = `customer,amount\n${Array.from({ length: ROWS }, (_, row) => `customer ${row % 1000},${row}\n`).join('')}`;
const COUNT = '{ datasets { totalCount } }';
const DATASET = `query($id: ID!) { dataset(id: $id) { status version rowCount failure { code message } versions { version }
  analysis(input: { groupBy: ["customer"], value: "amount" }) { total { totalExact } } } }`;
const WHOLE = {
  status: 'READY',
  version: 1,
  rowCount: ROWS,
  failure: null,
  versions: [{ version: 1 }],
  analysis: { total: { totalExact: String((ROWS * (ROWS - 1)) / 2) } },
};
/** What a client may get while a store is away. */
const PERMITTED = ['STORAGE_UNAVAILABLE'];

describe.skipIf(!hasServers)('hosts under requests', () => {
  let servers: Servers;
  let cluster: Cluster;
  let webs: [Host, Host];
  let worker: Host;

  beforeAll(async () => {
    servers = await startServers();
    cluster = await openCluster(servers);
    const options = { proxied: ['store'] as const };
    const [a, b, reader] = await Promise.all([
      cluster.start('web', {}, options),
      cluster.start('web', {}, options),
      cluster.start('worker', {}, options),
    ]);
    webs = [a, b];
    worker = reader;
  }, MAX_START_MS);
  afterAll(async () => {
    await cluster?.close();
    await servers?.stop();
  });

  async function traffic(permitted: readonly string[]) {
    const started = await startTraffic(webs, { permitted });
    onTestFinished(() => void started.end());
    await started.goesOn();
    return started;
  }

  function expectNothingWrong({ failures, stale, lost, ...figures }: TrafficResult): void {
    expect({ failures, stale, lost }).toEqual({ failures: [], stale: [], lost: [] });
    if (process.env.HOSTS_KILLS !== undefined) console.log(figures);
  }

  /** Every dataset is READY, or FAILED with its reason. */
  async function isSettled() {
    const unsettled = async () =>
      (await cluster.records()).filter(({ status, failure, pending }) =>
        status === 'FAILED' ? failure === null : status !== 'READY' || pending !== null,
      );
    await expect.poll(unsettled, WAIT).toEqual([]);
  }

  it.each<[string, () => unknown]>([
    ['is restarted', () => servers.postgres.halt('fast')],
    ['is killed and recovers', () => servers.postgres.kill()],
  ])(
    'while PostgreSQL %s: no acknowledged change is lost, nothing is stale, errors are named, all is back within 5 s',
    {
      timeout: MAX_TEST_MS,
    },
    async (_, stop) => {
      const requests = await traffic(PERMITTED);
      const { id } = await cluster.beginHeld(webs[0], [worker], CSV);
      // What holds it up ends with PostgreSQL.
      await stop();
      // Requests are answered meanwhile.
      await pause(1_000);
      servers.postgres.start();
      const startedAt = performance.now();
      const isBack = async (web: Host) => (await web.gql(COUNT)).errors === undefined;
      for (const web of webs) await expect.poll(() => isBack(web), { timeout: MAX_BACK_MS, interval: 20 }).toBe(true);
      if (process.env.HOSTS_KILLS !== undefined)
        console.log(`back after ${Math.round(performance.now() - startedAt)} ms`);
      await requests.goesOn();
      const result = await requests.end();
      expectNothingWrong(result);
      expect(result.refused).toBeGreaterThan(0);
      await isSettled();
      expect((await webs[1].gql(DATASET, { id })).data.dataset).toEqual(WHOLE);
    },
  );

  it('while the store is slow: no request fails', { timeout: MAX_TEST_MS }, async () => {
    const requests = await traffic([]);
    for (const host of [...webs, worker]) host.cut(['store'], { delayMs: 100 });
    await requests.goesOn();
    for (const host of [...webs, worker]) host.heal();
    expectNothingWrong(await requests.end());
  });

  it('while the store is away: uploads fail with a named error, the rest goes on, and nothing half-written is visible', {
    timeout: MAX_TEST_MS,
  }, async () => {
    const requests = await traffic(PERMITTED);
    for (const host of [...webs, worker]) host.cut(['store'], 'cut');
    await requests.goesOn();
    for (const host of [...webs, worker]) host.heal();
    await requests.goesOn();
    const result = await requests.end();
    expectNothingWrong(result);
    expect(result.refused).toBeGreaterThan(0);
    await isSettled();
  });

  // Of a host alone: tests/storage/objects.
  it.skipIf(process.env.HOSTS_KILLS === undefined)(
    'while the store fails every third request: no request fails',
    { timeout: MAX_TEST_MS },
    async () => {
      const failing = await startFailingProxy(servers.swift.port);
      onTestFinished(() => failing.close());
      const S3_ENDPOINT = `http://127.0.0.1:${failing.port}`;
      const hosts = await Promise.all([
        cluster.start('web', { S3_ENDPOINT }, { proxied: [] }),
        cluster.start('worker', { S3_ENDPOINT }, { proxied: [] }),
      ]);
      // The other worker would read the files.
      worker.pause();
      onTestFinished(async () => {
        worker.resume();
        for (const host of hosts) await host.kill();
      });
      const requests = await startTraffic([hosts[0]]);
      await requests.goesOn();
      expectNothingWrong(await requests.end());
      expect(failing.failures).toBeGreaterThan(3);
    },
  );
});
