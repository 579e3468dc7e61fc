import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient } from '../support/client.js';
import { addressOf, type ServiceProcess, startProcess } from '../support/process.js';

const CSV = 'customer,amount\nA,60\nB,30\n';
const DATASET = 'query($id: ID!) { dataset(id: $id) { name } }';
const RENAME =
  'mutation($id: ID!, $name: String!) { updateDataset(input: { id: $id, name: $name }) { dataset { name } } }';

/** POSTs on a connection of its own: the processes take connections in turn. */
function post(url: string, body: object): Promise<{ data: Record<string, { name: string }> }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    request(`${url}/graphql`, { method: 'POST', agent: false, headers }, (response) => {
      text(response).then((answer) => resolve(JSON.parse(answer)), reject);
    })
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}

describe('PROCESSES=2', () => {
  let storageDir: string;
  let first: ServiceProcess;
  let url: string;

  beforeAll(async () => {
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-processes-'));
    first = startProcess({ STORAGE_DIR: storageDir, PROCESSES: '2', MEMORY_LIMIT: '256MB' });
    first.stderr.resume();
    url = await addressOf(first);
    await vi.waitFor(async () => expect(await countOfServing()).toBe(2), { timeout: 30_000, interval: 200 });
  });
  afterAll(async () => {
    first.kill('SIGKILL');
    await rm(storageDir, { recursive: true, force: true });
  });

  async function countOfServing(): Promise<number> {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^concentric_processes\{.*\} (\d+)$/m.exec(metrics)?.[1]);
  }

  function children(): number[] {
    const listed = readFileSync(`/proc/${first.pid}/task/${first.pid}/children`, 'utf8').trim();
    return listed === '' ? [] : listed.split(' ').map(Number);
  }

  it('loads the sample once', async () => {
    const { data } = await createClient(url).gql('{ datasets { totalCount } }');
    expect(data.datasets.totalCount).toBe(1);
  });

  it('shows a change in the next answer of every process', async () => {
    const { upload } = createClient(url);
    const { data } = await upload({ content: CSV, fileName: 'sales.csv' });
    const { id } = data.uploadDataset.dataset;
    for (let round = 1; round <= 10; round++) {
      await post(url, { query: RENAME, variables: { id, name: `name ${round}` } });
      const answers = await Promise.all([1, 2, 3, 4].map(() => post(url, { query: DATASET, variables: { id } })));
      expect(answers.map(({ data: { dataset } }) => dataset!.name)).toEqual(Array(4).fill(`name ${round}`));
    }
  });

  it('adds up the metrics of its processes', async () => {
    const count = async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const line =
        /^concentric_http_request_duration_seconds_count\{route="\/graphql",operation="query",status="200".*\} (\d+)$/m;
      return Number(line.exec(metrics)?.[1] ?? 0);
    };
    const before = await count();
    for (let n = 0; n < 10; n++) await post(url, { query: '{ datasets { totalCount } }' });
    await expect.poll(count).toBe(before + 10);
  });

  it('replaces a process that was killed', async () => {
    const [killed, kept] = children();
    process.kill(killed!, 'SIGKILL');
    await expect.poll(children, { timeout: 30_000 }).not.toContain(killed);
    await expect.poll(countOfServing, { timeout: 30_000 }).toBe(2);
    expect(children()).toContain(kept);
    expect((await post(url, { query: '{ datasets { totalCount } }' })).data).toBeDefined();
  });

  it('ends all processes at SIGTERM, with exit code 0', async () => {
    const pids = children();
    first.kill('SIGTERM');
    const [code] = await once(first, 'exit');
    expect(code).toBe(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('ends with one line and a non-zero exit code where it cannot start', async () => {
    const file = join(storageDir, 'a file');
    await writeFile(file, '');
    const env = { PATH: process.env.PATH, PORT: '0', PROCESSES: '2', STORAGE_DIR: file, LOG_LEVEL: 'silent' };
    const { status, stderr } = spawnSync(process.execPath, [first.spawnargs.at(-1)!], { env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('STORAGE_DIR');
  });
});
