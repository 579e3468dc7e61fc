import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, type Host, hasServers, openCluster, type Servers, startServers } from '../support/cluster.js';
import { type Direction, makeNetwork, type Network, whyNoNetwork } from '../support/network.js';
import { readMetrics } from '../support/read-metrics.js';

/** With it all cuts are tried, not only those of CI: `HOSTS_KILLS=1 npm test -- tests/hosts/network`. */
const isLong = process.env.HOSTS_KILLS !== undefined;
const MAX_BEGUN_AGAIN_MS = 10_000;
const MAX_BACK_MS = 5_000;
/** Of the start of all servers and hosts, on a busy machine. */
const MAX_START_MS = 180_000;
const MAX_TEST_MS = 60_000;
const WAIT = { timeout: 50_000, interval: 50 };
const ROWS = 50_000;
const CSV = `customer,amount\n${Array.from({ length: ROWS }, (_, row) => `customer ${row % 1000},${row}\n`).join('')}`;
const SMALL = 'customer,amount\nA,60\nB,30\n';
const STATUS = 'query($id: ID!) { dataset(id: $id) { status } }';
const DATASET = `query($id: ID!) { dataset(id: $id) { status version rowCount failure { code message } versions { version }
  analysis(input: { groupBy: ["customer"], value: "amount" }) { total { totalExact } } } }`;
const NAME = 'query($id: ID!) { dataset(id: $id) { name } }';
const RENAME =
  'mutation($id: ID!, $name: String!) { updateDataset(input: { id: $id, name: $name }) { dataset { name } } }';
const RUNNING = 'concentric_ingest_files{state="running"}';
const WHOLE = {
  status: 'READY',
  version: 1,
  rowCount: ROWS,
  failure: null,
  versions: [{ version: 1 }],
  analysis: { total: { totalExact: String((ROWS * (ROWS - 1)) / 2) } },
};

type Server = 'database' | 'queue' | 'store';
const NAMES = ['database', 'queue', 'store', 'web-a', 'web-b', 'worker-a', 'worker-b'] as const;
type Name = (typeof NAMES)[number];

if (whyNoNetwork !== null) {
  console.warn(`Network namespaces cannot be used, so that tests/hosts/network is skipped: ${whyNoNetwork}.`);
}

/** Each host and each server is in a network namespace of its own. A cut drops packets: no connection is closed. */
describe.skipIf(!hasServers || whyNoNetwork !== null)('hosts whose packets vanish', () => {
  let network: Network<Name>;
  let servers: Servers;
  let cluster: Cluster;
  let webs: [Host, Host];
  let workers: [Host, Host];
  let nameOf: Map<Host, Name>;

  beforeAll(async () => {
    network = makeNetwork(NAMES);
    const [database, queue, store] = (['database', 'queue', 'store'] as const).map((name) => network.place(name));
    servers = await startServers({ database: database!, queue: queue!, store: store! });
    cluster = await openCluster(servers);
    const start = (name: Name, role: 'web' | 'worker') =>
      cluster.start(role, { ALLOW_ANONYMOUS: 'true' }, { place: network.place(name) });
    const hosts = await Promise.all([
      start('web-a', 'web'),
      start('web-b', 'web'),
      start('worker-a', 'worker'),
      start('worker-b', 'worker'),
    ]);
    webs = [hosts[0], hosts[1]];
    workers = [hosts[2], hosts[3]];
    nameOf = new Map(hosts.map((host, nth) => [host, NAMES[nth + 3]!]));
  }, MAX_START_MS);
  afterAll(async () => {
    await cluster?.close();
    await servers?.stop();
    network?.remove();
  });

  async function isRead(web: Host, id: string) {
    await expect.poll(async () => (await web.gql(STATUS, { id })).data.dataset.status, WAIT).not.toBe('PROCESSING');
    expect((await web.gql(DATASET, { id })).data.dataset).toEqual(WHOLE);
  }

  const cuts: [Server[], Direction][] = [
    [['database', 'queue', 'store'], 'both'],
    ...(isLong
      ? ([
          [['database'], 'both'],
          [['database'], 'replies'],
          [['queue'], 'both'],
          [['database', 'queue'], 'both'],
          [['database', 'queue', 'store'], 'replies'],
        ] satisfies [Server[], Direction][])
      : []),
  ];

  it.each(cuts)(
    '%j (%s): what a worker reads is begun again by the other one, and published once',
    {
      timeout: MAX_TEST_MS,
    },
    async (others, direction) => {
      const [web] = webs;
      const { id, files, reader } = await cluster.beginHeld(web, workers, CSV);
      reader.pause();
      network.cut(nameOf.get(reader)!, others, direction);
      const cutAt = await cluster.now();
      await files.release();
      reader.resume();
      await isRead(web, id);
      const begunAgainMs = (await cluster.changes(id)).find(({ at }) => at > cutAt)!.at - cutAt;
      expect(begunAgainMs).toBeLessThan(MAX_BEGUN_AGAIN_MS);
      if (isLong) console.log(`${others}, ${direction}: ${Math.round(begunAgainMs)} ms`);
      const { revision } = await cluster.record(id);
      network.heal(nameOf.get(reader)!);
      await expect.poll(async () => (await readMetrics(reader.url)).get(RUNNING), WAIT).toBe(0);
      await isRead(web, id);
      expect(await cluster.record(id)).toMatchObject({ revision, pending: null });
    },
  );

  it.each(['both', 'replies'] as const)(
    'a host without PostgreSQL (%s) serves nothing older, names the error, and is back within 5 s',
    { timeout: MAX_TEST_MS },
    async (direction) => {
      const [cut, other] = webs;
      const { data } = await other.upload({ content: SMALL, fileName: 'sales.csv' });
      const { id } = data.uploadDataset.dataset;
      // Cached.
      for (let n = 0; n < 3; n++) expect((await cut.gql(NAME, { id })).data.dataset.name).toBe('sales');
      network.cut(nameOf.get(cut)!, ['database'], direction);
      expect((await other.gql(RENAME, { id, name: 'renamed' })).errors).toBeUndefined();
      for (const request of [cut.gql(NAME, { id }), cut.upload({ content: SMALL, fileName: 'more.csv' })]) {
        const { data: answered, errors } = await request;
        expect(errors?.[0]).toMatchObject({
          message: expect.stringContaining('PostgreSQL is not available'),
          extensions: { code: 'STORAGE_UNAVAILABLE' },
        });
        expect(Object.values(answered ?? {}).every((value) => value === null)).toBe(true);
      }
      expect((await other.gql(NAME, { id })).data.dataset.name).toBe('renamed');
      network.heal(nameOf.get(cut)!);
      const healedAt = performance.now();
      await expect
        .poll(async () => (await cut.gql(NAME, { id })).data.dataset?.name, { timeout: MAX_BACK_MS, interval: 50 })
        .toBe('renamed');
      if (isLong) console.log(`back after ${Math.round(performance.now() - healedAt)} ms`);
    },
  );

  it('a host without the store serves what is on its disk, and nothing half-written is visible', {
    timeout: MAX_TEST_MS,
  }, async () => {
    const [cut, other] = webs;
    const { data } = await other.upload({ content: SMALL, fileName: 'sales.csv' });
    const { id } = data.uploadDataset.dataset;
    const analyze = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: ["customer"], value: "amount" }) { total { total } } } }`;
    const totals = async (host: Host) => (await host.gql(analyze, { id })).data.dataset.analysis.total.total;
    expect(await totals(cut)).toBe(90);
    const count = async () => (await other.gql('{ datasets { totalCount } }')).data.datasets.totalCount;
    const before = await count();
    network.cut(nameOf.get(cut)!, ['store']);
    expect(await totals(cut)).toBe(90);
    const refused = await cut.upload({ content: SMALL, fileName: 'more.csv' });
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringContaining('the object store is not available'),
      extensions: { code: 'STORAGE_UNAVAILABLE' },
    });
    expect(await count()).toBe(before);
    network.heal(nameOf.get(cut)!);
    expect((await cut.upload({ content: SMALL, fileName: 'more.csv' })).errors).toBeUndefined();
  });
});
