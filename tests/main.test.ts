import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from './support/client.js';
import { addressOf, type ServiceProcess, startProcess } from './support/process.js';

describe('the process', () => {
  let storageDir: string;
  const children: ServiceProcess[] = [];

  beforeEach(async () => {
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-main-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(storageDir, { recursive: true, force: true });
  });

  function start(environment: Record<string, string> = {}): ServiceProcess {
    const child = startProcess({ STORAGE_DIR: storageDir, ...environment });
    children.push(child);
    return child;
  }

  async function refused(environment: Record<string, string>) {
    const child = start(environment);
    const [message, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return { message: message.trim(), code };
  }

  it('prints its address, loads the sample, and exits with 0 at SIGTERM', async () => {
    const child = start();
    const { gql } = createClient(await addressOf(child));
    const { data } = await gql(
      '{ datasets { nodes { id name status rowCount schema { periodGrain } suggestions { groupBy value } } } }',
    );
    const [sample] = data.datasets.nodes;
    expect(data.datasets.nodes).toHaveLength(1);
    expect(sample).toMatchObject({
      name: 'Sample: sales 2023-2024',
      status: 'READY',
      rowCount: 300,
      schema: { periodGrain: 'YEAR_MONTH' },
    });
    expect(sample.suggestions).toContainEqual({ groupBy: ['customer'], value: 'amount' });

    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(await readdir(join(storageDir, 'processes'))).toEqual([]);
    expect(await readdir(join(storageDir, 'spill'))).toEqual([]);
  });

  it('does not load the sample again', async () => {
    for (const _ of [1, 2]) {
      const child = start();
      const { gql } = createClient(await addressOf(child));
      expect((await gql('{ datasets { totalCount } }')).data.datasets.totalCount).toBe(1);
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  it('finishes a request in progress at SIGTERM', async () => {
    const child = start({ SAMPLE_DATA: 'false' });
    const { upload } = createClient(await addressOf(child));
    const rows = Array.from({ length: 200_000 }, (_, row) => `customer ${row % 1000},${row}`).join('\n');
    const answer = upload({ content: `customer,amount\n${rows}\n`, fileName: 'large.csv' });
    // The file has arrived when the dataset's folder is there; reading it takes longer.
    await expect.poll(() => readdir(join(storageDir, 'datasets')).then((names) => names.length)).toBeGreaterThan(1);
    child.kill('SIGTERM');
    const { data } = await answer;
    expect(data.uploadDataset.dataset).toMatchObject({ status: 'READY', rowCount: 200_000 });
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('prints one line for each invalid variable', async () => {
    const { message, code } = await refused({ PORT: 'http', THREADS: 'many' });
    expect(message.split('\n')).toEqual([
      'PORT: expected a whole number from 0 to 65535, got "http"',
      'THREADS: expected a whole number from 2 to 256, got "many"',
    ]);
    expect(code).toBe(1);
  });

  it('prints one line when it would serve other machines without keys', async () => {
    const { message, code } = await refused({ HOST: '0.0.0.0' });
    expect(message).toBe(
      'HOST: 0.0.0.0 serves other machines, and without API_KEYS anyone there could read, change and delete everything. Set API_KEYS (npm run key -- <name> <role> makes one), or ALLOW_ANONYMOUS=true if that is what you want.',
    );
    expect(code).toBe(1);
  });

  it.each([32, 64, 255])('prints one line when a limit of %i open files is too low', async (limit) => {
    const main = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
    const child = spawn('bash', ['-c', `ulimit -n ${limit} && exec "$0" "$1"`, process.execPath, main], {
      env: { PATH: process.env.PATH, PORT: '0', STORAGE_DIR: storageDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const [message, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(message.trim()).toMatch(
      new RegExp(`^This process may have ${limit} files open; .+ at least 256\\. .+ulimit -n.+$`),
    );
    expect(code).toBe(1);
  });

  it('prints one line when its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { message, code } = await refused({ PORT: String(port), SAMPLE_DATA: 'false' });
    other.close();
    expect(message).toBe(
      `Port ${port} of 127.0.0.1 is taken. Stop what uses it, or set PORT to another (0 takes a free one).`,
    );
    expect(code).toBe(1);
    expect(await readdir(join(storageDir, 'processes'))).toEqual([]);
  });

  it('prints one line when its storage is not writable', async () => {
    const file = join(storageDir, 'a-file');
    await writeFile(file, '');
    await chmod(storageDir, 0o755);
    const { message, code } = await refused({ STORAGE_DIR: join(file, 'storage') });
    expect(message.split('\n')).toHaveLength(1);
    expect(message).toContain('storage');
    expect(code).toBe(1);
  });
});
