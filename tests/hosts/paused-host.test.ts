import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { type Client, createClient } from '../support/client.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../support/postgres.js';
import { addressOf, type ServiceProcess, startProcess } from '../support/process.js';
import { readMetrics } from '../support/read-metrics.js';

const ROWS = 150_000;
const MAX_WAIT_MS = 120_000;

const csv = `customer,amount\n${Array.from({ length: ROWS }, (_, row) => `customer ${row % 1000},${row}\n`).join('')}`;
const DATASET = `query($id: ID!) { dataset(id: $id) { status version rowCount failure { code message } versions { version }
  analysis(input: { groupBy: ["customer"], value: "amount" }) { total { entityCount totalExact } } } }`;
const UPLOAD = 'mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { dataset { id } } }';
const SUM = String((ROWS * (ROWS - 1)) / 2);

interface Host extends Client {
  child: ServiceProcess;
}

describe.skipIf(!hasPostgres)('a host that reads a file', () => {
  let server: PostgresServer;
  let environment: Record<string, string>;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    const storageDir = await mkdtemp(join(tmpdir(), 'concentric-killed-'));
    onTestFinished(() => rm(storageDir, { recursive: true, force: true }));
    const url = await server.createDatabase();
    await migrate(url);
    environment = { STORAGE_DIR: storageDir, DATABASE_URL: url, SAMPLE_DATA: 'false', MEMORY_LIMIT: '512MB' };
  });

  async function start(): Promise<Host> {
    const child = startProcess(environment);
    child.stderr.resume();
    onTestFinished(async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    });
    return { ...createClient(await addressOf(child)), child };
  }

  /** Sends a file and returns when its job has begun. */
  async function uploadTo(host: Host): Promise<string> {
    const { data, errors } = await host.upload({
      content: csv,
      fileName: 'rows.csv',
      input: { wait: false },
      query: UPLOAD,
    });
    expect(errors).toBeUndefined();
    return data.uploadDataset.dataset.id;
  }

  async function ended(host: Client, id: string) {
    const deadline = performance.now() + MAX_WAIT_MS;
    for (;;) {
      const { data } = await host.gql(DATASET, { id });
      if (data.dataset.status !== 'PROCESSING' || performance.now() > deadline) return data.dataset;
      await pause(200);
    }
  }

  const whole = {
    status: 'READY',
    version: 1,
    rowCount: ROWS,
    failure: null,
    versions: [{ version: 1 }],
    analysis: { total: { entityCount: 1000, totalExact: SUM } },
  };

  async function recordOf(id: string): Promise<{ revision: number }> {
    const [row] = await sql<{ revision: number }>(
      environment.DATABASE_URL!,
      'SELECT revision::int FROM datasets WHERE id = $1',
      [id],
    );
    return row!;
  }

  it('publishes nothing after it was paused and its job was taken over', { timeout: MAX_WAIT_MS }, async () => {
    const [paused, other] = [await start(), await start()];
    const id = await uploadTo(paused);
    paused.child.kill('SIGSTOP');
    expect(await ended(other, id)).toEqual(whole);
    const { revision } = await recordOf(id);
    paused.child.kill('SIGCONT');
    expect(await ended(paused, id)).toEqual(whole);
    // Until its job has ended too.
    await expect
      .poll(async () => (await readMetrics(paused.url)).get('concentric_ingest_files{state="running"}'), {
        timeout: 60_000,
      })
      .toBe(0);
    expect(await ended(other, id)).toEqual(whole);
    expect(await recordOf(id)).toEqual({ revision });
    const { data } = await other.gql(
      'query($id: ID!) { dataset(id: $id) { lineage { operation } preview(first: 1) { rows } } }',
      { id },
    );
    expect(data.dataset.lineage.length).toBeGreaterThan(0);
    expect(data.dataset.preview.rows).toEqual([['customer 0', '0']]);
  });
});
