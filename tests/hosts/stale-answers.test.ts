import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { startApp, type TestApp } from '../support/app.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres.js';

const LIMIT_SECONDS = 3;
const DATASET = 'query($id: ID!) { dataset(id: $id) { id name } }';
const RENAME =
  'mutation($id: ID!, $name: String!) { updateDataset(input: { id: $id, name: $name }) { dataset { name } } }';

describe.skipIf(!hasPostgres)('a host that is cut off from PostgreSQL, with SERVE_STALE_SECONDS', () => {
  let server: PostgresServer;
  let proxy: FaultProxy;
  let [cutOff, other]: TestApp[] = [];
  let id: string;

  beforeAll(async () => {
    server = await startPostgres();
    const url = await server.createDatabase();
    await migrate(url);
    proxy = await startFaultProxy(server.port);
    const STORAGE_DIR = await mkdtemp(join(tmpdir(), 'concentric-hosts-'));
    other = await startApp({ STORAGE_DIR, DATABASE_URL: url });
    cutOff = await startApp({
      STORAGE_DIR,
      DATABASE_URL: url.replace(`:${server.port}/`, `:${proxy.port}/`),
      SERVE_STALE_SECONDS: String(LIMIT_SECONDS),
    });
    const content = 'customer,month,amount\nA,2024-01,60\n';
    id = (await other.upload({ fileName: 'sales.csv', content })).data.uploadDataset.dataset.id;
  });
  afterAll(async () => {
    proxy.set('none');
    await Promise.all([cutOff?.close(), other?.close()]);
    await proxy.close();
    await rm(other!.storageDir, { recursive: true });
    server.stop();
  });

  it('serves marked answers up to the limit, refuses the rest, and is current again at once', async () => {
    const [host, writer] = [cutOff!, other!];
    for (let n = 0; n < 2; n++) await host.gql(DATASET, { id });
    proxy.set('cut');
    const cutAt = Date.now();
    expect((await writer.gql(RENAME, { id, name: 'renamed elsewhere' })).errors).toBeUndefined();

    const ages: number[] = [];
    let answer = await host.gql(DATASET, { id });
    expect(answer.data?.dataset.name).toBe('sales');
    while (answer.status === 200) {
      const { comparedAt, isStale } = answer.extensions?.freshness ?? expect.unreachable();
      expect(isStale).toBe(true);
      expect(Date.parse(comparedAt)).toBeLessThanOrEqual(cutAt);
      ages.push(Date.now() - Date.parse(comparedAt));
      if (ages.length === 1) {
        const ready = await fetch(`${host.url}/health/ready`);
        expect([ready.status, await ready.json()]).toMatchObject([200, { details: { database: { isStale: true } } }]);
        expect((await host.gql('query($id: ID!) { dataset(id: $id) { status } }', { id })).status).toBe(503);
        const renamed = await host.gql(RENAME, { id, name: 'never' });
        expect(renamed.errors?.[0]?.extensions.code).toBe('STORAGE_UNAVAILABLE');
      }
      answer = await host.gql(DATASET, { id });
    }
    expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'STORAGE_UNAVAILABLE' } }] });
    expect((await fetch(`${host.url}/health/ready`)).status).toBe(503);
    expect(Math.max(...ages)).toBeLessThan(LIMIT_SECONDS * 1000 + 1_500);
    expect(await metric(host, 'concentric_stale_answers_total')).toBe(ages.length);

    proxy.set('none');
    for (let n = 0; n < 20; n++) {
      const current = await host.gql(DATASET, { id });
      expect(current).toMatchObject({ status: 200, data: { dataset: { name: 'renamed elsewhere' } } });
      expect(current.extensions?.freshness).toBeUndefined();
    }
  });
});

async function metric({ url }: TestApp, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
}
