import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Host, hasServers, openCluster, type Servers, type Service, startServers } from '../support/cluster.js';
import type { Fault } from '../support/fault-proxy.js';
import { readMetrics } from '../support/read-metrics.js';

/** With it all variations run, not only those of CI: `HOSTS_KILLS=1 npm test -- tests/hosts/partitions`. */
const isLong = process.env.HOSTS_KILLS !== undefined;
const MAX_BEGUN_AGAIN_MS = 10_000;
/** Of the start of all servers and hosts, on a busy machine. */
const MAX_START_MS = 180_000;
const MAX_TEST_MS = 120_000;
const WAIT = { timeout: 60_000, interval: 50 };
const ROWS = 50_000;
const CSV = `customer,amount\n${Array.from({ length: ROWS }, (_, row) => `customer ${row % 1000},${row}\n`).join('')}`;
const SMALL = 'customer,amount\nA,1\n';
const STATUS = 'query($id: ID!) { dataset(id: $id) { status } }';
const DATASET = `query($id: ID!) { dataset(id: $id) { status version rowCount failure { code message } versions { version }
  analysis(input: { groupBy: ["customer"], value: "amount" }) { total { entityCount totalExact } } } }`;
const RUNNING = 'concentric_ingest_files{state="running"}';
const FILES_READ = 'concentric_ingest_duration_seconds_count{outcome="ok"}';
const WHOLE = {
  status: 'READY',
  version: 1,
  rowCount: ROWS,
  failure: null,
  versions: [{ version: 1 }],
  analysis: { total: { entityCount: 1000, totalExact: String((ROWS * (ROWS - 1)) / 2) } },
};

/** `publication`: the file was read, and nothing of the version is stored yet. `commit`: its last statement has no reply yet. */
type Moment = 'reading' | 'publication' | 'commit';
interface Variation {
  services: Service[];
  fault: Fault & string;
  moment: Moment;
  isHealedFirst?: boolean;
}

const ALL: Service[] = ['database', 'queue', 'store'];
/** Those of the network are in network.test.ts. */
const IN_CI: Variation[] = [{ services: ['database'], fault: 'cut', moment: 'commit' }];
const OTHERS: Variation[] = [
  { services: ALL, fault: 'drop', moment: 'reading' },
  { services: ['database'], fault: 'cut', moment: 'reading' },
  { services: ['database'], fault: 'drop', moment: 'reading' },
  { services: ['queue'], fault: 'cut', moment: 'reading' },
  { services: ['queue'], fault: 'drop', moment: 'reading' },
  { services: ['database', 'queue'], fault: 'cut', moment: 'reading' },
  { services: ['database', 'queue'], fault: 'drop', moment: 'reading' },
  { services: ['database'], fault: 'cut', moment: 'publication' },
  { services: ['database'], fault: 'drop', moment: 'publication' },
  { services: ALL, fault: 'drop', moment: 'publication' },
  { services: ['database'], fault: 'drop', moment: 'commit' },
  { services: ALL, fault: 'cut', moment: 'commit' },
  { services: ['database'], fault: 'cut', moment: 'reading', isHealedFirst: true },
  { services: ALL, fault: 'drop', moment: 'reading', isHealedFirst: true },
  { services: ['database'], fault: 'drop', moment: 'publication', isHealedFirst: true },
];
const VARIATIONS = isLong ? [...IN_CI, ...OTHERS] : IN_CI;
const titleOf = ({ services, fault, moment, isHealedFirst }: Variation) =>
  `from ${services.join(', ')} (${fault}), at ${moment}, healed ${isHealedFirst ? 'before' : 'after'} another could take over`;

describe.skipIf(!hasServers)('a worker that is cut off', () => {
  let servers: Servers;
  beforeAll(async () => {
    servers = await startServers();
  }, MAX_START_MS);
  afterAll(() => servers.stop());

  async function hosts() {
    const cluster = await openCluster(servers);
    onTestFinished(() => cluster.close());
    const [web, ...workers] = await Promise.all([
      cluster.start('web'),
      cluster.start('worker'),
      cluster.start('worker'),
    ]);
    return { cluster, web, workers };
  }

  async function isRead(web: Host, id: string) {
    await expect.poll(async () => (await web.gql(STATUS, { id })).data.dataset.status, WAIT).not.toBe('PROCESSING');
    expect((await web.gql(DATASET, { id })).data.dataset).toEqual(WHOLE);
  }

  /** Once the job of a worker has ended, whatever its outcome. */
  async function isIdle(worker: Host) {
    await expect.poll(async () => (await readMetrics(worker.url)).get(RUNNING), WAIT).toBe(0);
  }

  it.each(VARIATIONS.map((variation) => [titleOf(variation), variation] as const))(
    '%s: the file is read, and one version published',
    { timeout: MAX_TEST_MS },
    async (_title, { services, fault, moment, isHealedFirst = false }) => {
      const { cluster, web, workers } = await hosts();
      const { id, files, reader } = await cluster.beginHeld(web, workers, CSV);
      if (moment === 'reading') reader.pause();
      else await files.isWaitedFor();
      if (moment === 'commit') {
        const record = await cluster.holdRecord(id);
        await files.release();
        await record.isWaitedFor();
        reader.cut(services, fault);
        await record.release();
      } else {
        reader.cut(services, fault);
        await files.release();
      }
      const cutAt = await cluster.now();
      reader.resume();
      if (isHealedFirst) reader.heal();
      await isRead(web, id);
      const changes = await cluster.changes(id);
      if (moment === 'commit') {
        // Created, taken, published: PostgreSQL has the change, whose reply was lost.
        expect(changes).toHaveLength(3);
      } else {
        const begunAgainMs = changes.find(({ at }) => at > cutAt)!.at - cutAt;
        expect(begunAgainMs).toBeLessThan(MAX_BEGUN_AGAIN_MS);
        if (isLong) console.log(`${titleOf({ services, fault, moment })}: ${Math.round(begunAgainMs)} ms`);
      }
      const { revision } = await cluster.record(id);

      reader.heal();
      await isIdle(reader);
      await isRead(web, id);
      expect(await cluster.record(id)).toMatchObject({ revision, pending: null, version: 1 });
      const counts = await Promise.all(workers.map(async ({ url }) => (await readMetrics(url)).get(FILES_READ) ?? 0));
      expect(counts[0]! + counts[1]!).toBeLessThanOrEqual(1);
      // It works as before.
      for (const worker of workers) if (worker !== reader) worker.pause();
      const next = await cluster.send(web, SMALL);
      await expect.poll(async () => (await web.gql(STATUS, { id: next })).data.dataset.status, WAIT).toBe('READY');
    },
  );

  it.skipIf(!isLong).each(['cut', 'drop'] as const)(
    'before it has begun (%s): another one reads the files',
    { timeout: MAX_TEST_MS },
    async (fault) => {
      const { cluster, web, workers } = await hosts();
      // Not from the queue, so that it still gets hints.
      workers[0]!.cut(['database'], fault);
      const ids = await Promise.all([1, 2, 3, 4].map(() => cluster.send(web, SMALL)));
      const sentAt = await cluster.now();
      for (const id of ids) {
        await expect.poll(async () => (await web.gql(STATUS, { id })).data.dataset.status, WAIT).toBe('READY');
        expect((await cluster.changes(id)).at(-1)!.at - sentAt).toBeLessThan(MAX_BEGUN_AGAIN_MS);
      }
    },
  );
});
